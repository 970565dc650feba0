"""All meetings of one's organisation in one's own agenda: a feed at a secret address that can be stopped."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.invites import channels
from portal.outbox.rendering import house
from portal.people import tokens
from portal.people.models import Organisation
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.organiser.blueprint import blueprint


@blueprint.get("/agenda")
def calendar() -> str:
    """One's own address for each organisation that one organises for."""
    session = db.session()
    lines, person_id = [], member().person_id
    for one in channels.organisations_named(session, member().organisation_ids):
        token = channels.organisation_token(session, organisation_id=one.id, person_id=person_id)
        feed = f"{house().site_url}/agenda/organisatie/{tokens.secret(token)}.ics" if token else ""
        lines.append((one, feed))
    return render_template("organiser/calendar_show.html", lines=lines)


@blueprint.post("/agenda/<organisation_id>")
def renew_calendar(**_address: str) -> Response:
    """A new address; the one before it stops."""
    who = {"organisation_id": subject(Organisation).id, "person_id": member().person_id}
    with transaction() as session:
        channels.renew_organisation(session, **who, now=clock.now())
    flash(_("Er is een nieuw adres. Een ouder adres werkt niet meer."), "ok")
    return redirect(url_for("organiser.calendar"), 303)


@blueprint.post("/agenda/<organisation_id>/stop")
def stop_calendar(**_address: str) -> Response:
    """The address stops."""
    who = {"organisation_id": subject(Organisation).id, "person_id": member().person_id}
    with transaction() as session:
        channels.stop_organisation(session, **who, now=clock.now())
    flash(_("Het adres werkt niet meer."), "ok")
    return redirect(url_for("organiser.calendar"), 303)
