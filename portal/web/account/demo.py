"""The accounts to try the demo with, as seeds/people.toml lists them."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class DemoLogin:
    """One account that everybody may use in the demo."""

    audience: str
    name: str
    email: str
    password: str = field(repr=False)


def read(path: Path) -> tuple[DemoLogin, ...]:
    """Every `[[person]]` with `demo_login = true`; none when there is no such file."""
    if not path.exists():
        return ()
    people = tomllib.loads(path.read_text(encoding="utf-8")).get("person", [])
    return tuple(
        DemoLogin(one["audience"], one["name"], one["email"], one["password"])
        for one in people
        if one.get("demo_login") is True
    )
