"""Answers are compressed where that gives nothing away."""

import gzip
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PACKED = {"Accept-Encoding": "gzip"}


def get(client: FlaskClient, path: str, **headers: Any) -> TestResponse:
    return client.get(path, headers=headers, buffered=True)


def test_style_sheet_comes_small_and_whole(client: FlaskClient) -> None:
    plain, packed = get(client, "/static/portaal.css"), get(client, "/static/portaal.css", **PACKED)
    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_style_sheet_that_is_there_is_not_sent_again(client: FlaskClient) -> None:
    etag = get(client, "/static/portaal.css", **PACKED).headers["ETag"]
    again = get(client, "/static/portaal.css", **PACKED, **{"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_public_page_comes_small(client: FlaskClient) -> None:
    page = get(client, "/privacy", **PACKED)
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.data).startswith(b"<!doctype html>")


def test_page_with_a_form_is_never_compressed(client: FlaskClient) -> None:
    page = get(client, "/inloggen", **PACKED)
    assert "Content-Encoding" not in page.headers
    assert b"csrf_token" in page.data


def test_public_page_of_a_session_is_never_compressed(client: FlaskClient) -> None:
    client.get("/inloggen")
    assert "Content-Encoding" not in get(client, "/privacy", **PACKED).headers
