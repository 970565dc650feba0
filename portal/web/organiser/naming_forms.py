"""The breakouts of all rounds in one form: title, seats and speakers, with room for new ones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from wtforms import Field, StringField, TextAreaField

from portal.errors import Refused
from portal.programmes.editing import is_key, new_key
from portal.programmes.models import Breakout, Edition, Slot
from portal.programmes.rounds import BreakoutDraft, BreakoutLine, draft_of
from portal.texts import gettext, lazy
from portal.web.kit.errors import sentence
from portal.web.kit.fields import line
from portal.web.organiser.forms import is_number_of_seats
from portal.web.organiser.programme_forms import FewLines, lines
from portal.web.organiser.schedule_forms import ScheduleForm

TITLE, SEATS, SPEAKERS = "title", "seats", "speakers"
FIRST_ROOM, MORE_ROOM = 3, 1
"""How many empty rows stand below a round without breakouts, and below one that has some."""


class Row(NamedTuple):
    """A breakout, or room for a new one, with its fields."""

    slot: Slot
    key: str
    breakout: Breakout | None
    title: Field
    seats: Field
    speakers: Field

    @property
    def is_empty(self) -> bool:
        """Room for a new one that was left open."""
        fields = (self.title, self.seats, self.speakers)
        return self.breakout is None and not any((field.data or "").strip() for field in fields)


class NamingForm(ScheduleForm):
    """All of it in one form; made by `naming_form`."""

    slots: tuple[tuple[Slot, tuple[str, ...]], ...]
    """The rounds, each with the names of its rows."""

    def rows(self, slot: Slot) -> list[Row]:
        """The rows of this round."""
        keys = next(keys for one, keys in self.slots if one is slot)
        known = {one.public_id: one for one in slot.breakouts}
        fields = (TITLE, SEATS, SPEAKERS)
        return [Row(slot, key, known.get(key), *(self[_name(part, key)] for part in fields)) for key in keys]

    @property
    def rounds(self) -> list[tuple[Slot, list[Row]]]:
        """Every round with its rows."""
        return [(slot, self.rows(slot)) for slot, _keys in self.slots]

    @property
    def _all(self) -> Iterator[Row]:
        return (row for _slot, rows in self.rounds for row in rows)

    def show(self) -> "NamingForm":
        """Fills in what is there."""
        for row in self._all:
            if row.breakout is not None:
                capacity = row.breakout.pool.capacity
                row.title.data = row.breakout.title
                row.seats.data = "" if capacity is None else str(capacity)
                row.speakers.data = "\n".join(row.breakout.speakers)
        return self

    def is_whole(self) -> bool:
        """Whether everything can be; if not, the messages stand at the fields."""
        self.validate()
        for row in self._all:
            if not (row.title.data or row.title.errors or row.is_empty):
                row.title.errors = [gettext("Vul een titel in.")]
        return not self.errors

    def lines(self) -> list[BreakoutLine]:
        """What was said of each breakout."""
        return [_line(row) for row in self._all if not row.is_empty]

    def refuse(self, field: str, refusal: Refused) -> None:
        """Says beside the title of this breakout what is wrong."""
        key = str(refusal.values.get("key", ""))
        name = _name(TITLE, key) if key else field
        self[name].errors = [*self[name].errors, sentence(refusal)]


def _line(row: Row) -> BreakoutLine:
    seats = (row.seats.data or "").strip()
    known = draft_of(row.breakout) if row.breakout is not None else BreakoutDraft("")
    draft = replace(known, title=row.title.data, speakers=lines(row.speakers.data))
    return BreakoutLine(row.slot.id, row.key, draft, int(seats) if seats else None)


def _name(part: str, key: str) -> str:
    return f"{part}_{key}"


def rounds_of(edition: Edition) -> list[Slot]:
    """The rounds of meetings that go on, in the order of the clock."""
    meetings = [meeting for meeting in edition.meetings if meeting.cancelled_at is None]
    found = [slot for meeting in meetings for slot in meeting.slots if slot.round_number is not None]
    return sorted(found, key=lambda slot: slot.starts_at)


def naming_form(edition: Edition, room: Mapping[str, list[str]], **more: Any) -> NamingForm:
    """The form of this edition. `room`: by round, how the rows for new breakouts are called already."""
    fields: dict[str, Any] = {}
    slots = []
    for slot in rounds_of(edition):
        keys = [one.public_id for one in slot.breakouts if one.cancelled_at is None]
        new = [key for key in room.get(slot.public_id, []) if is_key(key) and key not in keys]
        if slot.public_id not in room:
            new = [new_key() for _ in range(MORE_ROOM if keys else FIRST_ROOM)]
        slots.append((slot, (*keys, *dict.fromkeys(new))))
        for key in slots[-1][1]:
            fields[_name(TITLE, key)] = StringField(lazy("Titel"), validators=line(300))
            fields[_name(SEATS, key)] = StringField(
                lazy("Aantal plekken"),
                validators=[is_number_of_seats],
                render_kw={"inputmode": "numeric", "autocomplete": "off"},
            )
            fields[_name(SPEAKERS, key)] = TextAreaField(
                lazy("Sprekers"), validators=[FewLines()], render_kw={"rows": 2}
            )
    made: NamingForm = type("OwnNamingForm", (NamingForm,), {"slots": tuple(slots), **fields})(**more)
    return made
