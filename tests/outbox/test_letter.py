"""A letter as a value, and what is wrong with one before it is posted."""

import pytest

from portal.outbox.kinds import KINDS
from portal.outbox.letter import LetterIncomplete, check, one_line, token_path
from tests.outbox.support import FACTS, a_letter, a_letter_with_token


@pytest.mark.parametrize("kind", KINDS)
def test_letter_with_all_its_facts_passes(kind: str) -> None:
    check(a_letter(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_missing_fact_is_named(kind: str) -> None:
    for key in KINDS[kind]:
        letter = a_letter(kind)
        facts = {name: value for name, value in letter.facts.items() if name != key}
        with pytest.raises(LetterIncomplete, match=f"{kind} misses {key}"):
            check(a_letter(kind).__class__(**{**vars(letter), "facts": facts}))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("link", "https://elders.example/"),
        ("link", "//elders.example/"),
        ("link", "/mijn/ ja"),
        ("link", "/mijn\r\nBcc: x"),
        ("link", ""),
        ("link", token_path("/mijn/", 8)),
        ("deadline", "15 januari"),
        ("deadline", "2027-01-15T16:00:00"),
        ("deadline", ""),
        ("starts", "voorjaar"),
        ("starts", "2027-13"),
        ("programme", " "),
        ("reference", 12),
        ("place", None),
    ],
)
def test_fact_that_cannot_be_written_is_refused(key: str, value: object) -> None:
    with pytest.raises(LetterIncomplete, match=f"offer: {key} "):
        check(a_letter("offer", facts={key: value}))


@pytest.mark.parametrize("starts", ["", "2027-03", "2027-03-16", "2027-03-16T08:30:00+00:00"])
def test_start_is_as_exact_as_known(starts: str) -> None:
    check(a_letter("offer", facts={"starts": starts}))


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("registration_waitlisted", {"position": "3"}),
        ("registration_waitlisted", {"position": True}),
        ("registration_waitlisted", {"rules": "one"}),
        ("registration_waitlisted", {"rules": [1]}),
        ("companion_left", {"stays": "ja"}),
        ("offer", {"more": object()}),
        ("offer", {"more": float("nan")}),
    ],
)
def test_fact_of_another_kind_is_refused(kind: str, facts: dict[str, object]) -> None:
    with pytest.raises(LetterIncomplete):
        check(a_letter(kind, facts=facts))


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "nonsense"},
        {"occasion": ""},
        {"occasion": "x" * 161},
        {"to_address": ""},
        {"to_address": "a@b.example\r\nBcc: c@d.example"},
        {"to_address": "a@" + "b" * 260},
    ],
)
def test_letter_that_cannot_leave_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(LetterIncomplete):
        check(a_letter(**{"facts": FACTS, **changes}) if "kind" not in changes else _unknown_kind())


def _unknown_kind():
    return a_letter().__class__(**{**vars(a_letter()), "kind": "nonsense"})


def test_own_one_time_link_is_allowed() -> None:
    check(a_letter_with_token(5))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Gewoon", "Gewoon"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("a\x00b\x1b[31mc\x7f", "a b [31mc"),
        ("a\u2028b\u2029c\u0085d", "a b c d"),
        ("rechts\u202enaar\u2066links", "rechtsnaarlinks"),
        ("half \ud83d teken", "half teken"),
        ("Zoë 👩‍👩‍👧 ملف", "Zoë 👩‍👩‍👧 ملف"),
        ("  veel   ruimte ", "veel ruimte"),
    ],
)
def test_header_text_is_one_clean_line(text: str, line: str) -> None:
    assert one_line(text) == line


def test_header_text_has_an_end() -> None:
    assert one_line("x" * 500, 20) == "x" * 20
