"""Agendas to subscribe to: calendars for programs, at addresses that only their reader knows."""

import hashlib

from flask import Response, abort, request

from portal import clock
from portal.database import db
from portal.invites import channels, feeds, ics, public_days
from portal.outbox.rendering import house
from portal.people.models import Organisation
from portal.texts import gettext as _
from portal.texts import local, use
from portal.web.public.blueprint import blueprint
from portal.web.public.reading import programme_page

CALENDAR = "text/calendar; charset=utf-8"


@blueprint.get("/agenda/<secret>.ics")
def agenda(secret: str) -> Response:
    """One person's own agenda, for whoever has its address: nobody guesses 256 bits."""
    session, now = db.session(), clock.now()
    person = channels.reader_of(session, secret=secret, now=now)
    if person is None:
        abort(404)
    with use(person.language):
        title = _("Mijn leergangen")
    feed = feeds.feed_of(
        session, person=person, today=local(now).date(), title=title, site_url=house().site_url
    )
    answer, mark = Response(content_type=CALENDAR), feed.etag
    answer.set_etag(mark)
    if request.if_none_match.contains_weak(mark):  # a proxy that packs answers makes it a weak one
        answer.status_code = 304
    else:
        answer.set_data(feeds.octets(feed))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Content-Disposition"] = 'inline; filename="leergangen.ics"'
    return answer


@blueprint.get("/leergangen/<slug>/<edition>/agenda.ics")
def edition_agenda(slug: str, edition: str) -> Response:
    """The days of an edition to subscribe to; without people or join links."""
    page = programme_page(db.session(), slug=slug, edition_slug=edition, now=clock.now())
    lines = public_days.of_edition(db.session(), page.chosen.kept)
    title = f"{page.programme.title}, {page.chosen.edition.label}"
    return _calendar(ics.feed(title, lines), f"{slug}.ics")


@blueprint.get("/leergangen/<slug>/<edition>/bijeenkomsten.ics")
def edition_copy(slug: str, edition: str) -> Response:
    """The same days as a file to keep: a copy that follows no changes."""
    page = programme_page(db.session(), slug=slug, edition_slug=edition, now=clock.now())
    lines = public_days.of_edition(db.session(), page.chosen.kept)
    answer = _calendar(ics.copy(lines), f"{slug}-kopie.ics")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{slug}-kopie.ics")
    return answer


@blueprint.get("/agenda/organisatie/<secret>.ics")
def organisation_agenda(secret: str) -> Response:
    """All days of an organisation, for whoever has its secret address."""
    session, now = db.session(), clock.now()
    organisation_id = channels.organisation_of(session, secret=secret, now=now)
    found = session.get(Organisation, organisation_id) if organisation_id is not None else None
    if found is None:
        abort(404)
    lines = public_days.of_organisation(session, organisation_id=found.id, today=local(now).date())
    answer = _calendar(ics.feed(found.name, lines), f"{found.slug}.ics")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@blueprint.get("/agenda/begeleider/<secret>.ics")
def guide_agenda(secret: str) -> Response:
    """All days that somebody guides, for whoever has the secret address; without people or join links."""
    session, now = db.session(), clock.now()
    person = channels.guide_of(session, secret=secret, now=now)
    if person is None:
        abort(404)
    lines = public_days.of_guide(session, person_id=person.id, today=local(now).date())
    with use(person.language):
        title = _("Wat ik begeleid")
    answer = _calendar(ics.feed(title, lines), "begeleiding.ics")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _calendar(content: bytes, name: str) -> Response:
    """A calendar whose mark is that of its octets; who has it already gets none."""
    answer, mark = Response(content_type=CALENDAR), hashlib.sha256(content).hexdigest()[:32]
    answer.set_etag(mark)
    if request.if_none_match.contains_weak(mark):
        answer.status_code = 304
    else:
        answer.set_data(content)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer
