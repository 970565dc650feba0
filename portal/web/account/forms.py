"""The forms of signing in and of one's own account."""

from wtforms import EmailField, HiddenField, PasswordField, StringField

from portal.errors import Refused
from portal.people import passwords
from portal.people.queries import Credentials
from portal.people.service import AccountReason
from portal.texts import gettext, lazy
from portal.web.kit.fields import PortalForm, Required, address, name

_NOW = {"autocomplete": "current-password"}
_NEW = {"autocomplete": "new-password"}


class AddressForm(PortalForm):
    """Only an e-mail address: to have a link mailed."""

    email = EmailField(lazy("E-mailadres"), validators=[address()], render_kw={"autocomplete": "username"})
    next = HiddenField()


class SignInForm(AddressForm):
    """E-mail address and password."""

    password = PasswordField(
        lazy("Wachtwoord"), validators=[Required(lazy("Vul je wachtwoord in."))], render_kw=_NOW
    )


class SignUpForm(PortalForm):
    """Asking for an account."""

    name = StringField(lazy("Naam"), validators=[name()], render_kw={"autocomplete": "name"})
    email = EmailField(
        lazy("Zakelijk e-mailadres"),
        description=lazy("We sturen je een mail met een link om je adres te bevestigen."),
        validators=[address()],
        render_kw={"autocomplete": "email"},
    )
    next = HiddenField()


class NewPasswordForm(PortalForm):
    """A new password, typed once; it can be shown."""

    password = PasswordField(
        lazy("Nieuw wachtwoord"),
        description=lazy("Minstens 15 tekens. Een zin van een paar woorden is sterk en goed te onthouden."),
        validators=[Required(lazy("Vul een wachtwoord in van minstens 15 tekens."))],
        render_kw=_NEW,
    )

    def is_good_enough(self, *, own: tuple[str, ...]) -> bool:
        """Whether the password will do; if not, the reason stands at the field."""
        try:
            passwords.check(self.password.data or "", own=own)
        except Refused as refusal:
            self.refuse("password", refusal)
            return False
        return True


class ChangePasswordForm(NewPasswordForm):
    """The password of now, and another one."""

    current = PasswordField(lazy("Wachtwoord van nu"), render_kw=_NOW)

    def fits(self, known: Credentials | None, *, own: tuple[str, ...]) -> bool:
        """Whether the old one is right and the new one good enough. Slow: not inside a transaction."""
        fine = bool(self.validate()) and self.is_good_enough(own=own)
        if known is None or known.password_hash is None:
            return fine
        if not self.current.data:
            self.current.errors = [gettext("Vul je wachtwoord in.")]
            return False
        if not passwords.matches(known.password_hash, self.current.data):
            self.refuse("current", Refused(AccountReason.WRONG_PASSWORD))
            return False
        return fine


class ConfirmForm(NewPasswordForm):
    """Confirming the address: the name once more, and a password if one wants it."""

    name = StringField(lazy("Naam"), validators=[name()], render_kw={"autocomplete": "name"})
    password = PasswordField(
        lazy("Wachtwoord"),
        description=lazy(
            "Minstens 15 tekens, bijvoorbeeld een zin. "
            "Laat je dit leeg, dan mailen we je een link als je inlogt."
        ),
        render_kw=_NEW,
    )
    next = HiddenField()
