"""A programme as a card: what the template writes, with the words of the states."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template, url_for
from markupsafe import Markup

from portal.programmes.states import end_of_month
from portal.texts import format_month, format_short, language
from portal.texts import gettext as _
from portal.web.public import words
from portal.web.public.reading import Listed, Seen
from portal.web.public.remembered import piece


@dataclass(frozen=True)
class Card:
    """One card. `date` is the day, the rest and the ISO day; without a day only words."""

    title: str
    slug: str
    summary: str
    date: tuple[str, str, str]
    status: words.Badge
    details: tuple[tuple[str, str, str], ...]


def cards_html(items: Iterable[Listed]) -> list[Markup]:
    """The cards of these programmes as list items."""
    return [_html(card(item)) for item in items]


def _html(of: Card) -> Markup:
    url = url_for("public.programme", slug=of.slug)
    return piece(
        ("card", language(), url, of),
        lambda: render_template("public/catalogue_card.html", card=of, url=url),
    )


def card(item: Listed) -> Card:
    """The card of a programme."""
    return Card(item.title, item.slug, item.summary, date_block(item.main), status(item.main), _details(item))


def date_block(seen: Seen) -> tuple[str, str, str]:
    """The first day as day, month with year, and ISO; or only words."""
    if seen.starts_on:
        day, rest = format_short(seen.starts_on).split(" ", 1)
        return day, rest, seen.starts_on.isoformat()
    last = end_of_month(seen.edition.until_month)
    if last:
        return "", _("tot en met %(month)s", month=format_month(last)), ""
    return "", _("nog niet bekend"), ""


def status(seen: Seen, *, long: bool = False) -> words.Badge:
    """The state of an edition as a badge; `long` says of how many seats."""
    capacity = seen.seats.capacity if long and seen.edition.capacity_known else None
    return words.badge(seen.state, free=seen.seats.free, opens_at=seen.phase.opens_at, capacity=capacity)


def place(seen: Seen) -> str:
    """Where an edition is."""
    return words.place(seen.kept.places, online=seen.kept.online, note=words.own(seen.edition.location_note))


def _details(item: Listed) -> tuple[tuple[str, str, str], ...]:
    seen = item.main
    found = [
        ("clock", _("Duur"), words.length(seen.edition.stated_days, seen.kept.days, seen.kept.undated)),
        ("pin", _("Plaats"), place(seen)),
        ("people", _("Voor wie"), words.audience(item.audience)),
    ]
    return tuple(detail for detail in found if detail[2])
