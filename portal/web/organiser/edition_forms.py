"""The forms of what an edition says: its facts and its price."""

from typing import Any

from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.programmes.facts import VatBasis
from portal.programmes.models import Edition
from portal.texts import gettext, lazy
from portal.web.kit.fields import AtMost, Required, line
from portal.web.kit.inputs import DayField, MoneyField, MonthField, NumberField
from portal.web.organiser.forms import VersionedForm
from portal.web.organiser.programme_forms import plain

MOST_HOURS = 2000
PAID, FREE, UNKNOWN = "paid", "free", "unknown"


class FactsForm(VersionedForm):
    """What an edition is called, when and where it is, and how one works."""

    label = StringField(
        lazy("Naam van de editie"),
        description=lazy("Bijvoorbeeld: Najaar 2027."),
        validators=[Required(lazy("Vul een naam in, zoals Najaar 2027.")), *line(120)],
    )
    starts_on = DayField(
        lazy("Eerste dag"),
        description=lazy("Alleen nodig zolang de bijeenkomsten nog geen datum hebben."),
    )
    ends_on = DayField(lazy("Laatste dag"))
    until_month = MonthField(
        lazy("Of: loopt tot en met deze maand"),
        description=lazy("Als je de laatste dag nog niet weet. Bijvoorbeeld: maart 2028."),
    )
    stated_days = NumberField(lazy("Aantal dagen"), least=1, most=200)
    study_load_hours = NumberField(
        lazy("Studielast in uren"),
        least=1,
        most=MOST_HOURS,
        description=lazy("Alles bij elkaar: bijeenkomsten en zelfstudie."),
    )
    self_study_hours = NumberField(lazy("Waarvan zelfstudie, in uren"), least=0, most=MOST_HOURS)
    location_note = StringField(
        lazy("Waar, in het kort"),
        description=lazy("Zolang de zalen nog niet bekend zijn. Bijvoorbeeld: in het midden van het land."),
        validators=line(200),
    )
    facilitator = StringField(lazy("Wie begeleidt?"), validators=line(200))
    facilitator_role = StringField(
        lazy("Wie is dat?"),
        description=lazy("Een zin over de begeleider."),
        validators=line(400),
    )
    day_format = TextAreaField(
        lazy("Hoe ziet een dag eruit?"), validators=[AtMost(2000)], render_kw={"rows": 4}
    )
    preparation = TextAreaField(
        lazy("Voorbereiding"),
        description=lazy("Wat doen deelnemers vooraf?"),
        validators=[AtMost(2000)],
        render_kw={"rows": 4},
    )
    late_registration = StringField(
        lazy("Wat als iemand te laat is?"),
        description=lazy("Bijvoorbeeld: mail ons, dan kijken we of er nog plek is."),
        validators=line(400),
    )

    def validate_ends_on(self, field: Any) -> None:
        """The end comes after the start."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(gettext("De laatste dag ligt voor de eerste. Pas een van de datums aan."))

    def validate_self_study_hours(self, field: Any) -> None:
        """A part is not more than the whole."""
        if field.data is None or self.study_load_hours.errors:
            return
        if field.data > (self.study_load_hours.data or 0):
            raise ValidationError(gettext("Dit is meer dan de hele studielast. Pas een van beide aan."))

    def values(self) -> dict[str, Any]:
        """The values of the edition."""
        found = {name: self[name].data for name in FACTS}
        return found | {
            "until_month": self.until_month.data or "",
            "day_format": plain(self.day_format.data),
            "preparation": plain(self.preparation.data),
        }

    @classmethod
    def of(cls, edition: Edition) -> "FactsForm":
        """The form with what stands there now."""
        return cls(
            formdata=None,
            data={name: getattr(edition, name) or None for name in FACTS}
            | {"self_study_hours": edition.self_study_hours},
        )


FACTS = (
    "label",
    "starts_on",
    "ends_on",
    "until_month",
    "stated_days",
    "study_load_hours",
    "self_study_hours",
    "location_note",
    "facilitator",
    "facilitator_role",
    "day_format",
    "preparation",
    "late_registration",
)


class PriceForm(VersionedForm):
    """What taking part costs, with its VAT, and what leaving costs."""

    paid = RadioField(
        lazy("Kost meedoen geld?"),
        choices=[
            SelectChoice(PAID, lazy("Ja")),
            SelectChoice(FREE, lazy("Nee, het is gratis")),
            SelectChoice(UNKNOWN, lazy("Dat weet ik nog niet")),
        ],
        validators=[Required(lazy("Kies een van de mogelijkheden."))],
    )
    price = MoneyField(
        lazy("Prijs per persoon, in euro"),
        usual=True,
        description=lazy("Bijvoorbeeld: 1.500 of 1.250,50."),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    vat_basis = RadioField(
        lazy("Hoort de btw erbij?"),
        choices=[
            SelectChoice(VatBasis.EXCL.value, lazy("Nee, de btw komt er nog bij")),
            SelectChoice(VatBasis.INCL.value, lazy("Ja, de btw zit erin")),
            SelectChoice(VatBasis.EXEMPT.value, lazy("Er is geen btw: vrijgesteld")),
            SelectChoice(VatBasis.UNKNOWN.value, lazy("Dat weet ik nog niet")),
        ],
        validate_choice=False,
    )
    vat_percentage = NumberField(
        lazy("Percentage btw"), least=0, most=100, description=lazy("Bijvoorbeeld: 21.")
    )
    member_price = MoneyField(
        lazy("Prijs voor leden, in euro"),
        description=lazy("Alleen als leden een andere prijs betalen."),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    companion_price = MoneyField(
        lazy("Prijs voor wie iemand meeneemt, in euro"),
        description=lazy("Voor de tweede persoon. Leeg is dezelfde prijs."),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    cancel_free_days = NumberField(
        lazy("Gratis afmelden tot hoeveel dagen voor de start?"),
        least=0,
        most=365,
        description=lazy("Laat leeg als je geen kosten voor afmelden vastlegt."),
    )
    cancel_percentage = NumberField(
        lazy("Daarna betaal je dit percentage van de prijs"),
        least=0,
        most=100,
        description=lazy("Leeg is 100."),
    )

    def validate_price(self, field: Any) -> None:
        """Who asks money says how much."""
        if self.paid.data == PAID and field.data is None and not field.errors:
            raise ValidationError(gettext("Vul de prijs in, zoals 1500 of 1.250,50."))

    def validate_vat_basis(self, field: Any) -> None:
        """And how it relates to VAT."""
        if self.paid.data == PAID and field.data not in set(VatBasis) - {VatBasis.FREE}:
            raise ValidationError(gettext("Kies of de btw bij de prijs hoort."))

    def validate_cancel_percentage(self, field: Any) -> None:
        """A percentage needs a day from which it counts."""
        days = self.cancel_free_days
        if field.data is not None and days.data is None and not days.errors:
            raise ValidationError(gettext("Vul ook in tot hoeveel dagen voor de start afmelden gratis is."))

    def values(self) -> dict[str, Any]:
        """The values of the edition; what is free has no amounts."""
        terms = {name: self[name].data for name in ("cancel_free_days", "cancel_percentage")}
        if self.paid.data != PAID:
            basis = VatBasis.FREE if self.paid.data == FREE else VatBasis.UNKNOWN
            none = dict.fromkeys(("price_cents", "member_price_cents", "companion_price_cents"))
            return {**none, "vat_percentage": None, "vat_basis": basis, **terms, **PER_PERSON}
        basis = VatBasis(self.vat_basis.data)
        with_rate = basis in (VatBasis.EXCL, VatBasis.INCL)
        return {
            "price_cents": self.price.data,
            "member_price_cents": self.member_price.data,
            "companion_price_cents": self.companion_price.data,
            "vat_basis": basis,
            "vat_percentage": self.vat_percentage.data if with_rate else None,
            **terms,
            **PER_PERSON,
        }

    @classmethod
    def of(cls, edition: Edition) -> "PriceForm":
        """The form with what stands there now."""
        free = edition.vat_basis == VatBasis.FREE
        paid = FREE if free else UNKNOWN if edition.price_cents is None else PAID
        data = {
            "paid": paid,
            "price": edition.price_cents,
            "vat_basis": None if free else str(edition.vat_basis),
            "vat_percentage": edition.vat_percentage,
            "member_price": edition.member_price_cents,
            "companion_price": edition.companion_price_cents,
            "cancel_free_days": edition.cancel_free_days,
            "cancel_percentage": edition.cancel_percentage,
        }
        return cls(formdata=None, data=data)


PER_PERSON = {"price_per_person_stated": True}
