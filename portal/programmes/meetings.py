"""The meetings of an edition: made, moved, put in order, called off and back on, taken out."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.errors import NotFound, Refused
from portal.programmes.editing import Edit, needed_reason, next_number
from portal.programmes.hours import Hours
from portal.programmes.models import Edition, Meeting, Venue
from portal.programmes.modules import module_of
from portal.programmes.reasons import ScheduleRefused
from portal.programmes.venues import Place, venue_named, written

STATES = {"day": ("dates", "year"), "starts_at": ("hours",), "ends_at": ("hours",), "venue_id": ("venues",)}
"""What an organiser who changes this says for real: it is no example from then on."""


@dataclass(frozen=True)
class MeetingDraft:
    """What an organiser says of a meeting. `place` is a venue to look up or make; `venue_id` one chosen.

    It may be `online` beside having a place.
    """

    title: str = ""
    hours: Hours = field(default_factory=Hours)
    module_id: int | None = None
    online: bool = False
    online_link: str = ""
    venue_id: int | None = None
    place: Place | None = None


def meeting_of(edit: Edit, meeting_id: int) -> Meeting:
    """The meeting with this id in this very edition."""
    found = next((m for m in edit.edition.meetings if m.id == meeting_id), None)
    if found is None:
        raise NotFound
    return found


def named(meeting: Meeting) -> dict[str, object]:
    """How the history names a meeting, which may have no title."""
    return {"title": meeting.title, "number": meeting.number}


def add_meeting(edit: Edit, *, key: str, draft: MeetingDraft) -> Meeting:
    """A new meeting after the others; the same key again is the same meeting."""
    made = [m for m in edit.edition.meetings if m.public_id == key]
    if made:
        return made[0]
    edit.check()
    meeting = Meeting(public_id=key, number=next_number(edit.edition.meetings), slots=[])
    for name, value in _values(edit, draft).items():
        setattr(meeting, name, value)
    with _edges(edit.edition):
        edit.edition.meetings.append(meeting)
    edit.session.flush()
    edit.write("meeting_added", day=meeting.day, **named(meeting))
    return meeting


def _values(edit: Edit, draft: MeetingDraft) -> dict[str, object]:
    venue_id = draft.venue_id
    if draft.place is not None:
        venue_id = venue_named(edit.session, draft.place).id
    if draft.module_id is not None:
        module_of(edit, draft.module_id)
    return {
        "title": draft.title,
        "module_id": draft.module_id,
        "day": draft.hours.day,
        "starts_at": draft.hours.starts_at,
        "ends_at": draft.hours.ends_at,
        "online": draft.online,
        "online_link": draft.online_link if draft.online else "",
        "venue_id": venue_id,
    }


def change_meeting(edit: Edit, *, meeting_id: int, draft: MeetingDraft) -> Meeting:
    """Another time, place, title or module; the lines of its timetable move along."""
    meeting = meeting_of(edit, meeting_id)
    if meeting.cancelled_at is not None:
        raise Refused(ScheduleRefused.MEETING_CANCELLED)
    values = _values(edit, draft)
    changed = {name: value for name, value in values.items() if getattr(meeting, name) != value}
    if not changed:
        return meeting
    edit.check()
    before = _told(edit, meeting, changed)
    _move_slots(meeting, draft.hours)
    if "day" in changed:
        meeting.stated_weekday = ""  # it was announced of another day
    with _edges(edit.edition):
        for name, value in changed.items():
            setattr(meeting, name, value)
    stated = {mark for name in changed for mark in STATES.get(name, ())}
    edit.edition.examples = [mark for mark in edit.edition.examples if mark not in stated]
    edit.session.flush()
    edit.session.expire(meeting, ["venue"])
    edit.write("meeting_changed", before=before, after=_told(edit, meeting, changed), **named(meeting))
    return meeting


def _told(edit: Edit, meeting: Meeting, changed: Iterable[str]) -> dict[str, object]:
    """These fields as the history keeps them: in words, and a link that is secret only as there or not."""
    told: dict[str, object] = {name: getattr(meeting, name) for name in changed}
    if "venue_id" in told:
        del told["venue_id"]
        venue = edit.session.get(Venue, meeting.venue_id) if meeting.venue_id else None
        told["venue"] = written(venue)
    if "module_id" in told:
        del told["module_id"]
        told["module"] = module_of(edit, meeting.module_id).title if meeting.module_id else ""
    if "online_link" in told:
        told["online_link"] = bool(meeting.online_link)
    return told


def _move_slots(meeting: Meeting, hours: Hours) -> None:
    """A timetable goes along to another day, and when the whole meeting begins and ends so much later."""
    if not meeting.slots:
        return
    if meeting.day is None or hours.day is None:
        raise Refused(ScheduleRefused.NO_DAY, field="day")
    zone = ZoneInfo(meeting.zone)
    starts = _later(meeting.starts_at, hours.starts_at, zone)
    ends = _later(meeting.ends_at, hours.ends_at, zone)
    by = starts if starts is not None and starts == ends else hours.day - meeting.day
    for slot in meeting.slots:
        for name in ("starts_at", "ends_at"):
            local = getattr(slot, name).astimezone(zone).replace(tzinfo=None)
            setattr(slot, name, (local + by).replace(tzinfo=zone))


def _later(before: datetime | None, after: datetime | None, zone: ZoneInfo) -> timedelta | None:
    """How much later it is on the wall clock."""
    if before is None or after is None:
        return None
    return after.astimezone(zone).replace(tzinfo=None) - before.astimezone(zone).replace(tzinfo=None)


@contextmanager
def _edges(edition: Edition) -> Iterator[None]:
    """The first and the last day of the edition go along, when they were those of its meetings."""
    before = _days(edition)
    yield
    after = _days(edition)
    if before and after:
        if edition.starts_on == before[0]:
            edition.starts_on = after[0]
        if edition.ends_on == before[-1]:
            edition.ends_on = after[-1]


def _days(edition: Edition) -> list[date]:
    return sorted(m.day for m in edition.meetings if m.day is not None and m.cancelled_at is None)


def place_meeting(edit: Edit, *, meeting_id: int, place: int) -> Meeting:
    """The meeting at this place, from 1, among those of its module (or those without a module)."""
    meeting = meeting_of(edit, meeting_id)
    beside = [m for m in edit.edition.meetings if m.module_id == meeting.module_id]
    edit.place(beside, meeting, place, "meeting_moved", **named(meeting))
    return meeting


def cancel_meetings(edit: Edit, *, meeting_ids: Iterable[int], why: str) -> list[Meeting]:
    """Calls meetings off, with the reason that people read; those that are off already stay as they are."""
    meetings = [meeting_of(edit, meeting_id) for meeting_id in meeting_ids]
    due = [meeting for meeting in meetings if meeting.cancelled_at is None]
    reason = needed_reason(why) if due else ""
    for meeting in due:
        edit.check()
        with _edges(edit.edition):
            meeting.cancelled_at, meeting.cancelled_reason = edit.now, reason
        edit.write("meeting_cancelled", why=reason, **named(meeting))
    return meetings


def restore_meeting(edit: Edit, *, meeting_id: int) -> Meeting:
    """A meeting that was called off is held after all."""
    meeting = meeting_of(edit, meeting_id)
    if meeting.cancelled_at is not None:
        edit.check()
        with _edges(edit.edition):
            meeting.cancelled_at, meeting.cancelled_reason = None, ""
        edit.write("meeting_restored", **named(meeting))
    return meeting


def remove_meeting(edit: Edit, *, meeting_id: int) -> None:
    """Takes a meeting out with its timetable; refused when somebody was told of it or chose in it."""
    meeting = meeting_of(edit, meeting_id)
    pools = [breakout.pool for slot in meeting.slots for breakout in slot.breakouts]
    with _edges(edit.edition):
        edit.remove([meeting, *pools], "meeting_removed", **named(meeting))
