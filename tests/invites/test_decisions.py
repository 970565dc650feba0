"""What is sent when: each row of the table of decisions, as octets that left (docs/decisions/0016)."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.inbox.reading import Answer, Ask
from portal.invites import service
from portal.invites.answers import Arrived, take_in
from portal.invites.models import Became, Invitation
from portal.outbox.models import OutgoingLetter
from portal.people.models import Person
from portal.programmes import editing, meetings
from portal.programmes.editing import EditRefused
from portal.programmes.models import EditionFacilitator, Meeting, Module
from portal.registrations import offers, steering, substitution
from portal.registrations.service import choose
from portal.registrations.states import RegistrationState
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_group, a_person, registered
from tests.invites.world import World

ARRIVED = Arrived("leren@vgs.example", NOW, "<1@veldrijk.example>", "aisha@veldrijk.example", "Antwoord")
ASKS, GONE = ("CONFIRMED", "NEEDS-ACTION"), ("CANCELLED", "NEEDS-ACTION")


@dataclass(frozen=True)
class Sent:
    """What one mail asked of one agenda."""

    to: str
    method: str
    sequence: int
    status: str
    partstat: str
    uid: str
    stamp: datetime


def sent(world: World) -> list[Sent]:
    """All calendar mail, in order."""
    return [_read(to, content) for _kind, to, content in world.mail]


def _read(to: str, content: bytes) -> Sent:
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return Sent(
        to,
        str(calendar["METHOD"]),
        int(event["SEQUENCE"]),
        str(event["STATUS"]),
        str(event["ATTENDEE"].params["PARTSTAT"]),
        str(event["UID"]),
        event["DTSTAMP"].dt,
    )


def since(world: World) -> list[tuple[str, str, int]]:
    """Who got what with which number, of what is sent now."""
    before = len(world.mail)
    world.settle()
    return [(one.to, one.method, one.sequence) for one in sent(world)[before:]]


def answers(world: World, person: Person, partstat: str, ask: Ask = Ask.REPLY) -> Became | None:
    """Someone's mail program answers the first line of their agenda."""
    mine = select(Invitation).where(Invitation.person_id == person.id).order_by(Invitation.id).limit(1)
    line = world.session.scalars(mine).one()
    answer = Answer(ask, line.uid, line.address, partstat, line.sequence, datetime(2027, 1, 13, tzinfo=UTC))
    return take_in(
        world.session, replace(ARRIVED, message_id=f"<{ask}-{partstat}-{line.sequence}@x>"), answer
    )


@pytest.fixture
def world(session: Session) -> World:
    """One day, nobody yet."""
    return World(session)


def test_row_confirmed_place_is_asked_once_for_each_day(session: Session) -> None:
    world = World(session, days=3)
    aisha, _made = world.join()
    assert since(world) == [(aisha.email, "REQUEST", 0)] * 3
    assert {(one.status, one.partstat) for one in sent(world)} == {ASKS}
    assert len({one.uid for one in sent(world)}) == 3
    assert all(b"RSVP=TRUE" in content.replace(b"\r\n ", b"") for _kind, _to, content in world.mail)


def test_row_late_joiner_starts_at_zero_and_nobody_else_hears(world: World) -> None:
    world.join("Aisha")
    world.settle()
    for _time in range(3):
        world.move(world.meetings[0], days=1)
        world.settle()
    bram, _made = world.join("Bram")
    assert since(world) == [(bram.email, "REQUEST", 0)]


def test_row_waiting_list_gets_no_calendar_part(session: Session) -> None:
    world = World(session, seats=1)
    world.join("Aisha")
    world.settle()
    _bram, made = world.join("Bram")
    assert (made.state, since(world)) == (RegistrationState.WAITLISTED, [])


def test_row_promoted_is_a_first_invitation(session: Session) -> None:
    world = World(session, seats=1)
    _aisha, first = world.join("Aisha")
    bram, second = world.join("Bram")
    world.settle()
    world.leave(first)
    offers.accept_offer(session, registration_id=second.id, actor_id=bram.id, now=world.now)
    assert (bram.email, "REQUEST", 0) in since(world)


