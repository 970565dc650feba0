"""Renders components the way the portal does, without the portal."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).parent / "pages"
NASTY = '<b>"&'

Element = Any


def environment() -> Environment:
    """Strict, escaping, and with the source texts as translations."""
    env = Environment(
        loader=FileSystemLoader([ROOT / "templates", PAGES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.globals["url_for"] = lambda endpoint, **values: "/" + endpoint.replace(".", "/")
    return env


def context(**changes: Any) -> dict[str, Any]:
    """What the portal gives every page."""
    return {
        "site_name": "Leergang",
        "lang": "nl",
        "theme": "",
        "viewer": None,
        "language_switch": "/en/",
        "flashes": [],
        "demo": False,
        "asset": lambda name: f"/static/{name}?v=1",
        "csrf_field": lambda: Markup('<input type="hidden" name="csrf_token" value="t">'),
        "nav": "",
    } | changes


def person(**changes: Any) -> SimpleNamespace:
    """Somebody who is signed in."""
    return SimpleNamespace(
        **{
            "name": "Samira Bouzid",
            "short_name": "Samira B.",
            "is_organiser": False,
            "is_administrator": False,
        }
        | changes
    )


def words(element: Element) -> str:
    """All text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())
