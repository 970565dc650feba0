"""How long before each meeting participants are reminded of it."""

from functools import partial
from typing import Any

from flask import url_for
from wtforms import RadioField, SelectChoice
from wtforms.validators import ValidationError

from portal import clock
from portal.database import db
from portal.mailings.moments import moments, read_days
from portal.programmes import stating
from portal.programmes.models import Edition, Meeting
from portal.registrations import arranging
from portal.texts import format_list, format_moment, gettext, lazy
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.kit.fields import Required
from portal.web.kit.inputs import Typed
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.forms import VersionedForm
from portal.web.organiser.meanwhile import Line, stamp
from portal.web.organiser.saving import Answer, save

USUAL = [7, 1]


class DaysField(Typed):
    """Numbers of days, such as "7 en 1"."""

    read = staticmethod(read_days)
    words = lazy("Vul hooguit vijf aantallen dagen in, elk van 0 tot 60, zoals 7 en 1.")

    def write(self, value: list[int]) -> str:
        """As one says it."""
        return format_list(str(number) for number in value)


class RemindersForm(VersionedForm):
    """Whether participants are reminded, and when."""

    wanted = RadioField(
        lazy("Krijgen deelnemers een herinnering voor elke bijeenkomst?"),
        choices=[SelectChoice("yes", lazy("Ja")), SelectChoice("no", lazy("Nee"))],
        validators=[Required(lazy("Kies een van de mogelijkheden."))],
    )
    days = DaysField(
        lazy("Hoeveel dagen ervoor?"),
        usual=True,
        description=lazy("Bijvoorbeeld: 7 en 1. Een 0 is op de dag zelf."),
        render_kw={"autocomplete": "off"},
    )

    def validate_days(self, field: Any) -> None:
        """Who wants reminders says when."""
        if self.wanted.data == "yes" and field.data is None and not field.errors:
            raise ValidationError(gettext("Vul in hoeveel dagen ervoor, zoals 7 en 1."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Days that do not count cannot be wrong."""
        fine = bool(super().validate(extra_validators))
        if self.wanted.data == "no":
            self.days.errors = []
            return not self.wanted.errors
        return fine and not self.days.errors

    def values(self) -> dict[str, Any]:
        """The values of the edition."""
        return {"reminder_days": self.days.data if self.wanted.data == "yes" else []}

    @classmethod
    def of(cls, edition: Edition) -> "RemindersForm":
        """The form with what stands there now, or the usual days where there are none."""
        now = edition.reminder_days
        return cls(formdata=None, data={"wanted": "yes" if now else "no", "days": now or USUAL})


def in_words(edition: Edition) -> str:
    """The reminders of this edition as a line."""
    if not edition.reminder_days:
        return _("Geen")
    days = format_list(str(number) for number in edition.reminder_days)
    return _("Dagen voor elke bijeenkomst: %(days)s.", days=days)


@blueprint.get("/edities/<edition_id>/herinneringen")
def reminding(**_address: str) -> str:
    """The form."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = RemindersForm.of(edition)
    stamp(form, db.session(), edition)
    return _form(form, edition)


def _form(form: RemindersForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    return frame.arranging(
        edition,
        form,
        title=_("Herinneringen"),
        groups=[("", "", [form.wanted, form.days])],
        action=url_for("organiser.set_reminding", edition_id=edition.public_id),
        note=" ".join(_notes(edition)),
        meanwhile=meanwhile,
    )


def _notes(edition: Edition) -> list[str]:
    notes = [
        _(
            "Een herinnering gaat om 8.00 uur ’s ochtends weg, met tijd, plaats, route en materiaal. "
            "Alleen wie een plek heeft en bij de bijeenkomst verwacht wordt, krijgt hem."
        )
    ]
    coming = _coming(edition.meetings, edition.reminder_days)
    if coming:
        notes.append(_("De eerstvolgende gaat weg op %(moment)s.", moment=coming))
    return notes


def _coming(meetings: list[Meeting], days: list[int]) -> str:
    now = clock.now()
    ahead = [
        moment.at
        for meeting in meetings
        if meeting.day is not None and meeting.cancelled_at is None
        for moment in moments(meeting.day, days)
        if moment.at > now and (meeting.starts_at is None or moment.at < meeting.starts_at)
    ]
    return format_moment(min(ahead)) if ahead else ""


@blueprint.post("/edities/<edition_id>/herinneringen")
def set_reminding(**_address: str) -> Answer:
    """Keeps it; a moment that has been does not come back."""
    edition, form = subject(Edition), RemindersForm()
    if not form.validate():
        return _form(form, edition), 422
    values = form.values()
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=stating.change_edition, values=values),
        same=lambda: not stating.differences(edition, values),
        show=lambda lines: _form(form, edition, lines),
        done=_("De herinneringen zijn gewijzigd."),
    )
