"""Who would be told what is shown first; then now, or after ten minutes."""

from typing import Any

from sqlalchemy import select, update

from portal.database import db, transaction
from portal.invites import service
from portal.invites.models import AgendaUpdate
from portal.outbox.models import LetterState, OutgoingLetter
from portal.programmes.models import Meeting
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.organiser.test_schedule import sends
from tests.web.organiser.test_steering import bullets
from tests.web.participant.visitor import Page

HOURS, LATER = "09.30 tot 17.00 uur", "dinsdag 20 april 2027"
MOVED = {"title": "Eerste dag", "day": "2027-04-20", "starts": "09:30", "ends": "17:00"}


def address(world: World) -> str:
    """Where the only meeting is edited."""
    return f"{world.address}/programma/bijeenkomsten/{world.edition.meetings[0].public_id}"


def people(world: World) -> None:
    """Two who take part and one who waits; everybody's agenda is right."""
    for name in ("Carla", "Daan", "Esra"):
        world.enrols(name)
    agendas(world)


def agendas(world: World) -> None:
    """What the scheduler does: everything due is sent."""
    with transaction() as session:
        service.bring_up_to_date(session, edition_id=world.edition.id, now=NOW)
        session.execute(update(OutgoingLetter).values(state=LetterState.SENT, tries=1))


def kinds(world: World) -> list[str]:
    """The letters about meetings, in order."""
    db.session.rollback()
    rows = db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id))
    return [row.kind for row in rows if row.kind.startswith("meeting")]


def answers(world: World, page: Page, **more: str) -> Page:
    """Presses a button on the page that asks."""
    (form,) = [f for f in page.tree.findall(".//main//form") if f.get("method") == "post"]
    fields: dict[str, Any] = {b.get("name"): b.get("value", "") for b in form.iter("input")}
    return world.organiser.post(form.get("action"), {**fields, **more})


def test_moving_says_first_who_is_told(world: World) -> None:
    people(world)

    asked = sends(world, address(world), **MOVED)

    assert asked.status == 200
    assert bullets(asked) == [
        "2 mensen krijgen een gewijzigde uitnodiging.",
        "1 persoon wacht nog op een plek en krijgt niets.",
        f"Sturen op de opgave: Eerste dag: was dinsdag 13 april 2027, {HOURS}, wordt {LATER}, {HOURS}.",
    ]
    assert asked.button() == ["Nu versturen"]
    assert world.fresh(world.edition.meetings[0]).day.day == 13


def test_english_question_stays_english_when_it_is_answered(world: World) -> None:
    people(world)
    asked = sends(world, "/en" + address(world), **MOVED)
    done = answers(world, asked, send="now", sure="1")
    assert done.location.startswith("/en/werk/")


def test_now_tells_everybody_with_the_explanation(world: World) -> None:
    people(world)
    asked = sends(world, address(world), **MOVED)

    done = answers(world, asked, send="now", explanation="De zaal was bezet.")

    assert "De mails gaan nu weg." in world.organiser.follow(done).html
    assert world.fresh(world.edition.meetings[0]).day.day == 20
    resting = db.session.get_one(AgendaUpdate, world.edition.id)
    assert (resting.at_once, resting.explanation) == (True, "De zaal was bezet.")


def test_later_rests_ten_minutes(world: World) -> None:
    people(world)
    before = kinds(world)
    asked = sends(world, address(world), **MOVED)

    done = answers(world, asked, send="later")
    agendas(world)

    assert "tien minuten" in world.organiser.follow(done).html
    assert kinds(world) == before


def test_what_was_explained_already_is_shown_and_may_be_taken_away(world: World) -> None:
    people(world)
    answers(world, sends(world, address(world), **MOVED), send="later", explanation="Zaal bezet")
    again = sends(world, address(world), **MOVED | {"starts": "10:00"})
    assert again.value("explanation") == "Zaal bezet"
    answers(world, again, send="later", explanation="")
    assert db.session.get_one(AgendaUpdate, world.edition.id).explanation == ""


def test_explanation_goes_with_the_change_that_was_undone(world: World) -> None:
    people(world)
    page = world.organiser.get(address(world))
    before = {name: page.value(name) for name in MOVED}
    answers(world, sends(world, address(world), **MOVED), send="later", explanation="Zaal bezet")
    answers(world, sends(world, address(world), **before), send="nobody")  # registering closes earlier again
    db.session.rollback()
    assert db.session.get_one(AgendaUpdate, world.edition.id).explanation == ""
    assert sends(world, address(world), **MOVED).value("explanation") == ""


