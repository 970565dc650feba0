"""Every line of history that a service writes has a sentence."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal.registrations import history
from portal.registrations.states import RegistrationState

ROOM = Path(history.__file__).parent
WRITERS = ("move", "note", "drop", "answer_elective")
VALUES = {
    "choice": "Ronde A",
    "companion": "Bram",
    "substitute": "Els",
    "before_name": "Aisha",
    "name": "Cor",
    "old_price": {"heads": [100_000], "total": 100_000, "vat_basis": "excl"},
    "price": {"heads": [150_000], "total": 150_000, "vat_basis": "excl"},
}


def written() -> set[str]:
    """The words of every line that the room's code hands to a writer of history."""
    found = set()
    for file in ROOM.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in WRITERS:
                found |= _words_in(call, tree)
    return found


def _words_in(call: ast.Call, tree: ast.Module) -> set[str]:
    """Literal lines in the call, and those a local name `line` may hold."""
    parts = list(call.args[2:]) + [k.value for k in call.keywords if k.arg == "line"]
    words = {n.value for p in parts for n in ast.walk(p) if isinstance(n, ast.Constant)}
    if any(isinstance(p, ast.Name) and p.id == "line" for p in parts):
        words |= {
            n.value
            for a in ast.walk(tree)
            if isinstance(a, ast.Assign) and getattr(a.targets[0], "id", "") == "line"
            for n in ast.walk(a.value)
            if isinstance(n, ast.Constant)
        }
    return {w for w in words if isinstance(w, str) and w}


def test_every_line_that_is_written_has_a_sentence() -> None:
    lines = written()
    assert {"confirmed", "companion_left", "elective_lapsed", "elective_accepted", "held"} <= lines
    assert lines - set(history.LINES) == set()


def test_every_move_names_its_line() -> None:
    for file in ROOM.glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "move":
                assert "line" in {k.arg for k in call.keywords}, (file.name, call.lineno)


@pytest.mark.parametrize("line", sorted(history.LINES))
def test_every_sentence_can_be_said(line: str) -> None:
    event = SimpleNamespace(action=line, details={**VALUES, "until": "2027-01-15T16:00:00+00:00"})
    said = history.sentence(event)
    assert said.endswith(".")
    assert "%(" not in said
    assert "onbekend" not in said


def test_held_seat_says_until_when() -> None:
    event = SimpleNamespace(action="held", details={"until": "2027-01-15T16:00:00+00:00", "seats": 1})
    assert history.sentence(event) == (
        "Een vrije plek vastgehouden tot vrijdag 15 januari 2027, 17.00 uur, tot er plek is voor twee."
    )


def test_emptied_choice_is_no_choice_of_nothing() -> None:
    assert (
        history.sentence(SimpleNamespace(action="choice", details={"choice": ""}))
        == "Een keuze leeg gemaakt."
    )


def test_line_of_long_ago_gets_a_neutral_sentence() -> None:
    assert history.sentence(SimpleNamespace(action="gone", details={})) == "De inschrijving is gewijzigd."


def test_every_state_has_words() -> None:
    assert set(history.STATES) == set(RegistrationState)
    assert history.state_words(RegistrationState.WAITLISTED) == "Wachtlijst"


def test_changed_price_says_both_prices() -> None:
    event = SimpleNamespace(action="price_changed", details=VALUES)
    assert " ".join(history.sentence(event).split()) == (
        "De prijs is veranderd. Was: € 1.000, exclusief btw. Nu: € 1.500, exclusief btw."
    )
