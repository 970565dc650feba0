"""The form of "houd mij op de hoogte"."""

from wtforms import EmailField, StringField

from portal.texts import lazy
from portal.web.kit.fields import PortalForm, address, line

LONGEST_NAME = 200


class InterestForm(PortalForm):
    """An e-mail address, and a name to greet by."""

    email = EmailField(
        lazy("E-mailadres"),
        description=lazy("We sturen je een mail met een link om dit te bevestigen."),
        validators=[address()],
        render_kw={"autocomplete": "email"},
    )
    name = StringField(lazy("Naam"), validators=line(LONGEST_NAME), render_kw={"autocomplete": "name"})
