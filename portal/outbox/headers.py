"""Headers of a mail as bytes (pure). Most is written here, the rest by `email`, once for a mailing.

The library takes half a millisecond for the headers of one mail, and nearly all say the same or nothing odd.
Where it breaks encoded text over lines it loses a space at the break, or the quotes of a name: that is
written here as well.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.policy import SMTP
from functools import lru_cache

LONGEST = 76
"""Signs of a line that the library would not break either."""
_ATOM = r"[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+"  # without ? there are no encoded words
_MAILBOX = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9-]+(?: [A-Za-z0-9-]+)*")
_PLAIN_ID = re.compile(r"<[A-Za-z0-9._-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*>")
_SHORT_WORDS = re.compile(r"[!-~]{1,60}(?: [!-~]{1,60})*")
_ENCODED = "=?utf-8?b?%s?="
_WEB_ADDRESS = re.compile(r"<[!-;=?-~]+>")


def address(header: str, name: str, spec: str) -> bytes:
    """A name and an address, or an address alone; raises `ValueError` when it is none."""
    line = f"{header}: {name} <{spec}>" if name else f"{header}: {spec}"
    if len(line) <= LONGEST and _MAILBOX.fullmatch(spec) and (not name or _PLAIN_NAME.fullmatch(name)):
        return line.encode() + b"\r\n"
    return _address(header, name, spec)


@lru_cache(maxsize=512)
def _address(header: str, name: str, spec: str) -> bytes:
    checked = Address(name, addr_spec=spec)
    folded = _folded(header, checked)
    if not name or (name.isascii() and folded.count(b"\r\n") == 1):
        return folded
    if _PLAIN_NAME.fullmatch(name) and _SHORT_WORDS.fullmatch(name):
        return folded
    *lines, last = _encoded(header, name)
    where = f"<{checked.addr_spec}>".encode("ascii")
    lines += [last + b" " + where] if len(last) + 1 + len(where) <= LONGEST else [last, b" " + where]
    return b"\r\n".join(lines) + b"\r\n"


def message_id(value: str) -> bytes:
    """The name of a mail, another one each time."""
    line = f"Message-ID: {value}"
    if len(line) <= LONGEST and _PLAIN_ID.fullmatch(value):
        return line.encode() + b"\r\n"
    return _folded("Message-ID", value)


@lru_cache(maxsize=512)
def words(header: str, value: str) -> bytes:
    """A line of text."""
    if not value or _SHORT_WORDS.fullmatch(value):
        return _folded(header, value)
    if "\n" in value or "\r" in value:
        raise ValueError(f"a linefeed in {value!r}")
    return b"\r\n".join(_encoded(header, value)) + b"\r\n"


@lru_cache(maxsize=8)
def moment(header: str, value: datetime) -> bytes:
    """A date and time, of which a second counts."""
    return _folded(header, value)


def whole(header: str, value: str) -> bytes:
    """An address on the web between < and >: never broken or encoded, however long."""
    if not _WEB_ADDRESS.fullmatch(value):
        raise ValueError(f"{value!r} is no address on the web")
    return f"{header}: {value}\r\n".encode()


def _folded(header: str, value: str | datetime | Address) -> bytes:
    folded: bytes = SMTP.fold_binary(*SMTP.header_store_parse(header, value))
    return folded


def _encoded(header: str, text: str) -> Iterator[bytes]:
    """A header in encoded words (RFC 2047): whoever reads them puts nothing in between.

    Some do put a space there, so that a break comes after one where it can.
    """
    start, rest = f"{header}: ", text
    while rest:
        room = (LONGEST - len(start) - len(_ENCODED % "")) // 4 * 3
        most = len(rest.encode()[:room].decode(errors="ignore"))
        cut = most if most == len(rest) else rest.rfind(" ", 0, most) + 1 or most
        yield (start + _ENCODED % b64encode(rest[:cut].encode()).decode()).encode()
        start, rest = " ", rest[cut:]