def test_overview_says_that_mails_still_wait(world: World) -> None:
    people(world)
    words = "De mails over je laatste wijziging wachten nog"
    answers(world, sends(world, address(world), **MOVED), send="later", explanation="")
    waits = world.organiser.get(world.address).text
    answers(world, sends(world, address(world), **MOVED | {"starts": "10:00"}), send="now", explanation="")
    assert (words in waits, words in world.organiser.get(world.address).text) == (True, False)


def test_history_names_no_hour_that_stayed(world: World) -> None:
    sends(world, address(world), **MOVED)
    told = world.organiser.get(world.address).text
    assert "Dag: eerst ‘dinsdag 13 april 2027’, nu ‘dinsdag 20 april 2027’." in told
    assert "Einde: eerst" not in told


def test_pressed_twice_is_once(world: World) -> None:
    people(world)
    asked = sends(world, address(world), **MOVED)
    pressed = [answers(world, asked, send="now") for _press in range(2)]
    assert [page.status for page in pressed] == [303, 303]
    assert world.fresh(world.edition.meetings[0]).day.day == 20


def test_back_shows_what_was_typed(world: World) -> None:
    people(world)
    asked = sends(world, address(world), **{**MOVED, "title": "Ander begin"})

    form = answers(world, asked, again="1")

    assert (form.status, form.value("title"), form.value("day")) == (200, "Ander begin", "2027-04-20")
    assert world.fresh(world.edition.meetings[0]).title == "Eerste dag"


def test_nobody_to_tell_is_saved_at_once(world: World) -> None:
    done = sends(world, address(world), **MOVED)
    assert done.status == 303
    assert world.fresh(world.edition.meetings[0]).day.day == 20


def test_holiday_is_said_before_anything_is_sent(world: World) -> None:
    people(world)
    asked = sends(world, address(world), **{**MOVED, "day": "2027-04-27"})
    assert bullets(asked)[-2:] == [
        "Op dinsdag 27 april 2027 is het een feestdag. Kies een andere dag.",
        "Dinsdag 27 april 2027. Goed om te weten: dan is het meivakantie in regio Noord, Midden en Zuid.",
    ]


def test_round_left_outside_is_said_before_sending(world: World) -> None:
    people(world)
    asked = sends(world, address(world), **{**MOVED, "day": "2027-04-13", "ends": "11:00"})
    assert bullets(asked)[-1] == ("‘Ronde 1’ valt buiten de tijden van de bijeenkomst. Pas de tijden aan.")


def test_earlier_start_that_ends_registering_is_asked(world: World) -> None:
    asked = sends(world, address(world), **{**MOVED, "day": "2027-02-02"})
    left = world.fresh(world.edition.meetings[0]).day.day

    done = answers(world, asked, send="nobody")

    (said,) = bullets(asked)
    assert said.startswith(
        "De inschrijving sluit dan eerder: dinsdag 2 februari 2027, 09.30 uur, "
        "als de eerste bijeenkomst begint. Nu sluit die dinsdag 13 april 2027, 09.30 uur."
    )
    assert (asked.button(), left, done.status) == (["Toch bewaren"], 13, 303)
    assert world.fresh(world.edition.meetings[0]).day.day == 2
    assert world.organiser.follow(done).text.count("mails gaan") == 0


def test_meeting_sent_as_it_stood_says_so(world: World) -> None:
    path = address(world)
    sends(world, path, **MOVED)
    again = sends(world, path, **MOVED)
    assert "Dit stond er al zo. Er is niets veranderd." in world.organiser.follow(again).text


def test_second_organiser_sees_the_difference(world: World) -> None:
    people(world)
    asked = sends(world, address(world), **MOVED)
    sends(world, f"{world.address}/programma/modules/nieuw", title="Nieuw", kind="core")

    told = answers(world, asked, send="now")
    again = answers(world, told_form(world, told), send="now")

    assert (told.status, told.value("day")) == (409, "2027-04-20")
    assert "De module ‘Nieuw’ is toegevoegd." in told.text
    assert (again.status, world.fresh(world.edition.meetings[0]).day.day) == (303, 20)


