"""What is vendored, and what our tokens leave without a value."""

import re
from pathlib import Path

from tests.components.rendering import ROOT

STATIC = ROOT / "static"
KNOWN = Path(__file__).parent / "known_missing_tokens.txt"
SHEETS = [STATIC / name for name in ("vendor/nlds.css", "tokens.css", "nlds-theme.css", "portaal.css")]


def test_tokens_without_value_are_the_known_ones() -> None:
    """Without value and fallback a declaration is invalid; the list may only change on purpose."""
    css = "\n".join(sheet.read_text("utf-8") for sheet in SHEETS)
    given = set(re.findall(r"(--[\w-]+)\s*:", css))
    bare = set(re.findall(r"var\(\s*(--[\w-]+)\s*\)", css))
    assert sorted(bare - given) == KNOWN.read_text("utf-8").split()


def test_own_sheets_use_only_tokens_that_exist() -> None:
    own = "\n".join(sheet.read_text("utf-8") for sheet in SHEETS[1:])
    given = set(re.findall(r"(--lp-[\w-]+)\s*:", own))
    assert set(re.findall(r"var\(\s*(--lp-[\w-]+)", own)) - given == set()


def test_colours_stand_only_in_tokens() -> None:
    css = (STATIC / "portaal.css").read_text("utf-8").split("@media print")[0]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", css)) <= {"#fff"}


def test_sheets_ask_nothing_of_other_hosts() -> None:
    for sheet in SHEETS:
        assert (
            re.findall(r"url\(['\"]?(?:https?:|//|data:)|@import|scroll-behavior", sheet.read_text("utf-8"))
            == []
        )


def test_lock_file_names_no_host() -> None:
    assert "://" not in (ROOT / "package-lock.json").read_text("utf-8")


def test_every_vendored_package_names_its_licence() -> None:
    lines = (ROOT / "THIRD-PARTY.md").read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert len(rows) == 25
    assert {row.split("|")[3].strip() for row in rows} == {"EUPL-1.2", "OFL-1.1"}
    assert (STATIC / "vendor" / "OFL-1.1.txt").is_file()


def test_scripts_are_few_and_small() -> None:
    assert sum(script.stat().st_size for script in (STATIC / "js").glob("*.js")) < 15_000
