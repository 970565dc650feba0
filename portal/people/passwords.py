"""Passwords: what is good enough, and Argon2id. Slow on purpose: never call it inside a transaction."""

import re
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.errors import Refused
from portal.signs import composed

SHORTEST = 15
LONGEST = 200
_OWN_TAIL = 6
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16)
_LIST = Path(__file__).with_name("common_passwords.txt")
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


class PasswordReason(StrEnum):
    """Why a password is not good enough."""

    TOO_SHORT = "password_too_short"
    TOO_LONG = "password_too_long"
    COMMON = "password_common"
    PERSONAL = "password_personal"


def check(password: str, *, own: tuple[str, ...] = ()) -> None:
    """Raises `Refused` when the password is too short, too long or easy to guess.

    `own` are words that others know of this person: e-mail address, name, the name of the site.
    """
    text = composed(password)
    if len(text) < SHORTEST:
        raise Refused(PasswordReason.TOO_SHORT, minimum=SHORTEST)
    if len(text) > LONGEST:
        raise Refused(PasswordReason.TOO_LONG, maximum=LONGEST)
    bare = _bare(text)
    if (
        _repeats(text.casefold())
        or _is_run(bare)
        or bare in _common()
        or bare.strip("0123456789") in _common()
    ):
        raise Refused(PasswordReason.COMMON)
    if _is_own(bare, own):
        raise Refused(PasswordReason.PERSONAL)


def hashed(password: str) -> str:
    """The Argon2id hash to keep."""
    return _HASHER.hash(composed(password)[:LONGEST])


def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password; takes as long for someone without one."""
    text = composed(password)
    try:
        right = _HASHER.verify(password_hash or _dummy(), text[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None and len(text) <= LONGEST


def outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def warm_up() -> None:
    """Makes the dummy hash, so that the first unknown address takes no longer than the others."""
    _dummy()


@lru_cache(maxsize=1)
def _dummy() -> str:
    return _HASHER.hash("nobody has this password")


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _repeats(text: str) -> bool:
    """The same short piece again and again, such as aaaa… or welkomwelkomwelkom."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def _is_run(bare: str) -> bool:
    if not bare:
        return False
    return any(bare in run + run or bare in (run + run)[::-1] for run in _RUNS)


def _is_own(bare: str, own: tuple[str, ...]) -> bool:
    words = {word for text in own for word in re.split(r"[\W_]+", text.casefold()) if len(word) > 1}
    words |= {_bare(text) for text in own}
    rest = bare
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "") if word else rest
    return rest != bare and len(rest.strip("0123456789")) < _OWN_TAIL
