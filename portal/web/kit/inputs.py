"""Fields for amounts, days, hours and numbers: typed freely, kept exactly, never lost when wrong."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from babel.support import LazyProxy
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import Input, TextInput

from portal.texts import gettext, lazy
from portal.web.kit import dutch


class _Picker(Input):  # type: ignore[misc]
    """A picker of the browser, and plain text for what it would not show: nothing typed is lost."""

    validation_attrs = ("required", "disabled")

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind

    def __call__(self, field: Any, **attributes: Any) -> Any:
        """The control."""
        wrong = field.raw_data and field.raw_data[0] and field.data is None
        attributes.setdefault("type", "text" if wrong else self.kind)
        return super().__call__(field, **attributes)


class Typed(Field):  # type: ignore[misc]
    """A value read from text. `read` raises ValueError; `words` then say what to type."""

    widget = TextInput()
    read: Callable[[str], Any] = str
    words: LazyProxy = lazy("Vul dit anders in.")

    def __init__(
        self, label: Any = None, validators: Any = (), *, needed: Any = None, usual: bool = False, **more: Any
    ) -> None:
        super().__init__(label, [Needed(needed), *validators] if needed is not None else validators, **more)
        if usual:  # asked for where it counts, so that its label does not call it optional
            self.flags.required = True

    def write(self, value: Any) -> str:
        """The value as the control shows it."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads what was typed; empty is None."""
        if not valuelist:
            return
        text = str(valuelist[0]).strip()
        self.data = None
        if not text:
            return
        try:
            self.data = type(self).read(text)
        except (ValueError, OverflowError):
            raise ValueError(str(self.words)) from None


class Needed:
    """Something must be filled in; what is filled in but wrong has its own message."""

    field_flags = {"required": True}  # noqa: RUF012 - the form library reads it from the class

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises when the field is empty."""
        if field.data is None and not field.errors:
            raise StopValidation(str(self.message))


class DayField(Typed):
    """A day, from the browser's calendar or typed."""

    widget = _Picker("date")
    read = staticmethod(dutch.day)
    words = lazy("Vul een datum in als dag, maand en jaar, zoals 3-2-2027.")

    def write(self, value: date) -> str:
        """As the browser's calendar wants it."""
        return value.isoformat()


class MonthField(Typed):
    """A month, such as 2027-03."""

    widget = _Picker("month")
    read = staticmethod(dutch.month)
    words = lazy("Vul een maand en een jaar in, zoals maart 2027.")


class ClockField(Typed):
    """A time on the clock."""

    widget = _Picker("time")
    read = staticmethod(dutch.clock)
    words = lazy("Vul een tijd in als uren en minuten, zoals 9.30.")

    def write(self, value: time) -> str:
        """As the browser wants it."""
        return value.strftime("%H:%M")


class MoneyField(Typed):
    """An amount in euros, kept in cents."""

    read = staticmethod(dutch.cents)
    words = lazy("Vul een bedrag in, zoals 1500 of 1.250,50.")

    def write(self, value: int) -> str:
        """As Dutch people write it, without the sign of the euro."""
        euros, cents = divmod(value, 100)
        plain = f"{euros:,}".replace(",", ".")
        return f"{plain},{cents:02}" if cents else plain


class NumberField(Typed):
    """A whole number between two others."""

    def __init__(self, label: Any = None, *, least: int, most: int, **more: Any) -> None:
        keys = {"inputmode": "numeric", "autocomplete": "off", **more.pop("render_kw", {})}
        super().__init__(label, render_kw=keys, **more)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads the number; empty is None."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = dutch.whole(text, least=self.least, most=self.most)
        except ValueError:
            raise ValueError(
                gettext("Vul een heel getal in van %(least)s tot %(most)s.", least=self.least, most=self.most)
            ) from None
