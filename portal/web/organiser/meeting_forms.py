"""The form of a meeting: when, where, and to which module it belongs."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, URLField
from wtforms.validators import ValidationError

from portal.errors import Refused
from portal.people.addresses import clean_line
from portal.programmes.hours import Hours, HoursProblem, Once, Typed, instants, read_clock
from portal.programmes.meetings import MeetingDraft
from portal.programmes.models import Edition, Meeting, Venue
from portal.programmes.usual import Clock, usual_hours
from portal.programmes.venues import Place, written
from portal.texts import gettext, lazy
from portal.web.kit.fields import line, options
from portal.web.kit.inputs import ClockField, DayField
from portal.web.kit.numbers import whole
from portal.web.organiser.schedule_forms import ScheduleForm

ONLINE, NEW = "online", "nieuw"
LONGEST_LINK = 500


class HourField(ClockField):
    """A time, also as 0930."""

    @staticmethod
    def read(text: str) -> time:
        """The time; ValueError when it is none."""
        try:
            found = read_clock(text)
        except Refused:
            raise ValueError(text) from None
        if found is None:
            raise ValueError(text)
        return found


def _once(words: Any) -> RadioField:
    return RadioField(
        words,
        choices=[
            SelectChoice("", lazy("Dat geldt hier niet")),
            SelectChoice(Once.FIRST.value, lazy("De eerste keer (zomertijd)")),
            SelectChoice(Once.SECOND.value, lazy("De tweede keer (wintertijd)")),
        ],
        default="",
    )


class HoursForm(ScheduleForm):
    """Hours on a day; which of the two is only asked in the night that the clock goes back."""

    starts = HourField(lazy("Begint om"), description=lazy("Bijvoorbeeld 9.30."))
    ends = HourField(lazy("Eindigt om"), description=lazy("Bijvoorbeeld 17.00."))
    starts_once = _once(lazy("Welk begin bedoel je?"))
    ends_once = _once(lazy("Welk einde bedoel je?"))
    asks: tuple[str, ...] = ()

    def read_hours(self, typed: Typed, zone: str) -> Hours | None:
        """The instants; None when the message stands beside its field."""
        try:
            return instants(typed, ZoneInfo(zone))
        except Refused as refusal:
            field = str(refusal.values["field"])
            self.refuse(field if field in self else "starts", refusal)
            if refusal.reason == HoursProblem.TWICE:
                self.asks = (*self.asks, f"{field}_once")
            return None

    def show_once(self, starts: datetime | None, ends: datetime | None) -> None:
        """Asks again which of the two it is, filled in."""
        self.starts_once.data, self.ends_once.data = which_once(starts), which_once(ends)
        self.asks = tuple(field.name for field in (self.starts_once, self.ends_once) if field.data)

    def once(self, field: Any) -> Once | None:
        """Which of the two was chosen."""
        if field.data:
            self.asks = (*self.asks, field.name)
        return Once(field.data) if field.data else None


class MeetingForm(HoursForm):
    """A meeting: when, where, and to which module it belongs."""

    title = StringField(
        lazy("Titel"),
        description=lazy("Laat leeg als de titel van de module genoeg zegt."),
        validators=line(200),
    )
    module = SelectField(lazy("Hoort bij"), default="")
    day = DayField(lazy("Dag"), description=lazy("Laat leeg als de dag nog niet bekend is."))
    last_day = DayField(
        lazy("Laatste dag"),
        description=lazy("Alleen als de bijeenkomst na middernacht eindigt. Bij twee dagen maak je er twee."),
    )
    past = BooleanField(lazy("Dit klopt: de bijeenkomst is al geweest of begonnen"))
    place = SelectField(lazy("Plaats"), default="")
    venue_name = StringField(lazy("Naam van de plek"), validators=line(200))
    venue_address = StringField(lazy("Straat en huisnummer"), validators=line(200))
    venue_city = StringField(lazy("Plaatsnaam"), validators=line(80))
    also_online = BooleanField(
        lazy("Meedoen kan ook online"),
        description=lazy("Kruis dit aan als mensen kunnen kiezen: naar de plaats komen, of online meedoen."),
    )
    online_link = URLField(
        lazy("Link om online mee te doen"),
        description=lazy("Alleen wie een plek heeft, krijgt deze link."),
    )
    hours: Hours = Hours()
    asks_past = False
    usual: Clock | None = None

    def offer(self, edition: Edition, venues: Iterable[Venue], meeting: Meeting | None) -> "MeetingForm":
        """Fills the lists; the meeting's own place is always among them."""
        self.usual = usual_hours(edition.meetings, edition.programme.kind, meeting)
        own = [meeting.venue] if meeting is not None and meeting.venue is not None else []
        self.place.choices = places([*venues, *own], gettext("Nog niet bekend"))
        modules = [
            (
                m.public_id,
                f"{m.number}. {m.title}" if m.title else gettext("Module %(number)s", number=m.number),
            )
            for m in edition.modules
        ]
        self.module.choices = options([("", gettext("Geen module")), *modules])
        return self

    def show_usual(self) -> None:
        """Fills in the usual hours."""
        assert self.usual is not None
        self.starts.data, self.ends.data = self.usual

    def show(self, edition: Edition, meeting: Meeting) -> None:
        """Fills in what is there, and the usual hours of a meeting without a day."""
        zone = ZoneInfo(meeting.zone)
        starts, ends = (t and t.astimezone(zone) for t in (meeting.starts_at, meeting.ends_at))
        modules = {m.id: m.public_id for m in edition.modules}
        self.title.data, self.day.data = meeting.title, meeting.day
        self.module.data = modules.get(meeting.module_id or 0, "")
        self.starts.data, self.ends.data = starts and starts.time(), ends and ends.time()
        self.show_once(starts, ends)
        self.last_day.data = ends.date() if ends and ends.date() != meeting.day else None
        self.place.data = str(meeting.venue_id or (ONLINE if meeting.online else ""))
        self.also_online.data = meeting.online and meeting.venue_id is not None
        self.online_link.data = meeting.online_link
        if meeting.day is None:
            self.show_usual()

    def move(self, day: date) -> None:
        """Fills in another day; one that ends after midnight still does."""
        if self.day.data and self.last_day.data:
            self.last_day.data += day - self.day.data
        self.day.data = day

    def is_whole(self, *, zone: str, now: datetime, before: Hours | None) -> bool:
        """Whether everything can be; if not, the messages stand at the fields."""
        fine = bool(self.validate())
        fine = self._check_place() and fine
        if not fine:
            return False
        starts, ends = self.starts.data, self.ends.data
        undated = self.day.data is None and (before is None or before.day is None)
        if undated and (starts, ends) == self.usual:
            starts = ends = None  # the page filled them in, for when there is a day
        typed = Typed(
            self.day.data,
            starts,
            ends,
            self.last_day.data,
            self.once(self.starts_once),
            self.once(self.ends_once),
        )
        found = self.read_hours(typed, zone)
        if found is None:
            return False
        self.hours = found
        self.asks_past = found != before and found.is_past(now=now, zone=ZoneInfo(zone))
        if self.asks_past and not self.past.data:
            self.refuse("day", Refused(HoursProblem.PAST))
            return False
        return True

    def _check_place(self) -> bool:
        link = (self.online_link.data or "").strip()
        check_venue(self)
        if self.also_online.data and not self.place.data:
            message = gettext("Kies eerst een plaats. Is er geen plaats, kies dan Online bij Plaats.")
            self.also_online.errors = [*self.also_online.errors, message]
        elif link and not (self.also_online.data or self.place.data == ONLINE):
            self.online_link.errors = [*self.online_link.errors, self._lost_link()]
        return not (self.venue_name.errors or self.also_online.errors or self.online_link.errors)

    def _lost_link(self) -> str:
        if self.place.data:
            return gettext(
                "Een link hoort bij online. Kruis aan dat meedoen ook online kan, of maak de link leeg."
            )
        return gettext("Een link hoort bij online. Kies dat bij Plaats, of maak de link leeg.")

    def validate_online_link(self, field: Any) -> None:
        """Only a whole web address that a reader can follow."""
        field.data = clean_line(field.data or "")
        if not field.data:
            return
        if len(field.data) > LONGEST_LINK or " " in field.data or not _is_web(field.data):
            raise ValidationError(gettext("Vul het hele adres in, met https:// ervoor."))

    def draft(self, edition: Edition) -> MeetingDraft:
        """What was said."""
        modules = {m.public_id: m.id for m in edition.modules}
        chosen = self.place.data or ""
        return MeetingDraft(
            title=self.title.data,
            hours=self.hours,
            module_id=modules.get(self.module.data or ""),
            online=chosen == ONLINE or bool(self.also_online.data),
            online_link=self.online_link.data,
            venue_id=whole(chosen) if chosen.isdigit() else None,
            place=typed_place(self),
        )


