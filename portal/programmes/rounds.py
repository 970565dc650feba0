"""The timetable of a meeting: its lines, its rounds, and the breakouts in a round."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime

from portal.errors import NotFound, Refused
from portal.programmes.editing import Edit, next_number
from portal.programmes.facts import SlotKind
from portal.programmes.meetings import meeting_of
from portal.programmes.models import Breakout, Meeting, SeatPool, Slot
from portal.programmes.reasons import ScheduleRefused
from portal.texts import format_time


@dataclass(frozen=True)
class SlotDraft:
    """What an organiser says of a line of a timetable."""

    kind: SlotKind
    title: str
    starts_at: datetime
    ends_at: datetime
    speakers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class BreakoutDraft:
    """What an organiser says of a breakout; its seats are steered elsewhere once it is there."""

    title: str
    title_alternative: str = ""
    committees: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    moderators: list[str] = field(default_factory=list)


def draft_of(breakout: Breakout) -> BreakoutDraft:
    """What is said of this breakout now."""
    return BreakoutDraft(**{one.name: getattr(breakout, one.name) for one in fields(BreakoutDraft)})


@dataclass(frozen=True)
class BreakoutLine:
    """What an organiser says of one breakout in a form with all of them; `key` names a new one too."""

    slot_id: int
    key: str
    draft: BreakoutDraft
    capacity: int | None = None


def slots_of(edit: Edit) -> list[Slot]:
    """Every line of every timetable of this edition."""
    return [slot for meeting in edit.edition.meetings for slot in meeting.slots]


def slot_of(edit: Edit, slot_id: int) -> Slot:
    """The line with this id in this very edition."""
    found = next((slot for slot in slots_of(edit) if slot.id == slot_id), None)
    if found is None:
        raise NotFound
    return found


def breakout_of(edit: Edit, breakout_id: int) -> tuple[Slot, Breakout]:
    """The breakout with this id in this very edition, and its round."""
    for slot in slots_of(edit):
        for breakout in slot.breakouts:
            if breakout.id == breakout_id:
                return slot, breakout
    raise NotFound


def add_slot(edit: Edit, *, meeting_id: int, key: str, draft: SlotDraft) -> Slot:
    """A new line, in the order of the clock; the same key again is the same line."""
    made = [slot for slot in slots_of(edit) if slot.public_id == key]
    if made:
        return made[0]
    meeting = meeting_of(edit, meeting_id)
    if meeting.day is None:
        raise Refused(ScheduleRefused.NO_DAY)
    _check_inside(meeting, draft)
    edit.check()
    slot = Slot(
        public_id=key,
        kind=draft.kind,
        round_number=_round_number(meeting, draft.kind),
        title=draft.title,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        speakers=draft.speakers,
        breakouts=[],
    )
    meeting.slots.append(slot)
    edit.session.flush()
    edit.session.expire(meeting, ["slots"])
    edit.write("slot_added", title=slot.title)
    return slot


def _check_inside(meeting: Meeting, draft: SlotDraft) -> None:
    """A line is within the hours of its meeting; only the doors open earlier."""
    starts, ends = meeting.starts_at, meeting.ends_at
    if starts is not None and draft.starts_at < starts and draft.kind is not SlotKind.DOORS:
        raise Refused(ScheduleRefused.BEFORE_MEETING, field="starts", time=format_time(starts))
    if ends is not None and draft.ends_at > ends:
        raise Refused(ScheduleRefused.AFTER_MEETING, field="ends", time=format_time(ends))


def _round_number(meeting: Meeting, kind: SlotKind) -> int | None:
    if kind is not SlotKind.ROUND:
        return None
    return max((slot.round_number or 0 for slot in meeting.slots), default=0) + 1


def change_slot(edit: Edit, *, slot_id: int, draft: SlotDraft) -> Slot:
    """Other hours, another title or kind; a round with breakouts stays a round."""
    slot = slot_of(edit, slot_id)
    if slot.breakouts and draft.kind is not SlotKind.ROUND:
        raise Refused(ScheduleRefused.ROUND_HAS_BREAKOUTS)
    meeting = meeting_of(edit, slot.meeting_id)
    if (draft.starts_at, draft.ends_at, draft.kind) != (slot.starts_at, slot.ends_at, slot.kind):
        _check_inside(meeting, draft)
    number = slot.round_number
    if (draft.kind is SlotKind.ROUND) != (number is not None):
        number = _round_number(meeting, draft.kind)
    values = {
        "kind": draft.kind,
        "title": draft.title,
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
        "speakers": draft.speakers,
    }
    if edit.assign(slot, values, "slot_changed", title=draft.title):
        slot.round_number = number
        edit.session.flush()
    return slot


def remove_slot(edit: Edit, *, slot_id: int) -> None:
    """Takes a line out, a round with its breakouts; refused when somebody chose in it."""
    slot = slot_of(edit, slot_id)
    pools = [breakout.pool for breakout in slot.breakouts]
    edit.remove([slot, *pools], "slot_removed", title=slot.title)


def add_breakout(
    edit: Edit, *, slot_id: int, key: str, draft: BreakoutDraft, capacity: int | None = None
) -> Breakout:
    """A new breakout in a round; the same key again is the same breakout."""
    made = [b for slot in slots_of(edit) for b in slot.breakouts if b.public_id == key]
    if made:
        return made[0]
    slot = slot_of(edit, slot_id)
    if slot.kind is not SlotKind.ROUND:
        raise Refused(ScheduleRefused.NOT_A_ROUND)
    _check_one_round(edit, slot, draft.title)
    edit.check()
    breakout = Breakout(
        public_id=key,
        number=next_number([b for one in slots_of(edit) for b in one.breakouts]),
        pool=SeatPool(capacity=capacity),
        **vars(draft),
    )
    slot.breakouts.append(breakout)
    edit.session.flush()
    edit.write("breakout_added", title=breakout.title, round=slot.round_number)
    return breakout


def _check_one_round(edit: Edit, slot: Slot, title: str) -> None:
    """A breakout is in one round: the same title in another one would be chosen twice."""
    wanted = title.casefold()
    for other in slots_of(edit):
        if other.id != slot.id and any(b.title.casefold() == wanted for b in other.breakouts):
            raise Refused(ScheduleRefused.IN_ANOTHER_ROUND, field="title", title=title, round=other.title)


def check_each_in_one_round(edit: Edit, lines: Iterable[BreakoutLine]) -> None:
    """Refused when a title is new in a round and stands in another one, as all are going to be called."""
    said = {line.key: line for line in lines}
    homes: dict[str, set[int]] = defaultdict(set)
    before: dict[str, str] = {}
    for slot in slots_of(edit):
        for one in slot.breakouts:
            before[one.public_id] = one.title
            if one.public_id not in said:
                homes[one.title.casefold()].add(slot.id)
    for line in said.values():
        homes[line.draft.title.casefold()].add(line.slot_id)
    for line in said.values():
        title = line.draft.title
        if title != before.get(line.key) and len(homes[title.casefold()]) > 1:
            raise Refused(ScheduleRefused.IN_TWO_ROUNDS, key=line.key, title=title)


def change_breakout(edit: Edit, *, breakout_id: int, draft: BreakoutDraft) -> Breakout:
    """Another title, or other people."""
    slot, breakout = breakout_of(edit, breakout_id)
    if draft.title != breakout.title:
        _check_one_round(edit, slot, draft.title)
    edit.assign(breakout, vars(draft), "breakout_changed", title=draft.title)
    return breakout


def place_breakout(edit: Edit, *, breakout_id: int, place: int) -> Breakout:
    """The breakout at this place in its round, from 1."""
    slot, breakout = breakout_of(edit, breakout_id)
    edit.place(list(slot.breakouts), breakout, place, "breakout_moved", title=breakout.title)
    return breakout


def remove_breakout(edit: Edit, *, breakout_id: int) -> None:
    """Takes a breakout out; refused when somebody has or had a seat in it."""
    _slot, breakout = breakout_of(edit, breakout_id)
    edit.remove([breakout, breakout.pool], "breakout_removed", title=breakout.title)
