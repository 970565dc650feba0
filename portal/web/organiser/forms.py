"""The forms of the workbench."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.people.pasted import LONGEST
from portal.programmes.facts import Desk
from portal.texts import gettext, lazy
from portal.web.kit.fields import AtMost, PortalForm, Required
from portal.web.kit.numbers import STAMP, whole

MOST_SEATS = 100_000
REASON = 500


class VersionedForm(PortalForm):
    """A change of an edition that another organiser may be changing too.

    `version` is the stamp that the page was made with; `seen` the moment of the newest change it showed.
    """

    version = HiddenField()
    seen = HiddenField()

    def expected(self) -> int:
        """The version that the page was made with; nonsense never fits."""
        return whole(self.version.data, digits=STAMP)


def is_number_of_seats(_form: Any, field: Any) -> None:
    """Raises for what is no number of seats; empty is unlimited."""
    text = (field.data or "").strip()
    if text and not (text.isascii() and text.isdigit() and int(text[:9]) <= MOST_SEATS):
        raise ValidationError(
            gettext("Vul een aantal plekken in van 0 tot 100.000, of laat het leeg voor onbeperkt.")
        )


class CapacityForm(VersionedForm):
    """How many seats; empty is unlimited."""

    seats = StringField(
        lazy("Aantal plekken"),
        description=lazy("Laat dit leeg als er onbeperkt plek is."),
        validators=[is_number_of_seats],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    @property
    def capacity(self) -> int | None:
        """The number; None is unlimited."""
        text = (self.seats.data or "").strip()
        return int(text) if text else None


class BreakoutForm(CapacityForm):
    """The seats of one breakout."""

    shut = BooleanField(
        lazy("Sluit deze deelsessie: er komt niemand meer bij"),
        description=lazy("Wie er al in zit, houdt de plek."),
    )


class OpeningForm(VersionedForm):
    """Whether people may register now."""

    desk = RadioField(
        lazy("Wanneer kunnen mensen zich inschrijven?"),
        choices=[
            SelectChoice(Desk.BY_WINDOWS.value, lazy("Volgens de periodes van de editie")),
            SelectChoice(Desk.REOPENED.value, lazy("Nu open, tot de eerste bijeenkomst")),
            SelectChoice(Desk.CLOSED.value, lazy("Nu dicht")),
        ],
    )


class ReasonForm(VersionedForm):
    """A decision with its reason."""

    why = TextAreaField(
        lazy("Reden"),
        validators=[
            Required(lazy("Vul in waarom je dit doet. Het komt in de geschiedenis te staan.")),
            AtMost(REASON),
        ],
        render_kw={"rows": 4},
    )


class OptionalReasonForm(VersionedForm):
    """A decision that needs no reason, but may have one."""

    why = TextAreaField(lazy("Reden"), validators=[AtMost(REASON)], render_kw={"rows": 4})


class AdmittingForm(PortalForm):
    """The late desk: who, and why."""

    people = TextAreaField(
        lazy("Wie laat je toe?"),
        description=lazy(
            "Plak de adressen uit je mailprogramma of sheet, met of zonder naam. Bijvoorbeeld: "
            "Noor de Wit <noor.dewit@gemeente.nl>"
        ),
        validators=[Required(lazy("Vul minstens één e-mailadres in.")), AtMost(LONGEST)],
        render_kw={"rows": 6, "spellcheck": "false", "autocomplete": "off"},
    )
    why = TextAreaField(
        lazy("Reden"),
        description=lazy("Dit staat in de geschiedenis van elke inschrijving."),
        validators=[
            Required(lazy("Vul in waarom je deze mensen toelaat. Het komt in de geschiedenis te staan.")),
            AtMost(REASON),
        ],
        render_kw={"rows": 3},
    )
    key = HiddenField()
