"""The template engine, with its commonest calls made cheap: most words and addresses are always the same."""

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from flask import request
from flask import url_for as build
from flask.templating import Environment
from markupsafe import Markup

from portal import texts


class Engine(Environment):
    """Flask's environment, whose templates share one set of globals."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Nothing of its own for a template that asks for nothing: looking in two places is slow."""
        return super().make_globals(d) if d else self.globals


@lru_cache(maxsize=4096)
def _fixed(message: str, _language: str) -> Markup:
    return Markup(texts.raw_gettext(message)) % {}  # noqa: S704 # nosec B704 - our own texts only


def say(message: str, **values: object) -> Markup:
    """`_("…")` in templates: the message in the language of now, with the values escaped and filled in."""
    if not values:
        return _fixed(message, texts.language())
    return Markup(texts.raw_gettext(message)) % texts.spoken_of(values)  # noqa: S704 # nosec B704 - values are escaped


def own(text: str) -> str:
    """An organiser's own text: Dutch, also on an English page."""
    return text if texts.language() == "nl" or not text else Markup('<span lang="nl">{}</span>').format(text)


@lru_cache(maxsize=512)
def _page(endpoint: str, _root: str) -> str:
    return build(endpoint)


def url_for(endpoint: str, **values: Any) -> str:
    """Flask's `url_for`; an address without values is built once for each language."""
    return build(endpoint, **values) if values else _page(endpoint, request.script_root)
