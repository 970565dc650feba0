"""Documents hold what the code says: states, settings, commands, floors, stored data, links."""

import re
import tomllib
from pathlib import Path

import pytest
from flask import Flask

from demo import people
from portal.config import ROOT
from portal.database import Base
from portal.eligibility import models as eligibility_models  # noqa: F401 - the tables
from portal.outbox import models as outbox_models  # noqa: F401 - the tables
from portal.registrations import models as registration_models  # noqa: F401 - the tables
from portal.registrations.states import TABLE

README = (ROOT / "README.md").read_text(encoding="utf-8")
HOUSE = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
PRIVACY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
FROM_OUTSIDE = {"PORT"}


def between(text: str, mark: str) -> str:
    """What stands between <!-- mark --> and <!-- /mark -->."""
    found = re.search(rf"<!-- {mark} -->(.*?)<!-- /{mark} -->", text, re.DOTALL)
    assert found is not None
    return found[1]


def rows(text: str, mark: str) -> list[list[str]]:
    """The cells of the table under this mark, without its head."""
    lines = [line for line in between(text, mark).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def words(text: str) -> list[str]:
    """Everything that is written as code."""
    return re.findall(r"`([^`]+)`", text)


def test_readme_lists_every_step_of_a_registration() -> None:
    told = [tuple(words(cell)[0] for cell in row) for row in rows(README, "registration-states")]
    assert sorted(told) == sorted((before, action, after) for (before, action), after in TABLE.items())


def test_readme_lists_every_setting() -> None:
    code = (ROOT / "portal" / "config.py").read_text(encoding="utf-8")
    code += (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8")
    asked = set(re.findall(r'environ\.get\(\s*"([A-Z_]+)"', code))
    assert {words(row[0])[0] for row in rows(README, "settings")} == asked | FROM_OUTSIDE


def test_readme_lists_every_command(app: Flask) -> None:
    told = {words(row[0])[0].split()[0] for row in rows(README, "commands")}
    assert told == set(app.cli.commands) - {"run", "shell", "routes"} | {"db"}


def test_readme_lists_every_login_of_the_demo() -> None:
    logins = people.read(ROOT / "seeds" / "people.toml")
    assert [one.email for one in logins if f"`{one.email}`" not in README] == []
    assert {one.password for one in logins if f"`{one.password}`" not in README} == set()


def test_readme_names_every_target_of_make() -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    told = {word.removeprefix("make ") for word in words(README)}
    assert sorted(set(targets) - told - {"help"}) == []


def test_house_has_the_floors_of_the_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in project["tool"]["importlinter"]["contracts"] if c["name"].startswith("Floors"))
    floors = [set(re.split(r" \| ", layer)) for layer in contract["layers"]]
    assert [set(words(row[1])) for row in rows(HOUSE, "floors")] == floors


def test_register_knows_every_table() -> None:
    told = {name for row in rows(PRIVACY, "register") for name in words(row[0])}
    told |= set(words(between(PRIVACY, "impersonal")))
    assert told == set(Base.metadata.tables)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_files_that_the_house_names_exist() -> None:
    named = sorted({word for word in words(HOUSE) if re.fullmatch(r"[\w/]+\.(py|md|toml)", word)})
    folders = [ROOT, *(ROOT / name for name in ("docs", "portal", "tests"))]
    anywhere = {path.name for folder in folders[1:] for path in folder.rglob("*.*")}
    missing = [name for name in named if "/" in name and not _is_file(name, folders)]
    assert missing + [name for name in named if "/" not in name and not _known(name, anywhere)] == []


def _is_file(name: str, folders: list[Path]) -> bool:
    return any((folder / name).is_file() for folder in folders)


def _known(name: str, anywhere: set[str]) -> bool:
    return name in anywhere or (ROOT / name).is_file()