def test_row_promoted_who_was_cancelled_before_keeps_the_uid(session: Session) -> None:
    world = World(session, seats=1)
    aisha, first = world.join("Aisha")
    world.settle()
    world.leave(first)
    bram, second = world.join("Bram")
    again = registered(session, world.edition, aisha, now=world.now)
    world.settle()
    world.leave(second)
    offers.accept_offer(session, registration_id=again.id, actor_id=aisha.id, now=world.now)
    assert since(world) == [(bram.email, "CANCEL", 1), (aisha.email, "REQUEST", 2)]
    assert len({one.uid for one in sent(world) if one.to == aisha.email}) == 1


def test_row_another_hour_asks_everybody_anew(world: World) -> None:
    aisha, _one = world.join("Aisha")
    bram, _two = world.join("Bram")
    world.settle()
    answers(world, aisha, "ACCEPTED")
    world.move(world.meetings[0], hours=1)
    assert since(world) == [(aisha.email, "REQUEST", 1), (bram.email, "REQUEST", 1)]
    assert {(one.status, one.partstat) for one in sent(world)[-2:]} == {ASKS}


@pytest.mark.parametrize("online", [False, True])
def test_row_another_place_or_online_asks_anew(world: World, online: bool) -> None:
    aisha, _made = world.join()
    world.settle()
    answers(world, aisha, "ACCEPTED")
    world.meetings[0].online = online
    if not online:
        world.place(world.meetings[0], "Hanzehuis")
    world.changed()
    assert since(world) == [(aisha.email, "REQUEST", 1)]
    assert sent(world)[-1].partstat == "NEEDS-ACTION"


def test_row_also_online_asks_anew_and_its_link_does_not(world: World) -> None:
    world.place(world.meetings[0], "Hanzehuis")
    aisha, _made = world.join()
    world.settle()
    world.meetings[0].online = True
    world.changed()
    assert since(world) == [(aisha.email, "REQUEST", 1)]
    answers(world, aisha, "ACCEPTED")
    world.meetings[0].online_link = "https://vergaderen.example/later"
    world.changed()
    assert since(world) == [(aisha.email, "REQUEST", 1)]
    assert sent(world)[-1].partstat == "ACCEPTED"
    assert [line.location for line in world.agenda(aisha.email).shown] == ["Hanzehuis, Zwolle"]


def test_row_another_title_keeps_number_and_answer(world: World) -> None:
    aisha, _made = world.join()
    world.settle()
    answers(world, aisha, "TENTATIVE")
    world.meetings[0].title = "Een andere titel"
    world.changed()
    assert since(world) == [(aisha.email, "REQUEST", 0)]
    first, second = sent(world)
    assert second.partstat == "TENTATIVE"
    assert (second.uid, second.stamp > first.stamp) == (first.uid, True)


def test_row_join_link_that_comes_later_keeps_number_and_answer(world: World) -> None:
    world.meetings[0].online = True
    world.changed()
    aisha, _made = world.join()
    world.settle()
    answers(world, aisha, "ACCEPTED")
    world.meetings[0].online_link = "https://vergaderen.example/a"
    world.changed()
    assert since(world) == [(aisha.email, "REQUEST", 0)]
    assert sent(world)[-1].partstat == "ACCEPTED"


def test_row_cancelled_meeting_reaches_who_declined_as_well(world: World) -> None:
    aisha, _one = world.join("Aisha")
    bram, _two = world.join("Bram")
    world.settle()
    answers(world, aisha, "DECLINED")
    world.drop(world.meetings[0])
    assert since(world) == [(aisha.email, "CANCEL", 1), (bram.email, "CANCEL", 1)]
    assert {one.status for one in sent(world)[-2:]} == {"CANCELLED"}
    assert since(world) == []


def test_row_who_withdraws_is_cancelled_alone(session: Session) -> None:
    world = World(session, days=2)
    aisha, made = world.join("Aisha")
    world.join("Bram")
    world.settle()
    world.leave(made)
    assert since(world) == [(aisha.email, "CANCEL", 1)] * 2
    assert {(one.status, one.partstat) for one in sent(world)[-2:]} == {GONE}


def test_row_another_group_cancels_one_day_and_asks_the_other(session: Session) -> None:
    world, group, days = _with_electives(session)
    aisha, made = world.join("Aisha", wishes=(Wish(group_id=group, first_id=days[0].module_id),))
    world.settle()
    choose(
        session,
        registration_id=made.id,
        participant_id=made.participants[0].id,
        wishes=[Wish(group_id=group, first_id=days[1].module_id)],
        actor_id=aisha.id,
        now=world.now,
    )
    assert since(world) == [(aisha.email, "CANCEL", 1), (aisha.email, "REQUEST", 0)]
    assert world.shown(aisha) == world.wanted([world.meetings[0], days[1]])


