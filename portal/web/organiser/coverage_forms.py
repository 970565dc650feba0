"""The forms for what a module develops, and for a programme of somebody else."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from babel.support import LazyProxy
from wtforms import (
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)

from portal.coverage.external import Stated
from portal.coverage.facts import Coverage, Fault, most_of
from portal.coverage.models import ExternalProgramme, ModuleCoverage
from portal.coverage.queries import Standing
from portal.eligibility.wording import POSITIONS
from portal.errors import Refused
from portal.frameworks.vocabulary import ASPECTS, ROLES, Aspect, Role, name_of
from portal.people.facts import PositionKind
from portal.texts import gettext, language, lazy
from portal.web.kit.fields import AtMost, PortalForm, Required, line, options
from portal.web.kit.inputs import NumberField
from portal.web.kit.numbers import STAMP, whole
from portal.web.organiser.programme_forms import WebAddress, plain

POINTS = (
    ("0", lazy("Niet")),
    ("1", lazy("Raakt aan (1 punt)")),
    ("2", lazy("Deels (2 punten)")),
    ("3", lazy("Voor een flink deel (3 punten)")),
    ("4", lazy("Hoofddoel (4 punten)")),
)
MOST_HOURS = 2000


def _name(thing: Aspect | Role) -> str:
    return name_of(thing, language())


def _stem(aspect: Aspect) -> str:
    return aspect.stem_en if language() == "en" else aspect.stem_nl


class CoverageForm(PortalForm):
    """How much of each aspect and role something develops. `seen` is the newest version that it showed."""

    reason = TextAreaField(
        lazy("Waarom?"),
        description=lazy("Leg het in een of twee zinnen uit. De organisator die bevestigt, leest dit."),
        validators=[AtMost(1000)],
        render_kw={"rows": 4},
    )
    tags = SelectMultipleField(
        lazy("Bij welke adviezen en acties past het?"),
        description=lazy("Dit helpt mensen zoeken. Het telt niet mee in de aanbeveling."),
    )
    needs = SelectMultipleField(
        lazy("Wat moet iemand eerst gedaan hebben?"),
        description=lazy("Laat leeg als iedereen hiermee kan beginnen."),
    )
    seen = HiddenField()

    def offer(self, tags: Iterable[tuple[str, str]], needs: Iterable[tuple[str, str]]) -> "CoverageForm":
        """Fills the lists."""
        self.tags.choices, self.needs.choices = options(tags), options(needs)
        return self

    def show(self, standing: Standing) -> "CoverageForm":
        """The form with what waits, or else with what counts."""
        row = standing.shown
        if row is not None:
            for name, weight in _weights(row).items():
                self[name].data = str(weight)
            self.reason.data, self.tags.data, self.needs.data = row.reason, row.tags, row.needs
        return self.stamped(standing)

    def stamped(self, standing: Standing) -> "CoverageForm":
        """Lets the form remember what the page showed."""
        self.seen.data = str(standing.seen)
        return self

    def expected(self) -> int:
        """The version that the form showed; nonsense never fits."""
        return whole(self.seen.data, digits=STAMP)

    def fields_of(self, things: Iterable[Aspect | Role]) -> list[Any]:
        """The controls of these aspects or roles."""
        return [self[_field(thing)] for thing in things]

    def stated(self) -> Coverage:
        """What was filled in."""
        return Coverage(
            aspects=self._chosen(ASPECTS),
            roles=self._chosen(ROLES),
            tags=frozenset(self.tags.data or ()),
            needs=frozenset(self.needs.data or ()),
        )

    def _chosen(self, things: Iterable[Aspect | Role]) -> dict[str, int]:
        found = {thing.id: int(self[_field(thing)].data) for thing in things}
        return {key: weight for key, weight in found.items() if weight}

    def is_whole(self) -> bool:
        """Whether everything is there: weights come with an argument."""
        fine = bool(self.validate())
        if fine and not self.stated().is_empty and not (self.reason.data or "").strip():
            self.reason.errors = [gettext("Leg in een of twee zinnen uit waarom.")]
        return not self.errors

    def refuse_fault(self, refusal: Refused, key: str) -> None:
        """Puts what is wrong next to the field that can mend it."""
        first = _field(ASPECTS[0])
        where = {Fault.TOO_MANY_TAGS: "tags", Fault.CIRCLE: "needs", Fault.UNKNOWN: "tags"}
        refusal.values.update(most=most_of(key), points=sum(self.stated().aspects.values()))
        self.refuse(where.get(Fault(refusal.reason), first), refusal)


def _field(thing: Aspect | Role) -> str:
    return f"role_{thing.id}" if isinstance(thing, Role) else f"aspect_{thing.id}"


def _weights(row: ModuleCoverage) -> Mapping[str, int]:
    found = {f"aspect_{key}": weight for key, weight in row.aspects.items()}
    return found | {f"role_{key}": weight for key, weight in row.roles.items()}


def _select(thing: Aspect | Role) -> SelectField:
    hint: Any = "" if isinstance(thing, Role) else LazyProxy(partial(_stem, thing), enable_cache=False)
    label = LazyProxy(partial(_name, thing), enable_cache=False)
    choices = [SelectChoice(value, words) for value, words in POINTS]
    return SelectField(label, description=hint, choices=choices, default="0")


_THINGS: tuple[Aspect | Role, ...] = (*ASPECTS, *ROLES)
for _thing in _THINGS:
    setattr(CoverageForm, _field(_thing), _select(_thing))


class ExternalForm(PortalForm):
    """A programme of somebody else; all that matters is on their own page."""

    title = StringField(
        lazy("Titel"),
        validators=[Required(lazy("Vul een titel in.")), *line(200)],
        render_kw={"autocomplete": "off"},
    )
    provider = StringField(
        lazy("Van wie is het?"),
        description=lazy("Bijvoorbeeld: Gemeente Almere."),
        validators=[Required(lazy("Vul in wie deze leergang geeft.")), *line(200)],
        render_kw={"autocomplete": "off"},
    )
    link = URLField(
        lazy("Pagina van de aanbieder"),
        description=lazy("Een adres dat begint met https://. Daar schrijven mensen zich in."),
        validators=[Required(lazy("Vul het adres van de pagina in.")), WebAddress(), AtMost(300)],
    )
    summary = TextAreaField(
        lazy("Samenvatting"),
        description=lazy("Een of twee zinnen. Ze staan in de lijst met leergangen."),
        validators=[AtMost(400)],
        render_kw={"rows": 3},
    )
    hours = NumberField(
        lazy("Studielast in uren"),
        least=1,
        most=MOST_HOURS,
        description=lazy("Weet je het niet? Laat dit dan leeg."),
    )
    language = SelectField(
        lazy("Taal"),
        choices=[SelectChoice("nl", lazy("In het Nederlands")), SelectChoice("en", lazy("In het Engels"))],
        default="nl",
    )
    audience = SelectMultipleField(
        lazy("Voor wie is het?"),
        description=lazy("Kies niets als het voor iedereen is."),
        choices=[SelectChoice(kind.value, lazy(POSITIONS[kind][1])) for kind in PositionKind],
    )
    note = TextAreaField(
        lazy("Goed om te weten"),
        description=lazy("Bijvoorbeeld: vraag eerst of je mee kunt doen."),
        validators=[AtMost(600)],
        render_kw={"rows": 3},
    )
    organisation = SelectField(
        lazy("Welke organisatie houdt dit bij?"), coerce=str, default="", validate_choice=True
    )
    key = HiddenField()
    version = HiddenField()

    def offer(self, organisations: list[tuple[str, str]]) -> "ExternalForm":
        """Fills the list of one's own organisations; the first one is chosen."""
        self.organisation.choices = options(organisations)
        if not self.organisation.data and organisations:
            self.organisation.data = organisations[0][0]
        return self

    @classmethod
    def of(cls, row: ExternalProgramme) -> "ExternalForm":
        """The form with what stands there now."""
        names = ("title", "provider", "link", "summary", "hours", "language", "audience", "note")
        form = cls(formdata=None, data={name: getattr(row, name) for name in names})
        return form.stamped(row)

    def stamped(self, row: ExternalProgramme) -> "ExternalForm":
        """Lets the form remember what the page showed."""
        self.version.data = str(row.version)
        return self

    def expected(self) -> int:
        """The version that the form showed; nonsense never fits."""
        return whole(self.version.data, digits=STAMP)

    def stated(self) -> Stated:
        """What was filled in."""
        return Stated(
            title=self.title.data,
            provider=self.provider.data,
            link=self.link.data,
            summary=plain(self.summary.data),
            hours=self.hours.data,
            language=self.language.data,
            audience=tuple(self.audience.data or ()),
            note=plain(self.note.data),
        )
