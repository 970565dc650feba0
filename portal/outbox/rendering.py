"""From a letter's facts to its subject, text and HTML. One-time links stay marks until the letter leaves."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portal import texts
from portal.config import ROOT
from portal.errors import PortalError
from portal.outbox import frames
from portal.outbox.frames import LONGEST_FACT, Frame, Shared
from portal.outbox.kinds import CHOICES, NAMES, UNSAID, is_link
from portal.outbox.letter import Letter, one_line

SUBJECT_LENGTH = 110
_MONTH_LENGTH = len("2027-01")
_MARK = re.compile(r"\[\[token:(\d+)\]\]")
_ANY_SEALED = re.compile(r"\[\[token:(\d+):([\w-]{22})\]\]")


class CannotRender(PortalError):
    """The template and the facts do not fit; the message says where."""


class LinkIsGone(PortalError):
    """A one-time link of the letter no longer exists, so the letter would lead nowhere."""


@dataclass(frozen=True)
class House:
    """What every letter knows about the portal."""

    site_url: str
    site_name: str
    contact: str

    @property
    def host(self) -> str:
        """The name after the @ of a Message-ID."""
        host = urlsplit(self.site_url).hostname or "localhost"
        return "localhost" if ":" in host else host


@dataclass(frozen=True)
class Rendered:
    """What a letter says. One-time links are marks, not secrets. `calendar` is iCalendar, or empty."""

    subject: str
    text: str
    html: str
    calendar: str = ""


_house: House | None = None
_inliner = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)


def configure(*, site_url: str, site_name: str, contact: str) -> None:
    """Tells letters where the portal lives, from its settings; once per process, at the start."""
    global _house  # noqa: PLW0603 - one process has one address
    _house = House(site_url=site_url.rstrip("/"), site_name=site_name, contact=contact)


def house() -> House:
    """Where the portal lives; `configure` comes first."""
    if _house is None:
        raise RuntimeError("call rendering.configure(site_url=…, site_name=…, contact=…) first")
    return _house


def message_id(public_id: str) -> str:
    """The Message-ID of this letter: the same on every repeat."""
    return f"<letter.{public_id}@{house().host}>"


def short(title: str, length: int) -> str:
    """A title that fits in a subject, cut between words where it has any."""
    if len(title) <= length:
        return title
    cut = textwrap.shorten(title, length - 1, placeholder="").rstrip(" ,;:-–")
    return f"{cut or title[: length - 1]}…"


def day(value: str) -> str:
    """An ISO day or instant as a day: dinsdag 12 januari 2027."""
    return texts.format_day(_parsed(value))


def short_day(value: str) -> str:
    """An ISO day or instant as a short day: 12 jan 2027; a month stays a month."""
    return start(value) if len(value) == _MONTH_LENGTH else texts.format_short(_parsed(value))


def moment(value: str) -> str:
    """An ISO instant as a moment: vrijdag 15 januari 2027, 17.00 uur."""
    return texts.format_moment(datetime.fromisoformat(value))


def span(day: str, starts_at: str, ends_at: str) -> str:
    """When a meeting is, from an ISO day and two ISO instants that may be empty."""
    begin, end = (datetime.fromisoformat(value) if value else None for value in (starts_at, ends_at))
    return texts.format_span(date.fromisoformat(day), begin, end)


def start(value: str) -> str:
    """A start as exactly as it is known: a moment, a day or a month."""
    if len(value) == _MONTH_LENGTH:
        return texts.format_month(date.fromisoformat(f"{value}-01"))
    return moment(value) if "T" in value else day(value)


def _parsed(value: str) -> date | datetime:
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def environment(folder: str = str(ROOT / "templates")) -> Environment:
    """The engine of letters: strict, translated; only HTML is escaped."""
    made = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"], default_for_string=True, default=False),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        texts.raw_gettext, texts.raw_ngettext, newstyle=True
    )
    made.filters.update(day=day, short_day=short_day, moment=moment, start=start, short=short)
    made.globals.update(span=span, zone=texts.zone_name)
    return made


_templates = environment()


def render(letter: Letter, public_id: str) -> Rendered:
    """The letter in its own language; raises `CannotRender`."""
    try:
        with texts.use(letter.language):
            return _render(letter, public_id)
    except Exception as error:
        raise CannotRender(f"letters/{letter.kind}: {type(error).__name__}: {error}") from error


def _render(letter: Letter, public_id: str) -> Rendered:
    differs, drawn = _differs(letter, public_id), None
    if all(map(frames.fits, differs.values())):
        drawn = _frame(_templates, house(), frames.shared(letter, differs))
    if drawn is not None:
        subject, text, html = drawn.filled(list(differs.values()))
    else:
        subject, text, html = _draw(_templates, house(), letter, differs)
        text = frames.tidy(text)
    return Rendered(one_line(subject, SUBJECT_LENGTH), text, html)


def _differs(letter: Letter, public_id: str) -> dict[str, str]:
    """What every reader has of their own: a name, and where the links lead."""
    found = {key: link(letter, key, public_id) for key in letter.facts if is_link(key)}
    found["name"] = one_line(letter.to_name, 200)
    return {key: value for key, value in found.items() if value}


@lru_cache(maxsize=64)
def _frame(engine: Environment, home: House, shared: Shared) -> Frame | None:
    return frames.frame(*_draw(engine, home, shared.letter(), shared.holes()))


def _draw(
    engine: Environment, home: House, letter: Letter, differs: Mapping[str, str]
) -> tuple[str, str, str]:
    """Subject, however long, text as the template has it, and HTML."""
    values = _values(home, letter, differs)
    plain = engine.get_template(f"letters/{letter.kind}.txt")
    subject = "".join(plain.blocks["subject"](plain.new_context(values)))
    values["subject"] = one_line(subject, SUBJECT_LENGTH)
    html = engine.get_template(f"letters/{letter.kind}.html").render(values)
    return subject, plain.render(values), _inliner.inline(html)


def _values(home: House, letter: Letter, differs: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {"name": ""}
    for key, value in letter.facts.items():
        if is_link(key):
            values[key] = ""
        elif isinstance(value, str):
            values[key] = one_line(value, LONGEST_FACT) or _plain_word(letter.kind, key)
        elif isinstance(value, list):
            values[key] = [one_line(line, LONGEST_FACT) for line in value]
        else:
            values[key] = value
    for key in UNSAID:
        values.pop(key, None)
    values.update(differs)
    values.update(
        language=letter.language,
        site_name=home.site_name,
        site_url=_prefix(letter) + "/",
        sender=letter.sender_name or home.site_name,
        contact=letter.sender_address or home.contact,
    )
    return values


def _plain_word(kind: str, key: str) -> str:
    if key in CHOICES:
        return texts.gettext("jouw keuze")
    if key in NAMES and kind != "registration_confirmed":  # there it says: nobody comes along
        return texts.gettext("je collega")
    return ""


def link(letter: Letter, key: str, public_id: str) -> str:
    """The whole address behind a link fact, its one-time links as marks; "" when the letter has none."""
    path = str(letter.facts.get(key, ""))
    return _prefix(letter) + _sealed(re.sub(r"^/en(?=/)", "", path), public_id) if path else ""


def _prefix(letter: Letter) -> str:
    return house().site_url + ("/en" if letter.language == "en" else "")


def _sealed(path: str, public_id: str) -> str:
    # The mark bears the letter's own random id: nobody can put it in a name or a reason beforehand.
    return _MARK.sub(lambda found: f"[[token:{found[1]}:{public_id}]]", path)


def fill(text: str, public_id: str, secrets: Mapping[int, str]) -> str:
    """The text with the letter's own one-time links filled in, in one pass; raises `LinkIsGone`."""

    def secret(found: re.Match[str]) -> str:
        if found[2] != public_id:
            return found[0]
        try:
            return secrets[int(found[1])]
        except KeyError:
            raise LinkIsGone(f"one-time link {found[1]} exists no more") from None

    return _ANY_SEALED.sub(secret, text)


def readable(text: str) -> str:
    """A stored text for people to read: one-time links are left out."""
    return _ANY_SEALED.sub("…", text)
