"""Days and a place for several meetings at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from portal.programmes.editing import Edit
from portal.programmes.hours import Hours
from portal.programmes.meetings import MeetingDraft, change_meeting
from portal.programmes.models import Meeting
from portal.programmes.venues import Place


@dataclass(frozen=True)
class Where:
    """One place for all: online, a venue that is known, or one that was typed."""

    online: bool = False
    venue_id: int | None = None
    place: Place | None = None


def is_dateless(meeting: Meeting) -> bool:
    """Whether it goes on, on a day that is not known yet."""
    return meeting.cancelled_at is None and meeting.day is None


def is_homeless(meeting: Meeting) -> bool:
    """Whether it goes on, at a place that is not known yet."""
    return meeting.cancelled_at is None and meeting.venue_id is None and not meeting.online


def date_meetings(edit: Edit, *, hours: Mapping[int, Hours], where: Where | None) -> None:
    """Gives these meetings their hours, and every meeting without a place this one.

    Only what is open is filled in: what somebody else knew meanwhile stays.
    """
    for meeting in list(edit.edition.meetings):
        draft = before = _as_it_is(meeting)
        if meeting.id in hours and is_dateless(meeting):
            draft = replace(draft, hours=hours[meeting.id])
        if where is not None and is_homeless(meeting):
            draft = replace(draft, online=where.online, venue_id=where.venue_id, place=where.place)
        if draft != before:
            change_meeting(edit, meeting_id=meeting.id, draft=draft)


def _as_it_is(meeting: Meeting) -> MeetingDraft:
    return MeetingDraft(
        title=meeting.title,
        hours=Hours(meeting.day, meeting.starts_at, meeting.ends_at),
        module_id=meeting.module_id,
        online=meeting.online,
        online_link=meeting.online_link,
        venue_id=meeting.venue_id,
    )
