"""Letters of the edition: what went out in its own words, what failed, and once more."""

from sqlalchemy import select, update

from portal.database import db, transaction
from portal.outbox import kinds
from portal.outbox.models import LetterState, OutgoingLetter
from portal.web.organiser import letter_words
from tests.web.organiser.conftest import World


def the_letter(world: World, **changed: object) -> OutgoingLetter:
    """The only letter about the edition, changed like this."""
    world.enrols(world.aisha)
    with transaction() as session:
        session.execute(update(OutgoingLetter).values(**{"tries": 0, **changed}))
    found = db.session.scalars(select(OutgoingLetter)).one()
    db.session.rollback()
    return found


def test_every_letter_about_an_edition_has_a_name() -> None:
    assert set(letter_words.KINDS) == {kind for kind, facts in kinds.KINDS.items() if "edition" in facts}


def test_letters_show_counts_and_kind(world: World) -> None:
    the_letter(world)

    page = world.organiser.get(world.address + "/berichten")

    assert "1 onderweg" in page.text
    assert "Bevestiging van de inschrijving" in page.links()


def test_letter_shows_its_very_text_without_one_time_links(world: World) -> None:
    found = the_letter(world, state=LetterState.SENT, subject="Ingeschreven: Sturen", text="nog niets")
    with transaction() as session:
        text = f"Dag <b>Aisha</b>\nhttp://localhost/aanbod/[[token:7:{found.public_id}]]\n"
        session.execute(update(OutgoingLetter).values(text=text))

    page = world.organiser.get(f"{world.address}/berichten/{found.public_id}")

    assert "Dag <b>Aisha</b> http://localhost/aanbod/…" in page.text
    assert (page.title, "[[" in page.html) == ("Ingeschreven: Sturen", False)


def test_failed_letter_says_why_and_goes_again(world: World) -> None:
    found = the_letter(world, state=LetterState.FAILED, last_error="550 onbekend adres", tries=8)
    path = f"{world.address}/berichten/{found.public_id}"

    page = world.organiser.get(path)
    assert ("550 onbekend adres" in page.text, page.button()) == (True, ["Probeer opnieuw"])
    done = world.organiser.follow(world.organiser.post(path + "/opnieuw"))

    assert "1 mail gaat binnen een minuut opnieuw weg." in done.text
    row = world.fresh(found)
    assert (row.state, row.tries) == (LetterState.WAITING, 0)


def test_all_failed_letters_of_this_edition_go_again(world: World) -> None:
    sibling = world.another()
    world.enrols("Carla", edition=sibling)
    world.enrols(world.aisha)
    with transaction() as session:
        session.execute(update(OutgoingLetter).values(state=LetterState.FAILED))

    world.organiser.post(world.address + "/berichten/opnieuw")

    states = db.session.execute(
        select(OutgoingLetter.edition_id, OutgoingLetter.state).order_by(OutgoingLetter.id)
    ).all()
    assert states == [(sibling.id, LetterState.FAILED), (world.edition.id, LetterState.WAITING)]


def test_letter_that_left_is_not_sent_again(world: World) -> None:
    found = the_letter(world, state=LetterState.SENT)

    done = world.organiser.follow(
        world.organiser.post(f"{world.address}/berichten/{found.public_id}/opnieuw")
    )

    assert "Er was geen mail die opnieuw weg moest." in done.text
    assert world.fresh(found).state == LetterState.SENT


def test_filter_shows_only_that_state(world: World) -> None:
    the_letter(world, state=LetterState.SENT, subject="Ingeschreven: Sturen")

    failed, sent, nonsense = (
        world.organiser.get(f"{world.address}/berichten?stand={state}") for state in ("failed", "sent", "x")
    )

    assert ("0 mails" in failed.text, "1 mail" in sent.text, "1 mail" in nonsense.text) == (True, True, True)
