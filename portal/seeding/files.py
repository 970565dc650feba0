"""Opens seed files and sorts what is in them; nothing is written yet."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.people import passwords
from portal.tables import FileProblem, Table

LISTS = ("organisation", "person", "registration", "interest", "announcement", "aims", "scan")


@dataclass
class Seeds:
    """What the files hold. `frameworks` and `instruments` are whole texts; `hashes`: of every password."""

    programmes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    examples: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    frameworks: list[tuple[str, str]] = field(default_factory=list)
    instruments: list[tuple[str, str]] = field(default_factory=list)
    coverages: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    externals: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    lists: dict[str, list[Table]] = field(default_factory=lambda: {name: [] for name in LISTS})
    hashes: dict[str, str] = field(default_factory=dict, repr=False)


def read(folder: Path, *, demo: bool, files: Sequence[Path] = ()) -> Seeds:
    """The seed files of the folder (with the examples when `demo`), or just these files."""
    seeds = Seeds()
    for path in files or default_files(folder, demo=demo):
        try:
            text = path.read_text(encoding="utf-8")
            data = tomllib.loads(text)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise FileProblem(f"{path.name}: {error}") from None
        if "framework" in data:
            seeds.frameworks.append((path.name, text))
        elif "instrument" in data:
            seeds.instruments.append((path.name, text))
        elif "coverage_of" in data:
            seeds.coverages.append((path.name, data))
        elif "external" in data:
            seeds.externals.append((path.name, data))
        elif "slug" in data:
            seeds.programmes.append((path.name, data))
        elif "programme" in data:
            seeds.examples.append((path.name, data))
        else:
            table = Table(data, path.name)
            for name in LISTS:
                seeds.lists[name] += table.tables(name)
            table.done()
    wanted = {person.get("password", str, "") for person in seeds.lists["person"]} - {""}
    seeds.hashes = {password: passwords.hashed(password) for password in sorted(wanted)}
    return seeds


def default_files(folder: Path, *, demo: bool) -> list[Path]:
    """Organisations, programmes, what they develop; for the demo also people, examples, who is in them."""
    files = [folder / "organisations.toml"]
    for name in ("programmes", "frameworks", "assessments", "coverage", "external"):
        files += sorted((folder / name).glob("*.toml"))
    if demo:
        files += [folder / "people.toml", *sorted((folder / "demo").glob("*.toml"))]
        files += [folder / "registrations.toml", folder / "scans.toml"]
    return files
