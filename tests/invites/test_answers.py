"""Answers that come in: each counts once, for the time it answers, and nothing else changes by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.inbox.reading import Answer, Ask, Bounce, Other
from portal.invites.answers import Arrived, take_in
from portal.invites.models import Became, IncomingMail, Invitation
from portal.outbox import failing
from portal.outbox.models import LetterState, OutgoingLetter
from portal.programmes.models import EditionFacilitator
from portal.registrations.models import Registration
from portal.registrations.states import RegistrationState
from tests.builders import a_person
from tests.invites.world import World

AT = datetime(2027, 1, 13, 8, 0, tzinfo=UTC)
MAIL = Arrived("leren@vgs.example", AT, "<1@veldrijk.example>", "aisha@veldrijk.example", "Geaccepteerd")


@pytest.fixture
def world(session: Session) -> World:
    """An edition in which Aisha has a seat, and her invitation."""
    made = World(session)
    made.join()
    made.settle()
    return made


def aisha(world: World) -> Registration:
    return world.session.scalars(select(Registration)).one()


def the_line(world: World) -> Invitation:
    return world.session.scalars(select(Invitation).where(Invitation.live)).one()


def an_answer(world: World, partstat: str = "ACCEPTED", *, at: datetime = AT, **more: object) -> Answer:
    line = the_line(world)
    return replace(Answer(Ask.REPLY, line.uid, line.address, partstat, line.sequence, at), **more)


def test_answer_is_kept_with_its_line(world: World) -> None:
    assert take_in(world.session, MAIL, an_answer(world, comment="Tot dan")) is Became.ANSWER
    line = the_line(world)
    assert (line.answer, line.answer_sequence, line.comment) == ("ACCEPTED", 0, "Tot dan")


def test_same_mail_twice_counts_once(world: World) -> None:
    answer = an_answer(world)
    assert [take_in(world.session, MAIL, answer) for _time in range(2)] == [Became.ANSWER, None]
    assert world.session.scalar(select(func.count()).select_from(IncomingMail)) == 1


def test_later_answer_wins_in_whatever_order_they_come(world: World) -> None:
    late = an_answer(world, "DECLINED", at=AT + timedelta(hours=1))
    assert take_in(world.session, MAIL, late) is Became.ANSWER
    assert take_in(world.session, replace(MAIL, message_id="<2@x>"), an_answer(world)) is Became.STALE
    assert the_line(world).answer == "DECLINED"


def test_clock_that_runs_years_ahead_freezes_no_answer(world: World) -> None:
    far = an_answer(world, "DECLINED", at=AT + timedelta(days=9999))
    assert take_in(world.session, MAIL, far) is Became.ANSWER
    two_days_on = AT + timedelta(days=2)
    later = replace(MAIL, message_id="<2@x>", came_at=two_days_on)
    assert take_in(world.session, later, an_answer(world, at=two_days_on)) is Became.ANSWER
    assert the_line(world).answer == "ACCEPTED"


def test_answer_to_the_old_time_is_stale(world: World) -> None:
    old = an_answer(world)
    world.move(world.meetings[0], days=1)
    world.settle()
    assert take_in(world.session, MAIL, old) is Became.STALE
    assert the_line(world).answer == "NEEDS-ACTION"


def test_answer_stays_when_only_the_words_change(world: World) -> None:
    take_in(world.session, MAIL, an_answer(world))
    world.meetings[0].title = "De eerste dag"
    world.changed()
    world.settle()
    assert b"PARTSTAT=ACCEPTED" in world.mail[-1][2].replace(b"\r\n ", b"")


def test_question_is_open_again_after_another_time(world: World) -> None:
    take_in(world.session, MAIL, an_answer(world))
    world.move(world.meetings[0], days=1)
    world.settle()
    assert b"PARTSTAT=NEEDS-ACTION" in world.mail[-1][2].replace(b"\r\n ", b"")


def test_decline_cancels_nothing(world: World) -> None:
    take_in(world.session, MAIL, an_answer(world, "DECLINED"))
    assert world.settle() == []
    assert world.shown(aisha(world).person) == world.wanted()


def test_other_address_of_the_same_person_counts_and_is_noted(world: World) -> None:
    assert take_in(world.session, MAIL, an_answer(world, attendee="a@thuis.example")) is Became.ANSWER
    assert world.session.scalars(select(IncomingMail)).one().note == "from a@thuis.example"


def test_unknown_line_is_filed_for_a_person(world: World) -> None:
    assert take_in(world.session, MAIL, an_answer(world, uid="raad@maar.example")) is Became.UNMATCHED


def test_proposal_and_question_change_nothing(world: World) -> None:
    proposal = an_answer(world, "", ask=Ask.COUNTER, comment="Kan het om 14 uur?")
    assert take_in(world.session, MAIL, proposal) is Became.PROPOSAL
    assert take_in(world.session, MAIL, an_answer(world, "", ask=Ask.REFRESH)) is Became.ASKED_AGAIN
    assert the_line(world).answer == "NEEDS-ACTION"


def test_answer_of_who_left_is_stale(world: World) -> None:
    answer = an_answer(world)
    world.leave(aisha(world))
    world.settle()
    assert take_in(world.session, MAIL, answer) is Became.STALE


def test_bounce_and_out_of_office_are_told_apart(world: World) -> None:
    bounce = Bounce("aisha@veldrijk.example", for_good=True, said="550 no such user")
    assert take_in(world.session, MAIL, bounce) is Became.BOUNCE
    assert take_in(world.session, MAIL, Other("automatic", automatic=True)) is Became.AUTOMATIC
    assert take_in(world.session, MAIL, Other("no_answer")) is Became.UNMATCHED


def letters(world: World) -> list[OutgoingLetter]:
    return list(world.session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "agenda_declined")))


def test_who_declines_keeps_the_seat_and_is_asked_why(world: World) -> None:
    take_in(world.session, MAIL, an_answer(world, "DECLINED"))
    (letter,) = letters(world)
    assert aisha(world).state == RegistrationState.CONFIRMED
    assert (letter.to_address, letter.facts["meeting"], letter.thread) == (
        the_line(world).address,
        "Sturen: Eerste dag",
        "",
    )
    assert world.settle() == []


def test_declining_the_same_day_twice_asks_once(world: World) -> None:
    take_in(world.session, MAIL, an_answer(world, "DECLINED"))
    again = an_answer(world, "DECLINED", at=AT + timedelta(minutes=1))
    assert take_in(world.session, replace(MAIL, message_id="<2@x>"), again) is Became.ANSWER
    assert len(letters(world)) == 1


def test_facilitator_who_declines_is_not_asked(session: Session) -> None:
    world = World(session)
    guide = a_person(session, "Sanne")
    session.add(EditionFacilitator(edition_id=world.edition.id, person_id=guide.id))
    world.changed()
    world.settle()
    assert take_in(session, MAIL, an_answer(world, "DECLINED")) is Became.ANSWER
    assert letters(world) == []


def test_bounce_marks_the_address_until_somebody_answers_from_it(world: World) -> None:
    session, line = world.session, the_line(world)
    session.execute(update(OutgoingLetter).values(state=LetterState.SENT, message_id="<9@portaal.example>"))
    bounce = Bounce(line.address, for_good=True, said="550 weg", message_id="<9@portaal.example>")
    assert take_in(session, MAIL, bounce) is Became.BOUNCE
    assert failing.is_failing(session, address=line.address)
    take_in(session, replace(MAIL, message_id="<2@x>"), an_answer(world))
    assert not failing.is_failing(session, address=line.address)


def test_forged_report_about_somebody_marks_no_address(world: World) -> None:
    session, line = world.session, the_line(world)
    session.execute(update(OutgoingLetter).values(state=LetterState.SENT, message_id="<9@portaal.example>"))
    for name in ("", "<8@portaal.example>"):
        take_in(session, replace(MAIL, message_id=f"<f{name}>"), Bounce(line.address, True, "550", name))

    assert not failing.is_failing(session, address=line.address)


def test_forwarded_mail_that_came_back_marks_the_address_we_wrote_to(world: World) -> None:
    session, line = world.session, the_line(world)
    session.execute(update(OutgoingLetter).values(state=LetterState.SENT, message_id="<9@portaal.example>"))
    take_in(session, MAIL, Bounce("elders@x.example", True, "550", "<9@portaal.example>"))

    assert failing.is_failing(session, address=line.address)
    assert not failing.is_failing(session, address="elders@x.example")


def test_mail_that_is_only_late_marks_no_address(world: World) -> None:
    line = the_line(world)
    take_in(world.session, MAIL, Bounce(line.address, for_good=False, said="451 later"))
    assert not failing.is_failing(world.session, address=line.address)
