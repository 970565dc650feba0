"""The overview of an edition."""

from portal import clock
from portal.database import db
from portal.programmes.facts import Desk, EditionState
from portal.programmes.lint_sentences import sentence
from portal.programmes.models import Edition
from portal.registrations import desk_queries
from portal.web.kit.access import subject
from portal.web.organiser import changes, frame, words
from portal.web.organiser.attention import tasks
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.reading import sight

OVER = (EditionState.CANCELLED, EditionState.FINISHED)


@blueprint.get("/edities/<edition_id>")
def edition(**_address: str) -> str:
    """State, tiles, what asks for attention, what does not add up, and what was changed."""
    edition = subject(Edition)
    database = db.session()
    found = sight(database, edition, clock.now())
    return frame.shown(
        "organiser/editions_show.html",
        found,
        "edition",
        explained=words.explained(found.phase, Desk(edition.desk), by_request=frame.asks_first(edition)),
        tasks=[task for task in tasks(found) if not task[2].endswith("#controle")],
        warnings=[sentence(warning) for warning in found.warnings],
        history=[
            (change.at, changes.sentence(change.action, change.details), change.who)
            for change in desk_queries.changes_of(database, edition.id)
        ],
        seats=changes.seats(found.seats.capacity),
        over=found.phase.state in OVER,
    )
