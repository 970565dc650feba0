"""The forms of a programme: what it is, what it says, who organises it, and a new edition of it."""

import json
from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import ValidationError

from portal.eligibility.wording import POSITIONS
from portal.people.addresses import clean_line
from portal.people.facts import PositionKind
from portal.programmes.facts import ProgrammeKind
from portal.programmes.models import Programme
from portal.programmes.presets import PRESETS, Preset
from portal.programmes.stating import fingerprints
from portal.texts import gettext, lazy
from portal.web.kit.fields import AtMost, PortalForm, Required, address, line, options
from portal.web.kit.inputs import DayField, NumberField

LONGEST_TEXT = 6000
MOST_LINES = 20
LONGEST_LINE = 300
MOST_SEATS = 100_000


def lines(text: str | None) -> list[str]:
    """What stands on each line, without empty ones."""
    return [clean_line(one) for one in (text or "").splitlines() if one.strip()]


def plain(text: str | None) -> str:
    """Running text as it is kept."""
    return (text or "").replace("\r\n", "\n").strip()


class FewLines:
    """A list of one thing a line."""

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises when there are too many lines, or one is too long."""
        found = lines(field.data)
        if len(found) > MOST_LINES or any(len(one) > LONGEST_LINE for one in found):
            raise ValidationError(
                gettext(
                    "Vul hooguit %(most)s regels in, elk van hooguit %(limit)s tekens.",
                    most=MOST_LINES,
                    limit=LONGEST_LINE,
                )
            )


class WebAddress:
    """An address of a page elsewhere."""

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises for anything that a reader could not follow safely."""
        field.data = clean_line(field.data or "")
        if field.data and (
            not field.data.startswith("https://") or "." not in field.data or " " in field.data
        ):
            raise ValidationError(gettext("Vul het hele adres in, met https:// ervoor."))


def _kinds() -> list[SelectChoice]:
    return [SelectChoice(kind.value, lazy(preset.title)) for kind, preset in PRESETS.items()]


class TitleForm(PortalForm):
    """What makes a programme: a title, a kind and one sentence."""

    title = StringField(
        lazy("Titel"),
        description=lazy("Zoals mensen hem kennen. Bijvoorbeeld: De Transformerende Gemeentesecretaris."),
        validators=[Required(lazy("Vul een titel in.")), *line(200)],
        render_kw={"autocomplete": "off"},
    )
    kind = RadioField(
        lazy("Wat wordt het?"), choices=_kinds(), validators=[Required(lazy("Kies wat het wordt."))]
    )
    summary = TextAreaField(
        lazy("Samenvatting"),
        description=lazy("Een of twee zinnen. Ze staan in de lijst met leergangen."),
        validators=[AtMost(400)],
        render_kw={"rows": 3},
    )
    organisation = SelectField(lazy("Organisatie"), coerce=str, default="")

    def offer(self, organisations: list[tuple[str, str]]) -> "TitleForm":
        """Fills the list of one's own organisations; the first one is chosen."""
        self.organisation.choices = options(organisations)
        if not self.organisation.data and organisations:
            self.organisation.data = organisations[0][0]
        return self

    def values(self) -> dict[str, Any]:
        """The values of the programme."""
        return {
            "title": self.title.data,
            "kind": ProgrammeKind(self.kind.data),
            "summary": plain(self.summary.data),
        }


