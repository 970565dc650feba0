"""The hours that a meeting usually has: those of the one before it, else those of its kind (pure)."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from portal.programmes.facts import ProgrammeKind
from portal.programmes.presets import PRESETS, skeleton

Clock = tuple[time, time]


class _Held(Protocol):
    """What is read of a meeting."""

    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def zone(self) -> str: ...


def usual_hours(meetings: Sequence[_Held], kind: ProgrammeKind, beside: _Held | None = None) -> Clock:
    """From and until when, on the wall clock, for the meeting `beside` or for one after all of these."""
    known = list(meetings)
    place = next((n for n, one in enumerate(known) if one is beside), len(known))
    for one in (*reversed(known[:place]), *known[place:]):
        found = _on_the_clock(one)
        if found is not None:
            return found
    first = skeleton(kind, PRESETS[kind].parts).meetings[0]
    return first.starts, first.ends


def _on_the_clock(meeting: _Held) -> Clock | None:
    """Its hours, when both are known and on one day."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    zone = ZoneInfo(meeting.zone)
    starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    return (starts.time(), ends.time()) if starts.date() == ends.date() else None
