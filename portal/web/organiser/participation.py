"""Who sent a scan: shown to organisers only when they announced it to the participants."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.assessments import announcing
from portal.assessments.announcing import Announced
from portal.database import db, transaction
from portal.programmes.models import Edition
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.meanwhile import Line


@blueprint.get("/edities/<edition_id>/inzicht/wie")
def participation(**_address: str) -> str:
    """Who did, if it was announced; and the switch."""
    edition = subject(Edition)
    found = announcing.announcements(db.session(), edition.id)
    return frame.page(
        "organiser/participation_show.html",
        edition,
        "insight",
        since=next((one.at for one in found if one.ended_at is None), None),
        people=announcing.participation(db.session(), edition.id),
        lines=[line for one in found for line in _lines(one)],
    )


def _lines(one: Announced) -> list[Line]:
    began = (one.at, _("Aangekondigd aan de deelnemers."), one.by)
    return [(one.ended_at, _("Gestopt."), one.ended_by), began] if one.ended_at else [began]


@blueprint.post("/edities/<edition_id>/inzicht/wie")
def announce_participation(edition_id: str) -> Response:
    """From now on participants read that it is seen who sends a scan."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    number, now = edition.id, clock.now()
    with transaction() as session:
        announcing.announce(session, edition_id=number, actor_id=member().person_id, now=now)
    flash(_("Deelnemers lezen het nu bij de zelfscan. Wie daarna begint, komt op de lijst."), "ok")
    return redirect(url_for("organiser.participation", edition_id=edition_id), 303)


@blueprint.post("/edities/<edition_id>/inzicht/wie/stoppen")
def stop_participation(edition_id: str) -> Response:
    """Nobody is on the list any more."""
    number, now = subject(Edition).id, clock.now()
    with transaction() as session:
        announcing.stop(session, edition_id=number, actor_id=member().person_id, now=now)
    flash(_("Je ziet niet meer wie de zelfscan deed."), "ok")
    return redirect(url_for("organiser.participation", edition_id=edition_id), 303)
