"""The life of an edition (pure): what is stored, the calendar and the seats make one state.

Stored are the publication and the organiser's own closing or reopening; everything else follows from
windows, meetings, seats and `now`:

- draft and cancelled are the organiser's word, whatever the calendar says
- finished: the last meeting is over; running: the first one has started
- closed: the organiser closed, or every window so far is over
- open, or full when nobody can get a seat at once: a window is open, or the organiser reopened
- announced: published, and no window has opened yet
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from portal.programmes.facts import Desk, EditionState, Publication

ZONE = ZoneInfo("Europe/Amsterdam")
S = EditionState

REGISTERING = frozenset({S.OPEN, S.FULL})
PROMOTING = frozenset({S.OPEN, S.FULL, S.CLOSED})
LIVE = frozenset({S.ANNOUNCED, S.OPEN, S.FULL, S.CLOSED, S.RUNNING})


@dataclass(frozen=True)
class Window:
    """When people may register; `closes_at` None is until the first meeting starts."""

    opens_at: datetime
    closes_at: datetime | None = None


@dataclass(frozen=True)
class MeetingTime:
    """What is known of when a meeting is: nothing, a day, or the hours too."""

    day: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class StateFacts:
    """All that the state of an edition follows from.

    `meetings` are those that were not cancelled. `free` None is unlimited; `waiting` counts those who
    have the first right to a seat that is free.
    """

    publication: Publication = Publication.PUBLISHED
    desk: Desk = Desk.BY_WINDOWS
    windows: tuple[Window, ...] = ()
    meetings: tuple[MeetingTime, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    until_month: str = ""
    free: int | None = None
    waiting: int = 0


@dataclass(frozen=True)
class Phase:
    """The state with the instants that belong to it."""

    state: EditionState
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    first_start: datetime | None = None
    last_end: datetime | None = None

    @property
    def may_register(self) -> bool:
        """A request is taken: for a seat, or for the waitlist when the edition is full."""
        return may_register(self.state)

    @property
    def may_wait(self) -> bool:
        """A request comes on the waitlist."""
        return may_wait(self.state)

    @property
    def promotion_allowed(self) -> bool:
        """A seat that comes free goes to the next by itself."""
        return promotion_allowed(self.state)

    @property
    def promotion_by_hand(self) -> bool:
        """The organiser may still give a seat to someone who waits."""
        return promotion_by_hand(self.state)

    @property
    def may_withdraw(self) -> bool:
        """A participant may still leave."""
        return may_withdraw(self.state)


def may_register(state: EditionState) -> bool:
    """Whether a request is taken at all."""
    return state in REGISTERING


def may_wait(state: EditionState) -> bool:
    """Whether a request comes on the waitlist."""
    return state is S.FULL


def promotion_allowed(state: EditionState) -> bool:
    """Whether a seat that comes free goes to the next by itself."""
    return state in PROMOTING


def promotion_by_hand(state: EditionState) -> bool:
    """Whether the organiser may give a seat to someone who waits."""
    return state in PROMOTING or state is S.RUNNING


def may_withdraw(state: EditionState) -> bool:
    """Whether a participant may still leave."""
    return state in LIVE


def start_of_day(day: date) -> datetime:
    """The instant at which `day` begins in the Netherlands."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The instant at which `day` is over in the Netherlands."""
    return start_of_day(day + timedelta(days=1))


def end_of_month(month: str) -> date | None:
    """The last day of a month written like 2022-03; None for anything else."""
    try:
        first = date.fromisoformat(f"{month}-01")
        return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def first_start(facts: StateFacts) -> datetime | None:
    """When the first meeting starts; a day without hours counts from its beginning."""
    known = list(_starts(facts))
    if facts.starts_on and len(known) < max(len(facts.meetings), 1):
        known.append(start_of_day(facts.starts_on))
    return min(known, default=None)


