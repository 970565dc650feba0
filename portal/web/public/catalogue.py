"""The catalogue: search, filters, cards."""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil

from flask import render_template, request, url_for

from portal import clock
from portal.coverage import queries
from portal.database import db
from portal.texts import gettext as _
from portal.texts import local
from portal.web.public import filters
from portal.web.public.blueprint import blueprint
from portal.web.public.cards import cards_html
from portal.web.public.developing import Offer, offers
from portal.web.public.elsewhere import elsewhere
from portal.web.public.filters import PAGE_SIZE, Answered
from portal.web.public.finding import mentioning
from portal.web.public.reading import Listed, listed


@blueprint.get("/leergangen")
def catalogue() -> str:
    """Everything on offer, narrowed by what the address asks for."""
    now, asked = clock.now(), filters.read(request.args)
    session = db.session()
    hits = mentioning(session, asked.words) if asked.words else None
    items, others = listed(session, now=now), queries.externals(session)
    offered = offers(session, {item.slug: item.title for item in items}, others)
    found = filters.answer(_developing(items, offered), asked, local(now).date(), hits=hits)
    base, asked = url_for("public.catalogue"), found.asked
    pages = max(1, ceil(len(found.items) / PAGE_SIZE))
    page = min(max(asked.page, 1), pages)
    shown = found.items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return render_template(
        "public/catalogue.html",
        nav="catalogue",
        asked=asked,
        total=len(found.items),
        cards=cards_html(shown),
        elsewhere=elsewhere(others, offered, found.asked) if page == 1 else [],
        groups=_groups(found),
        chips=_chips(found, base),
        base=base,
        other_order=replace(asked, by_name=not asked.by_name).address(base),
        kept={"sorteer": filters.BY_NAME} if asked.by_name else {},
        page=page,
        pages=pages,
        url_of=lambda number: asked.address(base, number),
    )


def _developing(items: list[Listed], offered: Mapping[str, Offer]) -> list[Listed]:
    """The same programmes, each with what it develops."""
    return [
        replace(item, aspects=of.aspects, tags=of.tags) if (of := offered.get(item.slug)) else item
        for item in items
    ]


def _groups(found: Answered) -> list[dict[str, object]]:
    return [
        {
            "name": group.name,
            "label": group.label,
            "open": position == 0,
            "options": [(one.value, one.label, one.count, one.on) for one in options],
        }
        for position, (group, options) in enumerate(found.options)
        if options
    ]


def _chips(found: Answered, base: str) -> list[tuple[str, str]]:
    asked = found.asked
    chips = [
        (one.label, asked.without(group.name, one.value).address(base))
        for group, options in found.options
        for one in options
        if one.on
    ]
    if asked.query:
        words = replace(asked, query="").address(base)
        chips.insert(0, (_("Zoekterm: %(words)s", words=asked.query), words))
    return chips
