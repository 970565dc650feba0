"""The form of a piece of material: a link or a file, for which meeting, and from when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField

from portal.errors import Refused
from portal.files import kinds
from portal.files.names import clean_name
from portal.files.reasons import FileRefused
from portal.material.links import clean_link
from portal.material.models import Material
from portal.material.release import DAYS_BEFORE, MOST_DAYS, Release, Rule
from portal.material.service import Stated, Upload
from portal.programmes.hours import HoursProblem, Typed, instants
from portal.programmes.models import Meeting
from portal.texts import gettext, lazy, local
from portal.web.kit.fields import line, options
from portal.web.kit.inputs import ClockField, DayField, NumberField
from portal.web.kit.material import meeting_name
from portal.web.kit.refusals import SENTENCES
from portal.web.kit.uploads import at_most
from portal.web.organiser.forms import VersionedForm
from portal.working_days import AMSTERDAM

LONGEST_TITLE = 200


class MaterialForm(VersionedForm):
    """A piece of material. `key` makes a second press of the same form harmless."""

    link = StringField(
        lazy("Link"),
        description=lazy("Het adres van een pagina, zoals https://vng.nl/agenda."),
        render_kw={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"},
    )
    file = FileField(
        lazy("Bestand"),
        description=lazy("Pdf, Word, Excel, PowerPoint, OpenDocument, png, jpg, txt of csv. Hooguit 10 MB."),
        render_kw=at_most(kinds.MOST_BYTES, SENTENCES[FileRefused.TOO_LARGE]),
    )
    title = StringField(
        lazy("Titel"),
        description=lazy(
            "Zo heet het bij de deelnemers. Laat je dit leeg, dan is het de naam van het bestand of de link."
        ),
        validators=line(LONGEST_TITLE),
        render_kw={"autocomplete": "off"},
    )
    meeting = SelectField(lazy("Voor welke bijeenkomst?"), validate_choice=True)
    release = RadioField(
        lazy("Vanaf wanneer zien deelnemers dit?"),
        choices=[
            SelectChoice(Release.BEFORE.value, lazy("Een aantal dagen voor de bijeenkomst, om 9.00 uur")),
            SelectChoice(Release.AT_ONCE.value, lazy("Meteen")),
            SelectChoice(Release.MOMENT.value, lazy("Op een eigen moment")),
        ],
    )
    days = NumberField(lazy("Hoeveel dagen ervoor?"), least=0, most=MOST_DAYS)
    day = DayField(lazy("Eigen moment: de dag"))
    clock = ClockField(lazy("Eigen moment: de tijd"))
    key = HiddenField()

    def about(self, meetings: Sequence[Meeting]) -> "MaterialForm":
        """Offers the meetings of this edition."""
        everything = ("", gettext("De hele editie"))
        self.meeting.choices = options([everything, *((m.public_id, meeting_name(m)) for m in meetings)])
        return self


def values_of(material: Material | None, meetings: Sequence[Meeting], key: str) -> dict[str, Any]:
    """What the form is filled in with: a piece as it is, or the usual for a new one."""
    if material is None:
        return {"meeting": "", "release": Release.BEFORE.value, "days": DAYS_BEFORE, "key": key}
    moment = local(material.release_at) if material.release_at else None
    return {
        "title": material.title,
        "link": material.link,
        "meeting": next((m.public_id for m in meetings if m.id == material.meeting_id), ""),
        "release": str(material.release),
        "days": material.days_before if material.days_before is not None else DAYS_BEFORE,
        "day": moment.date() if moment else None,
        "clock": moment.time() if moment else None,
        "key": key,
    }


@dataclass
class Reader:
    """Reads a sent form; each problem stands beside the field that it is about."""

    form: MaterialForm
    meetings: Sequence[Meeting]
    known: Material | None = None

    def read(self) -> Stated | None:
        """What was stated; None when something must be mended."""
        fine = self.form.validate()
        upload, link = self._upload(), self._link()
        rule = self._rule()
        self._check_one_of(link, upload)
        title = (self.form.title.data or "").strip() or self._title(link, upload)
        if not fine or any(field.errors for field in self.form) or rule is None:
            return None
        meeting = next((m.id for m in self.meetings if m.public_id == self.form.meeting.data), None)
        kept = "" if self.known is not None and link == self.known.link else link
        return Stated(title, rule, meeting, kept, upload)

    def _upload(self) -> Upload | None:
        sent = self.form.file.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            return None
        name = clean_name(sent.filename)
        try:
            kinds.check(sent.stream, name)
        except Refused as refusal:
            self.form.refuse("file", refusal)
        return Upload(sent.stream, name)

    def _link(self) -> str:
        typed = (self.form.link.data or "").strip()
        if not typed:
            return ""
        try:
            return clean_link(typed)
        except Refused as refusal:
            self.form.refuse("link", refusal)
            return typed

    def _check_one_of(self, link: str, upload: Upload | None) -> None:
        known = self.known
        if link and upload is not None and (known is None or link != known.link):
            self._say("link", gettext("Kies een link of een bestand, niet allebei."))
        elif not link and upload is None and (known is None or known.file_id is None):
            self._say("link", gettext("Vul een link in, of kies hieronder een bestand."))

    def _title(self, link: str, upload: Upload | None) -> str:
        if upload is not None:
            return upload.name.rpartition(".")[0][:LONGEST_TITLE]
        if link:
            return link.removeprefix("https://").removeprefix("www.").rstrip("/")[:LONGEST_TITLE]
        known = self.known.file if self.known is not None else None
        return known.name.rpartition(".")[0][:LONGEST_TITLE] if known is not None else ""

    def _rule(self) -> Rule | None:
        release = self.form.release.data
        if release == Release.AT_ONCE:
            return Rule(Release.AT_ONCE, None)
        if release == Release.MOMENT:
            return self._moment()
        if release == Release.BEFORE and self.form.days.data is None and not self.form.days.errors:
            self._say("days", gettext("Vul een aantal dagen in, zoals 7."))
        return Rule(Release.BEFORE, self.form.days.data)

    def _moment(self) -> Rule | None:
        day, clock = self.form.day.data, self.form.clock.data
        if day is None and not self.form.day.errors:
            self._say("day", gettext("Vul de dag in waarop deelnemers dit mogen zien."))
        if clock is None and not self.form.clock.errors:
            self._say("clock", gettext("Vul de tijd in, zoals 9.00."))
        if day is None or clock is None:
            return None
        return self._rule_at(day, clock)

    def _rule_at(self, day: date, clock: time) -> Rule | None:
        """An hour that the clock skips, or shows twice, is no moment that anybody can mean."""
        try:
            return Rule(Release.MOMENT, None, instants(Typed(day, clock), AMSTERDAM).starts_at)
        except Refused as refusal:
            if refusal.reason == HoursProblem.TWICE:
                words = gettext(
                    "Deze tijd komt op deze dag twee keer voor, want de klok gaat terug. Kies een andere."
                )
                self._say("clock", words)
            else:
                self.form.refuse("clock", refusal)
            return None

    def _say(self, name: str, message: str) -> None:
        field = self.form[name]
        field.errors = [*field.errors, message]