def places(venues: Iterable[Venue], unknown: str) -> Any:
    """The list of places; `unknown` is what choosing none of them means."""
    known = {venue.id: venue for venue in venues}
    return options(
        [
            ("", unknown),
            (ONLINE, gettext("Online")),
            *((str(venue.id), written(venue)) for venue in known.values()),
            (NEW, gettext("Een andere plek, die ik hieronder invul")),
        ]
    )


def check_venue(form: Any) -> None:
    """A place that was typed is chosen and has a name; if not, that is said beside its name."""
    typed = any((form.venue_name.data, form.venue_address.data, form.venue_city.data))
    if typed and not form.place.data:
        form.place.data = NEW
    if form.place.data == NEW and not form.venue_name.data:
        form.venue_name.errors = [*form.venue_name.errors, gettext("Vul de naam van de plek in.")]
    if typed and form.place.data != NEW:
        message = gettext("Je koos al een plaats. Maak dit leeg, of kies voor een andere plek.")
        form.venue_name.errors = [*form.venue_name.errors, message]


def typed_place(form: Any) -> Place | None:
    """The place that was typed, if that is the one that was chosen."""
    if form.place.data != NEW:
        return None
    return Place(form.venue_name.data, form.venue_address.data, form.venue_city.data)


def _is_web(text: str) -> bool:
    try:
        return text.startswith("https://") and "." in (urlsplit(text).hostname or "")
    except ValueError:
        return False


def which_once(moment: datetime | None) -> str:
    """Which of the two, of an hour that exists twice."""
    if moment is None or moment.replace(fold=0).utcoffset() == moment.replace(fold=1).utcoffset():
        return ""
    return Once.SECOND.value if moment.fold else Once.FIRST.value
