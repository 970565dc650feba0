"""A letter as it looks in a mail program, in a frame that may do nothing."""

from flask import make_response
from flask.wrappers import Response

from portal.web.kit.responses import CSP

LETTER_CSP = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def letter(html: str) -> Response:
    """The letter itself, for the frame."""
    response = make_response(html)
    response.headers["Content-Security-Policy"] = LETTER_CSP
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def around(page: str) -> Response:
    """The page with the frame."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = f"{CSP}; frame-src 'self'"
    return response
