"""The page of a programme, about the edition that stands for it or the one in the address."""

from urllib.parse import quote

from flask import render_template, url_for
from markupsafe import Markup

from portal import clock
from portal.database import db
from portal.eligibility.spoken import who_may_take_part
from portal.programmes.facts import EditionState
from portal.texts import gettext as _
from portal.texts import language
from portal.web.kit import access
from portal.web.public import beside, deciding, developing, practical, rules, shown, structured
from portal.web.public.blueprint import blueprint
from portal.web.public.panel import panel
from portal.web.public.plain import settings
from portal.web.public.reading import ProgrammePage, programme_page
from portal.web.public.remembered import piece


@blueprint.get("/leergangen/<slug>")
def programme(slug: str) -> str:
    """A programme, and the edition a visitor most likely looks for."""
    return _show(slug, None)


@blueprint.get("/leergangen/<slug>/<edition>", endpoint="edition")
def one_edition(slug: str, edition: str) -> str:
    """A programme with this edition chosen."""
    return _show(slug, edition)


def _show(slug: str, edition_slug: str | None) -> str:
    now, session, looking = clock.now(), db.session(), access.viewer()
    page = programme_page(session, slug=slug, edition_slug=edition_slug, now=now)
    chosen = page.chosen
    own = deciding.own(session, chosen, looking)
    decided = panel(
        chosen.state,
        None if own else deciding.verdict(session, chosen, looking=looking, now=now),
        own=own.state if own else None,
        signed_in=looking is not None,
        waiting=chosen.seats.waiting,
        opens_at=chosen.phase.opens_at,
    )
    canonical = settings().site_url + url_for("public.programme", slug=slug)
    address = f"{canonical}/{chosen.edition.slug}" if edition_slug else canonical
    return render_template(
        "public/programmes.html",
        nav="catalogue",
        programme=page.programme,
        label=chosen.edition.label if edition_slug else "",
        beside=beside.beside(page, decided, own),
        main=_main(page, address, who_may_take_part(deciding.sheet(session, chosen).rules, now)),
        canonical=canonical,
        mailto=_mailto(page, address),
        data=_data(page),
    )


def _main(page: ProgrammePage, address: str, who: list[str]) -> Markup:
    edition, editions = page.chosen.edition, practical.others(page)
    develops = developing.develops(db.session(), page.programme.slug, edition.modules)
    seats = tuple(page.seats.get(pool) for pool in page.chosen.kept.pools)
    in_agenda = _in_agenda(page)
    key = ("main", language(), address, _stamp(page), in_agenda is None, develops, *editions, *who, *seats)
    return piece(
        key,
        lambda: render_template(
            "public/programmes_main.html",
            programme=page.programme,
            organisers=page.organisers,
            edition=edition,
            timeline_items=shown.timeline(edition, page.seats),
            days=shown.timetables(edition, page.seats),
            invented=practical.invented(edition),
            in_agenda=in_agenda,
            develops=develops,
            who=who,
            rules_are_examples="rules" in edition.examples,
            fairness=rules.seats(edition, unlimited=edition.capacity_known and edition.pool.capacity is None),
            practical=practical.lines(edition),
            related_event=practical.of_its_time(page.programme.related_event, edition.starts_on),
            editions=editions,
            for_whom=practical.for_whom(page.programme),
            contacts=practical.contact(page),
            address=address,
        ),
    )


def _in_agenda(page: ProgrammePage) -> dict[str, str] | None:
    """Where the days of this edition are as a calendar, when there are any to come."""
    edition = page.chosen.edition
    over = page.chosen.state in (EditionState.FINISHED, EditionState.CANCELLED)
    if over or not page.chosen.kept.days:
        return None
    slug, site = page.programme.slug, settings().site_url
    feed = site + url_for("public.edition_agenda", slug=slug, edition=edition.slug)
    return {
        "webcal": "webcal://" + feed.partition("://")[2],
        "file": url_for("public.edition_copy", slug=slug, edition=edition.slug),
    }


def _data(page: ProgrammePage) -> Markup:
    states = tuple((seen.edition.id, seen.edition.version, seen.state) for seen in page.editions)
    site = settings().site_url
    return piece(
        ("data", site, _stamp(page), states),
        lambda: structured.script(structured.page_data(page, site_url=site)),
    )


def _stamp(page: ProgrammePage) -> tuple[object, ...]:
    """Everything that the page takes from the programme, its organisers and the chosen edition."""
    return (page.chosen.edition.id, page.chosen.edition.version, page.organisers, page.facts)


def _mailto(page: ProgrammePage, address: str) -> str:
    title = page.programme.title
    subject = title if title.startswith("Leergang ") else _("Leergang: %(title)s", title=title)
    return f"mailto:?subject={quote(subject)}&body={quote(address)}"
