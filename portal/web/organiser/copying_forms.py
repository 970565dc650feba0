"""The forms of a copy: from which day, and what it is called."""

from wtforms import HiddenField, StringField

from portal.texts import lazy
from portal.web.kit.fields import PortalForm, Required, line
from portal.web.kit.inputs import DayField
from portal.web.organiser.forms import VersionedForm

LONGEST_LABEL = 120
MOST_WEEKS = 520


class StartForm(PortalForm):
    """The first day of the new edition; only looks."""

    start = DayField(
        lazy("Eerste dag van de nieuwe editie"),
        description=lazy("Alle andere datums schuiven mee. De weekdagen en de tijden blijven gelijk."),
        needed=lazy("Vul de eerste dag in, zoals 13-4-2028."),
    )


class CopyForm(VersionedForm):
    """The copy itself. `weeks` is what the page showed; `key` makes a second press harmless."""

    label = StringField(
        lazy("Naam van de nieuwe editie"),
        description=lazy("Bijvoorbeeld: voorjaar 2028. Deelnemers zien deze naam achter de titel."),
        validators=[Required(lazy("Vul een naam in, zoals voorjaar 2028.")), *line(LONGEST_LABEL)],
        render_kw={"autocomplete": "off"},
    )
    weeks = HiddenField()
    key = HiddenField()

    def moved_by(self) -> int | None:
        """The number of weeks that the page showed; None for nonsense."""
        text = self.weeks.data or ""
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_WEEKS))):
            return None
        return int(text) if int(digits) <= MOST_WEEKS else None