def last_end(facts: StateFacts) -> datetime | None:
    """When the last meeting is over; a day without hours counts to its end.

    While a meeting has no date yet, only the edition's own last day or month can say it.
    """
    known = list(_ends(facts))
    stated = [day for day in (facts.ends_on, end_of_month(facts.until_month)) if day]
    if known and len(known) == len(facts.meetings):
        return max(known)
    if not stated:
        return None
    return max([*known, *(end_of_day(day) for day in stated)])


def _starts(facts: StateFacts) -> Iterator[datetime]:
    for meeting in facts.meetings:
        if meeting.starts_at:
            yield meeting.starts_at
        elif meeting.day:
            yield start_of_day(meeting.day)


def _ends(facts: StateFacts) -> Iterator[datetime]:
    for meeting in facts.meetings:
        day = meeting.day or (meeting.starts_at.astimezone(ZONE).date() if meeting.starts_at else None)
        if meeting.ends_at:
            yield meeting.ends_at
        elif day:
            yield end_of_day(day)


def phase_of(facts: StateFacts, now: datetime) -> Phase:
    """The state at `now`, with the next opening, the closing and the first and last instants."""
    start, end = first_start(facts), last_end(facts)
    if facts.publication is not Publication.PUBLISHED:
        state = S.DRAFT if facts.publication is Publication.DRAFT else S.CANCELLED
        return Phase(state, first_start=start, last_end=end)
    if end and now >= end:
        return Phase(S.FINISHED, first_start=start, last_end=end)
    if start and now >= start:
        return Phase(S.RUNNING, first_start=start, last_end=end)
    opens_at, closes_at = _desk(facts, now, start)
    state = _before_the_start(facts, now, opens_at)
    shown = closes_at if state in REGISTERING else None
    return Phase(state, None if state in REGISTERING else opens_at, shown, start, end)


def state_of(facts: StateFacts, now: datetime) -> EditionState:
    """The state of the edition at `now`."""
    return phase_of(facts, now).state


def _desk(
    facts: StateFacts, now: datetime, start: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """When the desk opens (now or later) and when it closes; both None when it does not open any more."""
    if facts.desk is Desk.CLOSED:
        return None, None
    if facts.desk is Desk.REOPENED:
        return now, start
    spans = sorted(((w.opens_at, w.closes_at or start) for w in facts.windows), key=lambda span: span[0])
    ahead = [(o, c) for o, c in spans if (c is None or c > now) and (start is None or o < start)]
    now_open = [(o, c) for o, c in ahead if o <= now]
    if now_open:
        closings = [min(c, start) if c and start else c or start for _, c in now_open]
        latest = None if None in closings else max(c for c in closings if c)
        return now_open[0][0], latest
    return (ahead[0][0], None) if ahead else (None, None)


def _before_the_start(facts: StateFacts, now: datetime, opens_at: datetime | None) -> EditionState:
    if facts.desk is Desk.CLOSED:
        return S.CLOSED
    if opens_at is not None and opens_at <= now:
        return S.FULL if facts.waiting > 0 or (facts.free is not None and facts.free <= 0) else S.OPEN
    opened_before = any(window.opens_at <= now for window in facts.windows)
    return S.CLOSED if opened_before else S.ANNOUNCED


def last_closing(facts: StateFacts) -> datetime | None:
    """When registering is over for good; None when that is not known, or when it never opens by itself."""
    if facts.desk is Desk.CLOSED or not facts.windows:
        return None
    start = first_start(facts)
    ends = [min(w.closes_at, start) if w.closes_at and start else w.closes_at or start for w in facts.windows]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


class Held(Protocol):
    """A meeting that may have been called off."""

    @property
    def cancelled_at(self) -> datetime | None: ...


def all_off(meetings: Collection[Held]) -> bool:
    """Whether a module does not happen: every meeting that it has was called off."""
    return bool(meetings) and all(meeting.cancelled_at is not None for meeting in meetings)
