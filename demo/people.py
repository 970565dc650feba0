"""The people of the demo who may sign in, as seeds/people.toml lists them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DemoLogin:
    """One account to try the portal with."""

    audience: str
    name: str
    email: str
    password: str


def logins(toml: str) -> list[DemoLogin]:
    """Every `[[person]]` with `demo_login = true`, in the order of the file."""
    people = tomllib.loads(toml).get("person", [])
    return [
        DemoLogin(person["audience"], person["name"], person["email"], person["password"])
        for person in people
        if person.get("demo_login") is True
    ]


def read(path: Path) -> list[DemoLogin]:
    """The logins of a file; none when there is no such file."""
    return logins(path.read_text(encoding="utf-8")) if path.exists() else []


def table(people: list[DemoLogin]) -> list[str]:
    """One line per login, in columns."""
    cells = [(person.audience, person.name, person.email, person.password) for person in people]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    return [
        "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
