"""Writes the values of a programme file into the rows, and tells whether anything changed.

What an organiser steers in the workbench (publication, desk, capacity, windows, rules, a cancelled
breakout) is set when an edition is first loaded and never again: a file cannot undo a person's decision.
What the edition says and its modules and meetings neither, once an organiser changed one of them.
What the file leaves out stays too, because people may have chosen it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.database import Base
from portal.people.models import new_public_id
from portal.programmes.facts import Publication
from portal.programmes.keys import key_for
from portal.programmes.loading import BreakoutData, EditionData, MeetingData, ModuleData, SlotData
from portal.programmes.models import (
    Breakout,
    Edition,
    EditionChange,
    ElectiveGroup,
    Meeting,
    Module,
    Programme,
    RegistrationWindow,
    SeatPool,
    Slot,
    Venue,
)

BY_HAND = [
    "edition",
    "meeting_cancelled",
    *(
        f"{part}_{verb}"
        for part in ("module", "group", "meeting", "slot", "breakout")
        for verb in ("added", "changed", "moved", "removed", "restored")
    ),
]
"""What the history calls a change of what an edition says, or of its schedule, by an organiser."""


def assign(row: Base, values: Mapping[str, Any]) -> bool:
    """Sets what differs; True when something did."""
    changed = {key: value for key, value in values.items() if getattr(row, key) != value}
    for key, value in changed.items():
        setattr(row, key, value)
    return bool(changed)


class EditionWriter:
    """Writes one edition. `changed` says afterwards whether a row was touched."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.changed = False

    def write(self, programme: Programme, data: EditionData, existing: Edition | None) -> Edition:
        """The edition as the file says it, new or brought up to date."""
        edition = existing or self._new_edition(programme, data)
        if existing is None or not self._is_changed_by_hand(existing):
            self._assign(edition, data.fields)
            if not (existing and data.upcoming):
                self._assign(edition, {"label": data.label, **data.dates})
            self._write_parts(edition, data)
        if existing and self.changed:
            edition.touch()
        self.session.flush()
        return edition

    def _is_changed_by_hand(self, edition: Edition) -> bool:
        """Whether an organiser changed what the edition says, or its schedule."""
        changed = select(EditionChange.id).where(
            EditionChange.edition_id == edition.id, EditionChange.action.in_(BY_HAND)
        )
        return self.session.scalar(changed.limit(1)) is not None

    def _write_parts(self, edition: Edition, data: EditionData) -> None:
        groups = {key: self._group(edition, title, choose) for key, title, choose in data.groups}
        modules = {m.number: self._module(edition, m, groups) for m in data.modules}
        for meeting in data.meetings:
            self._meeting(edition, meeting, modules, upcoming=data.upcoming)

    def _assign(self, row: Base, values: Mapping[str, Any]) -> None:
        self.changed = assign(row, values) or self.changed

    def _new_edition(self, programme: Programme, data: EditionData) -> Edition:
        published = data.steering["publication"] is Publication.PUBLISHED
        edition = Edition(
            public_id=new_public_id(),
            programme_id=programme.id,
            slug=data.slug,
            label=data.label,
            loaded_as=data.key,
            published_at=self.now if published else None,
            opening_announced_at=self.now if self._open_already(data) else None,
            pool=SeatPool(capacity=data.capacity),
            windows=[RegistrationWindow(opens_at=o, closes_at=c) for o, c in data.windows],
            modules=[],
            meetings=[],
            elective_groups=[],
            **data.steering,
        )
        self._add(edition)
        return edition

    def _open_already(self, data: EditionData) -> bool:
        """A window that is over, or an example that opened before it was loaded: no news to anybody."""
        return any(
            opens <= self.now and (data.upcoming or (closes is not None and closes <= self.now))
            for opens, closes in data.windows
        )

    def _add(self, row: Base) -> None:
        self.session.add(row)
        self.session.flush()
        self.changed = True

    def _group(self, edition: Edition, title: str, choose: int) -> ElectiveGroup:
        found = next((g for g in edition.elective_groups if g.title == title), None)
        if found is None:
            found = ElectiveGroup(title=title, choose=choose)
            edition.elective_groups.append(found)
            self.session.flush()
            self.changed = True
        return found

    def _module(self, edition: Edition, data: ModuleData, groups: Mapping[str, ElectiveGroup]) -> Module:
        module = next((m for m in edition.modules if m.number == data.number), None)
        if module is None:
            pool = SeatPool(capacity=data.capacity) if data.group else None
            module = Module(public_id=new_public_id(), number=data.number, pool=pool, **data.fields)
            module.key = self._key(edition, data)
            edition.modules.append(module)
            self.changed = True
        self._assign(module, data.fields)
        if data.group:
            self._assign(module, {"group_id": groups[data.group].id})
        self.session.flush()
        return module

    def _key(self, edition: Edition, data: ModuleData) -> str:
        programme = self.session.get_one(Programme, edition.programme_id)
        title, number = data.fields["title"], data.number
        return key_for(self.session, programme=programme, edition=edition, title=title, number=number)

    def _meeting(
        self, edition: Edition, data: MeetingData, modules: Mapping[int, Module], *, upcoming: bool
    ) -> None:
        meeting = next((m for m in edition.meetings if m.number == data.number), None)
        when = {"day": data.day, "starts_at": data.starts_at, "ends_at": data.ends_at}
        if meeting is None:
            meeting = Meeting(public_id=new_public_id(), number=data.number, slots=[], **when)
            edition.meetings.append(meeting)
            self.changed = True
        elif not upcoming:
            self._assign(meeting, when)
        known = {
            "stated_weekday": data.weekday,
            "module_id": modules[data.module].id if data.module else None,
        }
        self._assign(meeting, {**data.fields, **known, "venue_id": self._venue(data)})
        self.session.flush()
        for position, slot in enumerate(data.slots):
            existing = meeting.slots[position] if position < len(meeting.slots) else None
            self._slot(meeting, slot, existing, upcoming=upcoming)

    def _venue(self, data: MeetingData) -> int | None:
        if data.venue is None:
            return None
        name, city, address = data.venue
        same = select(Venue.id).where(Venue.name == name, Venue.city == city, Venue.address == address)
        found = self.session.scalar(same)
        if found is None:
            venue = Venue(name=name, city=city, address=address)
            self._add(venue)
            return venue.id
        return found

    def _slot(self, meeting: Meeting, data: SlotData, slot: Slot | None, *, upcoming: bool) -> None:
        when = {"starts_at": data.starts_at, "ends_at": data.ends_at}
        values = {**data.fields, "round_number": data.round_number}
        if slot is None:
            slot = Slot(breakouts=[], **when, **values)
            meeting.slots.append(slot)
            self.changed = True
        self._assign(slot, values if upcoming else {**values, **when})
        for breakout in data.breakouts:
            self._breakout(slot, breakout)

    def _breakout(self, slot: Slot, data: BreakoutData) -> None:
        found = next((b for b in slot.breakouts if b.number == data.number), None)
        if found:
            self._assign(found, data.fields)
            return
        self.changed = True
        slot.breakouts.append(
            Breakout(
                public_id=new_public_id(),
                number=data.number,
                cancelled_at=self.now if data.cancelled else None,
                pool=SeatPool(capacity=data.capacity, shut=data.full),
                **data.fields,
            )
        )
