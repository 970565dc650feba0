"""A very small HTTP client: one person's browser, cheap enough to run three hundred beside the server."""

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

PATIENCE = 60.0
_FIELD = re.compile(r"<(input|select|textarea|button)\b([^>]*)>([^<]*)")
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_FORM = re.compile(r'<form method="post" action="([^"]*/inschrij[^"]*)"[^>]*>(.*?)</form>', re.S)


class Broken(Exception):
    """The connection broke before the whole answer was there."""


@dataclass(frozen=True)
class Answer:
    """One answer of the server. `began` is on the monotonic clock."""

    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    body: str
    began: float
    seconds: float

    @property
    def location(self) -> str:
        """Where to go next, as a path; empty when this is a page."""
        target = urlsplit(self.headers.get("location", ""))
        return target.path + (f"?{target.query}" if target.query else "")


@dataclass(frozen=True)
class Form:
    """A form on a page: where it goes and what it carries by itself."""

    action: str
    fields: dict[str, str]


def form_on(page: str) -> Form | None:
    """The form of this page about a registration, with its hidden and preselected values."""
    found = _FORM.search(page)
    if found is None:
        return None
    fields: dict[str, str] = {}
    for kind, text, content in _FIELD.findall(found[2]):
        named = {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}
        name = named.get("name", "")
        if (
            not name
            or kind == "button"
            or (named.get("type") in ("radio", "checkbox") and "checked" not in named)
        ):
            continue
        fields[name] = unescape(content) if kind == "textarea" else named.get("value", "")
    return Form(unescape(found[1]), fields)


class Browser:
    """A signed-in browser with one persistent connection; follows nothing by itself."""

    def __init__(self, host: str, port: int, cookie: str) -> None:
        self.host, self.port = host, port
        self.cookies = dict([cookie.split("=", 1)]) if cookie else {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        """One page."""
        return await self._ask("GET", path, b"", again=True)

    async def post(self, path: str, fields: Mapping[str, str], *, again: bool = True) -> Answer:
        """Sends a form. `again`: on a connection that the server had closed meanwhile, tries a new one."""
        return await self._ask("POST", path, urlencode(fields).encode(), again=again)

    def twin(self) -> "Browser":
        """The same person in a second tab."""
        other = Browser(self.host, self.port, "")
        other.cookies = dict(self.cookies)
        return other

    async def connect(self) -> None:
        """Opens the connection, so that the next request can go at once."""
        self.close()
        self._reader, self._writer = await asyncio.open_connection(self.host, self.port)

    def close(self) -> None:
        """Leaves."""
        if self._writer is not None:
            self._writer.transport.abort()
        self._reader = self._writer = None

    async def _ask(self, method: str, path: str, body: bytes, *, again: bool) -> Answer:
        began = time.monotonic()
        kept = self._writer is not None
        try:
            return await asyncio.wait_for(self._once(method, path, body, began), PATIENCE)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, Broken) as error:
            self.close()
            if not (kept and again and isinstance(error, Broken)):
                raise Broken(f"{method} {path}: {error!r}") from error
        try:
            return await asyncio.wait_for(self._once(method, path, body, began), PATIENCE)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self.close()
            raise Broken(f"{method} {path}: {error!r}") from error

    async def _once(self, method: str, path: str, body: bytes, began: float) -> Answer:
        if self._writer is None:
            await self.connect()
        assert self._writer is not None
        assert self._reader is not None
        self._writer.write(self._head(method, path, body) + body)
        try:
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except (OSError, asyncio.IncompleteReadError) as error:
            if getattr(error, "partial", b""):
                raise
            raise Broken("closed before an answer") from error
        status, headers = self._understand(head)
        content = await self._content(headers)
        if headers.get("connection") == "close":
            self.close()
        return Answer(method, path, status, headers, content, began, time.monotonic() - began)

    def _head(self, method: str, path: str, body: bytes) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _understand(self, head: str) -> tuple[int, dict[str, str]]:
        first, *lines = head.split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                key, _, kept = value.split(";", 1)[0].partition("=")
                self.cookies[key] = kept
        return int(first.split(" ", 2)[1]), headers

    async def _content(self, headers: Mapping[str, str]) -> str:
        assert self._reader is not None
        if headers.get("transfer-encoding") == "chunked":
            parts = []
            while size := int((await self._reader.readuntil(b"\r\n")).strip(), 16):
                parts.append((await self._reader.readexactly(size + 2))[:-2])
            await self._reader.readexactly(2)
            return b"".join(parts).decode()
        return (await self._reader.readexactly(int(headers.get("content-length", "0")))).decode()
