"""Scripted histories: whatever happened in between, every agenda ends up right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.outbox.models import LetterState, OutgoingLetter
from portal.programmes.editing import Edit
from portal.programmes.meetings import cancel_meetings, restore_meeting
from portal.programmes.models import EditionFacilitator
from portal.registrations import desk, offers, steering
from portal.registrations.rearranging import rearrange
from portal.registrations.service import choose
from portal.registrations.states import RegistrationState as R
from portal.registrations.wishes import Wish
from tests.builders import a_group, a_person, a_round, registered
from tests.invites.agenda import Line
from tests.invites.world import World


def test_confirmed_participant_sees_each_day_at_its_hours(session: Session) -> None:
    world = World(session, days=2)
    aisha, _made = world.join()
    assert world.settle() == [("meeting_invited", aisha.email)] * 2
    assert world.agenda(aisha.email).shown == [
        Line(_at(13, 7, 30), _at(13, 15), "Sturen: Eerste dag", ""),
        Line(_at(20, 7, 30), _at(20, 15), "Sturen: Dag 2", ""),
    ]


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 4, day, hour, minute, tzinfo=UTC)


def test_who_is_invited_to_several_days_gets_them_on_one_page(session: Session) -> None:
    world = World(session, days=3)
    aisha, _made = world.join()
    world.settle()
    found = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "agenda_overview")).one()
    assert (found.to_address, found.calendar) == (aisha.email, "")
    assert found.facts["days"][1] == "dinsdag 20 april 2027, 09.30 tot 17.00 uur: Sturen: Dag 2"


def test_who_waits_gets_nothing_in_the_agenda(session: Session) -> None:
    world = World(session, seats=1)
    world.join("Aisha")
    bram, made = world.join("Bram")
    world.settle()
    assert made.state == R.WAITLISTED
    assert world.shown(bram) == []


def test_promoted_participant_is_invited_after_accepting(session: Session) -> None:
    world = World(session, seats=1)
    aisha, first = world.join("Aisha")
    bram, second = world.join("Bram")
    world.settle()
    world.leave(first)
    world.settle()
    assert (world.shown(aisha), world.shown(bram)) == ([], [])
    offers.accept_offer(session, registration_id=second.id, actor_id=bram.id, now=world.now)
    world.settle()
    assert world.shown(bram) == world.wanted()


def test_moved_meeting_shows_once_at_its_new_moment(session: Session) -> None:
    world = World(session, days=2)
    aisha, _made = world.join()
    world.settle()
    for hours in (1, 2, -5):
        world.move(world.meetings[0], days=1, hours=hours)
        assert world.settle() == [("meeting_moved", aisha.email)]
    assert world.shown(aisha) == world.wanted()


def test_moved_and_moved_back_before_anything_left_tells_nobody(session: Session) -> None:
    world = World(session)
    world.join()
    world.settle()
    world.move(world.meetings[0], days=2)
    world.move(world.meetings[0], days=-2)
    assert world.settle() == []


def test_change_that_waits_in_the_outbox_is_taken_back(session: Session) -> None:
    world = World(session)
    aisha, _made = world.join()
    world.settle()
    world.move(world.meetings[0], days=2)
    assert world.plan() == 1
    world.move(world.meetings[0], days=-2)
    assert world.plan() == 0
    assert world.deliver() == []
    assert world.shown(aisha) == world.wanted()


def test_five_quick_edits_become_one_message(session: Session) -> None:
    world = World(session)
    aisha, _made = world.join()
    world.settle()
    for _edit in range(5):
        world.move(world.meetings[0], days=1)
        world.plan()
    assert world.deliver() == [("meeting_moved", aisha.email)]
    assert world.shown(aisha) == world.wanted()


def test_invitation_that_never_left_needs_no_cancellation(session: Session) -> None:
    world = World(session)
    aisha, made = world.join()
    world.plan()
    world.leave(made)
    world.plan()
    assert world.deliver() == []
    assert world.shown(aisha) == []


def test_message_that_was_tried_is_followed_and_not_taken_back(session: Session) -> None:
    world = World(session)
    aisha, made = world.join()
    world.plan()
    letters = session.scalars(select(OutgoingLetter).where(OutgoingLetter.thread != "")).all()
    for letter in letters:
        letter.tries = 1  # the server may have taken it
    world.leave(made)
    world.plan()
    assert [kind for kind, _to in world.deliver()] == ["meeting_invited", "meeting_not_expected"]
    assert world.shown(aisha) == []


def test_withdrawn_and_returned_participant_has_it_once(session: Session) -> None:
    world = World(session)
    aisha, made = world.join()
    world.settle()
    world.leave(made)
    world.settle()
    assert world.shown(aisha) == []
    from_before = next(iter(world.agenda(aisha.email).known))
    registered(session, world.edition, aisha, now=world.now)
    world.settle()
    assert world.shown(aisha) == world.wanted()
    assert list(world.agenda(aisha.email).known) == [from_before]


def test_late_joiner_is_invited_to_what_is_ahead(session: Session) -> None:
    world = World(session, days=3)
    world.now = world.now + timedelta(days=95)  # between the first day and the second
    person = a_person(session, "Laat")
    boss = a_person(session, "Bureau", organises_for=world.vgs)
    desk.admit(
        session,
        edition_id=world.edition.id,
        actor_id=boss.id,
        name="Laat",
        email=person.email,
        why="Nakomer",
        now=world.now,
        form_key="laat",
    )
    world.settle()
    assert world.shown(person) == world.wanted(world.meetings[1:])


def test_dropped_day_leaves_the_other_day(session: Session) -> None:
    world = World(session, days=2)
    aisha, _made = world.join()
    world.settle()
    world.drop(world.meetings[1])
    assert world.settle() == [("meeting_called_off", aisha.email)]
    assert world.shown(aisha) == world.wanted()


def test_day_that_goes_on_after_all_comes_back(session: Session) -> None:
    world = World(session, days=2)
    aisha, _made = world.join()
    world.settle()
    world.drop(world.meetings[1])
    world.settle()
    world.meetings[1].cancelled_at = None
    world.changed()
    world.settle()
    assert world.shown(aisha) == world.wanted()


def test_added_day_is_invited_alone(session: Session) -> None:
    world = World(session)
    aisha, _made = world.join()
    world.settle()
    world.add_day(2)
    assert world.settle() == [("meeting_invited", aisha.email)]
    assert world.shown(aisha) == world.wanted()


def test_cancelled_edition_empties_every_agenda(session: Session) -> None:
    world = World(session, days=2)
    aisha, _made = world.join()
    world.settle()
    boss = a_person(session, "Bureau", organises_for=world.vgs)
    steering.cancel_edition(
        session, edition_id=world.edition.id, actor_id=boss.id, why="Te weinig animo", now=world.now
    )
    assert {kind for kind, _to in world.settle()} == {"meeting_called_off"}
    assert world.shown(aisha) == []


def test_edition_that_is_held_after_all_is_back_in_every_agenda(session: Session) -> None:
    world = World(session, days=2, seats=1)
    aisha, _made = world.join()
    bram, _waits = world.join("Bram")
    boss = a_person(session, "Bureau", organises_for=world.vgs)
    world.settle()
    wanted = world.shown(aisha)
    for _time in range(2):
        steering.cancel_edition(
            session, edition_id=world.edition.id, actor_id=boss.id, why="Te weinig animo", now=world.now
        )
        world.settle()
        assert world.shown(aisha) == []
        steering.restore_edition(
            session, edition_id=world.edition.id, actor_id=boss.id, why="Toch wel", now=world.now
        )
        assert ("meeting_invited_again", aisha.email) in world.settle()
    assert (world.shown(aisha), len(wanted)) == (wanted, 2)
    assert world.shown(bram) == []


def test_edition_off_and_on_before_anything_left_sends_nothing(session: Session) -> None:
    world = World(session, days=2)
    world.join()
    boss = a_person(session, "Bureau", organises_for=world.vgs)
    world.settle()
    steering.cancel_edition(
        session, edition_id=world.edition.id, actor_id=boss.id, why="Vergissing", now=world.now
    )
    steering.restore_edition(
        session, edition_id=world.edition.id, actor_id=boss.id, why="Vergissing", now=world.now
    )
    assert world.settle() == []


def test_new_address_takes_the_agenda_along(session: Session) -> None:
    world = World(session)
    aisha, _made = world.join()
    world.settle()
    old = aisha.email
    aisha.email = "aisha@elders.example"
    world.edition.agenda_version = None
    session.flush()
    assert world.settle() == [("meeting_not_expected", old), ("meeting_invited", aisha.email)]
    assert world.agenda(old).shown == []
    assert world.shown(aisha) == world.wanted()


def test_new_organiser_address_asks_anew_from_there(session: Session) -> None:
    world = World(session)
    aisha, _made = world.join()
    world.settle()
    world.vgs.mail_address = "agenda@vgs.example"
    world.changed()
    world.settle()
    assert world.shown(aisha) == world.wanted()


def test_place_that_becomes_known_is_told(session: Session) -> None:
    world = World(session)
    aisha, _made = world.join()
    world.settle()
    world.place(world.meetings[0], "Hanzehuis")
    assert world.settle() == [("meeting_moved", aisha.email)]
    assert [line.location for line in world.agenda(aisha.email).shown] == ["Hanzehuis, Zwolle"]


def test_hours_that_become_known_replace_the_whole_day(session: Session) -> None:
    world = World(session)
    meeting = world.meetings[0]
    hours = (meeting.starts_at, meeting.ends_at)
    meeting.starts_at = meeting.ends_at = None
    world.changed()
    aisha, _made = world.join()
    world.settle()
    assert [line.starts for line in world.agenda(aisha.email).shown] == [meeting.day]
    meeting.starts_at, meeting.ends_at = hours
    world.changed()
    world.settle()
    assert [line.starts for line in world.agenda(aisha.email).shown] == [hours[0]]


def test_join_link_that_comes_later_keeps_the_question_answered(session: Session) -> None:
    world = World(session)
    meeting = world.meetings[0]
    meeting.online = True
    world.changed()
    aisha, _made = world.join()
    world.settle()
    meeting.online_link = "https://vergaderen.example/a"
    world.changed()
    assert world.settle() == [("meeting_changed", aisha.email)]
    (line,) = world.agenda(aisha.email).shown
    assert line.location == "https://vergaderen.example/a"


def test_elective_is_in_the_agenda_of_who_chose_it(session: Session) -> None:
    world = World(session)
    group = a_group(session, world.edition, 5, 5)
    session.refresh(world.edition, ["modules"])
    one, other = world.edition.modules
    first, second = world.add_day(2, module=one), world.add_day(3, module=other)
    aisha, _made = world.join("Aisha", wishes=(Wish(group_id=group.id, first_id=one.id),))
    bram, _also = world.join("Bram", wishes=(Wish(group_id=group.id, first_id=other.id),))
    world.settle()
    assert world.shown(aisha) == world.wanted([world.meetings[0], first])
    assert world.shown(bram) == world.wanted([world.meetings[0], second])


def test_elective_called_off_and_on_again_moves_the_agenda_along(session: Session) -> None:
    world = World(session)
    group = a_group(session, world.edition, 5, 5)
    session.refresh(world.edition, ["modules"])
    one, other = world.edition.modules
    first, second = world.add_day(2, module=one), world.add_day(3, module=other)
    wishes = [Wish(group_id=group.id, first_id=one.id, second_id=two) for two in (other.id, None)]
    aisha, _made = world.join("Aisha", wishes=(wishes[0],))
    bram, _also = world.join("Bram", wishes=(wishes[1],))
    organiser = a_person(session, "Carla").id
    world.settle()

    def change(verb: Callable[[Edit], object]) -> None:
        rearrange(session, edition_id=world.edition.id, actor_id=organiser, change=verb, now=world.now)
        world.plan()
        world.settle()

    change(lambda edit: cancel_meetings(edit, meeting_ids=[first.id], why="Ziekte"))
    assert world.shown(aisha) == world.wanted([world.meetings[0], second])
    assert world.shown(bram) == world.wanted([world.meetings[0]])

    change(lambda edit: restore_meeting(edit, meeting_id=first.id))
    assert world.shown(aisha) == world.wanted([world.meetings[0], second])
    assert world.shown(bram) == world.wanted([world.meetings[0], first])


def test_other_breakout_is_told_without_a_new_question(session: Session) -> None:
    world = World(session)
    slot = a_round(session, world.edition, 5, 5)
    one, other = slot.breakouts
    aisha, made = world.join("Aisha", wishes=(Wish(slot_id=slot.id, first_id=one.id),))
    world.settle()
    choose(
        session,
        registration_id=made.id,
        participant_id=made.participants[0].id,
        wishes=[Wish(slot_id=slot.id, first_id=other.id)],
        actor_id=aisha.id,
        now=world.now,
    )
    assert world.settle() == [("meeting_changed", aisha.email)]
    assert "Deelsessie 1.2" in world.mail[-1][2].decode()


def test_facilitator_has_every_day_as_chair(session: Session) -> None:
    world = World(session, days=2)
    guide = a_person(session, "Sanne")
    session.add(EditionFacilitator(edition_id=world.edition.id, person_id=guide.id))
    world.changed()
    world.settle()
    assert world.shown(guide) == world.wanted()
    assert b"ROLE=CHAIR" in world.mail[0][2].replace(b"\r\n ", b"")


def test_repeated_and_swapped_deliveries_change_nothing(session: Session) -> None:
    world = World(session, days=2)
    aisha, _made = world.join()
    world.settle()
    world.move(world.meetings[0], days=1)
    world.settle()
    world.drop(world.meetings[1])
    world.settle()
    for _kind, to, content in [*world.mail, *reversed(world.mail)]:
        world.agenda(to).receive(content)
    assert world.shown(aisha) == world.wanted()


def test_later_message_waits_for_the_one_before_it(session: Session) -> None:
    world = World(session)
    _aisha, made = world.join()
    world.plan()
    first = session.scalars(select(OutgoingLetter).where(OutgoingLetter.thread != "")).one()
    first.tries, first.due_at = 1, datetime(2030, 1, 1, tzinfo=UTC)  # the server said: later
    world.leave(made)
    world.plan()
    assert world.deliver() == []
    first.state = LetterState.FAILED
    session.flush()
    assert [kind for kind, _to in world.deliver()] == ["meeting_not_expected"]
