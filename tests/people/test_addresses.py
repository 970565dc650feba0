"""E-mail addresses and names as people type them."""

import pytest

from portal.errors import Refused
from portal.people.addresses import AddressReason, clean_name, normalise


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Aisha@Veldrijk.Example ", "aisha@veldrijk.example"),
        ("post@Bücher.example", "post@xn--bcher-kva.example"),
        ("\u200eaisha\u200b@veldrijk.example\u202c", "aisha@veldrijk.example"),
        ("o'neil+leren@veldrijk.example", "o'neil+leren@veldrijk.example"),
    ],
)
def test_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", AddressReason.EMPTY),
        ("   ", AddressReason.EMPTY),
        ("aisha@veldrijk.example\nBcc: x@y.example", AddressReason.LINE_BREAK),
        ("aisha@veldrijk.example\x00", AddressReason.LINE_BREAK),
        ("aisha\u2028@veldrijk.example", AddressReason.LINE_BREAK),
        ("aisha", AddressReason.NOT_AN_ADDRESS),
        ("aisha@veldrijk", AddressReason.NOT_AN_ADDRESS),
        ("zoë@veldrijk.example", AddressReason.ACCENT),
        ("Zoë <zoe@veldrijk.example>", AddressReason.NOT_AN_ADDRESS),
        ("Aisha <aisha@veldrijk.example>", AddressReason.NOT_AN_ADDRESS),
        ("aisha@veldrijk.example, x@y.example", AddressReason.NOT_AN_ADDRESS),
        ("a@" + "b" * 260 + ".example", AddressReason.TOO_LONG),
    ],
)
def test_address_that_cannot_be_is_refused(typed: str, reason: AddressReason) -> None:
    with pytest.raises(Refused) as caught:
        normalise(typed)
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Noor   el Amrani ", "Noor el Amrani"),
        ("Noe\u0308l", "Noël"),
        ("Jan\u202egnirts\u202c de Boer", "Jangnirts de Boer"),
        ("Jan\r\nBcc: x", "Jan Bcc: x"),
        ("Fam 👨\u200d👩\u200d👧 Bakker", "Fam 👨\u200d👩\u200d👧 Bakker"),
        ("🙂", "🙂"),
        ("<b>Jan</b>", "<b>Jan</b>"),
    ],
)
def test_name_keeps_what_can_be_seen(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


def test_name_of_500_signs_with_emoji_is_too_long() -> None:
    with pytest.raises(Refused) as caught:
        clean_name("\u202e🙂é" * 250)
    assert (caught.value.reason, caught.value.values) == (
        AddressReason.NAME_TOO_LONG,
        {"limit": 200, "length": 500},
    )


@pytest.mark.parametrize("typed", ["", " \t ", "\u202e\u200b", "..."])
def test_name_without_a_letter_is_no_name(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        clean_name(typed)
    assert caught.value.reason is AddressReason.NAME_EMPTY
