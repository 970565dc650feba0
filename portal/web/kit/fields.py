"""Forms: the base of every form, and the checks of fields that several screens have."""

from collections.abc import Callable, Iterable
from typing import Any

from babel.support import LazyProxy
from flask_wtf import FlaskForm
from wtforms import Field, Form, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from portal.errors import Refused
from portal.people import addresses
from portal.texts import N_, gettext
from portal.web.kit import typed
from portal.web.kit.errors import sentence

_WORDS = {
    "Not a valid choice.": N_("Kies een van de mogelijkheden."),
    "Invalid Choice: could not coerce.": N_("Kies een van de mogelijkheden."),
    "Not a valid date value.": N_("Vul een datum in als dag, maand en jaar, zoals 31-12-2026."),
    "Not a valid integer value.": N_("Vul een heel getal in, zoals 12."),
}


class _Words:
    """What the form library says by itself, in our words."""

    def gettext(self, message: str) -> str:
        return gettext(_WORDS.get(message, message))

    def ngettext(self, one: str, more: str, count: int) -> str:
        return one if count == 1 else more


class PortalForm(FlaskForm):  # type: ignore[misc]
    """The base of every form. The CSRF field is the page's own (`csrf_field()`)."""

    class Meta:
        """Settings of the form library."""

        csrf = False

        def get_translations(self, _form: Form) -> _Words:
            """The words of the messages that the library makes."""
            return _Words()

    def __init__(self, *args: Any, **values: Any) -> None:
        before = typed.given_back()
        if before is not None:
            values["formdata"] = before
        super().__init__(*args, **values)

    def refuse(self, name: str, refusal: Refused) -> None:
        """Puts a refusal next to the field where it belongs."""
        field = self[name]
        field.errors = [*field.errors, sentence(refusal)]


def options(pairs: Iterable[tuple[str, str | LazyProxy]]) -> list[SelectChoice]:
    """The choices of a list: value and words."""
    return [SelectChoice(value, words) for value, words in pairs]


class Required(DataRequired):  # type: ignore[misc]
    """Something must be filled in; the message says what."""

    def __init__(self, message: str | LazyProxy) -> None:
        super().__init__()
        self.words = message

    def __call__(self, form: Form, field: Field) -> None:
        """Raises when the field is empty."""
        self.message = str(self.words)
        super().__call__(form, field)


class AtMost:
    """A text of at most so many signs."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises when the text is too long."""
        length = len(field.data or "")
        if length > self.limit:
            raise ValidationError(
                gettext(
                    "Maak deze tekst korter: hij mag %(limit)s tekens lang zijn en is er nu %(length)s.",
                    limit=self.limit,
                    length=length,
                )
            )


class _Cleaned:
    """Replaces what was typed by what will be kept, or says what is wrong with it."""

    field_flags = {"required": True}  # noqa: RUF012 - the form library reads it from the class

    def __init__(self, clean: Callable[[str], str], *, optional: bool = False) -> None:
        self.clean = clean
        self.optional = optional
        if optional:
            self.field_flags = {}

    def __call__(self, _form: Any, field: Any) -> None:
        """Cleans the field or raises."""
        if self.optional and not (field.data or "").strip():
            field.data = ""
            return
        try:
            field.data = self.clean(field.data or "")
        except Refused as refusal:
            raise ValidationError(sentence(refusal)) from None


def address(*, optional: bool = False) -> Any:
    """Checks and normalises an e-mail address."""
    return _Cleaned(addresses.normalise, optional=optional)


def name() -> Any:
    """Checks and cleans a person's name."""
    return _Cleaned(addresses.clean_name)


def line(limit: int) -> list[Any]:
    """One optional line of visible text of at most so many signs."""
    return [_Cleaned(addresses.clean_line, optional=True), AtMost(limit)]
