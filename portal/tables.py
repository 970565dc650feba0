"""Reads TOML tables strictly, and says in words where a file is wrong (pure)."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from portal.errors import PortalError

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

NAMES = {
    str: "text between quotes",
    int: "a whole number",
    bool: "true or false",
    list: 'a list, like ["…", "…"]',
    dict: "a table",
    date: "a day, like 2027-01-12",
    time: "a time, like 09:30:00",
    datetime: "a day and time, like 2027-01-12T09:00:00",
}

Spec = Mapping[str, tuple[type, Any]]


class FileProblem(PortalError):
    """A seed file cannot be read; the message says where and what to change."""


class Table:
    """One table of a file. Each key is asked for; `done()` complains about keys that nobody asked for."""

    def __init__(self, data: Mapping[str, Any], where: str) -> None:
        self.data = data
        self.where = where
        self._asked: set[str] = set()

    def problem(self, text: str) -> FileProblem:
        """An error that tells where it is."""
        return FileProblem(f"{self.where}: {text}")

    def get(self, key: str, kind: type[T], default: Any = None) -> Any:
        """The value of `key`, or the default when it is absent."""
        self._asked.add(key)
        if key not in self.data:
            return default
        value = self.data[key]
        if issubclass(kind, StrEnum):
            return self._word(key, kind, value)
        if type(value) is not kind:
            raise self.problem(f"`{key}` should be {NAMES[kind]}, not {value!r}")
        return value

    def need(self, key: str, kind: type[T]) -> Any:
        """The value of a key that must be there."""
        if key not in self.data:
            raise self.problem(f"`{key}` is missing")
        return self.get(key, kind)

    def texts(self, key: str) -> list[str]:
        """A list of texts; empty when absent."""
        value: list[Any] = self.get(key, list, [])
        if not all(isinstance(item, str) for item in value):
            raise self.problem(f"`{key}` should hold texts only")
        return list(value)

    def tables(self, key: str) -> list["Table"]:
        """The tables of a list; empty when absent."""
        value: list[Any] = self.get(key, list, [])
        if not all(isinstance(item, dict) for item in value):
            raise self.problem(f"`{key}` should hold tables only, written as [[…{key}]]")
        return [Table(item, f"{self.where}, {key} {index}") for index, item in enumerate(value, 1)]

    def fields(self, spec: Spec) -> dict[str, Any]:
        """Every field of the spec, each with its value or its default."""
        return {
            key: self.texts(key) if kind is list else self.get(key, kind, default)
            for key, (kind, default) in spec.items()
        }

    def rest(self) -> dict[str, Any]:
        """What nobody asked for yet, as it stands."""
        left = {key: value for key, value in self.data.items() if key not in self._asked}
        self._asked.update(left)
        return left

    def done(self) -> None:
        """Complains about keys that mean nothing here."""
        unknown = sorted(set(self.data) - self._asked)
        if unknown:
            raise self.problem(f"unknown: {', '.join(f'`{key}`' for key in unknown)}")

    def _word(self, key: str, kind: type[E], value: Any) -> E:
        try:
            return kind(value)
        except ValueError:
            raise self.problem(f"`{key}` should be one of {', '.join(kind)}, not {value!r}") from None
