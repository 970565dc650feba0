"""What rests before it is sent, the answers, who has the old time, and one more try for them."""

from datetime import timedelta

from sqlalchemy import select, update

from portal import clock
from portal.database import db, transaction
from portal.invites import service
from portal.invites.models import AgendaUpdate, Invitation
from portal.outbox.models import FailingAddress, LetterState, OutgoingLetter
from portal.people.models import Person
from portal.programmes.models import Edition, Meeting, SeatPool
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, words


def agendas(world: World) -> Page:
    """The page."""
    return world.organiser.get(f"{world.address}/agendas")


def scheduler(world: World) -> None:
    """What the scheduler does every few seconds."""
    with transaction() as session:
        service.bring_up_to_date(session, edition_id=world.edition.id, now=clock.now())


def move(world: World) -> None:
    """The first meeting begins an hour later."""
    with transaction() as session:
        meeting = session.scalars(select(Meeting).where(Meeting.edition_id == world.edition.id)).first()
        assert meeting is not None
        assert meeting.starts_at is not None
        meeting.starts_at += timedelta(hours=1)
        session.get_one(Edition, world.edition.id).touch()


def settled(world: World) -> World:
    """Aisha takes part and was invited."""
    world.enrols(world.aisha)
    scheduler(world)
    with transaction() as session:
        session.execute(update(OutgoingLetter).values(state=LetterState.SENT, tries=1))
    return world


def cells(page: Page) -> list[list[str]]:
    """The rows of all tables."""
    rows = page.tree.findall(".//main//tbody/tr")
    return [[words(cell) for cell in row] for row in rows]


def test_page_without_anybody_says_that_nothing_waits(world: World) -> None:
    page = agendas(world)

    assert "Er wacht niets." in page.text
    assert page.button() == []


def test_moved_meeting_rests_and_is_shown_with_its_moment(world: World) -> None:
    move(settled(world))
    scheduler(world)

    page = agendas(world)

    assert "1 persoon krijgt een gewijzigde uitnodiging." in page.text
    assert "als niemand meer iets wijzigt." in page.text
    assert page.button() == ["Nu versturen"]
    assert "die wijziging is nog niet verstuurd." in page.text


def test_organiser_reads_titles_as_most_people_do(world: World) -> None:
    with transaction() as session:
        session.get_one(Person, world.aisha.id).language = "en"
        session.execute(update(Meeting).values(title=""))
        session.execute(update(SeatPool).values(capacity=3))
    for person in (world.aisha, world.person("Zoë Bos"), world.person("Zora Bos")):
        world.enrols(person)
    scheduler(world)
    waiting = cells(agendas(world))
    move(world)
    page = agendas(world)
    assert [row[1] for row in waiting[1:]] == ["Bijeenkomst 1"] * 3
    told = "Nieuw in de agenda: Sturen op de opgave: Bijeenkomst 1,"
    assert (told in page.text, "Meeting 1" in page.text) == (True, False)


def test_sending_now_keeps_the_line_of_explanation(world: World) -> None:
    move(settled(world))

    done = world.organiser.post(
        f"{world.address}/agendas", {"explanation": "De zaal is bezet.", "send": "now"}
    )
    scheduler(world)

    assert "De mails gaan nu weg." in world.organiser.follow(done).text
    letter = db.session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "meeting_moved")).one()
    assert letter.facts["explanation"] == "De zaal is bezet."


def test_explanation_alone_leaves_it_resting(world: World) -> None:
    move(settled(world))

    done = world.organiser.post(f"{world.address}/agendas", {"explanation": "Zaal", "send": "later"})
    scheduler(world)

    assert "De toelichting is bewaard." in world.organiser.follow(done).text
    update_ = db.session.get_one(AgendaUpdate, world.edition.id)
    assert (update_.explanation, update_.at_once) == ("Zaal", False)
    assert agendas(world).value("explanation") == "Zaal"


