"""Smaller answers: style sheets and scripts, and pages that have nothing to do with a session.

A page with secrets of a session stays as it is: the size of a compressed answer can give them away.
"""

import gzip

from flask import request
from flask.wrappers import Response

TEXT = {"text/html", "text/css", "text/javascript", "image/svg+xml", "application/atom+xml"}
LEAST = 1000
_files: dict[tuple[str, str], bytes] = {}  # as many as there are static files


def pack(response: Response) -> None:
    """Compresses the answer where the browser takes that and it helps."""
    if response.mimetype not in TEXT:
        return
    response.vary.add("Accept-Encoding")
    if request.method != "GET" or response.status_code != 200 or not _taken():
        return
    if request.endpoint == "static":
        packed = _packed_file(response)
    elif response.is_sequence and (response.content_length or 0) >= LEAST:
        packed = gzip.compress(response.get_data(), compresslevel=1, mtime=0)
    else:
        return
    etag, _weak = response.get_etag()
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    if etag:
        response.set_etag(etag, weak=True)


def _taken() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _packed_file(response: Response) -> bytes:
    key = (request.path, response.get_etag()[0] or "")
    response.direct_passthrough = False
    if key not in _files:
        _files[key] = gzip.compress(response.get_data(), mtime=0)
    elif hasattr(response.response, "close"):
        response.call_on_close(response.response.close)
    return _files[key]