class ProgrammeForm(TitleForm):
    """Everything that the page of a programme says. `seen` are the stamps of what it showed."""

    organisation = None
    theme = StringField(
        lazy("Thema"),
        description=lazy("Een of twee woorden om op te zoeken. Bijvoorbeeld: Leiderschap."),
        validators=line(80),
    )
    description = TextAreaField(
        lazy("Beschrijving"),
        description=lazy("Een lege regel begint een nieuwe alinea."),
        validators=[AtMost(LONGEST_TEXT)],
        render_kw={"rows": 8},
    )
    goals = TextAreaField(
        lazy("Wat leer je?"),
        description=lazy("Eén leerdoel per regel."),
        validators=[FewLines()],
        render_kw={"rows": 5},
    )
    own_learning_goals = BooleanField(lazy("Deelnemers werken ook aan leerdoelen die ze zelf kiezen"))
    modules_apart = BooleanField(
        lazy("Je kunt ook één module volgen"),
        description=lazy("Dan kan een module los worden aanbevolen. Vertel in de beschrijving hoe dat gaat."),
    )
    audience = SelectMultipleField(
        lazy("Voor wie is het?"),
        description=lazy("Dit helpt mensen zoeken. Wie mee mag doen, regel je bij de editie."),
        choices=[SelectChoice(kind.value, lazy(POSITIONS[kind][1])) for kind in PositionKind],
    )
    audience_note = TextAreaField(
        lazy("Voor wie, in je eigen woorden"),
        description=lazy("Staat in plaats van het rijtje hierboven op de pagina."),
        validators=[AtMost(600)],
        render_kw={"rows": 3},
    )
    partners = StringField(
        lazy("Wie werken er verder mee?"),
        description=lazy(
            "Bijvoorbeeld een universiteit. Organisaties die samen organiseren, voeg je apart toe."
        ),
        validators=line(300),
    )
    contact_email = EmailField(
        lazy("E-mailadres voor vragen"),
        validators=[address(optional=True)],
        render_kw={"autocomplete": "off"},
    )
    link = URLField(
        lazy("Pagina om meer te lezen"),
        description=lazy("Een adres dat begint met https://."),
        validators=[WebAddress(), AtMost(300)],
    )
    seen = HiddenField()

    def values(self) -> dict[str, Any]:
        """The values of the programme."""
        return {
            **super().values(),
            "theme": self.theme.data,
            "description": plain(self.description.data),
            "goals": lines(self.goals.data),
            "own_learning_goals": bool(self.own_learning_goals.data),
            "modules_apart": bool(self.modules_apart.data),
            "audience": list(self.audience.data or []),
            "audience_note": plain(self.audience_note.data),
            "partners": self.partners.data,
            "contact_email": self.contact_email.data,
            "link": self.link.data,
        }

    @classmethod
    def of(cls, programme: Programme) -> "ProgrammeForm":
        """The form with what stands there now."""
        data = {name: getattr(programme, name) for name in FIELDS} | {"goals": "\n".join(programme.goals)}
        form = cls(formdata=None, data={**data, "kind": str(programme.kind)})
        return form.stamped(programme)

    def stamped(self, programme: Programme) -> "ProgrammeForm":
        """Lets the form remember what the page showed."""
        self.seen.data = json.dumps(fingerprints(programme, FIELDS))
        return self

    def seen_stamps(self) -> Mapping[str, str]:
        """The stamps of what the page showed; nonsense never fits."""
        try:
            found = json.loads(self.seen.data or "")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


FIELDS = (
    "title",
    "kind",
    "summary",
    "theme",
    "description",
    "goals",
    "own_learning_goals",
    "modules_apart",
    "audience",
    "audience_note",
    "partners",
    "contact_email",
    "link",
)


class OrganiserForm(PortalForm):
    """An organisation to organise together with."""

    organisation = SelectField(
        lazy("Organisatie"),
        coerce=str,
        default="",
        description=lazy("Staat de organisatie er niet bij? Vraag een beheerder om die toe te voegen."),
    )

    def offer(self, organisations: list[tuple[str, str]]) -> "OrganiserForm":
        """Fills the list."""
        self.organisation.choices = options([("", gettext("Kies een organisatie")), *organisations])
        return self

    def is_whole(self) -> bool:
        """Whether one was chosen."""
        fine = bool(self.validate())
        if fine and not self.organisation.data:
            self.organisation.errors = [gettext("Kies een organisatie.")]
        return not self.errors


class DraftForm(PortalForm):
    """What an organiser says of a new edition; all else can come later."""

    label = StringField(
        lazy("Naam van de editie"),
        description=lazy("Zo houd je edities uit elkaar. Bijvoorbeeld: Najaar 2027."),
        validators=[Required(lazy("Vul een naam in, zoals Najaar 2027.")), *line(120)],
        render_kw={"autocomplete": "off"},
    )
    first_day = DayField(
        lazy("Eerste dag"),
        description=lazy("Weet je die nog niet? Laat dit dan leeg."),
    )
    parts = NumberField("", least=1, most=12, needed=lazy("Vul een aantal in."))
    seats = NumberField(
        lazy("Aantal plekken"),
        least=1,
        most=MOST_SEATS,
        description=lazy("Weet je het nog niet? Laat dit dan leeg."),
    )

    most_parts = 12

    def validate_parts(self, field: Any) -> None:
        """No more parts than the preset can have."""
        if field.data is not None and field.data > self.most_parts:
            raise ValidationError(gettext("Vul hooguit %(most)s in.", most=self.most_parts))

    def about(self, preset: Preset) -> "DraftForm":
        """The words and bounds of this preset."""
        self.parts.label.text, self.most_parts = gettext(preset.parts_label), preset.most
        self.parts.description = gettext(
            "Hooguit %(most)s. Je kunt ze later toevoegen en weghalen.", most=preset.most
        )
        if preset.kind is ProgrammeKind.BIJEENKOMST:
            self.first_day.label.text = gettext("Dag")
            self.first_day.description = gettext(
                "Vul de dag in als je die weet: de rondes horen bij een dag. "
                "Laat je dit leeg, dan voeg je de rondes zelf toe zodra de dag bekend is."
            )
        return self
