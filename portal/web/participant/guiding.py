"""All days that one guides in one's own agenda: a feed at a secret address that can be stopped."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.invites import channels
from portal.outbox.rendering import house
from portal.people import tokens
from portal.texts import gettext as _
from portal.web.kit.access import member
from portal.web.participant.blueprint import blueprint


@blueprint.get("/mijn/begeleiding/agenda")
def guiding_agenda() -> str:
    """The address of the feed with all days that one guides, and how to renew or stop it."""
    token = channels.guide_token(db.session(), person_id=member().person_id)
    feed = f"{house().site_url}/agenda/begeleider/{tokens.secret(token)}.ics" if token else ""
    return render_template("participant/guiding_agenda.html", feed=feed)


@blueprint.post("/mijn/begeleiding/agenda")
def renew_guiding_agenda() -> Response:
    """A new address; the one before it stops."""
    with transaction() as session:
        channels.renew_guide(session, person_id=member().person_id, now=clock.now())
    flash(_("Er is een nieuw adres. Een ouder adres werkt niet meer."), "ok")
    return redirect(url_for("participant.guiding_agenda"), 303)


@blueprint.post("/mijn/begeleiding/agenda/stop")
def stop_guiding_agenda() -> Response:
    """The address stops."""
    with transaction() as session:
        channels.stop_guide(session, person_id=member().person_id, now=clock.now())
    flash(_("Het adres werkt niet meer."), "ok")
    return redirect(url_for("participant.guiding_agenda"), 303)
