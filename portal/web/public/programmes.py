"""The page of a programme, about the edition that stands for it or the one in the address."""

from urllib.parse import quote

from flask import render_template, url_for

from portal import clock
from portal.database import db
from portal.registrations.ledger import seats_of
from portal.texts import gettext as _
from portal.web.kit import access
from portal.web.public import beside, deciding, practical, rules, shown, structured
from portal.web.public.blueprint import blueprint
from portal.web.public.panel import panel
from portal.web.public.plain import settings
from portal.web.public.reading import ProgrammePage, programme_page


@blueprint.get("/leergangen/<slug>")
def programme(slug: str) -> str:
    """A programme, and the edition a visitor most likely looks for."""
    return _show(slug, None)


@blueprint.get("/leergangen/<slug>/<edition_slug>")
def edition(slug: str, edition_slug: str) -> str:
    """A programme with this edition chosen."""
    return _show(slug, edition_slug)


def _show(slug: str, edition_slug: str | None) -> str:
    now, session, looking = clock.now(), db.session(), access.viewer()
    page = programme_page(session, slug=slug, edition_slug=edition_slug, now=now)
    chosen = page.chosen
    own = (
        deciding.own_registration(session, edition_id=chosen.edition.id, person_id=looking.person_id)
        if looking
        else None
    )
    verdict = None if own else deciding.verdict(session, chosen, looking=looking, now=now)
    seats = seats_of(session, shown.pools(chosen.edition))
    decided = panel(
        chosen.state,
        verdict,
        own=own.state if own else None,
        signed_in=looking is not None,
        waiting=chosen.seats.waiting,
        opens_at=chosen.phase.opens_at,
    )
    address = settings().site_url + url_for("public.programme", slug=slug)
    return render_template(
        "public/programmes.html",
        nav="catalogue",
        programme=page.programme,
        organisers=page.organisers,
        edition=chosen.edition,
        beside=beside.beside(page, decided, own),
        timeline_items=shown.timeline(chosen.edition, seats),
        days=shown.timetables(chosen.edition, seats),
        who=rules.who_may_take_part(deciding.sheet(session, chosen).rules, now),
        fairness=rules.seats(chosen.edition),
        practical=practical.lines(chosen.edition),
        editions=practical.others(page),
        for_whom=practical.for_whom(page.programme),
        contacts=practical.contact(page),
        address=address,
        mailto=_mailto(page, address),
        data=structured.script(structured.page_data(page, site_url=settings().site_url)),
    )


def _mailto(page: ProgrammePage, address: str) -> str:
    subject = _("Leergang: %(title)s", title=page.programme.title)
    return f"mailto:?subject={quote(subject)}&body={quote(address)}"
