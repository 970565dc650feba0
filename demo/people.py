"""The people of the demo who may sign in, as seeds/people.toml lists them."""

import tomllib
from collections.abc import Sequence
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


def table(people: Sequence[DemoLogin]) -> list[str]:
    """One line per login, in columns; a password that all share is said once, below."""
    passwords = {person.password for person in people}
    cells = [(person.audience, person.name, person.email, person.password) for person in people]
    shared = []
    if len(passwords) == 1:
        cells = [(audience, name, email, "") for audience, name, email, _ in cells]
        shared = [f"Password of everyone: {passwords.pop()}"]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    lines = ["   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    return [line.rstrip() for line in lines] + shared
