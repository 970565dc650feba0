"""Words in a group mail that stand for a fact: a fixed list, filled once."""

import pytest

from portal.mailings.placeholders import NAMES, fill, unknown
from tests.support.soon import soon


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        (" ".join(f"{{{{{name}}}}}" for name in NAMES), []),
        ("{{ Naam }} begint op {{start}}", []),
        ("{{naam.__class__}} en {{reset_link}}", ["{{naam.__class__}}", "{{reset_link}}"]),
        ("{{naam}", ["{{"]),
        ("{% raw %} }}", ["}}"]),
        ("{{\nnaam}}", ["{{", "}}"]),
        ("een {gewone} accolade", []),
        ("{{\t naam \t}} {{}}", ["{{}}"]),
    ],
)
def test_only_words_of_the_list_are_known(text: str, strange: list[str]) -> None:
    assert unknown(text) == strange


def test_blanks_without_an_end_are_soon_read() -> None:
    """They once cost the third power of their number: ten thousand took a quarter of an hour."""
    with soon():
        assert unknown("{{" + " " * 4_000) == ["{{"]


def test_what_is_filled_in_is_not_looked_at_again() -> None:
    values = {"naam": "{{plaats}} {naam.__class__}", "plaats": "Zwolle"}

    assert (
        fill("Dag {{ naam }}, tot in {{Plaats}}.", values)
        == "Dag {{plaats}} {naam.__class__}, tot in Zwolle."
    )
