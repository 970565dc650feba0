"""The days of all meetings that have none yet, and one place for all that have none."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from wtforms import Field, SelectField, StringField

from portal.errors import Refused
from portal.programmes.dating import Where, is_dateless, is_homeless
from portal.programmes.hours import Hours, HoursProblem, Typed, instants
from portal.programmes.models import Edition, Meeting, Venue
from portal.programmes.usual import usual_hours
from portal.texts import gettext, lazy
from portal.web.kit.errors import sentence
from portal.web.kit.fields import line
from portal.web.kit.inputs import DayField
from portal.web.kit.numbers import whole
from portal.web.organiser.meeting_forms import ONLINE, HourField, check_venue, places, typed_place
from portal.web.organiser.schedule_forms import ScheduleForm

DAY = "day_"
"""How the fields for days begin; the meeting's own name follows."""


class Row(NamedTuple):
    """A meeting without a day, and the fields that give it one."""

    meeting: Meeting
    day: Field
    starts: Field
    ends: Field


class DatesForm(ScheduleForm):
    """All of it in one form; what stays empty stays as it is."""

    place = SelectField(lazy("Plaats"), default="")
    venue_name = StringField(lazy("Naam van de plek"), validators=line(200))
    venue_address = StringField(lazy("Straat en huisnummer"), validators=line(200))
    venue_city = StringField(lazy("Plaatsnaam"), validators=line(80))
    edition: Edition
    hours: dict[int, Hours]

    @property
    def rows(self) -> list[Row]:
        """The meetings without a day, as rows."""
        return [
            Row(one, *(self[_name(part, one)] for part in ("day", "starts", "ends")))
            for one in self.edition.meetings
            if is_dateless(one)
        ]

    @property
    def asks_place(self) -> bool:
        """Whether there is a meeting that has no place yet."""
        return any(map(is_homeless, self.edition.meetings))

    def offer(self, venues: Iterable[Venue]) -> "DatesForm":
        """Fills the list of places."""
        self.place.choices = places(venues, gettext("Nog niet bekend"))
        return self

    def show(self) -> "DatesForm":
        """Fills in the usual hours."""
        for row in self.rows:
            row.starts.data, row.ends.data = self._usual(row.meeting)
        return self

    def _usual(self, meeting: Meeting) -> Any:
        return usual_hours(self.edition.meetings, self.edition.programme.kind, meeting)

    def is_whole(self, now: datetime) -> bool:
        """Whether everything can be; if not, the messages stand at the fields."""
        fine = bool(self.validate())
        check_venue(self)
        self.hours = {}
        for row in self.rows:
            found = self._hours(row, now)
            if found is not None and found.day is not None:
                self.hours[row.meeting.id] = found
        return fine and not self.errors

    def _hours(self, row: Row, now: datetime) -> Hours | None:
        """The hours of a row; None when something must be mended, which its fields then say."""
        if row.day.errors or row.starts.errors or row.ends.errors:
            return None
        typed = Typed(row.day.data, row.starts.data, row.ends.data)
        if typed.day is None and (typed.starts, typed.ends) == self._usual(row.meeting):
            return None  # the page filled these in, for when there is a day
        zone = ZoneInfo(row.meeting.zone)
        try:
            found = instants(typed, zone)
        except Refused as refusal:
            self._refuse(row, str(refusal.values["field"]), refusal)
            return None
        if found.is_past(now=now, zone=zone):
            message = gettext("Deze dag is al geweest. Vul hem alleen in bij de bijeenkomst zelf.")
            row.day.errors = [message]
        return found

    def _refuse(self, row: Row, name: str, refusal: Refused) -> None:
        field = {"starts": row.starts, "ends": row.ends}.get(name, row.day)
        message = sentence(refusal)
        if refusal.reason == HoursProblem.TWICE:
            message = gettext("Deze tijd komt die dag twee keer voor. Vul hem in bij de bijeenkomst zelf.")
        field.errors = [*field.errors, message]

    def where(self) -> Where | None:
        """The place that was said for all; None for not yet."""
        chosen = self.place.data or ""
        if not chosen:
            return None
        venue_id = whole(chosen) if chosen.isdigit() else None
        return Where(chosen == ONLINE, venue_id, typed_place(self))


def _name(part: str, meeting: Meeting) -> str:
    return f"{part}_{meeting.public_id}"


def dates_form(edition: Edition, **more: Any) -> DatesForm:
    """The form of this edition, with a row for each meeting without a day."""
    fields: dict[str, Any] = {"edition": edition}
    for one in edition.meetings:
        if is_dateless(one):
            fields[_name("day", one)] = DayField(lazy("Dag"))
            fields[_name("starts", one)] = HourField(lazy("Begint om"))
            fields[_name("ends", one)] = HourField(lazy("Eindigt om"))
    made: DatesForm = type("OwnDatesForm", (DatesForm,), fields)(**more)
    return made