def _with_electives(session: Session) -> tuple[World, int, list[Meeting]]:
    world = World(session)
    group = a_group(session, world.edition, 5, 5)
    session.refresh(world.edition, ["modules"])
    one, other = world.edition.modules
    return world, group.id, [world.add_day(2, module=one), world.add_day(3, module=other)]


def test_row_substitute_takes_the_days_over(world: World) -> None:
    aisha, made = world.join("Aisha")
    world.settle()
    carla = a_person(world.session, "Carla")
    seat = made.participants[0]
    substitution.ask_substitute(
        world.session,
        registration_id=made.id,
        participant_id=seat.id,
        actor_id=aisha.id,
        name=carla.name,
        email=carla.email,
        now=world.now,
    )
    assert since(world) == []
    substitution.take_over(world.session, participant_id=seat.id, actor_id=carla.id, now=world.now)
    assert since(world) == [(aisha.email, "CANCEL", 1), (carla.email, "REQUEST", 0)]


def test_row_who_comes_back_gets_the_next_number(world: World) -> None:
    aisha, made = world.join()
    world.settle()
    world.leave(made)
    world.settle()
    registered(world.session, world.edition, aisha, now=world.now)
    assert since(world) == [(aisha.email, "REQUEST", 2)]
    assert len({one.uid for one in sent(world)}) == 1


def test_row_meeting_that_goes_on_after_all_gets_the_next_number(world: World) -> None:
    aisha, _made = world.join()
    world.settle()
    world.drop(world.meetings[0])
    world.settle()
    world.meetings[0].cancelled_at = None
    world.changed()
    assert since(world) == [(aisha.email, "REQUEST", 2)]
    assert (sent(world)[-1].status, sent(world)[-1].partstat) == ASKS


def test_row_edition_that_goes_on_after_all_gets_the_next_number(session: Session) -> None:
    world = World(session, days=2, seats=1)
    aisha, _made = world.join()
    waiting, _made = world.join("Wil")
    world.settle()
    boss = a_person(session, "Bureau", organises_for=world.vgs)
    organiser = {"edition_id": world.edition.id, "actor_id": boss.id, "now": world.now}
    steering.cancel_edition(session, why="Te weinig mensen", **organiser)
    assert since(world) == [(aisha.email, "CANCEL", 1)] * 2
    steering.restore_edition(session, why="Toch genoeg mensen", **organiser)
    assert since(world) == [(aisha.email, "REQUEST", 2)] * 2
    assert (world.shown(aisha), world.shown(waiting)) == (world.wanted(), [])


def test_row_module_of_two_days_is_two_lines(session: Session) -> None:
    world = World(session)
    module = Module(public_id="m" * 22, number=1, title="Module 1")
    world.edition.modules.append(module)
    session.flush()
    for number in (2, 3):
        world.add_day(number, module=module)
    world.join()
    world.settle()
    assert len({one.uid for one in sent(world)}) == 3
    assert [line.summary for line in world.agenda("aisha@veldrijk.example").shown[1:]] == [
        "Sturen: Dag 2 (dag 1 van 2)",
        "Sturen: Dag 3 (dag 2 van 2)",
    ]


def test_days_of_a_module_are_counted_as_they_come(session: Session) -> None:
    world = World(session)
    module = Module(public_id="m" * 22, number=1, title="Module 1")
    world.edition.modules.append(module)
    session.flush()
    later, sooner = (world.add_day(number, module=module) for number in (2, 3))
    later.day, sooner.day = sooner.day, later.day
    later.starts_at, sooner.starts_at = sooner.starts_at, later.starts_at
    later.ends_at, sooner.ends_at = sooner.ends_at, later.ends_at
    world.join()
    world.settle()
    assert [line.summary for line in world.agenda("aisha@veldrijk.example").shown[1:]] == [
        "Sturen: Dag 3 (dag 1 van 2)",
        "Sturen: Dag 2 (dag 2 van 2)",
    ]


def test_row_added_and_dropped_day_tell_of_that_day_only(session: Session) -> None:
    world = World(session, days=2)
    aisha, _made = world.join()
    world.settle()
    world.add_day(3)
    world.drop(world.meetings[0])
    assert since(world) == [(aisha.email, "CANCEL", 1), (aisha.email, "REQUEST", 0)]


