"""Reads the tables of an instrument, and notes everything that is wrong instead of stopping (pure)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from unicodedata import category

from portal.assessments.facts import Aspect, AspectGroup, Axis, Item, Principle, Role, ScalePoint
from portal.assessments.problems import Part, Problem, Wrong
from portal.assessments.questionnaire import ContextItem, Option

T = TypeVar("T")
LONGEST_TEXT = 400
LONGEST_ID = 40
KINDS = {str: "text", int: "number", bool: "yes_no", list: "list", dict: "table"}


@dataclass
class Reader:
    """One table. What is not there or wrong is noted, and reads as empty."""

    data: Mapping[str, Any]
    part: Part
    id: str
    problems: list[Problem]
    _asked: set[str] = field(default_factory=set)

    def note(self, wrong: Wrong, **values: object) -> None:
        """Notes something that is wrong here."""
        self.problems.append(Problem(self.part, self.id, wrong, values))

    def get(self, key: str, kind: type[T], default: T) -> T:
        """The value, or the default when it is absent or of another kind."""
        self._asked.add(key)
        value = self.data.get(key, default)
        if type(value) is not kind:
            self.note(Wrong.KIND, key=key, kind=KINDS[kind])
            return default
        return value

    def need(self, key: str, kind: type[T], default: T) -> T:
        """The value of a key that must be there."""
        if key not in self.data:
            self._asked.add(key)
            self.note(Wrong.MISSING, key=key)
            return default
        return self.get(key, kind, default)

    def text(self, key: str, *, optional: bool = False) -> str:
        """A text of one line, without blanks around it."""
        return self._line(key, self.get(key, str, "") if optional else self.need(key, str, ""))

    def _line(self, key: str, value: str) -> str:
        """On one line. A sign that nobody sees is told and left out: no form takes it, and no PDF."""
        text = " ".join(value.split())
        seen = "".join(sign for sign in text if category(sign) != "Cc")
        if seen != text:
            self.note(Wrong.UNSEEN_SIGN, key=key)
        if len(seen) > LONGEST_TEXT:
            self.note(Wrong.TOO_LONG, key=key, limit=LONGEST_TEXT)
        return seen

    def both(self, name: str = "", *, optional: bool = False) -> tuple[str, str]:
        """A text in Dutch and in English: there in both, or (where it may be left out) in neither."""
        keys = (f"{name}_nl", f"{name}_en") if name else ("nl", "en")
        nl, en = (self._line(key, self.get(key, str, "")) for key in keys)
        for key, text, other in zip(keys, (nl, en), (en, nl), strict=True):
            if not text and (other or not optional):
                self.note(Wrong.NO_TRANSLATION, key=key)
        return nl, en

    def name(self, key: str = "id") -> str:
        """An id: small letters, digits and hyphens."""
        value = self.text(key)
        good = value and len(value) <= LONGEST_ID and value.isascii() and value == value.lower()
        if value and not (good and all(part.isalnum() for part in value.replace("+", "").split("-"))):
            self.note(Wrong.BAD_ID, key=key, value=value)
        return value

    def number(self, key: str, default: int, lowest: int, highest: int) -> int:
        """A whole number between these two."""
        value = self.get(key, int, default)
        if not lowest <= value <= highest:
            self.note(Wrong.RANGE, key=key, lowest=lowest, highest=highest)
            return default
        return value

    def decimal(self, key: str, default: Decimal, lowest: str, highest: str) -> Decimal:
        """A number with decimals between these two."""
        self._asked.add(key)
        value = self.data.get(key, default)
        try:
            found = Decimal(value) if isinstance(value, (str, int, Decimal)) else None
        except InvalidOperation:
            found = None
        if found is None or not found.is_finite() or not Decimal(lowest) <= found <= Decimal(highest):
            self.note(Wrong.RANGE, key=key, lowest=lowest, highest=highest)
            return default
        return found

    def tables(self, key: str, part: Part) -> list["Reader"]:
        """The tables of a list, each known by its id, or by its number while it has none."""
        found = []
        for number, value in enumerate(self.need(key, list, []), 1):
            if not isinstance(value, dict):
                self.note(Wrong.KIND, key=key, kind="tables")
                continue
            id_ = value.get("id")
            name = id_ if isinstance(id_, str) and id_ else str(number)
            found.append(Reader(value, part, name, self.problems))
        return found

    def table(self, key: str, part: Part) -> "Reader":
        """One table in this one."""
        return Reader(self.need(key, dict, {}), part, "", self.problems)

    def done(self) -> None:
        """Notes the keys that mean nothing here."""
        for key in sorted(set(self.data) - self._asked):
            self.note(Wrong.UNKNOWN_KEY, key=key)


def each(tables: list[Reader], one: Callable[[Reader], T]) -> tuple[T, ...]:
    """All of a list, each read to its end."""
    found = []
    for table in tables:
        found.append(one(table))
        table.done()
    return tuple(found)


def point(table: Reader) -> ScalePoint:
    """A point of the scale."""
    return ScalePoint(table.need("value", int, 0), *table.both())


def group(table: Reader) -> AspectGroup:
    """A group of aspects."""
    return AspectGroup(table.name(), *table.both())


def aspect(table: Reader) -> Aspect:
    """An aspect."""
    return Aspect(table.name(), table.text("code"), table.text("group"), *table.both())


def role(table: Reader) -> Role:
    """A role with the names of its sub-roles."""
    axis = table.text("axis")
    if axis not in tuple(Axis):
        table.note(Wrong.UNKNOWN_LINK, key="axis", value=axis)
        axis = Axis.CONTROL
    subroles = table.need("subroles", list, [])
    if not all(isinstance(one, str) for one in subroles):
        table.note(Wrong.KIND, key="subroles", kind="list")
        subroles = []
    nl, en = table.both()
    return Role(table.name(), Axis(axis), nl, en, tuple(subroles))


def principle(table: Reader) -> Principle:
    """A principle with the text above its page."""
    return Principle(table.name(), *table.both(), *table.both("description"))


def item(table: Reader) -> Item:
    """A statement about an aspect, under a principle."""
    nl, en = table.both()
    short = table.get("short", bool, False)
    return Item(table.name(), table.text("aspect"), table.text("principle"), None, None, short, nl, en)


def role_item(table: Reader) -> Item:
    """A statement about a role."""
    nl, en = table.both()
    return Item(table.name(), None, None, table.text("role"), table.text("subrole"), False, nl, en)


def context_item(table: Reader) -> ContextItem:
    """A question about the context with its answers."""
    nl, en = table.both()
    options = each(table.tables("option", Part.OPTION), lambda one: Option(one.name(), *one.both()))
    return ContextItem(table.name(), nl, en, table.get("from_form", bool, False), options)
