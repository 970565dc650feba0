"""Rules of the house that the import contracts cannot see."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import packages_distributions

import pytest

from portal.config import ROOT
from portal.outbox.kinds import KINDS
from portal.registrations.states import TABLE

LONGEST_FILE = 300
LONGEST_FUNCTION = 45
# Lawful exceptions, each with its reason.
LONGER_FILES = {
    "portal/programmes/models.py": "the tables of one room, which refer to each other",
}
LONGER_FUNCTIONS = {
    "portal/app.py:create_app": "wiring: one line for each part, in the order in which they need each other",
    "portal/checking/overdue.py:questions": "a table of questions to the database",
    "portal/registrations/opening.py:open_registration": "one new row with a value for each column",
    "portal/registrations/sheets.py:_read": "one value with all its fields",
    "portal/web/participant/offers.py:_outcome": "a table of what is said for each state",
}
IMPORTS_INSIDE: dict[str, str] = {}
COMMITS = {"portal/database.py"}
READS_CLOCK = {"portal/clock.py"}
MOVES_REGISTRATIONS = {"portal/registrations/ledger.py", "portal/registrations/models.py"}
DATA_SCRIPT = "templates/public/programmes.html"  # schema.org data: no script that runs
# Titles that others published, and their words for themselves.
PUBLISHED: set[str] = set()
POLITE = re.compile(r"(?<![\w-])(u|uw|uwe|U|Uw|Uwe)(?![\w-])")
TRANSLATED = re.compile(r"n?gettext\(([^)]*)\)|_\(([^)]*)\)|{%-?\s*trans\b.*?%}(.*?){%-?\s*endtrans", re.S)
REGISTRIES = re.compile(
    r"\b(pypi\.org|files\.pythonhosted\.org|test\.pypi\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|"
    r"proxy\.golang\.org|crates\.io|rubygems\.org)\b|(?<![\w.])(pypi|npm|pip)\.[a-z0-9-]+\.(internal|local)\b"
)
GENERATED = ("package-lock.json", "THIRD-PARTY.md", "tests/test_house.py")


@lru_cache(maxsize=1)
def tracked() -> tuple[str, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return tuple(name for name in listed.stdout.splitlines() if (ROOT / name).is_file())


def files(folder: str, *endings: str) -> Iterator[tuple[str, str]]:
    """The files of a folder with what is in them."""
    for name in tracked():
        if name.startswith(folder) and name.endswith(endings):
            yield name, (ROOT / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def trees() -> dict[str, ast.Module]:
    """Every Python file of the portal, parsed."""
    return {name: ast.parse(text) for name, text in files("portal/", ".py")}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def test_only_one_place_commits() -> None:
    found = {
        name
        for name, tree in trees().items()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
    }
    assert found == COMMITS


def test_only_one_place_reads_the_clock() -> None:
    wanted = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
    wanted |= {("func", "now"), ("func", "current_timestamp"), ("time", "time")}
    found = {
        name
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in wanted
    }
    assert found == READS_CLOCK


def test_only_the_ledger_moves_a_registration() -> None:
    found = set()
    for name, tree in trees().items():
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                for part in ast.walk(target):
                    if isinstance(part, ast.Attribute) and part.attr == "state" and _registration(part.value):
                        found.add(name)
    assert found == {"portal/registrations/ledger.py"}
    assert found <= MOVES_REGISTRATIONS


def _registration(node: ast.expr) -> bool:
    last = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return last in ("registration", "again", "found", "one", "winner", "party")


def test_portal_imports_only_what_is_pinned_for_it() -> None:
    pins = (ROOT / "requirements" / "portal.txt").read_text(encoding="utf-8")
    pinned = {name.lower().replace("_", "-") for name in re.findall(r"^([\w.-]+)==", pins, re.MULTILINE)}
    known = packages_distributions()
    imported = {
        name.partition(".")[0]
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    foreign = imported - sys.stdlib_module_names - {"portal"}
    packages = {name: {one.lower().replace("_", "-") for one in known.get(name, [])} for name in foreign}
    assert {name for name, found in packages.items() if not found & pinned} == set()


def test_no_file_is_too_long() -> None:
    found = {name for name, text in files("portal/", ".py") if text.count("\n") > LONGEST_FILE}
    assert found - set(LONGER_FILES) == set()


def test_no_function_is_too_long() -> None:
    found = {
        f"{name}:{node.name}"
        for name, tree in trees().items()
        for node in functions(tree)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert found - set(LONGER_FUNCTIONS) == set()


def test_imports_stand_at_the_top() -> None:
    found = {
        f"{name}:{node.name}"
        for name, tree in trees().items()
        for node in functions(tree)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert found - set(IMPORTS_INSIDE) == set()


def templates() -> dict[str, str]:
    return {
        name.removeprefix("templates/"): text for name, text in files("templates/", ".html", ".txt", ".xml")
    }


def named_templates() -> set[str]:
    """Every template that code or another template names."""
    found = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"^\w[\w/-]+\.(?:html|txt|xml)$", node.value))
    for text in templates().values():
        found |= set(re.findall(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']", text))
    return {name for name in found if "/" in name} | {
        f"letters/{k}.{e}" for k in KINDS for e in ("html", "txt")
    }


def test_every_template_is_used_and_every_used_one_exists() -> None:
    there, named = set(templates()), named_templates()
    assert {"nobody renders": there - named, "missing": named - there} == {
        "nobody renders": set(), "missing": set(),
    }  # fmt: skip


def test_no_style_or_script_in_templates() -> None:
    inline = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:", re.I)
    found = {
        f"{name}: {match.group()}"
        for name, text in files("templates/", ".html")
        if not name.startswith("templates/letters/") and name != DATA_SCRIPT
        for match in inline.finditer(text)
    }
    assert found == set()


def test_nothing_is_declared_safe() -> None:
    found = {
        f"{name}: {match.group()}"
        for name, text in files("templates/", ".html", ".xml", ".txt")
        for match in re.finditer(r"\|\s*safe\b|autoescape\s+false|{%-?\s*autoescape", text)
    }
    assert found == set()


def dutch() -> Iterator[tuple[str, str]]:
    """Every source text that people read."""
    for name, tree in trees().items():
        for call in calls(tree):
            words = {"_", "gettext", "ngettext", "N_", "lazy"}
            called = call.func.id if isinstance(call.func, ast.Name) else ""
            for argument in call.args if called in words else ():
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield name, argument.value
    for name, text in files("templates/", ".html", ".txt"):
        for found in re.findall(
            r"n?gettext\(([^)]*)\)|_\(([^)]*)\)|{%-?\s*trans\b.*?%}(.*?){%-?\s*endtrans", text, re.S
        ):
            yield name, " ".join(found)


def test_readers_are_called_je() -> None:
    found = {(name, text) for name, text in dutch() if POLITE.search(text) and text not in PUBLISHED}
    assert found == set()


def test_no_file_names_where_packages_came_from() -> None:
    found = set()
    for name in tracked():
        if name in GENERATED or name.startswith("static/vendor/"):
            continue
        content = (ROOT / name).read_bytes()
        if b"\0" not in content[:1000]:
            found |= {
                f"{name}: {hit.group()}" for hit in REGISTRIES.finditer(content.decode("utf-8", "replace"))
            }
    assert found == set()


def test_readme_tells_the_states_of_a_registration() -> None:
    """The table in README between its marker and the next blank line: from, action, to."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    marker = "<!-- registration-states -->"
    if marker not in text:
        pytest.fail(f"README.md has no {marker}, followed by the table: | from | action | to |")
    lines = [
        line for line in text.partition(marker)[2].lstrip("\n").partition("\n\n")[0].splitlines() if line
    ]
    rows = {tuple(cell.strip(" `") for cell in line.strip("|").split("|")) for line in lines[2:]}
    assert rows == {(str(before), str(action), str(after)) for (before, action), after in TABLE.items()}
