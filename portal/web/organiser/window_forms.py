"""The form of the periods in which people may register."""

from datetime import datetime, time
from typing import Any

from wtforms import FieldList, Form, FormField

from portal.errors import Refused
from portal.programmes.hours import Once, Typed, instants
from portal.programmes.models import Edition
from portal.programmes.states import ZONE, Window
from portal.programmes.stating import MOST_WINDOWS
from portal.texts import gettext, lazy, local
from portal.web.kit.errors import sentence
from portal.web.kit.inputs import ClockField, DayField, NumberField
from portal.web.organiser.forms import VersionedForm

OPENS, CLOSES = time(9), time(23, 59)
MOST_DAYS = 20


class WindowRow(Form):  # type: ignore[misc]
    """One period; a row that is left empty does not count."""

    opens_on = DayField(lazy("Opent op"))
    opens_at = ClockField(lazy("Opent om"), description=lazy("Leeg is 9.00 uur."))
    closes_on = DayField(lazy("Sluit op"), description=lazy("Leeg is tot de eerste bijeenkomst."))
    closes_at = ClockField(lazy("Sluit om"), description=lazy("Leeg is aan het eind van die dag."))

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return not any((field.raw_data or [""])[0].strip() for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the row makes a period, or is empty; if not, the messages stand at the fields."""
        fine = bool(super().validate(extra_validators))
        return fine and (self.empty or self.window() is not None)

    def window(self) -> Window | None:
        """The period; None when it is empty or something must be mended, which the fields then say."""
        if self.empty or self.errors:
            return None
        if self.opens_on.data is None:
            self.opens_on.errors = [gettext("Vul de dag in waarop de inschrijving opent.")]
            return None
        if self.closes_on.data is None and self.closes_at.data is not None:
            self.closes_on.errors = [gettext("Vul ook de dag in, of haal de tijd weg.")]
            return None
        opens = self._instant(self.opens_on, self.opens_at, OPENS)
        closes = self._instant(self.closes_on, self.closes_at, CLOSES) if self.closes_on.data else None
        if opens and closes and closes <= opens:
            self.closes_on.errors = [gettext("Dit ligt voor de opening. Kies een latere dag of tijd.")]
        return None if opens is None or self.errors else Window(opens, closes)

    def _instant(self, day: Any, clock: Any, default: time) -> datetime | None:
        typed = Typed(day.data, clock.data or default, starts_once=Once.FIRST)
        try:
            return instants(typed, ZONE).starts_at
        except Refused as refusal:
            clock.errors = [sentence(refusal)]
            return None


class WindowsForm(VersionedForm):
    """All periods at once, and the head start of who asked to hear of it."""

    windows = FieldList(FormField(WindowRow), max_entries=MOST_WINDOWS)
    head_start = NumberField(
        lazy("Hoeveel werkdagen mogen zij eerder?"),
        least=0,
        most=MOST_DAYS,
        description=lazy("Leeg of 0 is: iedereen tegelijk."),
    )

    @property
    def rows(self) -> list[WindowRow]:
        """The periods as rows."""
        return [entry.form for entry in self.windows.entries]

    def with_room(self) -> "WindowsForm":
        """Always one row to fill in."""
        if not self.windows.entries:
            self.windows.append_entry()
        return self

    def one_more(self) -> None:
        """Another empty row."""
        if len(self.windows.entries) < MOST_WINDOWS:
            self.windows.append_entry()

    def found(self) -> tuple[Window, ...]:
        """The periods that were filled in."""
        return tuple(window for row in self.rows if (window := row.window()) is not None)

    @classmethod
    def of(cls, edition: Edition) -> "WindowsForm":
        """The form with what stands there now."""
        rows = [
            {
                "opens_on": local(window.opens_at).date(),
                "opens_at": local(window.opens_at).time(),
                "closes_on": local(window.closes_at).date() if window.closes_at else None,
                "closes_at": local(window.closes_at).time() if window.closes_at else None,
            }
            for window in edition.windows
        ]
        days = edition.interest_head_start_days if edition.interest_first else None
        return cls(formdata=None, data={"windows": rows, "head_start": days or None}).with_room()
