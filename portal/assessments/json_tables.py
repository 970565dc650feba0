"""Reads JSON strictly, and says in words where it is wrong (pure).

Numbers are read as written, without passing through binary fractions.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from portal.tables import FileProblem

W = TypeVar("W", bound=StrEnum)
_MOST_DIGITS = 400
_BIGGEST = 1_000_000_000


@dataclass
class JsonTable:
    """One table of the input. A key that is absent and one that is null are the same."""

    data: Mapping[str, Any]
    where: str
    notes: list[str] = field(default_factory=list)

    def problem(self, text: str) -> FileProblem:
        """An error that tells where it is."""
        return FileProblem(f"{self.where}: {text}")

    def text(self, key: str) -> str | None:
        """The text of this key, if it is there."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            raise self.problem(f"`{key}` should be text, not {value!r}")
        return value

    def id(self) -> str:
        """What it is called; must be there."""
        value = self.text("id")
        if not value:
            raise self.problem("`id` is missing")
        return value

    def day(self, key: str) -> date | None:
        """A day."""
        value = self.text(key)
        try:
            return date.fromisoformat(value) if value is not None else None
        except ValueError:
            raise self.problem(f"`{key}` should be a day like 2027-01-12, not {value!r}") from None

    def number(self, key: str) -> Decimal | None:
        """A number as it was written."""
        value = self.data.get(key)
        return None if value is None else as_number(value, f"{self.where}: `{key}`")

    def word(self, key: str, kind: type[W], default: W) -> W:
        """One of these words."""
        value = self.text(key)
        try:
            return default if value is None else kind(value)
        except ValueError:
            raise self.problem(f"`{key}` should be one of {', '.join(kind)}, not {value!r}") from None

    def texts(self, key: str) -> frozenset[str]:
        """A list of texts; one text alone is a list of one, and an empty one a list of none."""
        value = self.data.get(key)
        found = [] if value in (None, "") else [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.problem(f"`{key}` should be a list of texts, not {value!r}")
        return frozenset(found)

    def table(self, key: str) -> Mapping[str, Any]:
        """What stands under this key, empty when nothing does."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, dict):
            raise self.problem(f"`{key}` should be an object, not {value!r}")
        return value or {}

    def known(self, key: str, names: Iterable[str], allowed: Collection[str]) -> None:
        """Complains about the first name that means nothing here."""
        for name in names:
            if name not in allowed:
                raise self.problem(f"`{key}`: {name!r} is not known; known are {', '.join(sorted(allowed))}")


def as_number(value: Any, where: str) -> Decimal:
    """A number as it was written."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise FileProblem(f"{where} should be a number, not {value!r}")
    number = Decimal(value)
    if abs(number) > _BIGGEST:
        raise FileProblem(f"{where} is too big")
    return number


def tables(value: object, where: str) -> list[JsonTable]:
    """The objects in a list, each knowing where it stands."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise FileProblem(f"{where}: should be a list of objects")
    return [JsonTable(one, f"{where}, {one.get('id', number)}") for number, one in enumerate(value, 1)]


def parse(text: str, name: str) -> Any:
    """The JSON in a file; a key that stands twice in one object is no JSON of ours."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            raise FileProblem(f"{name}: {next(k for k in keys if keys.count(k) > 1)!r} stands there twice")
        return found

    def constant(value: str) -> None:
        raise FileProblem(f"{name}: {value} is not a number")

    def fraction(value: str) -> Decimal:
        found = Decimal(value)
        if abs(found.adjusted()) > _MOST_DIGITS:  # so many digits would fill the memory as soon as one counts
            size = "big" if found.adjusted() > 0 else "small"
            raise FileProblem(f"{name}: a number in it is too {size}")
        return found

    try:
        return json.loads(text, parse_float=fraction, parse_constant=constant, object_pairs_hook=unique)
    except json.JSONDecodeError as wrong:
        raise FileProblem(f"{name}: not JSON, line {wrong.lineno}: {wrong.msg}") from None
    except (ValueError, ArithmeticError):
        raise FileProblem(f"{name}: a number in it is too big") from None
    except RecursionError:
        raise FileProblem(f"{name}: nested too deep") from None
