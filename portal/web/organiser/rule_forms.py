"""A form for each rule about who may take part: a few questions in plain words."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from wtforms import HiddenField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from portal.eligibility.facts import Rule, RuleKind
from portal.eligibility.gates import code_digest
from portal.eligibility.wording import ORGANISATION_KINDS, POSITIONS
from portal.errors import Refused
from portal.people.facts import OrganisationKind, PositionKind
from portal.programmes.hours import Once, Typed, instants
from portal.programmes.states import ZONE
from portal.texts import N_, gettext, lazy, local
from portal.web.kit.errors import sentence
from portal.web.kit.fields import Required, line
from portal.web.kit.inputs import ClockField, DayField, NumberField
from portal.web.kit.numbers import whole
from portal.web.organiser.forms import VersionedForm

K = RuleKind
MIDNIGHT = time(0, 0)
SHORTEST_CODE = 4

WORDS: dict[RuleKind, tuple[str, str]] = {
    K.SIGN_IN: (N_("Inloggen"), N_("Je schrijft je in met een account.")),
    K.MEMBERSHIP: (N_("Lid van een vereniging"), N_("Alleen leden, zelf of via hun organisatie.")),
    K.POSITION: (N_("Functie"), N_("Alleen mensen met een bepaalde functie.")),
    K.ORGANISATION_KIND: (N_("Soort organisatie"), N_("Alleen mensen van bijvoorbeeld gemeenten.")),
    K.COMPANION: (N_("Iemand meenemen"), N_("Of dat mag, en wie dat mag zijn.")),
    K.PER_ORGANISATION: (N_("Maximum per organisatie"), N_("De volgenden komen op de wachtlijst.")),
    K.SET_ASIDE: (N_("Plekken apart houden"), N_("Een aantal plekken voor een groep, tot een dag.")),
    K.EARLY: (N_("Leden eerst"), N_("Tot een moment kunnen alleen leden zich inschrijven.")),
    K.INTEREST_FIRST: (N_("Belangstelling eerst"), N_("Wie op de lijst staat, mag een paar dagen eerder.")),
    K.CODE: (N_("Code"), N_("Alleen wie de code uit de uitnodiging heeft.")),
    K.APPROVAL: (N_("Jij beslist"), N_("Iedereen vraagt een plek aan en jij zegt ja of nee.")),
    K.CONFIRM_POSITION: (
        N_("Functie controleren"),
        N_("Je kijkt de functie na voordat iemand een plek krijgt."),
    ),
}
"""What a rule is called in the workbench, and what it is for."""


def _several(label: Any, hint: Any = "") -> SelectMultipleField:
    return SelectMultipleField(label, description=hint, choices=[])


def _positions(number: int) -> list[SelectChoice]:
    return [SelectChoice(kind.value, gettext(POSITIONS[kind][number])) for kind in PositionKind]


def _bodies() -> list[SelectChoice]:
    return [SelectChoice(kind.value, gettext(ORGANISATION_KINDS[kind])) for kind in OrganisationKind]


class RaiseForm(VersionedForm):
    """A rule higher in the order; the number of its place counts from 1."""

    place = HiddenField()

    def number(self) -> int:
        """The place; nonsense is the first one."""
        return whole(self.place.data, 1)


class RuleForm(VersionedForm):
    """A rule without questions."""

    def offer(self, associations: list[tuple[str, str]]) -> "RuleForm":
        """Fills the lists."""
        choices = {
            "associations": lambda: [SelectChoice(slug, name) for slug, name in associations],
            "open_to": lambda: _positions(1),
            "positions": lambda: _positions(1),
            "kinds": _bodies,
            "organisation_kinds": _bodies,
        }
        for field in self:
            if field.name in choices:
                field.choices = choices[field.name]()
        return self

    def values(self) -> dict[str, Any]:
        """The values of the rule."""
        return {}

    @classmethod
    def data_of(cls, rule: Rule) -> Mapping[str, Any]:
        """What the fields show of a rule that is there."""
        return rule.values


class MembershipForm(RuleForm):
    """Members of one of these."""

    associations = _several(lazy("Van welke vereniging?"), lazy("Meer dan één: lid van een ervan is genoeg."))
    open_to = _several(
        lazy("Wie kan daar lid van worden?"),
        lazy("Kies niets als iedereen lid kan worden. Mensen met een andere functie lezen dan waarom niet."),
    )

    def validate_associations(self, field: Any) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(gettext("Kies minstens één vereniging."))

    def values(self) -> dict[str, Any]:
        """The values of the rule."""
        found = {"associations": list(self.associations.data)}
        return {**found, "open_to": list(self.open_to.data)} if self.open_to.data else found


class PositionForm(RuleForm):
    """One of these positions."""

    positions = _several(lazy("Welke functie?"), lazy("Meer dan één: een ervan is genoeg."))

    def validate_positions(self, field: Any) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(gettext("Kies minstens één functie."))

    def values(self) -> dict[str, Any]:
        """The values of the rule."""
        return {"positions": list(self.positions.data)}


class OrganisationKindForm(RuleForm):
    """One of these kinds of organisation."""

    kinds = _several(lazy("Welke soort organisatie?"), lazy("Meer dan één: een ervan is genoeg."))

    def validate_kinds(self, field: Any) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(gettext("Kies minstens één soort organisatie."))

    def values(self) -> dict[str, Any]:
        """The values of the rule."""
        return {"kinds": list(self.kinds.data)}


class PerOrganisationForm(RuleForm):
    """At most so many."""

    at_most = NumberField(
        lazy("Hoeveel mensen per organisatie?"), least=1, most=1000, needed=lazy("Vul een aantal in.")
    )

    def values(self) -> dict[str, Any]:
        """The values of the rule."""
        return {"at_most": self.at_most.data}


class SetAsideForm(RuleForm):
    """Seats for a group until a day."""

    seats = NumberField(lazy("Hoeveel plekken?"), least=1, most=10_000, needed=lazy("Vul een aantal in."))
    until = DayField(
        lazy("Tot en met"),
        description=lazy("Daarna zijn de plekken voor iedereen."),
        needed=lazy("Vul de laatste dag in."),
    )
    associations = _several(lazy("Voor leden van"))
    positions = _several(lazy("Voor deze functies"))
    organisation_kinds = _several(lazy("Voor mensen die werken bij"))

    def validate_associations(self, field: Any) -> None:
        """The group is known by something."""
        if not (field.data or self.positions.data or self.organisation_kinds.data):
            raise ValidationError(gettext("Kies hieronder voor wie de plekken zijn."))

    def values(self) -> dict[str, Any]:
        """The values of the rule."""
        groups = ("associations", "positions", "organisation_kinds")
        named = {name: list(self[name].data) for name in groups if self[name].data}
        until = self.until.data
        return {"seats": self.seats.data, "until": until.isoformat() if until else "", **named}

    @classmethod
    def data_of(cls, rule: Rule) -> Mapping[str, Any]:
        """The day as a day."""
        return {**rule.values, "until": date.fromisoformat(rule.values["until"])}


class EarlyForm(RuleForm):
    """Only members until a moment."""

    day = DayField(lazy("Vanaf welke dag mag iedereen?"), needed=lazy("Vul een dag in."))
    clock = ClockField(lazy("Hoe laat?"), description=lazy("Leeg is aan het begin van die dag."))
    associations = _several(lazy("Wie mag eerder? Leden van"))

    def validate_clock(self, _field: Any) -> None:
        """The moment exists on the clock."""
        if self.day.data is None:
            return
        try:
            self._until()
        except Refused as refusal:
            raise ValidationError(sentence(refusal)) from None

    def validate_associations(self, field: Any) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(gettext("Kies minstens één vereniging."))

    def _until(self) -> datetime | None:
        typed = Typed(self.day.data, self.clock.data or MIDNIGHT, starts_once=Once.FIRST)
        return instants(typed, ZONE).starts_at

    def values(self) -> dict[str, Any]:
        """The values of the rule."""
        until = self._until()
        return {"until": until.isoformat() if until else "", "associations": list(self.associations.data)}

    @classmethod
    def data_of(cls, rule: Rule) -> Mapping[str, Any]:
        """The moment as a day and a time."""
        until = local(datetime.fromisoformat(rule.values["until"]))
        return {**rule.values, "day": until.date(), "clock": until.time()}


class CodeForm(RuleForm):
    """An invitation code; only its digest is kept, so it is never shown again."""

    code = StringField(
        lazy("Code"),
        description=lazy("Minstens 4 tekens. Hoofdletters maken niet uit. Zet de code in je uitnodiging."),
        validators=[Required(lazy("Vul een code in.")), *line(60)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def validate_code(self, field: Any) -> None:
        """Not too easy to guess."""
        if len((field.data or "").strip()) < SHORTEST_CODE:
            raise ValidationError(gettext("Kies een code van minstens 4 tekens."))

    def values(self) -> dict[str, Any]:
        """The values of the rule."""
        return {"sha256": code_digest(self.code.data or "")}

    @classmethod
    def data_of(cls, _rule: Rule) -> Mapping[str, Any]:
        """Nothing: nobody knows the code any more."""
        return {}


FORMS: dict[RuleKind, type[RuleForm]] = {
    K.SIGN_IN: RuleForm,
    K.MEMBERSHIP: MembershipForm,
    K.POSITION: PositionForm,
    K.ORGANISATION_KIND: OrganisationKindForm,
    K.PER_ORGANISATION: PerOrganisationForm,
    K.SET_ASIDE: SetAsideForm,
    K.EARLY: EarlyForm,
    K.CODE: CodeForm,
    K.APPROVAL: RuleForm,
    K.CONFIRM_POSITION: RuleForm,
}
"""The form of each rule; company and the head start of the interest list have a page of their own."""
