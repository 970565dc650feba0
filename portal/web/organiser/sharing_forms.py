"""The forms of how an edition shares out its seats, and whom one may bring along."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, RadioField, SelectChoice, SelectField, SelectMultipleField

from portal.eligibility.wording import POSITIONS
from portal.people.facts import PositionKind
from portal.programmes.facts import Promotion
from portal.programmes.models import Edition
from portal.texts import gettext, lazy, ngettext
from portal.web.kit.fields import Required
from portal.web.organiser.forms import VersionedForm

HOLDS = (0, 4, 8, 16, 24)
FOR_EVER = "for_ever"


class SharingForm(VersionedForm):
    """What happens with a seat that comes free."""

    promotion = RadioField(
        lazy("Er komt een plek vrij. Wat krijgt de eerste op de wachtlijst?"),
        choices=[
            SelectChoice(Promotion.OFFER.value, lazy("Een aanbod, met drie werkdagen om te antwoorden")),
            SelectChoice(Promotion.AUTOMATIC.value, lazy("Meteen de plek")),
        ],
        validators=[Required(lazy("Kies een van de mogelijkheden."))],
    )
    hold = SelectField(
        lazy("Er is één plek vrij en vooraan staan er twee samen. Hoe lang houden we die plek vast?"),
        description=lazy("Werkuren zijn van 9.00 tot 17.00 uur op werkdagen."),
    )
    substitution_allowed = BooleanField(lazy("Wie niet kan, mag de plek aan een collega geven"))

    def offer(self, now: int | None) -> "SharingForm":
        """Fills the list of hours, with the number of now if that is another one."""
        hours = sorted({*HOLDS, *([now] if now is not None else [])})
        self.hold.choices = [
            *(SelectChoice(str(number), _hours(number)) for number in hours),
            SelectChoice(FOR_EVER, gettext("Tot er twee plekken zijn")),
        ]
        return self

    def values(self) -> dict[str, Any]:
        """The values of the edition."""
        return {
            "promotion": Promotion(self.promotion.data),
            "hold_hours": None if self.hold.data == FOR_EVER else int(self.hold.data),
            "substitution_allowed": bool(self.substitution_allowed.data),
        }

    @classmethod
    def of(cls, edition: Edition) -> "SharingForm":
        """The form with what stands there now."""
        held = FOR_EVER if edition.hold_hours is None else str(edition.hold_hours)
        data = {
            "promotion": str(edition.promotion),
            "hold": held,
            "substitution_allowed": edition.substitution_allowed,
        }
        return cls(formdata=None, data=data).offer(edition.hold_hours)


def _hours(number: int) -> str:
    if number == 0:
        return gettext("Niet: de volgende die alleen komt, gaat voor")
    return ngettext("%(num)s werkuur", "%(num)s werkuren", number)


class CompanyForm(VersionedForm):
    """Whether one may bring somebody along, and whom."""

    allowed = RadioField(
        lazy("Mag je iemand meenemen?"),
        choices=[SelectChoice("no", lazy("Nee")), SelectChoice("yes", lazy("Ja, één persoon"))],
        validators=[Required(lazy("Kies een van de mogelijkheden."))],
    )
    positions = SelectMultipleField(
        lazy("Welke functie heeft wie meegaat?"),
        description=lazy("Kies niets als het iedereen mag zijn."),
        choices=[SelectChoice(kind.value, lazy(POSITIONS[kind][0])) for kind in PositionKind],
    )
    same_organisation = BooleanField(lazy("Alleen iemand van de eigen organisatie"))
    membership = SelectMultipleField(
        lazy("Moet wie meegaat ergens lid van zijn?"),
        description=lazy("Kies niets als dat niet hoeft."),
    )
    takes_seat = RadioField(
        lazy("Neemt wie meegaat een plek in?"),
        choices=[SelectChoice("yes", lazy("Ja, samen twee plekken")), SelectChoice("no", lazy("Nee"))],
        default="yes",
    )

    def offer(self, associations: list[tuple[str, str]]) -> "CompanyForm":
        """Fills the list of associations."""
        self.membership.choices = [SelectChoice(slug, name) for slug, name in associations]
        return self

    def rule(self) -> dict[str, Any] | None:
        """The values of the rule; None: nobody may be brought along."""
        if self.allowed.data != "yes":
            return None
        return {
            "positions": list(self.positions.data or []),
            "same_organisation": bool(self.same_organisation.data),
            "membership": list(self.membership.data or []),
        }

    @classmethod
    def of(cls, edition: Edition, rule: Mapping[str, Any]) -> "CompanyForm":
        """The form with what stands there now."""
        data = {
            "allowed": "yes" if edition.companion_allowed else "no",
            "positions": rule.get("positions") or [],
            "same_organisation": bool(rule.get("same_organisation")),
            "membership": rule.get("membership") or [],
            "takes_seat": "yes" if edition.companion_takes_seat else "no",
        }
        return cls(formdata=None, data=data)
