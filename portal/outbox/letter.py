"""A letter as a value: who gets what on which occasion, with facts to fill its template later."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.errors import PortalError
from portal.outbox.kinds import FLAGS, KINDS, LISTS, MAY_BE_EMPTY, MOMENTS, NUMBERS, is_link

Fact = str | int | bool | Sequence[str]

NOWHERE = "@account.invalid"
"""Addresses of people whose account was erased end in this: a letter to them is kept, and never leaves."""

_MARK = re.compile(r"\[\[token:(\d+)\]\]")
_PATH = re.compile(r"/(?!/)[A-Za-z0-9/_.~=?&%-]*")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_STRAY = {"Cc", "Cs", "Zl", "Zp"}
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class LetterIncomplete(PortalError):
    """The letter misses a fact or has one that cannot be written: a mistake of the caller."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter to one address. The same `occasion` never makes a second letter.

    `to_name` greets; `sender_name` and `sender_address` are the organisation's (empty: the portal's own);
    `token_ids` are the one-time links that its paths hold. Letters of one `thread` leave in order.
    """

    kind: str
    occasion: str
    to_address: str
    facts: Mapping[str, Fact]
    to_name: str = ""
    language: str = "nl"
    sender_name: str = ""
    sender_address: str = ""
    person_id: int | None = None
    edition_id: int | None = None
    registration_id: int | None = None
    token_ids: tuple[int, ...] = field(default=())
    thread: str = ""


def token_path(before: str, token_id: int) -> str:
    """A path that ends in a one-time link's secret, which is filled in when the letter leaves."""
    return f"{before}[[token:{token_id}]]"


def one_line(text: str, limit: int = 1000) -> str:
    """The text fit for a header: CR, LF, NUL and other control signs become a space."""
    if text.isprintable():  # nothing to replace, as nearly always
        return _trimmed(text, limit)
    clean = "".join(
        " " if unicodedata.category(sign) in _STRAY else sign for sign in text if sign not in _TURNS
    )
    return _trimmed(clean, limit)


def _trimmed(clean: str, limit: int) -> str:
    return " ".join(clean.split())[:limit].strip()


def check(letter: Letter) -> None:
    """Raises `LetterIncomplete` when the letter could not be rendered in the night."""
    if letter.kind not in KINDS:
        raise LetterIncomplete(f"there is no letter of kind {letter.kind!r}")
    missing = [key for key in KINDS[letter.kind] if key not in letter.facts]
    if missing:
        raise LetterIncomplete(f"{letter.kind} misses {', '.join(missing)}")
    if not letter.occasion or len(letter.occasion) > 160:
        raise LetterIncomplete(f"{letter.kind}: an occasion has 1 to 160 signs")
    if not 3 <= len(letter.to_address) <= 254 or one_line(letter.to_address) != letter.to_address:
        raise LetterIncomplete(f"{letter.kind}: {letter.to_address!r} is not an address")
    try:
        json.dumps(dict(letter.facts), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise LetterIncomplete(f"{letter.kind}: {error}") from None
    for key in KINDS[letter.kind]:
        problem = _problem(letter, key, letter.facts[key])
        if problem:
            raise LetterIncomplete(f"{letter.kind}: {key} {problem}")


def _problem(letter: Letter, key: str, value: Fact) -> str:
    kind = list if key in LISTS else bool if key in FLAGS else int if key in NUMBERS else str
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return f"should be {kind.__name__}, is {value!r}"
    if isinstance(value, str) and not value.strip():
        return "" if key in MAY_BE_EMPTY else "is empty"
    if isinstance(value, list) and not all(isinstance(line, str) for line in value):
        return f"should be sentences, is {value!r}"
    if is_link(key):
        return _link_problem(str(value), letter.token_ids)
    if key in MOMENTS:
        return "" if _is_moment(str(value)) else f"should be an ISO instant, is {value!r}"
    if key == "starts":
        return "" if _is_start(str(value)) else f"should be an ISO instant, day or month, is {value!r}"
    return ""


def _link_problem(path: str, token_ids: tuple[int, ...]) -> str:
    strange = {int(number) for number in _MARK.findall(path)} - set(token_ids)
    if strange:
        return f"has one-time links that are not the letter's: {sorted(strange)}"
    return "" if _PATH.fullmatch(_MARK.sub("", path)) else f"is not a path of this portal: {path!r}"


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_start(value: str) -> bool:
    if _MONTH.fullmatch(value) or _is_moment(value):
        return True
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False
