"""The form of a group mail: to whom, the words, and addresses that are pasted."""

import re
from dataclasses import dataclass
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError

from portal.mailings import placeholders
from portal.mailings.facts import Audience
from portal.mailings.models import Mailing
from portal.mailings.service import Stated
from portal.people.addresses import clean_line
from portal.people.pasted import LONGEST, Found, Pasted, parse, written
from portal.programmes.models import Edition
from portal.texts import N_, gettext, lazy
from portal.web.kit.fields import AtMost, PortalForm, Required, options
from portal.web.kit.numbers import whole
from portal.web.organiser.pasting import said
from portal.web.organiser.programme_forms import plain

LONGEST_SUBJECT, LONGEST_TEXT = 100, 10_000
SHOWN = 40
MOST = 500  # addresses that are pasted at once
DUO = (Audience.FIRSTS, Audience.COMPANIONS)
_BREAKS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"\n{3,}")
AUDIENCES: dict[Audience, str] = {
    Audience.PARTICIPANTS: N_("Alle deelnemers met een plek"),
    Audience.FIRSTS: N_("Duo’s: wie zich inschreef en een collega meeneemt"),
    Audience.COMPANIONS: N_("Duo’s: de meegenomen collega’s"),
    Audience.WAITLIST: N_("Iedereen op de wachtlijst"),
    Audience.INTEREST: N_("Wie op de hoogte wil blijven van deze leergang"),
    Audience.ADDRESSES: N_("Alleen de adressen die ik hieronder plak"),
}


class _OneLine:
    """A subject is a header: a second line would be another one."""

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises when there is a break in it."""
        if _BREAKS.search((field.data or "").strip()):
            raise StopValidation(gettext("Een onderwerp is één regel. Haal de regelovergang weg."))


class _Known:
    """Words between braces are from the list."""

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises with the first one that is not."""
        strange = placeholders.unknown(field.data or "")
        if strange:
            raise ValidationError(
                gettext(
                    "We kennen ‘%(word)s’ niet. Gebruik een woord uit de lijst, of haal het weg.",
                    word=strange[0][:SHOWN],
                )
            )


class MailingForm(PortalForm):
    """A group mail. `version` is what the page was made with; `key` makes a second press harmless."""

    audience = SelectField(lazy("Aan wie?"), validators=[Required(lazy("Kies een groep."))])
    subject = StringField(
        lazy("Onderwerp"),
        validators=[
            Required(lazy("Vul een onderwerp in.")),
            _OneLine(),
            AtMost(LONGEST_SUBJECT),
            _Known(),
        ],
        render_kw={"autocomplete": "off"},
    )
    text = TextAreaField(
        lazy("Tekst"),
        description=lazy(
            "Een lege regel begint een nieuwe alinea. De aanhef en de afzender komen er vanzelf bij."
        ),
        validators=[Required(lazy("Vul in wat je wilt zeggen.")), AtMost(LONGEST_TEXT), _Known()],
        render_kw={"rows": 12},
    )
    extra = TextAreaField(
        lazy("Ook naar deze adressen"),
        description=lazy(
            "Plak ze uit je mailprogramma, met of zonder namen, met puntkomma’s of elk op een eigen regel."
        ),
        validators=[AtMost(LONGEST)],
        render_kw={"rows": 4, "spellcheck": "false", "autocomplete": "off"},
    )
    version = HiddenField()
    key = HiddenField()

    def about(self, edition: Edition, *, duos: bool) -> "MailingForm":
        """Offers the groups of this edition; those of duos where people come with a colleague."""
        known = [audience for audience in AUDIENCES if duos or audience not in DUO]
        groups = [(audience.value, gettext(AUDIENCES[audience])) for audience in known]
        offered = [*groups[:-1], *_choices(edition), groups[-1]]
        gone = self.audience.data not in (None, *(value for value, _words in offered))
        choose = [("", gettext("Kies een groep"))] if gone else []
        self.audience.choices = options([*choose, *offered])
        return self

    def expected(self) -> int:
        """The version that the page was made with; nonsense never fits."""
        return whole(self.version.data)


def _choices(edition: Edition) -> list[tuple[str, str]]:
    """Who has a seat in one of its electives or breakouts."""
    modules = [
        (
            f"{Audience.MODULE}:{one.public_id}",
            gettext("Wie de keuzemodule ‘%(title)s’ volgt", title=one.title),
        )
        for one in edition.modules
        if one.group_id is not None
    ]
    breakouts = [
        (
            f"{Audience.BREAKOUT}:{one.public_id}",
            gettext("Wie bij de deelsessie ‘%(title)s’ zit", title=one.title),
        )
        for meeting in edition.meetings
        for slot in meeting.slots
        for one in slot.breakouts
    ]
    return [*modules, *breakouts]


def audience_in_words(mailing: Mailing, edition: Edition) -> str:
    """To whom it goes."""
    value = _value(mailing, edition)
    known = dict(_choices(edition)) | {one.value: gettext(words) for one, words in AUDIENCES.items()}
    return known.get(value, gettext("Een groep die er niet meer is"))


def _value(mailing: Mailing, edition: Edition) -> str:
    audience = Audience(mailing.audience)
    if audience is Audience.MODULE:
        names = {one.id: one.public_id for one in edition.modules}
    elif audience is Audience.BREAKOUT:
        names = {b.id: b.public_id for m in edition.meetings for s in m.slots for b in s.breakouts}
    else:
        return audience.value
    return f"{audience}:{names.get(mailing.chosen_id or 0, '')}"


def values_of(mailing: Mailing, edition: Edition, key: str) -> dict[str, Any]:
    """What the form is filled in with."""
    return {
        "audience": _value(mailing, edition),
        "subject": mailing.subject,
        "text": mailing.text,
        "extra": written([Pasted(name, address) for name, address in mailing.extra]),
        "version": str(mailing.version),
        "key": key,
    }


@dataclass
class Reader:
    """Reads a sent form; each problem stands beside the field that it is about."""

    form: MailingForm
    edition: Edition
    doubles: int = 0

    def read(self) -> Stated | None:
        """What was stated; None when something must be mended."""
        fine = self.form.validate()
        found = self._extra()
        if not fine or self.form.extra.errors:
            return None
        audience, _colon, name = (self.form.audience.data or "").partition(":")
        return Stated(
            Audience(audience),
            self._chosen(name),
            clean_line(self.form.subject.data or ""),
            _BLANKS.sub("\n\n", plain(self.form.text.data)),
            tuple((one.name, one.address) for one in found.people),
        )

    def _chosen(self, name: str) -> int | None:
        known = {one.public_id: one.id for one in self.edition.modules}
        known |= {b.public_id: b.id for m in self.edition.meetings for s in m.slots for b in s.breakouts}
        return known.get(name)

    def _extra(self) -> Found:
        found = parse(self.form.extra.data or "")
        self.doubles = found.doubles
        problems = [said(problem) for problem in found.problems]
        if len(found.people) > MOST:
            problems.append(gettext("Plak hooguit %(most)s adressen.", most=MOST))
        if self.form.audience.data == Audience.ADDRESSES and not found.people and not problems:
            problems.append(gettext("Plak hier minstens één adres, of kies een groep."))
        self.form.extra.errors = [*self.form.extra.errors, *problems]
        return found