def told_form(world: World, page: Page) -> Page:
    """Sends the form of this page once more, as it stands."""
    form = next(f for f in page.tree.findall(".//main//form") if f.get("action", "").endswith(address(world)))
    fields = {b.get("name"): b.get("value", "") for b in form.iter("input") if b.get("type") != "checkbox"}
    return world.organiser.post(form.get("action"), fields)


def test_second_organiser_reads_what_was_changed(world: World) -> None:
    stale = world.organiser.get(address(world))
    sends(world, address(world), **MOVED)

    fields = {"version": stale.value("version"), "seen": stale.value("seen")}
    told = world.organiser.post(address(world), {**fields, **MOVED, "title": "Anders"})

    assert told.status == 409
    assert "Dag: eerst ‘dinsdag 13 april 2027’, nu ‘dinsdag 20 april 2027’." in told.text
    assert told.value("title") == "Anders"


def test_cancelled_meeting_leaves_every_agenda(world: World) -> None:
    people(world)
    path = address(world) + "/annuleren"
    assert sends(world, path, why="").error("why") == "Vul in waarom dit niet doorgaat."

    asked = sends(world, path, why="De spreker is ziek.")
    assert bullets(asked)[:1] == ["2 mensen krijgen een afzegging."]
    done = answers(world, asked, send="now")
    agendas(world)

    card = world.organiser.follow(done)
    assert "Geannuleerd" in card.text
    assert "Reden: De spreker is ziek." in card.text
    assert kinds(world)[-2:] == ["meeting_called_off"] * 2


def test_restored_meeting_comes_back(world: World) -> None:
    people(world)
    asked = sends(world, address(world) + "/annuleren", why="Ziek")
    answers(world, asked, send="now")
    agendas(world)
    page = world.organiser.get(f"{world.address}/programma")
    (form,) = [f for f in page.tree.iter("form") if f.get("action", "").endswith("/herstellen")]
    fields = {b.get("name"): b.get("value", "") for b in form.iter("input")}

    asked = world.organiser.post(form.get("action"), fields)
    done = answers(world, asked, send="now")

    assert bullets(asked)[:1] == ["2 mensen krijgen een uitnodiging."]
    assert "De bijeenkomst gaat weer door. De mails gaan nu weg." in world.organiser.follow(done).html
    assert world.fresh(world.edition.meetings[0]).cancelled_at is None


def test_what_people_heard_of_cannot_be_removed(world: World) -> None:
    people(world)
    asked = sends(world, address(world), **MOVED)
    page = world.organiser.get(address(world))
    fields = {"version": page.value("version")}

    sure = world.organiser.post(address(world) + "/verwijderen", fields)
    done = answers(world, sure, sure="1")

    assert "Je verwijdert de bijeenkomst" in sure.text
    assert "Dit kun je niet verwijderen" in world.organiser.follow(done).html
    assert asked.status == 200
    assert world.fresh(world.edition.meetings[0]).cancelled_at is None


def test_meeting_that_nobody_heard_of_is_removed(world: World) -> None:
    made = sends(world, f"{world.address}/programma/bijeenkomsten/nieuw", **{**MOVED, "title": "Los"})
    key = made.location.rpartition("#bijeenkomst-")[2]
    path = f"{world.address}/programma/bijeenkomsten/{key}"
    page = world.organiser.get(path)

    sure = world.organiser.post(path + "/verwijderen", {"version": page.value("version")})
    answers(world, sure, sure="1")

    assert db.session.scalars(select(Meeting.title).where(Meeting.edition_id == world.edition.id)).all() == [
        "Eerste dag"
    ]


def test_choices_of_a_day_that_is_off_break_no_page(world: World) -> None:
    found = world.enrols(world.aisha)
    asked = sends(world, address(world) + "/annuleren", why="Ziek")
    if asked.status == 200:
        answers(world, asked, send="now")
    assert world.fresh(world.edition.meetings[0]).cancelled_at is not None

    aisha = world.visitor(world.aisha)
    own = f"/mijn/inschrijvingen/{found.public_id}"
    mine = [aisha.get(path).status for path in ("/mijn", own, f"{own}/afmelden")]
    paths = ("", "/deelnemers", "/deelsessies", "/programma", f"/inschrijvingen/{found.public_id}")
    theirs = [world.organiser.get(world.address + path).status for path in paths]

    assert (mine, theirs) == ([200] * 3, [200] * 5)
    assert aisha.get(f"{own}/keuzes").status in (200, 303)
