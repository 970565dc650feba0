"""The form of the numbers of an instrument."""

from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from wtforms import HiddenField, StringField, ValidationError

from portal.assessments.instrument_numbers import BOUNDS, LONGEST, WHOLE, number_from
from portal.texts import gettext, language
from portal.web.kit.fields import PortalForm
from portal.web.organiser import instrument_number_words as words


def as_typed(value: Decimal) -> str:
    """A number as the reader would type it."""
    return format_decimal(value, format="0.####", locale=language())


class Within:
    """A number within the bounds of this one, whole or with decimals."""

    field_flags = {"required": True}  # noqa: RUF012 - the form library reads it from the class

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises when it is something else."""
        if number_from(field.name, field.data or "") is not None:
            return
        lowest, highest = (as_typed(bound) for bound in BOUNDS[field.name])
        if field.name in WHOLE:
            text = gettext(
                "Vul een heel getal in van %(lowest)s tot en met %(highest)s.", lowest=lowest, highest=highest
            )
        else:
            text = gettext(
                "Vul een getal in van %(lowest)s tot en met %(highest)s.", lowest=lowest, highest=highest
            )
        raise ValidationError(text)


class NumbersForm(PortalForm):
    """All numbers. `seen`: which numbers it showed."""

    seen = HiddenField()

    def numbers(self) -> dict[str, Decimal]:
        """What was typed; after a check."""
        return {key: number_from(key, self[key].data) or Decimal(0) for key in BOUNDS}


def numbers_form() -> type[NumbersForm]:
    """The form, in the language of the reader."""
    fields = {
        key: StringField(
            words.label(key),
            validators=[Within()],
            description=words.hint(key, as_typed(lowest), as_typed(highest)),
            render_kw={"inputmode": "numeric" if key in WHOLE else "decimal", "maxlength": LONGEST},
        )
        for key, (lowest, highest) in BOUNDS.items()
    }
    return type("AllNumbersForm", (NumbersForm,), fields)