def test_emptied_explanation_is_taken_out(world: World) -> None:
    move(settled(world))
    for text in ("Zaal", ""):
        world.organiser.post(f"{world.address}/agendas", {"explanation": text, "send": "later"})

    assert agendas(world).value("explanation") == ""


def test_pressing_twice_says_that_nothing_waits_any_more(world: World) -> None:
    move(settled(world))
    world.organiser.post(f"{world.address}/agendas", {"explanation": "", "send": "now"})
    scheduler(world)
    with transaction() as session:
        session.execute(update(OutgoingLetter).values(state=LetterState.SENT, tries=1))

    done = world.organiser.post(f"{world.address}/agendas", {"explanation": "", "send": "now"})

    assert "Er wacht niets meer" in world.organiser.follow(done).text


def test_too_long_an_explanation_is_kept_with_its_message(world: World) -> None:
    move(settled(world))

    page = world.organiser.post(f"{world.address}/agendas", {"explanation": "a" * 301, "send": "now"})

    assert page.status == 422
    assert page.error("explanation")
    assert page.value("explanation") == "a" * 301


def test_answers_are_counted_per_meeting(world: World) -> None:
    settled(world)
    with transaction() as session:
        session.execute(update(Invitation).values(answer="DECLINED", answer_sequence=0))

    (row,) = cells(agendas(world))

    assert row[1:] == ["0", "0", "1 Aisha Bakker", "0", "0"]


def test_answer_to_an_older_time_does_not_count(world: World) -> None:
    settled(world)
    with transaction() as session:
        session.execute(update(Invitation).values(answer="ACCEPTED", answer_sequence=0, sequence=1))

    (row,) = cells(agendas(world))

    assert row[1:] == ["0", "0", "0", "1", "0"]


def test_who_did_not_get_the_newest_is_named_with_a_button(world: World) -> None:
    settled(world)
    with transaction() as session:
        session.execute(
            update(OutgoingLetter)
            .where(OutgoingLetter.kind == "meeting_invited")
            .values(state=LetterState.FAILED, last_error="550 onbekend", tries=8)
        )

    page = agendas(world)
    done = world.organiser.post(f"{world.address}/agendas/{world.aisha.public_id}/opnieuw", {})

    assert "De mail is niet verstuurd. 550 onbekend" in page.text
    assert (
        "1 uitnodiging gaat binnen een minuut opnieuw naar Aisha Bakker." in world.organiser.follow(done).text
    )
    letters = db.session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "meeting_invited"))
    assert [letter.state for letter in letters] == [LetterState.WAITING]


def test_address_that_fails_is_shown_and_may_be_tried_twice(world: World) -> None:
    settled(world)
    with transaction() as session:
        session.add(
            FailingAddress(address=world.aisha.email, since=clock.now(), said="550 mailbox unavailable")
        )

    assert "Mail naar dit adres komt terug. 550 mailbox unavailable" in agendas(world).text
    assert "Mail aan 1 deelnemer komt terug" in world.organiser.get(world.address).text
    for _press in range(2):
        world.organiser.post(f"{world.address}/agendas/{world.aisha.public_id}/opnieuw", {})
    letters = db.session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "meeting_invited"))
    assert sorted(letter.state for letter in letters) == [LetterState.SENT, LetterState.WAITING]


def test_somebody_of_another_edition_is_not_found(world: World) -> None:
    settled(world)

    page = world.organiser.post(f"{world.address}/agendas/{world.chantal.public_id}/opnieuw", {})

    assert page.status == 404


def test_rest_of_ten_minutes_ends_by_itself(world: World) -> None:
    move(settled(world))
    scheduler(world)
    with transaction() as session:
        session.get_one(AgendaUpdate, world.edition.id).due_at = clock.now() - timedelta(seconds=1)
        assert world.edition.id in service.editions_to_update(session, clock.now())
    scheduler(world)

    assert "Er wacht niets." in agendas(world).text
