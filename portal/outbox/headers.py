"""Headers of a mail as bytes (pure). What is plain is written here, all else by `email`, once for a mailing.

The library takes half a millisecond for the headers of one mail, and nearly all say the same or nothing odd.
"""

import re
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
_WEB_ADDRESS = re.compile(r"<[!-;=?-~]+>")


def address(header: str, name: str, spec: str) -> bytes:
    """A name and an address, or an address alone; raises `ValueError` when it is none."""
    line = f"{header}: {name} <{spec}>" if name else f"{header}: {spec}"
    if len(line) <= LONGEST and _MAILBOX.fullmatch(spec) and (not name or _PLAIN_NAME.fullmatch(name)):
        return line.encode() + b"\r\n"
    return _address(header, name, spec)


@lru_cache(maxsize=512)
def _address(header: str, name: str, spec: str) -> bytes:
    return _folded(header, Address(name, addr_spec=spec))


def message_id(value: str) -> bytes:
    """The name of a mail, another one each time."""
    line = f"Message-ID: {value}"
    if len(line) <= LONGEST and _PLAIN_ID.fullmatch(value):
        return line.encode() + b"\r\n"
    return _folded("Message-ID", value)


@lru_cache(maxsize=512)
def words(header: str, value: str) -> bytes:
    """A line of text."""
    return _folded(header, value)


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
