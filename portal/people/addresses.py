"""E-mail addresses and names as people type them, made fit to keep (pure)."""

import unicodedata
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from portal.errors import Refused
from portal.signs import composed

LONGEST_ADDRESS = 254
LONGEST_NAME = 200
_JOINERS = frozenset("\u200c\u200d")  # inside emoji and some scripts
_KEPT_FORMATS = _JOINERS | frozenset(chr(code) for code in range(0xE0020, 0xE0080))  # flags of emoji


class AddressReason(StrEnum):
    """Why an e-mail address or a name cannot be kept."""

    EMPTY = "address_empty"
    LINE_BREAK = "address_line_break"
    TOO_LONG = "address_too_long"
    NOT_AN_ADDRESS = "address_not_valid"
    ACCENT = "address_accent"
    NAME_EMPTY = "name_empty"
    NAME_TOO_LONG = "name_too_long"


def normalise(text: str) -> str:
    """The address in lower case, without invisible marks, with an ASCII domain; else `Refused`."""
    address = "".join(sign for sign in text.strip() if unicodedata.category(sign) != "Cf")
    if not address:
        raise Refused(AddressReason.EMPTY)
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in address):
        raise Refused(AddressReason.LINE_BREAK)
    if len(address) > LONGEST_ADDRESS:
        raise Refused(AddressReason.TOO_LONG, limit=LONGEST_ADDRESS)
    mailbox = address.rpartition("@")[0]
    if not mailbox.isascii() and " " not in mailbox:
        raise Refused(AddressReason.ACCENT)
    try:
        parts = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Refused(AddressReason.NOT_AN_ADDRESS) from None
    ascii_address = (parts.ascii_email or parts.normalized).lower()
    if len(ascii_address) > LONGEST_ADDRESS:
        raise Refused(AddressReason.TOO_LONG, limit=LONGEST_ADDRESS)
    return ascii_address


def clean_line(text: str) -> str:
    """One line of visible text: composed (NFC), without control signs and marks that turn text around."""
    return " ".join("".join(_visible(sign) for sign in composed(text)).split())


def _visible(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    if kind in ("Cf", "Cs", "Co") and sign not in _KEPT_FORMATS:
        return ""
    return sign


def clean_name(text: str) -> str:
    """A person's name fit to keep; raises `Refused` when nothing is left or it is too long."""
    name = clean_line(text)
    if not any(unicodedata.category(sign)[0] in "LNS" for sign in name):
        raise Refused(AddressReason.NAME_EMPTY)
    if len(name) > LONGEST_NAME:
        raise Refused(AddressReason.NAME_TOO_LONG, limit=LONGEST_NAME, length=len(name))
    return name
