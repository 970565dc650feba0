"""Participants are reminded of what stands in their agenda: once for each meeting and moment."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.invites import quiet
from portal.mailings import letters, reminders
from portal.mailings.models import Reminding
from portal.material import service as material
from portal.material.release import AT_ONCE, Rule
from portal.outbox import rendering
from portal.outbox.models import OutgoingLetter
from portal.outbox.service import letter_of
from portal.people.facts import Channel
from portal.programmes.facts import Publication
from portal.programmes.models import EditionFacilitator, Venue
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_group, a_person
from tests.invites.world import World

WEEK_BEFORE = datetime(2027, 4, 6, 6, 0, tzinfo=UTC)
DAY_BEFORE = datetime(2027, 4, 12, 6, 0, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
Told = list[tuple[str, str, int]]


class Room(World):
    """The world of agendas, with reminders."""

    def told(self, now: datetime) -> Told:
        """Runs the task at this moment; who was reminded of which day so far, and how many days before."""
        self.now = now
        self.look()
        for edition_id in reminders.editions_to_remind(self.session, now):
            reminders.remind_edition(self.session, edition_id=edition_id, now=now)
        return [(one.to_name, str(one.facts["day"]), _days_before(one)) for one in self.letters()]

    def letters(self) -> list[OutgoingLetter]:
        """The reminders in the outbox, in order."""
        mine = select(OutgoingLetter).where(OutgoingLetter.kind == letters.KIND)
        return list(self.session.scalars(mine.order_by(OutgoingLetter.id)))

    def wanted(self, now: datetime) -> list[bool]:
        """Which of them may leave at this moment."""
        return [letters.is_wanted(self.session, letter_of(one), now=now) for one in self.letters()]


def _days_before(letter: OutgoingLetter) -> int:
    return int(letter.occasion.split(":")[3])


@pytest.fixture
def room(session: Session) -> Room:
    """Aisha takes part in one day, and was invited."""
    room = Room(session)
    room.join("Aisha")
    room.plan()
    return room


def test_participant_is_reminded_a_week_and_a_day_before(room: Room) -> None:
    assert room.told(WEEK_BEFORE - MINUTE) == []
    assert room.told(WEEK_BEFORE) == [("Aisha", "2027-04-13", 7)]
    assert room.told(DAY_BEFORE - MINUTE) == [("Aisha", "2027-04-13", 7)]
    assert room.told(DAY_BEFORE) == [("Aisha", "2027-04-13", 7), ("Aisha", "2027-04-13", 1)]


def test_running_again_reminds_nobody_twice(room: Room) -> None:
    room.told(WEEK_BEFORE)
    room.session.query(Reminding).delete()

    assert len(room.told(WEEK_BEFORE + HOUR)) == 1
    assert len(room.told(WEEK_BEFORE + 2 * HOUR)) == 1


def test_edition_chooses_its_own_days(room: Room) -> None:
    room.edition.reminder_days = [3]

    assert room.told(WEEK_BEFORE) == []
    assert room.told(WEEK_BEFORE + 4 * DAY) == [("Aisha", "2027-04-13", 3)]


def test_edition_without_reminders_sends_none(room: Room) -> None:
    room.edition.reminder_days = []

    assert (room.told(WEEK_BEFORE), room.told(DAY_BEFORE)) == ([], [])


def test_morning_that_was_missed_is_made_up_the_same_day_only(room: Room) -> None:
    assert room.told(WEEK_BEFORE + 13 * HOUR) == []
    assert room.told(DAY_BEFORE + 11 * HOUR) == [("Aisha", "2027-04-13", 1)]


def test_who_joins_after_the_moment_gets_the_later_ones(room: Room) -> None:
    room.now = WEEK_BEFORE + HOUR
    room.join("Bo")

    assert room.told(WEEK_BEFORE + 2 * HOUR) == [("Aisha", "2027-04-13", 7)]
    assert room.told(DAY_BEFORE)[1:] == [("Aisha", "2027-04-13", 1), ("Bo", "2027-04-13", 1)]


def test_who_waits_or_left_is_not_reminded(session: Session) -> None:
    room = Room(session, seats=1)
    _aisha, registration = room.join("Aisha")
    room.join("Bo")
    room.plan()
    room.leave(registration)

    assert room.told(DAY_BEFORE) == []


def test_meeting_made_inside_the_window_is_not_reminded_late(room: Room) -> None:
    room.now = WEEK_BEFORE + HOUR
    meeting = room.add_day(2)
    room.move(meeting, days=-7)
    room.plan()

    assert room.told(WEEK_BEFORE + 2 * HOUR) == [("Aisha", "2027-04-13", 7)]


def test_meeting_that_moves_is_reminded_at_its_new_moments(room: Room) -> None:
    room.told(WEEK_BEFORE)
    room.move(room.meetings[0], days=7)
    room.plan()

    assert room.told(DAY_BEFORE) == [("Aisha", "2027-04-13", 7)]
    assert room.told(WEEK_BEFORE + 7 * DAY)[1:] == [("Aisha", "2027-04-20", 7)]


def test_meeting_that_moves_back_is_not_reminded_again(room: Room) -> None:
    room.told(WEEK_BEFORE)
    for days in (7, -7):
        room.move(room.meetings[0], days=days)
        room.plan()

    assert room.told(WEEK_BEFORE + HOUR) == [("Aisha", "2027-04-13", 7)]


def test_change_that_rests_holds_the_reminder_of_the_old_time(room: Room) -> None:
    room.now = DAY_BEFORE - MINUTE
    room.move(room.meetings[0], hours=2)

    assert room.told(DAY_BEFORE) == []
    assert room.told(DAY_BEFORE + quiet.REST) == []


def test_meeting_that_is_off_is_not_reminded(room: Room) -> None:
    room.drop(room.meetings[0])

    assert room.told(DAY_BEFORE) == []


def test_drafts_and_facilitators_get_no_reminders(room: Room) -> None:
    guide = a_person(room.session, "Gids Gans")
    room.session.add(EditionFacilitator(edition_id=room.edition.id, person_id=guide.id))
    room.changed()
    room.plan()
    assert room.told(WEEK_BEFORE) == [("Aisha", "2027-04-13", 7)]

    room.edition.publication = Publication.DRAFT
    room.changed()
    assert len(room.told(DAY_BEFORE)) == 1


def test_only_who_chose_an_elective_is_reminded_of_it(room: Room) -> None:
    group = a_group(room.session, room.edition, 5, 5)
    module = next(m for m in room.edition.modules if m.group_id == group.id)
    room.add_day(2, module=module)
    room.now = NOW
    room.join("Bo", wishes=(Wish(group_id=group.id, first_id=module.id),))
    room.plan()

    assert room.told(WEEK_BEFORE + 7 * DAY) == [("Bo", "2027-04-20", 7)]


def test_who_has_a_feed_is_reminded_by_mail_too(room: Room) -> None:
    person, _registration = room.join("Bo")
    person.channel = Channel.FEED
    room.plan()

    assert [name for name, _, _ in room.told(WEEK_BEFORE)] == ["Aisha", "Bo"]


def test_many_letters_leave_in_several_runs(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "MOST_LETTERS", 2)
    for name in ("Bo", "Cas", "Dee"):
        room.join(name)
    room.plan()
    names = [[name for name, _, _ in room.told(WEEK_BEFORE + n * MINUTE)] for n in range(3)]

    assert names == [["Aisha", "Bo"], ["Aisha", "Bo", "Cas", "Dee"], ["Aisha", "Bo", "Cas", "Dee"]]
    assert reminders.editions_to_remind(room.session, WEEK_BEFORE + HOUR) == []


def test_number_of_queries_does_not_grow_with_participants(room: Room) -> None:
    few = _queries(room, WEEK_BEFORE)
    for number in range(8):
        room.join(f"Persoon {number}")
    room.plan()

    assert _queries(room, DAY_BEFORE) == few


def _queries(room: Room, now: datetime) -> int:
    room.now = now
    room.look()
    room.session.expire_all()
    said: list[str] = []
    engine = room.session.get_bind()

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    reminders.remind_edition(room.session, edition_id=room.edition.id, now=now)
    event.remove(engine, "before_cursor_execute", note)
    return len(said)


@pytest.fixture
def reminded(room: Room) -> Room:
    """Aisha's reminder waits in the outbox."""
    room.told(DAY_BEFORE)
    assert room.wanted(DAY_BEFORE + HOUR) == [True]
    return room


