"""A programme of somebody else: what it develops, and the way out to its own page."""

from urllib.parse import urlsplit

from flask import render_template

from portal.coverage import queries
from portal.coverage.facts import Coverage
from portal.coverage.words import aspects_in_words, roles_in_words
from portal.database import db
from portal.texts import N_, ngettext
from portal.texts import gettext as _
from portal.web.public import words
from portal.web.public.blueprint import blueprint
from portal.web.public.developing import tag_links

LANGUAGES = {"nl": N_("In het Nederlands"), "en": N_("In het Engels")}


def hours(count: int | None) -> str:
    """How much work it is, as far as it is known."""
    return _("Nog niet bekend") if count is None else ngettext("%(num)s uur", "%(num)s uur", count)


@blueprint.get("/extern/<slug>")
def external(slug: str) -> str:
    """What we know of it; enrolling is done there."""
    session = db.session()
    found = queries.external(session, slug)
    stated = queries.confirmed(session, [found.key]).get(found.key, Coverage())
    return render_template(
        "public/external.html",
        nav="catalogue",
        external=found,
        site=urlsplit(found.link).netloc,
        facts=[
            ("people", _("Van wie"), words.own(found.provider)),
            ("clock", _("Studielast"), hours(found.hours)),
            ("pin", _("Taal"), _(LANGUAGES[found.language])),
            ("people", _("Voor wie"), words.audience(found.audience)),
        ],
        aspects=aspects_in_words(stated.aspects),
        roles=roles_in_words(stated.roles),
        tags=tag_links(session, stated.tags),
    )
