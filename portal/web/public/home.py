"""The home page."""

from flask import render_template, url_for

from portal import clock
from portal.database import db
from portal.texts import local
from portal.web.public import filters
from portal.web.public.blueprint import blueprint
from portal.web.public.cards import cards_html
from portal.web.public.filters import Asked
from portal.web.public.reading import PAST, Organiser, listed

SOONEST = 3


@blueprint.get("/")
def home() -> str:
    """What starts soon, the themes, how it works, and who organises."""
    now = clock.now()
    items = filters.answer(listed(db.session(), now=now), Asked(), local(now).date()).items
    coming = [item for item in items if item.main.state not in PAST]
    base = url_for("public.catalogue")
    themes = sorted({item.theme for item in items if item.theme}, key=str.casefold)
    makers: dict[str, Organiser] = {maker.slug: maker for item in items for maker in item.organisers}
    return render_template(
        "public/home.html",
        nav="",
        cards=cards_html(coming[:SOONEST]),
        themes=[(theme, Asked(chosen={"thema": (theme,)}).address(base)) for theme in themes],
        organisers=[
            (maker.name, Asked(chosen={"organisator": (maker.slug,)}).address(base), maker.about)
            for maker in sorted(makers.values(), key=lambda one: one.name.casefold())
        ],
        base=base,
    )