def test_reminder_does_not_leave_to_who_left_meanwhile(session: Session) -> None:
    room = Room(session)
    _aisha, registration = room.join("Aisha")
    room.plan()
    room.told(DAY_BEFORE)
    room.leave(registration)

    assert room.wanted(DAY_BEFORE + HOUR) == [False]


def test_reminder_of_what_moved_meanwhile_does_not_leave(reminded: Room) -> None:
    reminded.move(reminded.meetings[0], hours=1)

    assert reminded.wanted(DAY_BEFORE + HOUR) == [False]


def test_reminder_of_what_was_called_off_does_not_leave(reminded: Room) -> None:
    reminded.drop(reminded.meetings[0])

    assert reminded.wanted(DAY_BEFORE + HOUR) == [False]


def test_reminder_does_not_leave_once_the_meeting_began(reminded: Room) -> None:
    starts = reminded.meetings[0].starts_at
    assert starts is not None

    assert (reminded.wanted(starts - MINUTE), reminded.wanted(starts)) == ([True], [False])


def test_reminder_tells_time_place_route_and_material(room: Room) -> None:
    meeting = room.meetings[0]
    meeting.venue = Venue(name="Stadhuis", address="Grote Markt 1", city="Zwolle")
    for title, rule, only in (
        ("Werkblad", AT_ONCE, meeting.id),
        ("Later", Rule(), None),
        ("Alles", AT_ONCE, None),
    ):
        material.add(
            room.session,
            edition_id=room.edition.id,
            stated=material.Stated(title, rule, only, link="https://vng.nl/a"),
            form_key=title,
            actor_id=a_person(room.session, title).id,
            now=NOW,
        )
    room.edition.reminder_days = [9]
    room.changed()
    room.plan()
    room.told(WEEK_BEFORE - 2 * DAY)
    text = rendering.render(letter_of(room.letters()[0]), "abc")

    assert text.subject == "Herinnering: Sturen: Eerste dag, 13 apr 2027"
    assert "Waar: Stadhuis, Grote Markt 1, Zwolle" in text.text
    assert "Route: zoek in je routeplanner op Grote Markt 1, Zwolle." in text.text
    assert "- Alles\n- Werkblad\n" in text.text
    assert "Later" not in text.text
