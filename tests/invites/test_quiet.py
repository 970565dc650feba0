"""Changes of the schedule rest before they are sent; what is about people does not."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.invites import quiet
from portal.outbox.models import OutgoingLetter
from portal.people.facts import Channel
from portal.people.models import Person
from tests.builders import registered
from tests.invites.world import World

MOVED = "meeting_moved"


def test_moved_meeting_rests_ten_minutes_before_it_is_told(session: Session) -> None:
    world, aisha = _settled(session)
    world.move(world.meetings[0], days=1)
    told = []
    for minutes in (0, 9, 1):
        world.wait(minutes)
        told.append(world.look())
    assert told == [0, 0, 1]
    assert world.deliver() == [(MOVED, aisha.email)]


def _settled(session: Session, days: int = 1) -> tuple[World, Person]:
    world = World(session, days=days)
    aisha, _made = world.join()
    world.settle()
    return world, aisha


def test_every_edit_lets_all_of_them_rest_anew(session: Session) -> None:
    world, aisha = _settled(session, days=2)
    for meeting in world.meetings:
        world.move(meeting, days=1)
        assert world.look() == 0
        world.wait(9)
    assert world.look() == 0
    world.wait(1)
    assert world.look() == 2
    assert world.deliver() == [(MOVED, aisha.email)] * 2


def test_moved_and_moved_back_while_resting_tells_nobody(session: Session) -> None:
    world, _aisha = _settled(session)
    world.move(world.meetings[0], days=1)
    world.look()
    world.move(world.meetings[0], days=-1)
    world.look()
    world.wait(20)
    assert world.look() == 0


def test_sending_now_does_not_wait(session: Session) -> None:
    world, aisha = _settled(session)
    world.move(world.meetings[0], days=1)
    quiet.tell(session, edition_id=world.edition.id, at_once=True, explanation="", now=world.now)
    assert world.look() == 1
    assert world.deliver() == [(MOVED, aisha.email)]


def test_second_organiser_does_not_hold_up_sending_now(session: Session) -> None:
    world, _aisha = _settled(session)
    world.move(world.meetings[0], days=1)
    for at_once in (True, False):
        world.changed()
        quiet.tell(session, edition_id=world.edition.id, at_once=at_once, explanation="", now=world.now)
    assert world.look() == 1


def test_newcomer_is_invited_while_a_change_rests(session: Session) -> None:
    world, _aisha = _settled(session)
    world.move(world.meetings[0], days=1)
    world.look()
    bram, _made = world.join("Bram")
    world.look()
    assert world.deliver() == [("meeting_invited", bram.email)]
    assert world.shown(bram) == world.wanted()


def test_who_leaves_is_cancelled_while_a_change_rests(session: Session) -> None:
    world, _aisha = _settled(session)
    bram, made = world.join("Bram")
    world.settle()
    world.move(world.meetings[0], days=1)
    world.look()
    world.leave(made)
    world.look()
    assert world.deliver() == [("meeting_not_expected", bram.email)]


def test_who_returns_is_invited_while_a_change_rests(session: Session) -> None:
    world = World(session, days=2)
    aisha, made = world.join()
    world.settle()
    world.leave(made)
    world.settle()
    world.move(world.meetings[0], days=1)
    world.look()
    registered(session, world.edition, aisha, now=world.now)
    world.look()
    assert world.deliver() == [("meeting_invited_again", aisha.email)] * 2
    assert world.shown(aisha) == world.wanted()


def test_day_that_goes_on_after_all_rests_too(session: Session) -> None:
    world, aisha = _settled(session)
    world.drop(world.meetings[0])
    world.settle()
    world.meetings[0].cancelled_at = None
    world.changed()
    assert world.look() == 0
    world.wait(10)
    world.look()
    assert world.deliver() == [("meeting_invited_again", aisha.email)]


def test_added_day_rests_for_who_saw_the_first_one(session: Session) -> None:
    world, _aisha = _settled(session)
    world.now += timedelta(days=95)
    world.add_day(2)
    assert world.look() == 0
    world.wait(10)
    assert world.look() == 1


def test_another_address_is_followed_while_a_change_rests(session: Session) -> None:
    world, aisha = _settled(session)
    old = aisha.email
    world.move(world.meetings[0], days=1)
    world.look()
    aisha.email = "aisha@elders.example"
    world.edition.agenda_version = None
    session.flush()
    world.look()
    assert world.deliver() == [("meeting_not_expected", old), ("meeting_invited", aisha.email)]
    assert world.shown(aisha) == world.wanted()


def test_another_channel_is_followed_while_a_change_rests(session: Session) -> None:
    world, aisha = _settled(session)
    world.move(world.meetings[0], days=1)
    world.look()
    aisha.channel = Channel.FEED
    world.edition.agenda_version = None
    session.flush()
    world.look()
    assert world.deliver() == [("meeting_in_feed", aisha.email)]
    assert world.shown(aisha) == []


def test_feed_shows_a_change_when_it_is_told(session: Session) -> None:
    world = World(session)
    aisha, _made = world.join()
    aisha.channel = Channel.FEED
    world.settle()
    before = world.feed(aisha)
    world.move(world.meetings[0], days=1)
    world.look()
    assert world.feed(aisha) == before
    world.wait(10)
    world.look()
    assert [start.date() for start, _place in world.feed(aisha) if start] == world.wanted()


def test_explanation_stands_in_the_letters_of_its_update(session: Session) -> None:
    world, _aisha = _settled(session)
    world.move(world.meetings[0], days=1)
    world.settle("De zaal is\nverbouwd.")
    world.move(world.meetings[0], days=1)
    world.settle()
    assert _explained(session)[-2:] == ["De zaal is verbouwd.", ""]


def _explained(session: Session) -> list[str]:
    letters = session.query(OutgoingLetter).filter(OutgoingLetter.kind.like("meeting%"))
    return [str(letter.facts["explanation"]) for letter in letters.order_by(OutgoingLetter.id)]


def test_newcomer_reads_no_explanation_of_what_rests(session: Session) -> None:
    world, _aisha = _settled(session)
    world.move(world.meetings[0], days=1)
    quiet.tell(session, edition_id=world.edition.id, at_once=False, explanation="Zaal", now=world.now)
    world.join("Bram")
    world.look()
    assert _explained(session)[-1] == ""


def test_second_edit_without_words_keeps_the_explanation(session: Session) -> None:
    world, _aisha = _settled(session)
    for explanation in ("De zaal is bezet.", " "):
        world.move(world.meetings[0], days=1)
        quiet.tell(
            session, edition_id=world.edition.id, at_once=False, explanation=explanation, now=world.now
        )
    world.wait(10)
    world.look()
    assert _explained(session)[-1] == "De zaal is bezet."


def test_meeting_that_is_off_says_why_it_is(session: Session) -> None:
    world, _aisha = _settled(session)
    world.meetings[0].cancelled_reason = "Te weinig deelnemers."
    world.drop(world.meetings[0])
    world.settle("We zoeken een nieuwe datum.")
    assert _explained(session)[-1] == "Te weinig deelnemers. We zoeken een nieuwe datum."
