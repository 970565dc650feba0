"""What every page may count on: the context of the layouts, versioned static files, the CSRF field."""

import hashlib
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import Flask, get_flashed_messages, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.urls import iri_to_uri

from portal import texts
from portal.config import ROOT, Settings
from portal.web.kit import access, origin
from portal.web.kit.engine import url_for
from portal.web.kit.language import KEY

csrf = CSRFProtect()


@lru_cache(maxsize=64)
def _fingerprint(name: str) -> str:
    return hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file, with its fingerprint, the same in every language."""
    return f"/static/{name}?v={_fingerprint(name)}"


def csrf_field() -> Markup:
    """The hidden field that a form needs."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def language_switch() -> str:
    """This page in the other language."""
    # Written anew: "//elsewhere" or "/\\elsewhere" must not become the address of another site.
    path = "/" + quote(request.path.lstrip("/\\"))
    query = f"?{iri_to_uri(request.query_string.decode('ascii', 'replace'))}" if request.query_string else ""
    return f"{path}{query}" if texts.language() == "en" else f"/en{path}{query}"


def install(app: Flask, settings: Settings) -> None:
    """Sets the language of each request and gives templates their context."""

    @app.before_request
    def speak() -> None:
        texts.set_language(request.environ.get(KEY, "nl"))

    @app.before_request
    def only_forms_of_ours() -> None:
        if request.method not in ("GET", "HEAD", "OPTIONS") and origin.of_another_site(settings.site_url):
            raise CSRFError("another site sent this")

    csrf.init_app(app)  # after the language: what it refuses is spoken too

    @app.context_processor
    def context() -> dict[str, Any]:
        flashes = get_flashed_messages(with_categories=True) if access.has_cookie() else []
        return {
            "site_name": settings.site_name,
            "site_url": settings.site_url,
            "lang": texts.language(),
            "theme": settings.theme,
            "viewer": access.viewer(),
            "language_switch": language_switch(),
            "flashes": flashes,
            "demo": settings.mail_sink_dir is not None and settings.demo,
            "asset": asset,
            "csrf_field": csrf_field,
            "nav": "",
            "url_for": url_for,
        }
