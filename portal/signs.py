"""Text in one of Unicode's normal forms, in time that does not run away (pure)."""

import unicodedata
from typing import Literal

MOST_MARKS = 30
"""On one sign, as in Unicode's own "stream-safe" text (UAX 15): no script has more."""
_SHORT = 1000
_FIRST_MARK = "\u0300"


def composed(text: str, form: Literal["NFC", "NFKD"] = "NFC") -> str:
    """The text in this form. In a long text marks beyond the thirtieth on one sign are left out: putting them
    in order costs the square of their number, and anybody can send a million of them."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, text if len(text) <= _SHORT else _with_few_marks(text))


def _with_few_marks(text: str) -> str:
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if _is_mark(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def _is_mark(sign: str) -> bool:
    """Whether it is a mark on the sign before it, or comes apart into such marks."""
    return sign >= _FIRST_MARK and unicodedata.combining(unicodedata.normalize("NFKD", sign)[0]) > 0
