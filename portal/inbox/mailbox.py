"""A mailbox to read: over IMAP, or a folder of files where the demo puts its answers.

What was dealt with is moved to a folder of its own, so that the inbox holds what nobody looked at yet. A mail
may come again after a crash: whoever takes it in must know it by what it says.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import unquote, urlsplit

from portal.errors import PortalError

LARGEST = 1_000_000
"""Octets of a mail that is read: a larger one is no answer to an invitation, and is for a person."""
DONE, UNMATCHED = "Verwerkt", "Niet herkend"
TIMEOUT = 20.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Unreachable(PortalError):
    """The mailbox cannot be read now; the message says why, without its password."""


@dataclass(frozen=True)
class Found:
    """A mail in a mailbox: its name there, and its octets; None when it is too large to read."""

    name: str
    raw: bytes | None


class Mailbox(Protocol):
    """Somewhere that answers come in."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def mails(self, most: int) -> Iterator[Found]:
        """At most so many mails, the oldest first."""

    def file_away(self, found: Found, folder: str) -> None:
        """Moves a mail that was dealt with."""


def mailbox(address: str) -> Mailbox:
    """The mailbox at imaps://user:password@host/INBOX, imap://… (unencrypted) or file:///folder."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        return FolderBox(Path(unquote(parts.path)))
    if parts.scheme in ("imap", "imaps") and parts.hostname and parts.username:
        return ImapBox(
            host=parts.hostname,
            port=parts.port or (993 if parts.scheme == "imaps" else 143),
            secure=parts.scheme == "imaps",
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
        )
    raise ValueError("a mailbox is imaps://user:password@host/INBOX, imap://… or file:///folder")


class FolderBox:
    """A folder with a file for each mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def mails(self, most: int) -> Iterator[Found]:
        """At most so many files, in the order of their names."""
        for path in sorted(self.folder.glob("*.eml"))[:most]:
            yield Found(path.name, path.read_bytes() if path.stat().st_size <= LARGEST else None)

    def file_away(self, found: Found, folder: str) -> None:
        """Moves a file into a folder beside it."""
        (self.folder / folder).mkdir(exist_ok=True)
        with suppress(FileNotFoundError):  # another worker was first
            (self.folder / found.name).rename(self.folder / folder / found.name)


class ImapBox:
    """A mailbox on an IMAP server (RFC 9051, and RFC 3501 as most servers speak it)."""

    def __init__(self, *, host: str, port: int, secure: bool, user: str, password: str, folder: str) -> None:
        self.host, self.port, self.secure = host, port, secure
        self._user, self._password, self.folder = user, password, folder
        self._server: imaplib.IMAP4 | None = None

    def __enter__(self) -> Self:
        try:
            if self.secure:
                context = ssl.create_default_context()
                self._server = imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=TIMEOUT)
            else:
                self._server = imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)
            self._server.login(self._user, self._password)
            self._sure(self._server.select(_quoted(self.folder)))
        except (OSError, imaplib.IMAP4.error) as error:
            self._leave()
            raise Unreachable(f"{self.host}: {type(error).__name__}: {error}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def mails(self, most: int) -> Iterator[Found]:
        """At most so many mails, the oldest first. Reading marks nothing as read."""
        for uid in self._uids()[:most]:
            said = self._ask("FETCH", uid, "(RFC822.SIZE)")
            size = _SIZE.search(b" ".join(_flat(said)))
            if size is None:
                continue  # moved away meanwhile
            if int(size[1]) > LARGEST:
                yield Found(uid, None)
                continue
            raw = [part[1] for part in self._ask("FETCH", uid, "(BODY.PEEK[])") if isinstance(part, tuple)]
            if raw:
                yield Found(uid, raw[0])

    def file_away(self, found: Found, folder: str) -> None:
        """Copies the mail to the folder, which is made when it is not there, and takes it out here."""
        with suppress(OSError, imaplib.IMAP4.error):
            self._in().create(_quoted(folder))  # "already exists" is fine
        self._ask("COPY", found.name, _quoted(folder))
        self._ask("STORE", found.name, "+FLAGS.SILENT", "(\\Deleted)")
        with self._told():
            self._sure(self._in().expunge())

    def _uids(self) -> list[str]:
        said = self._ask("SEARCH", None, "UNDELETED")
        return [uid.decode("ascii") for uid in (said[0] or b"").split()] if said else []

    def _ask(self, *words: Any) -> list[Any]:
        with self._told():
            return self._sure(self._in().uid(*words))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A connection that breaks is a mailbox that cannot be read now."""
        try:
            yield
        except (OSError, imaplib.IMAP4.error) as error:
            raise Unreachable(f"{self.host}: {type(error).__name__}: {error}") from None

    def _in(self) -> imaplib.IMAP4:
        if self._server is None:
            raise RuntimeError("use it in a with statement")
        return self._server

    def _sure(self, answer: tuple[str, list[Any]]) -> list[Any]:
        state, said = answer
        if state != "OK":
            raise imaplib.IMAP4.error(str(said))
        return said

    def _leave(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                server.logout()


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _flat(said: list[Any]) -> Iterator[bytes]:
    for part in said:
        for piece in part if isinstance(part, tuple) else (part,):
            if isinstance(piece, bytes):
                yield piece
