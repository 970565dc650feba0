"""Which passwords are good enough, and how they are kept."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from portal.errors import Refused
from portal.people import passwords
from portal.people.passwords import PasswordReason
from tests.people.support import PASSWORD, quick_hash

OWN = ("aisha.bakker@veldrijk.example", "Aisha Bakker", "Leergang")


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "hoeveel kost een fiets",
        "Ik eet graag soep met aisha",
        "日本語のパスワードはとても長いです",
        "ŷ" * 7 + "abcdefgz",
        "x" * 185 + "een lange zin!!",
    ],
)
def test_long_and_unusual_password_is_good_enough(password: str) -> None:
    passwords.check(password, own=OWN)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("veertien tekens"[:14], PasswordReason.TOO_SHORT),
        ("e\u0308" * 14, PasswordReason.TOO_SHORT),
        ("ab " * 70, PasswordReason.TOO_LONG),
        ("a" * 20, PasswordReason.COMMON),
        ("welkomwelkomwelkom", PasswordReason.COMMON),
        ("Wachtwoord Wachtwoord", PasswordReason.COMMON),
        ("Dit is mijn wachtwoord!", PasswordReason.COMMON),
        ("welkomgemeente2026", PasswordReason.COMMON),
        ("correct-horse-battery-staple", PasswordReason.COMMON),
        ("123456789012345", PasswordReason.COMMON),
        ("qwertyuiopasdfghj", PasswordReason.COMMON),
        ("zyxwvutsrqponmlkj", PasswordReason.COMMON),
        ("aisha.bakker@veldrijk.example", PasswordReason.PERSONAL),
        ("AishaBakker2026!", PasswordReason.PERSONAL),
        ("leergangleergang1", PasswordReason.PERSONAL),
    ],
)
def test_guessable_password_is_refused(password: str, reason: PasswordReason) -> None:
    with pytest.raises(Refused) as caught:
        passwords.check(password, own=OWN)
    assert caught.value.reason is reason


def test_hash_is_argon2id_with_our_parameters() -> None:
    found = extract_parameters(quick_hash(PASSWORD))
    assert (found.type, found.memory_cost, found.time_cost, found.parallelism) == (Type.ID, 19456, 2, 1)


def test_only_the_right_password_matches() -> None:
    kept = quick_hash(PASSWORD)
    assert [passwords.matches(kept, typed) for typed in (PASSWORD, PASSWORD.upper(), PASSWORD + " ", "")] == [
        True,
        False,
        False,
        False,
    ]


def test_composed_and_decomposed_letters_are_one_password() -> None:
    assert passwords.matches(passwords.hashed("een café in de stad"), "een cafe\u0301 in de stad")


def test_nobody_has_the_password_of_the_dummy() -> None:
    assert not passwords.matches(None, "nobody has this password")


def test_hash_with_other_parameters_is_outdated() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    assert (passwords.outdated(old), passwords.outdated(quick_hash(PASSWORD))) == (True, False)
    assert passwords.matches(old, PASSWORD)


def test_damaged_hash_matches_nothing() -> None:
    assert not passwords.matches("not a hash", PASSWORD)
