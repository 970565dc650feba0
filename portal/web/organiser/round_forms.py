"""The forms of a timetable: its lines, and the breakouts in a round."""

from zoneinfo import ZoneInfo

from wtforms import RadioField, SelectChoice, StringField, TextAreaField

from portal.programmes.facts import SlotKind
from portal.programmes.hours import Hours, Typed
from portal.programmes.models import Breakout, Meeting, Slot
from portal.programmes.rounds import BreakoutDraft, SlotDraft
from portal.texts import gettext, lazy
from portal.web.kit.fields import Required, line
from portal.web.organiser.forms import CapacityForm
from portal.web.organiser.meeting_forms import HoursForm
from portal.web.organiser.programme_forms import FewLines, lines
from portal.web.organiser.schedule_forms import ScheduleForm


class SlotForm(HoursForm):
    """A line of a timetable."""

    kind = RadioField(
        lazy("Wat is het?"),
        choices=[
            SelectChoice(SlotKind.PLENARY.value, lazy("Plenair: iedereen samen")),
            SelectChoice(SlotKind.ROUND.value, lazy("Ronde met deelsessies")),
            SelectChoice(SlotKind.BREAK.value, lazy("Pauze")),
            SelectChoice(SlotKind.DOORS.value, lazy("Inloop")),
        ],
        default=SlotKind.PLENARY.value,
    )
    title = StringField(lazy("Titel"), validators=[Required(lazy("Vul een titel in.")), *line(200)])
    speakers = TextAreaField(
        lazy("Sprekers"),
        description=lazy("Eén naam per regel."),
        validators=[FewLines()],
        render_kw={"rows": 3},
    )
    found: Hours = Hours()

    def show(self, slot: Slot, zone: str) -> None:
        """Fills in what is there."""
        starts, ends = (t.astimezone(ZoneInfo(zone)) for t in (slot.starts_at, slot.ends_at))
        self.kind.data, self.title.data = str(slot.kind), slot.title
        self.starts.data, self.ends.data = starts.time(), ends.time()
        self.show_once(starts, ends)
        self.speakers.data = "\n".join(slot.speakers)

    def is_whole(self, meeting: Meeting) -> bool:
        """Whether everything can be; if not, the messages stand at the fields."""
        fine = bool(self.validate())
        for field, message in (
            (self.starts, gettext("Vul in hoe laat dit begint.")),
            (self.ends, gettext("Vul in hoe laat dit eindigt.")),
        ):
            if field.data is None and not field.errors:
                field.errors, fine = [message], False
        if not fine:
            return False
        once = self.once(self.starts_once), self.once(self.ends_once)
        found = self.read_hours(
            Typed(meeting.day, self.starts.data, self.ends.data, None, *once), meeting.zone
        )
        self.found = found or self.found
        return found is not None

    def draft(self) -> SlotDraft:
        """What was said."""
        assert self.found.starts_at is not None
        assert self.found.ends_at is not None
        return SlotDraft(
            kind=SlotKind(self.kind.data),
            title=self.title.data,
            starts_at=self.found.starts_at,
            ends_at=self.found.ends_at,
            speakers=lines(self.speakers.data),
        )


class BreakoutTextForm(ScheduleForm, CapacityForm):
    """What a breakout is about, and who is there; its seats only when it is new."""

    title = StringField(lazy("Titel"), validators=[Required(lazy("Vul een titel in.")), *line(300)])
    title_alternative = StringField(
        lazy("Andere titel"),
        description=lazy("Alleen als de deelsessie ook onder een andere naam is aangekondigd."),
        validators=line(300),
    )
    speakers = TextAreaField(
        lazy("Sprekers"),
        description=lazy("Eén naam per regel."),
        validators=[FewLines()],
        render_kw={"rows": 3},
    )
    moderators = TextAreaField(
        lazy("Gespreksleiding"),
        description=lazy("Eén naam per regel."),
        validators=[FewLines()],
        render_kw={"rows": 2},
    )
    committees = TextAreaField(
        lazy("Commissies"),
        description=lazy("Van welke commissies de deelsessie is. Eén per regel."),
        validators=[FewLines()],
        render_kw={"rows": 2},
    )

    def show(self, breakout: Breakout) -> None:
        """Fills in what is there."""
        self.title.data, self.title_alternative.data = breakout.title, breakout.title_alternative
        for field, names in (
            (self.speakers, breakout.speakers),
            (self.moderators, breakout.moderators),
            (self.committees, breakout.committees),
        ):
            field.data = "\n".join(names)

    def draft(self) -> BreakoutDraft:
        """What was said."""
        return BreakoutDraft(
            title=self.title.data,
            title_alternative=self.title_alternative.data,
            committees=lines(self.committees.data),
            speakers=lines(self.speakers.data),
            moderators=lines(self.moderators.data),
        )
