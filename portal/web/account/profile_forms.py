"""The forms of the profile."""

from wtforms import DateField, EmailField, PasswordField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import Optional

from portal.people.facts import POSITION_WORDS, READS_WORDS, InvoiceDefaults
from portal.people.queries import Credentials
from portal.texts import gettext, lazy
from portal.web.kit.fields import AtMost, PortalForm, address, line, name, options

DATES = ["%Y-%m-%d", "%d-%m-%Y"]


class DetailsForm(PortalForm):
    """Name, phone and language."""

    name = StringField(lazy("Naam"), validators=[name()], render_kw={"autocomplete": "name"})
    phone = TelField(
        lazy("Telefoonnummer"),
        description=lazy("Voor de organisator, als er op het laatste moment iets verandert."),
        validators=line(40),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    language = SelectField(
        lazy("Taal van je mails"),
        choices=options([("nl", lazy("Nederlands")), ("en", lazy("Engels"))]),
        default="nl",
    )
    reads = SelectField(
        lazy("Talen waarin je een leergang kunt volgen"),
        description=lazy("We bevelen alleen aan wat in deze talen is."),
        choices=options((reads, lazy(words)) for reads, words in READS_WORDS.items()),
        default="nl",
    )


class PositionForm(PortalForm):
    """A position at an organisation of the list, or at one that is not on it yet."""

    kind = SelectField(lazy("Functie"), coerce=str, default="")
    organisation = SelectField(lazy("Organisatie"), coerce=str, default="")
    new_organisation = StringField(
        lazy("Staat je organisatie niet in de lijst? Vul dan de naam in"),
        description=lazy("Een beheerder controleert de naam. Je kunt wel meteen verder."),
        validators=line(200),
    )
    starts_on = DateField(lazy("Sinds"), format=DATES, validators=[Optional()])
    ends_on = DateField(
        lazy("Tot en met"),
        description=lazy("Laat leeg als je deze functie nu hebt."),
        format=DATES,
        validators=[Optional()],
    )

    def offer(self, organisations: list[tuple[str, str]]) -> "PositionForm":
        """Fills the lists."""
        kinds = [(kind.value, gettext(words)) for kind, words in POSITION_WORDS.items()]
        self.kind.choices = options([("", gettext("Kies je functie")), *kinds])
        self.organisation.choices = options([("", gettext("Kies je organisatie")), *organisations])
        return self

    def is_whole(self) -> bool:
        """Whether everything is filled in; if not, the messages stand at the fields."""
        fine = bool(self.validate())
        if not self.kind.data:
            self.kind.errors = [gettext("Kies je functie.")]
        if not self.organisation.data and not self.new_organisation.data and not self.new_organisation.errors:
            self.organisation.errors = [gettext("Kies je organisatie, of vul hieronder de naam in.")]
        return fine and not self.errors


class InvoiceForm(PortalForm):
    """What registrations are filled in with for the invoice."""

    invoice_name = StringField(lazy("Naam op de factuur"), validators=line(200))
    invoice_address = TextAreaField(
        lazy("Factuuradres"),
        validators=[AtMost(500)],
        render_kw={"rows": 3, "autocomplete": "street-address"},
    )
    invoice_email = EmailField(lazy("E-mailadres voor de factuur"), validators=[address(optional=True)])
    cost_centre = StringField(lazy("Kostenplaats"), validators=line(80))

    def defaults(self) -> InvoiceDefaults:
        """What was filled in."""
        return InvoiceDefaults(
            invoice_name=self.invoice_name.data or "",
            invoice_address=(self.invoice_address.data or "").replace("\r\n", "\n").strip(),
            invoice_email=self.invoice_email.data or "",
            cost_centre=self.cost_centre.data or "",
        )


class ChangeEmailForm(PortalForm):
    """Another address, with the password of now."""

    email = EmailField(
        lazy("Nieuw e-mailadres"),
        description=lazy("We sturen een link naar dit adres. Pas als je die opent, verandert er iets."),
        validators=[address()],
        render_kw={"autocomplete": "email"},
    )
    current = PasswordField(lazy("Wachtwoord"), render_kw={"autocomplete": "current-password"})

    def fits(self, known: Credentials | None) -> bool:
        """Whether all is there; who has a password must type it."""
        fine = bool(self.validate())
        if known is None or known.password_hash is None or self.current.data:
            return fine
        self.current.errors = [gettext("Vul je wachtwoord in.")]
        return False


class EraseForm(PortalForm):
    """The password of now, to erase the account with."""

    current = PasswordField(
        lazy("Wachtwoord"),
        description=lazy("Zo weten we zeker dat jij het bent."),
        render_kw={"autocomplete": "current-password"},
    )

    def fits(self, known: Credentials) -> bool:
        """Whether the password was typed."""
        fine = bool(self.validate())
        if known.password_hash is None or self.current.data:
            return fine
        self.current.errors = [gettext("Vul je wachtwoord in.")]
        return False
