"""Agendas to subscribe to: calendars for programs, at addresses that only their reader knows."""

from flask import Response, abort, request

from portal import clock
from portal.database import db
from portal.invites import channels, feeds
from portal.outbox.rendering import house
from portal.texts import gettext as _
from portal.texts import local, use
from portal.web.public.blueprint import blueprint

CALENDAR = "text/calendar; charset=utf-8"


@blueprint.get("/agenda/<secret>.ics")
def agenda(secret: str) -> Response:
    """One person's own agenda, for whoever has its address: nobody guesses 256 bits."""
    session, now = db.session(), clock.now()
    person = channels.reader_of(session, secret=secret, now=now)
    if person is None:
        abort(404)
    feed = feeds.feed_of(session, person=person, today=local(now).date())
    answer = Response(content_type=CALENDAR)
    answer.set_etag(feed.etag)
    if feed.etag in request.if_none_match:
        answer.status_code = 304
    else:
        with use(person.language):
            title = _("Mijn leergangen")
        answer.set_data(feeds.octets(feed, title=title, site_url=house().site_url))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Content-Disposition"] = 'inline; filename="leergangen.ics"'
    return answer
