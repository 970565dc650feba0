"""The forms of the administration."""

from wtforms import BooleanField, DateField, EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.erasure.facts import WHY_WORDS
from portal.people.facts import ORGANISATION_WORDS
from portal.texts import gettext, lazy
from portal.web.kit.fields import AtMost, PortalForm, Required, address, line, options

_DATES = ["%Y-%m-%d", "%d-%m-%Y"]


class OrganisationForm(PortalForm):
    """An organisation on the list."""

    name = StringField(
        lazy("Naam"), validators=[*line(200), Required(lazy("Vul de naam van de organisatie in."))]
    )
    kind = SelectField(lazy("Soort organisatie"), coerce=str, default="")
    organises = BooleanField(
        lazy("Organiseert leergangen"),
        description=lazy("Organisatoren van deze organisatie krijgen een werkbank."),
    )
    has_members = BooleanField(
        lazy("Heeft leden"), description=lazy("Voor een vereniging: je kunt lidmaatschappen importeren.")
    )
    mail_address = EmailField(
        lazy("E-mailadres voor deelnemers"),
        description=lazy("Antwoorden op mails van deze organisatie gaan hierheen."),
        validators=[address(optional=True)],
    )
    about = TextAreaField(lazy("Over de organisatie"), validators=[AtMost(1000)], render_kw={"rows": 3})

    def offer(self) -> "OrganisationForm":
        """Fills the list."""
        kinds = [(kind.value, gettext(words)) for kind, words in ORGANISATION_WORDS.items()]
        self.kind.choices = options([("", gettext("Kies een soort")), *kinds])
        return self

    def is_whole(self) -> bool:
        """Whether everything is filled in; if not, the messages stand at the fields."""
        fine = bool(self.validate())
        if not self.kind.data:
            self.kind.errors = [gettext("Kies wat voor organisatie het is.")]
        return fine and bool(self.kind.data)


class MergeForm(PortalForm):
    """The organisation that a proposed one turns out to be."""

    into = SelectField(lazy("Dit is dezelfde organisatie als"), coerce=str, default="")

    def offer(self, organisations: list[tuple[str, str]]) -> "MergeForm":
        """Fills the list."""
        self.into.choices = options([("", gettext("Kies een organisatie")), *organisations])
        return self


class OrganiserForm(PortalForm):
    """Who organises for which organisation."""

    email = EmailField(
        lazy("E-mailadres"),
        description=lazy("Het adres van iemand met een account."),
        validators=[address()],
        render_kw={"autocomplete": "off"},
    )
    organisation = SelectField(lazy("Organiseert voor"), coerce=str, default="")

    def offer(self, organisations: list[tuple[str, str]]) -> "OrganiserForm":
        """Fills the list."""
        self.organisation.choices = options([("", gettext("Kies een organisatie")), *organisations])
        return self

    def is_whole(self) -> bool:
        """Whether everything is filled in; if not, the messages stand at the fields."""
        fine = bool(self.validate())
        if not self.organisation.data:
            self.organisation.errors = [gettext("Kies een organisatie.")]
        return fine and bool(self.organisation.data)


class MembershipForm(PortalForm):
    """Dates and number of a membership."""

    number = StringField(lazy("Lidnummer"), validators=line(40))
    starts_on = DateField(
        lazy("Eerste dag"),
        format=_DATES,
        validators=[Required(lazy("Vul de eerste dag in, zoals 01-01-2027."))],
    )
    ends_on = DateField(
        lazy("Laatste dag"),
        description=lazy("Laat leeg als er geen einddatum is."),
        format=_DATES,
        validators=[Optional()],
    )


class EraseForm(PortalForm):
    """Why somebody's account is erased."""

    why = SelectField(
        lazy("Waarom verwijder je dit account?"),
        description=lazy("Controleer eerst of de vraag echt van deze persoon komt."),
        coerce=str,
        default="",
    )

    def offer(self) -> "EraseForm":
        """Fills the list."""
        reasons = [(why.value, gettext(words)) for why, words in WHY_WORDS.items()]
        self.why.choices = options([("", gettext("Kies een reden")), *reasons])
        return self

    def is_whole(self) -> bool:
        """Whether a reason was chosen."""
        fine = bool(self.validate())
        if not self.why.data and not self.why.errors:
            self.why.errors = [gettext("Kies waarom je dit account verwijdert.")]
        return fine and not self.errors
