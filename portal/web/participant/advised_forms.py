"""The forms of recommendations: other goals to try, and what somebody does not want."""

from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField

from portal.assessments.catalogue import MOST_GOALS
from portal.frameworks.vocabulary import ASPECTS, ROLES, name_of
from portal.recommendations.facts import RefusalReason
from portal.texts import N_, gettext, language, lazy
from portal.web.kit.fields import PortalForm, options
from portal.web.kit.inputs import NumberField

MOST_HOURS = 2000
WHY_NOT: dict[RefusalReason, str] = {
    RefusalReason.TIME: N_("Ik heb er geen tijd voor"),
    RefusalReason.MONEY: N_("Het is te duur"),
    RefusalReason.DISTANCE: N_("Het is te ver weg"),
    RefusalReason.LEVEL: N_("Het niveau past niet bij mij"),
    RefusalReason.KNOWN: N_("Ik kan dit al"),
    RefusalReason.OTHER_SUBJECT: N_("Het onderwerp past niet bij mijn werk"),
}


def _priorities() -> list[Any]:
    return options(
        [("0", gettext("Gewoon")), ("1", gettext("Belangrijk")), ("2", gettext("Heel belangrijk"))]
    )


class TryForm(PortalForm):
    """Other goals, to see what they would change. It stands in the address and keeps nothing."""

    roles = SelectMultipleField(lazy("Rollen die je wilt ontwikkelen"), name="rol", validate_choice=False)
    hours = NumberField(lazy("Hooguit zoveel uur per leergang"), least=1, most=MOST_HOURS, name="uren")

    richting = SelectField(choices=_priorities, default="0")
    overzicht = SelectField(choices=_priorities, default="0")
    besluitvorming = SelectField(choices=_priorities, default="0")
    kennis = SelectField(choices=_priorities, default="0")
    houding = SelectField(choices=_priorities, default="0")
    ondersteuning = SelectField(choices=_priorities, default="0")
    samenwerking = SelectField(choices=_priorities, default="0")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.roles.choices = options([(role.id, name_of(role, language())) for role in ROLES])
        for aspect in ASPECTS:
            field = self[aspect.id]
            field.label.text = name_of(aspect, language())
            field.flags.required = True  # it always has a value

    @property
    def aspects(self) -> list[Any]:
        """The field of each aspect."""
        return [self[aspect.id] for aspect in ASPECTS]

    def goals(self) -> dict[str, int]:
        """The priority of each aspect that is a goal."""
        known = {"1", "2"}
        return {a.id: int(self[a.id].data) for a in ASPECTS if self[a.id].data in known}

    def role_goals(self) -> frozenset[str]:
        """The roles that are a goal."""
        known = {role.id for role in ROLES}
        return frozenset(role for role in self.roles.data or [] if role in known)

    def validate(self, extra_validators: Any = None) -> bool:
        """Three goals at most; the first one too many says so."""
        valid: bool = super().validate(extra_validators)
        chosen = list(self.goals())
        if len(chosen) > MOST_GOALS:
            said = gettext(
                "Maak hooguit %(most)s onderdelen belangrijk. Kies hier “Gewoon”, of bij een ander.",
                most=MOST_GOALS,
            )
            field = self[chosen[MOST_GOALS]]
            field.errors = [*field.errors, said]
            return False
        return valid


class RefuseForm(PortalForm):
    """Why something is not for somebody; saying nothing is fine."""

    reason = RadioField(
        lazy("Waarom niet?"),
        description=lazy("De organisator ziet een reden pas als tien mensen of meer iets niet willen."),
        choices=lambda: options(
            [("", gettext("Dat zeg ik liever niet")), *((r, gettext(w)) for r, w in WHY_NOT.items())]
        ),
        validate_choice=False,
        default="",
    )

    def value(self) -> RefusalReason | None:
        """The reason, when one was given."""
        known = {str(one): one for one in RefusalReason}
        return known.get(self.reason.data or "")
