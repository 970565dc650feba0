"""Which texts a search word occurs in (pure): whatever its case, accents or ending.

Dutch joins words and bends them: "secretaris" stands in "gemeentesecretarissen", "digitaal" becomes
"digitale". So a word is looked for anywhere, with one letter for a double one, with and without its ending.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from portal.signs import composed

ENDINGS = ("en", "s", "e")
SHORTEST_STEM = 4
HARDER = {"z": "s", "v": "f"}
_DOUBLE = re.compile(r"([a-z])\1(?!\1)(?<!\1\1\1)")  # three or more are no Dutch, and stay


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """The text in small letters, without accents, and with one letter for a double one."""
    parts = composed(composed(text, "NFKD").casefold(), "NFKD")
    return _DOUBLE.sub(r"\1", "".join(sign for sign in parts if not unicodedata.combining(sign)))


def forms(word: str) -> tuple[str, ...]:
    """The word and its stem, folded; one of them must occur."""
    whole = folded(word)
    ending = next((one for one in ENDINGS if whole.endswith(one)), "")
    stem = whole.removesuffix(ending)
    if not ending or len(stem) < SHORTEST_STEM or not stem.isalpha():
        return (whole,)
    harder = stem[:-1] + HARDER.get(stem[-1], stem[-1])
    return tuple(dict.fromkeys((stem, harder)))


def mentions(text: str, words: Iterable[tuple[str, ...]]) -> bool:
    """Whether each of the words occurs in the text, in one of its forms."""
    found = folded(text)
    return all(any(form in found for form in word) for word in words)
