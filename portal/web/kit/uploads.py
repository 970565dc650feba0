"""Forms with a file: how large they may be, and what becomes of one that is larger."""

from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import Flask, Request, redirect, request
from werkzeug.wrappers import Response

from portal.texts import lazy
from portal.web.kit import access

LARGEST_FORM = 256 * 1024 * 1024
"""A form with a file that is too large comes in whole, so that its page can say so and lose nothing."""
KEPT = 16 * 1024 * 1024
"""So much of a file is kept while it comes in: more than any form takes, so that it is seen as too large."""
IN_MEMORY = 500_000
TOO_LARGE = "te-groot"
_PIECE = 256 * 1024


class Clipped(SpooledTemporaryFile[bytes]):
    """The beginning of a file that comes in; what is beyond `KEPT` is thrown away."""

    def write(self, data: Any) -> int:
        """Says that it took everything."""
        super().write(data[: max(0, KEPT - self.tell())])
        return len(data)


class PortalRequest(Request):
    """A request that keeps no more of a file than any form takes."""

    def _get_file_stream(self, *_about: Any, **_more: Any) -> IO[bytes]:
        return Clipped(max_size=IN_MEMORY)


def install(app: Flask) -> None:
    """Comes before everything that reads a form."""
    app.request_class = PortalRequest
    app.before_request(_allow)


def at_most(size: int, otherwise: str) -> dict[str, Any]:
    """What a file field tells the browser, which then says `otherwise` before anything is sent."""
    return {"data-largest": str(size), "data-too-large": lazy(otherwise)}


def _allow() -> None:
    """Lets more in than elsewhere, at a route for uploads and from who may use it."""
    rule = _rule()
    if rule is not None:
        request.max_content_length = rule.largest


def back_to_the_form() -> Response | None:
    """To the page of the form, which then says that the file is too large; None where there is none."""
    if _rule() is None:
        return None
    _read_to_the_end()
    return redirect(f"{request.script_root}{request.path}?{TOO_LARGE}=1", 303)


def _rule() -> access.Rule | None:
    """The rule of a route for uploads, for who may use it."""
    rule = access.rule_here()
    if rule is None or not rule.largest or request.method != "POST":
        return None
    found = access.viewer()
    return rule if found is not None and access.belongs(found, rule.audience) else None


def _read_to_the_end() -> None:
    """Reads what nobody wants: a browser that still sends does not see the answer."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or LARGEST_FORM, LARGEST_FORM)
    with suppress(OSError, ValueError):
        while left > 0 and (piece := stream.read(min(_PIECE, left))):
            left -= len(piece)


def was_too_large() -> bool:
    """Whether this page is opened after a form that was too large."""
    return request.method == "GET" and TOO_LARGE in request.args