def test_row_another_address_is_another_line(world: World) -> None:
    aisha, _made = world.join()
    world.settle()
    old, aisha.email = aisha.email, "aisha@elders.example"
    world.edition.agenda_version = None
    world.session.flush()
    assert since(world) == [(old, "CANCEL", 1), (aisha.email, "REQUEST", 0)]
    first, cancel, second = sent(world)
    assert (first.uid == cancel.uid, first.uid == second.uid) == (True, False)


def test_row_another_organiser_address_is_another_line(world: World) -> None:
    aisha, _made = world.join()
    world.settle()
    world.vgs.mail_address = "agenda@vgs.example"
    world.changed()
    assert since(world) == [(aisha.email, "CANCEL", 1), (aisha.email, "REQUEST", 0)]


def test_row_sent_again_is_the_same_octets_in_another_mail(world: World) -> None:
    world.join()
    world.settle()
    first = sent(world)[0]
    assert service.send_again(world.session, uid=first.uid, now=world.now)
    world.deliver()
    assert [content for _kind, _to, content in world.mail] == [world.mail[0][2]] * 2
    letters = world.session.scalars(select(OutgoingLetter.public_id).where(OutgoingLetter.thread != ""))
    assert len(set(letters)) == 2


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_row_answer_is_kept_and_sends_no_calendar_mail(world: World, partstat: str) -> None:
    aisha, made = world.join()
    world.settle()
    assert answers(world, aisha, partstat) is Became.ANSWER
    assert (since(world), made.state) == ([], RegistrationState.CONFIRMED)
    assert world.shown(aisha) == world.wanted()


def test_row_declining_asks_and_leaving_is_another_row(world: World) -> None:
    aisha, made = world.join()
    world.settle()
    answers(world, aisha, "DECLINED")
    kinds = list(world.session.scalars(select(OutgoingLetter.kind)))
    assert kinds.count("agenda_declined") == 1
    world.leave(made)
    assert since(world) == [(aisha.email, "CANCEL", 1)]


def test_row_other_time_that_is_proposed_changes_nothing(world: World) -> None:
    aisha, _made = world.join()
    boss = a_person(world.session, "Bureau", organises_for=world.vgs)
    world.settle()
    assert answers(world, aisha, "", Ask.COUNTER) is Became.PROPOSAL
    assert since(world) == []
    told = world.session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "agenda_proposal")).one()
    assert (told.to_address, told.facts["participant"], told.thread) == (boss.email, aisha.name, "")


def test_row_who_asks_gets_the_current_invitation_again(world: World) -> None:
    aisha, _made = world.join()
    world.settle()
    world.move(world.meetings[0], days=1)
    world.settle()
    assert answers(world, aisha, "", Ask.REFRESH) is Became.ASKED_AGAIN
    service.send_again(world.session, uid=sent(world)[-1].uid, now=world.now)
    world.deliver()
    assert sent(world)[-1] == sent(world)[-2]


def test_row_facilitator_is_asked_as_chair_and_cancelled(world: World) -> None:
    guide = a_person(world.session, "Sanne")
    seat = EditionFacilitator(edition_id=world.edition.id, person_id=guide.id)
    world.session.add(seat)
    world.changed()
    assert since(world) == [(guide.email, "REQUEST", 0)]
    assert b"ROLE=CHAIR" in world.mail[0][2].replace(b"\r\n ", b"")
    world.session.delete(seat)
    world.changed()
    assert since(world) == [(guide.email, "CANCEL", 1)]


def test_row_meeting_that_has_been_is_left_alone(session: Session) -> None:
    world = World(session, days=2)
    world.join()
    world.settle()
    world.now += timedelta(days=95)
    world.meetings[0].title = "Zo heette het"
    world.changed()
    assert since(world) == []


def test_row_meeting_that_people_were_told_of_cannot_be_taken_out(world: World) -> None:
    world.join()
    world.settle()
    boss = a_person(world.session, "Bureau", organises_for=world.vgs)
    edit = editing.begin(world.session, edition_id=world.edition.id, actor_id=boss.id, now=world.now)
    with pytest.raises(Refused) as refused:
        meetings.remove_meeting(edit, meeting_id=world.meetings[0].id)
    assert refused.value.reason == EditRefused.IN_USE
    assert since(world) == []
