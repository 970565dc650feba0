"""The letters that arrived at the mail server."""

import email
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from demo.sink import Sink

PATIENCE = 20
T = TypeVar("T")


@dataclass(frozen=True)
class Received:
    """One letter."""

    to: str
    subject: str
    text: str
    html: str

    @property
    def links(self) -> list[str]:
        """The paths of all addresses in the text, in order."""
        return [_path(found) for found in re.findall(r"https?://[^\s<>\"]+", self.text)]

    def link(self, part: str) -> str:
        """The one path that holds this part; the HTML must have it too."""
        found = {path for path in self.links if part in path}
        assert len(found) == 1, f"{part} in {self.links}"
        (path,) = found
        assert path in {_path(address) for address in re.findall(r'href="([^"]+)"', self.html)}
        return path


def read_all(folder: Path) -> list[Received]:
    """Every letter that a mail server kept, oldest first."""
    return [_read(content) for content in _kept(folder)]


def letters_to(sink: Sink, address: str) -> list[Received]:
    """Every letter to this address so far, oldest first."""
    mark = f"\r\nDelivered-To: {address}\r\n".encode()
    return [_read(content) for content in _kept(sink.folder) if mark in b"\r\n" + content]


def letter_to(sink: Sink, address: str, subject_part: str) -> Received:
    """The newest letter to this address with these words in its subject; waits for it."""

    def newest() -> Received | None:
        fitting = [one for one in letters_to(sink, address) if subject_part in one.subject]
        return fitting[-1] if fitting else None

    found = until(newest)
    assert found, (
        f"no {subject_part!r} to {address}, but {[one.subject for one in letters_to(sink, address)]}"
    )
    return found


def until(look: Callable[[], T | None]) -> T | None:
    """What `look` finds, within the patience."""
    end = time.monotonic() + PATIENCE
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _kept(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted(folder.glob("*.eml"))]


@cache
def _read(content: bytes) -> Received:
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return Received(message["Delivered-To"], message["Subject"], text.get_content(), html.get_content())
