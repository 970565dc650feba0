"""The catalogue: search, filters, cards."""

from dataclasses import replace
from math import ceil

from flask import render_template, request, url_for

from portal import clock
from portal.database import db
from portal.texts import gettext as _
from portal.texts import local
from portal.web.public import filters
from portal.web.public.blueprint import blueprint
from portal.web.public.cards import cards_html
from portal.web.public.filters import PAGE_SIZE, Answered
from portal.web.public.finding import mentioning
from portal.web.public.reading import listed


@blueprint.get("/leergangen")
def catalogue() -> str:
    """Everything on offer, narrowed by what the address asks for."""
    now, asked = clock.now(), filters.read(request.args)
    session = db.session()
    hits = mentioning(session, asked.words) if asked.words else None
    found = filters.answer(listed(session, now=now), asked, local(now).date(), hits=hits)
    base, asked = url_for("public.catalogue"), found.asked
    pages = max(1, ceil(len(found.items) / PAGE_SIZE))
    page = min(max(asked.page, 1), pages)
    shown = found.items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    sort = {"sorteer": filters.BY_NAME} if asked.by_name else {}
    return render_template(
        "public/catalogue.html",
        nav="catalogue",
        asked=asked,
        total=len(found.items),
        cards=cards_html(shown),
        groups=_groups(found),
        chips=_chips(found, base),
        base=base,
        other_order=replace(asked, by_name=not asked.by_name).address(base),
        keep_in_search={**asked.chosen, **sort},
        keep_in_filter={**({"q": asked.query} if asked.query else {}), **sort},
        page=page,
        pages=pages,
        url_of=lambda number: asked.address(base, number),
    )


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
