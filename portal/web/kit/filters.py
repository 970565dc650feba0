"""How templates write dates, amounts and words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from portal import texts
from portal.web.kit.engine import Engine, own, say

Stamp = date | datetime


def _stamped(write: Callable[[Any], str]) -> Callable[[Any], Markup]:
    def tag(value: Any) -> Markup:
        machine = texts.local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value
        return Markup('<time datetime="{}">{}</time>').format(str(machine), write(value))

    return tag


def paragraphs(text: str) -> Markup:
    """Plain text with blank lines as paragraphs."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return Markup("").join(Markup('<p class="nl-paragraph">{}</p>').format(escape(part)) for part in parts)


FILTERS: dict[str, Callable[..., Any]] = {
    "day": texts.format_day,
    "date": texts.format_date,
    "short_date": texts.format_short,
    "clock": texts.format_time,
    "moment": texts.format_moment,
    "money": texts.format_money,
    "day_tag": _stamped(texts.format_day),
    "date_tag": _stamped(texts.format_date),
    "moment_tag": _stamped(texts.format_moment),
    "paragraphs": paragraphs,
}


def install(app: Flask) -> None:
    """Sets up the template engine: strict, translated, with our filters."""
    app.jinja_environment = Engine
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.finalize = texts.called
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        texts.raw_gettext, texts.raw_ngettext, newstyle=True
    )
    app.jinja_env.globals["_"] = say
    app.jinja_env.filters.update(FILTERS, own=own)
    app.jinja_env.globals["time_range"] = texts.format_time_range
