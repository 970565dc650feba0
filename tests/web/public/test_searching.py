"""Search words and the texts in which they occur."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.public.searching import forms, mentions


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("secretarissen", "voor de secretaris"),
        ("secretaris", "gemeentesecretarissen"),
        ("leiderschaps", "digitaal leiderschap"),
        ("digitaal", "digitale transformatie"),
        ("digitale", "digitaal leiderschap"),
        ("scholen", "de school"),
        ("schrijven", "ik schrijf"),
        ("bewijzen", "het bewijs"),
        ("CAFE", "een café"),
        ("café", "een CAFÉ"),
        ("İstanbul", "istanbul"),
    ],
)
def test_bent_word_finds_its_family(word: str, text: str) -> None:
    assert mentions(text, [forms(word)])


@pytest.mark.parametrize(
    ("word", "text"),
    [("1000", "100 dagen"), ("100%", "100 dagen"), ("les", "wethouder"), ("delen", "del"), ("aaaa", "naam")],
)
def test_other_words_stay_apart(word: str, text: str) -> None:
    assert not mentions(text, [forms(word)])


def test_every_word_must_occur() -> None:
    text = "digitaal leiderschap"
    assert [mentions(text, [forms("digitale"), forms(word)]) for word in ("leider", "politie")] == [
        True,
        False,
    ]


@given(st.text(min_size=1, max_size=40))
def test_every_word_finds_itself(word: str) -> None:
    assert mentions(f"x {word} x", [forms(word)])
