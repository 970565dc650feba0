"""The overview of an edition."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db
from portal.errors import Refused
from portal.programmes.facts import Desk, Publication
from portal.programmes.models import Edition
from portal.registrations import desk_queries
from portal.texts import local
from portal.web.kit.access import subject
from portal.web.organiser import changes, frame, words
from portal.web.organiser.after_copying import after_copying
from portal.web.organiser.attention import tasks
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.reading import sight
from portal.web.organiser.resting import coming_back, resting
from portal.web.organiser.targets import task
from portal.web.organiser.unfinished import missing, unfinished


@blueprint.get("/edities/<edition_id>")
def edition(**_address: str) -> str:
    """State, tiles, what asks for attention, what does not add up, and what was changed."""
    edition = subject(Edition)
    database = db.session()
    now = clock.now()
    found = sight(database, edition, now)
    return frame.shown(
        "organiser/editions_show.html",
        found,
        "edition",
        explained=words.explained(found.phase, Desk(edition.desk), by_request=frame.asks_first(edition)),
        tasks=[
            *resting(database, edition, now),
            *([] if frame.is_over(edition) else coming_back(database, edition)),
            *(task for task in tasks(found) if not task[2].endswith("#controle")),
        ],
        todo=[*unfinished(edition), *after_copying(database, edition, now)],
        missing=missing(edition, found.copy.edition.meetings, found.phase.state, local(now).date()),
        draft=edition.publication == Publication.DRAFT,
        warnings=[task(edition, warning) for warning in found.warnings],
        history=[
            (change.at, changes.sentence(change.action, change.details), change.who)
            for change in desk_queries.changes_of(database, edition.id)
        ],
        seats=changes.seats(found.seats.capacity),
    )


@blueprint.errorhandler(Refused)
def refused(refusal: Refused) -> Response:
    """What no page shows beside a field: back to the edition, which says why and how it is now."""
    flash(words.refusal(refusal), "error")
    address = request.view_args or {}
    if "edition_id" not in address:
        return redirect(url_for("organiser.home"), 303)
    return redirect(url_for("organiser.edition", edition_id=address["edition_id"]), 303)
