"""The forms of enrolling and of one's own registrations."""

from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from portal.people.addresses import clean_line
from portal.people.facts import POSITION_WORDS
from portal.texts import N_, gettext, lazy
from portal.web.kit.fields import AtMost, PortalForm, Required, line
from portal.web.kit.fields import address as e_mail
from portal.web.kit.fields import name as full_name
from portal.web.participant.steps import ALONE, DUO

ADDRESS_LIMIT = 500


def tidy_lines(text: str | None) -> str:
    """Several lines of visible text, without signs that nobody sees."""
    return "\n".join(clean_line(row) for row in (text or "").splitlines()).strip()


class OnlyInDuo:
    """Leaves a field alone while its form says that nobody comes along."""

    def __call__(self, form: Any, _field: Any) -> None:
        """Stops the checks, without a message."""
        if form.party.data != DUO:
            raise StopValidation


class OnlyFor:
    """Leaves a field alone unless its form has this answer."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def __call__(self, form: Any, _field: Any) -> None:
        """Stops the checks, without a message."""
        if form.answer.data != self.answer:
            raise StopValidation


class OneOf:
    """One of the choices must be taken; the message says which."""

    field_flags = {"required": True}  # noqa: RUF012 - the form library reads it from the class

    def __init__(self, message: str, **values: object) -> None:
        self.message, self.values = message, values

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises when nothing, or something that is not there, was chosen."""
        known = {value for value, *_more in field.iter_choices()}
        if field.data not in known:
            raise StopValidation(gettext(self.message, **self.values))


class PeopleForm(PortalForm):
    """Who takes part, for which organisation, with which code."""

    party = RadioField(
        lazy("Schrijf je je alleen in, of samen met iemand?"),
        validators=[OneOf(N_("Kies of je alleen komt of samen met iemand."))],
        choices=lambda: [
            SelectChoice(ALONE, gettext("Ik kom alleen")),
            SelectChoice(DUO, gettext("Ik neem iemand mee")),
        ],
        validate_choice=False,
        default=ALONE,
    )
    companion_name = StringField(
        lazy("Naam van degene die je meeneemt"),
        validators=[OnlyInDuo(), full_name()],
        render_kw={"autocomplete": "off"},
    )
    companion_email = EmailField(
        lazy("Zakelijk e-mailadres van degene die je meeneemt"),
        validators=[OnlyInDuo(), e_mail()],
        render_kw={"autocomplete": "off"},
    )
    organisation = RadioField(
        lazy("Voor welke organisatie doe je mee?"),
        validators=[OneOf(N_("Kies voor welke organisatie je meedoet."))],
        validate_choice=False,
        coerce=str,
    )
    code = StringField(
        lazy("Code uit je uitnodiging"),
        validators=[*line(80), Required(lazy("Vul de code in die in je uitnodiging staat."))],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class InvoiceForm(PortalForm):
    """What the organiser needs to send an invoice."""

    purchase_order = StringField(
        lazy("Inkoopnummer"),
        description=lazy("Ook wel verplichtingennummer. Vraag het bij inkoop of financiën."),
        validators=line(80),
        render_kw={"autocomplete": "off"},
    )
    cost_centre = StringField(
        lazy("Kostenplaats"),
        validators=line(80),
        render_kw={"autocomplete": "off"},
    )
    name = StringField(
        lazy("Naam op de factuur"),
        description=lazy("Meestal de naam van je organisatie."),
        validators=[*line(200), Required(lazy("Vul in op welke naam de factuur moet staan."))],
        render_kw={"autocomplete": "organization"},
    )
    address = TextAreaField(
        lazy("Factuuradres"),
        description=lazy("Straat of postbus, postcode en plaats."),
        validators=[
            AtMost(ADDRESS_LIMIT),
            Required(lazy("Vul het adres in waar de factuur naartoe moet.")),
        ],
        filters=[tidy_lines],
        render_kw={"rows": 3, "autocomplete": "street-address"},
    )
    email = EmailField(
        lazy("E-mailadres voor de factuur"),
        validators=[e_mail()],
        render_kw={"autocomplete": "email"},
    )


class ConsentForm(PortalForm):
    """The last form: agreeing, with the one-time key of this enrolment."""

    key = HiddenField()
    consent = BooleanField(
        lazy("Ik ga akkoord met de prijs en de voorwaarden voor afmelden."),
        validators=[Required(lazy("Zet een vinkje als je akkoord gaat. Zonder akkoord kun je niet verder."))],
    )


ONLY_ME, ALL = "ik", "allen"


class WithdrawForm(PortalForm):
    """Who leaves, and why if one wants to say it."""

    who = RadioField(
        lazy("Wie meldt zich af?"),
        validators=[OneOf(N_("Kies of jij je afmeldt, of jullie allebei."))],
        validate_choice=False,
    )
    why = StringField(
        lazy("Waarom meld je je af?"),
        description=lazy("De organisator kan dit lezen."),
        validators=line(300),
        render_kw={"autocomplete": "off"},
    )


class PersonForm(PortalForm):
    """Somebody else, by name and address: a companion, or a colleague who takes over."""

    name = StringField(lazy("Naam"), validators=[full_name()], render_kw={"autocomplete": "off"})
    email = EmailField(lazy("Zakelijk e-mailadres"), validators=[e_mail()], render_kw={"autocomplete": "off"})


THIS_DAY, SUBSTITUTE, LEAVE = "dag", "vervanger", "weg"


class DeclinedForm(PortalForm):
    """What somebody means who declined a meeting; name and address are for a substitute alone."""

    answer = RadioField(
        lazy("Wat bedoel je?"),
        validators=[OneOf(N_("Kies wat je bedoelt."))],
        validate_choice=False,
    )
    name = StringField(
        lazy("Naam van je vervanger"),
        description=lazy("Alleen invullen als je een vervanger stuurt."),
        validators=[OnlyFor(SUBSTITUTE), full_name()],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        lazy("Zakelijk e-mailadres van je vervanger"),
        validators=[OnlyFor(SUBSTITUTE), e_mail()],
        render_kw={"autocomplete": "off"},
    )


HERE, ELSEWHERE = "zelfde", "anders"


class InvitationForm(PortalForm):
    """Who says yes: name, and position and organisation when the portal does not know them yet."""

    name = StringField(lazy("Je naam"), validators=[full_name()], render_kw={"autocomplete": "name"})
    kind = SelectField(
        lazy("Je functie"),
        choices=lambda: [
            SelectChoice("", gettext("Kies je functie")),
            *(SelectChoice(str(kind), gettext(word)) for kind, word in POSITION_WORDS.items()),
        ],
        validators=[Required(lazy("Kies je functie."))],
        validate_choice=True,
    )
    work = RadioField(
        lazy("Waar werk je?"),
        validators=[OneOf(N_("Kies waar je werkt."))],
        validate_choice=False,
    )
    organisation = StringField(
        lazy("Naam van je organisatie"),
        description=lazy("Alleen invullen als je ergens anders werkt."),
        validators=line(200),
        render_kw={"autocomplete": "organization"},
    )

    def fits(self) -> bool:
        """Whether somebody who works elsewhere says where."""
        elsewhere = self.work is None or self.work.data == ELSEWHERE
        if self.organisation is not None and elsewhere and not self.organisation.data:
            self.organisation.errors = [gettext("Vul in bij welke organisatie je werkt.")]
            return False
        return True
