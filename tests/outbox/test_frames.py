"""A letter that was drawn once for many, beside the same letter drawn for one."""

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.outbox import frames, rendering
from portal.outbox.kinds import KINDS, is_link
from portal.outbox.letter import Letter
from portal.outbox.rendering import Rendered, render
from tests.outbox.support import a_letter

KEY = "A2_-" + "b" * 18
PATHS = st.one_of(
    st.from_regex(r"/[A-Za-z0-9/_.~=?%&-]{0,80}", fullmatch=True).filter(lambda path: path[1:2] != "/"),
    st.just("/uit/[[token:7]]"),
)
NAMES = st.one_of(
    st.sampled_from(["", "Noor El Amrani", "Zoë van 't Hof", "Jan", "a" * 300, "e", "Bram & Co", "<b>"]),
    st.text(max_size=30),
    st.text("Noor Jä'-.&<\"\u00a0é ", max_size=90),
)
LINES = st.lists(
    st.sampled_from(
        ["", "Beste %s,", "Tot dan, %s", "%s" * 40, "woord " * 30 + "%s", "Januari", "x" * 3990 + "%s"]
    )
)


@pytest.fixture(autouse=True)
def _house() -> None:
    rendering.configure(site_url="https://leren.example/", site_name="Leergang", contact="hulp@leren.example")


def drawn_alone(letter: Letter) -> Rendered:
    with patch.object(frames, "fits", return_value=False):
        return render(letter, KEY)


@given(st.sampled_from(sorted(KINDS)), st.sampled_from(["nl", "en"]), NAMES, PATHS, LINES)
@example("group_mail", "nl", "Noor El Amrani", "/mijn", ["Beste %s,", "", "woord " * 13 + "%s %s"])
@example("group_mail", "nl", "Al", "/mijn", ["%s" * 1999])
@example("group_mail", "nl", "a" * 300, "/mijn", ["%s" * 30])
@example("interest_opened", "en", "Zoë", "/uit/[[token:7]]", [])
def test_filled_letter_is_the_drawn_one(
    kind: str, language: str, name: str, path: str, lines: list[str]
) -> None:
    facts: dict[str, Any] = {key: path for key in KINDS[kind] if is_link(key)}
    if "lines" in KINDS[kind]:
        facts["lines"] = [line.replace("%s", name) for line in lines]
    letter = a_letter(kind, language=language, to_name=name, facts=facts, token_ids=(7,))
    assert render(letter, KEY) == drawn_alone(letter)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_once_for_two_readers(kind: str) -> None:
    with patch.object(rendering, "_draw", wraps=rendering._draw) as draw:
        rendering._frame.cache_clear()
        for name in ("Noor", "Zoë van 't Hof"):
            render(a_letter(kind, to_name=name), KEY)
    assert draw.call_count == 1


def test_letter_that_says_something_else_is_another() -> None:
    first, second = (render(a_letter(facts={"place": place}), KEY) for place in ("Utrecht", "Zwolle"))
    assert ("Zwolle" in first.text, "Zwolle" in second.text) == (False, True)


def test_letter_with_a_hole_in_its_subject_is_drawn_alone() -> None:
    assert frames.frame(f"Voor {frames.hole(0)}", "tekst", "<p>tekst</p>") is None


def test_nobody_finds_a_hole_to_fill() -> None:
    letter = a_letter("group_mail", to_name="Noor", facts={"lines": ["leegn0x", "leeg n0x"]})
    assert render(letter, KEY) == drawn_alone(letter)
    assert "leegn0x" in render(letter, KEY).text
