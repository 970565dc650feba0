"""Material to read: beside one's own meetings, of an edition that one guides, and the files themselves."""

from datetime import datetime

from flask import Response, render_template
from sqlalchemy.orm import Session

from portal import clock
from portal.database import db
from portal.errors import NotFound
from portal.files import service as files
from portal.files.kinds import KINDS
from portal.files.names import disposition
from portal.material import queries
from portal.material.queries import Piece
from portal.programmes.models import Edition
from portal.registrations.queries import Own
from portal.web.kit.access import subject
from portal.web.kit.material import Shown, shown
from portal.web.kit.responses import FILE_CSP
from portal.web.participant.blueprint import blueprint

Beside = dict[int | None, list[Shown]]


def beside_meetings(session: Session, own: Own, now: datetime) -> Beside:
    """What this person may read now, by meeting; None: for the whole edition."""
    place = queries.place_of(session, edition_id=own.sheet.edition_id, person_id=own.mine.person_id)
    found: Beside = {}
    for piece in queries.seen_from(session, place, now=now) if place else []:
        meeting = piece.meeting
        found.setdefault(meeting.id if meeting else None, []).append(shown(piece, now))
    return found


@blueprint.get("/mijn/begeleiding/<edition>/materiaal")
def guiding_material(**_address: str) -> str:
    """Everything of an edition, for who guides it: also what participants do not see yet."""
    edition, now = subject(Edition), clock.now()
    pieces = [shown(piece, now) for piece in queries.pieces_of(db.session(), edition.id)]
    return render_template("participant/material_guiding.html", edition=edition, pieces=pieces)


@blueprint.get("/mijn/materiaal/<material>")
def material_file(**_address: str) -> Response:
    """The file itself, to save: a browser never shows it as a page of ours."""
    file = subject(Piece).material.file
    if file is None:
        raise NotFound
    content = files.stream(db.engine, file_id=file.id, size=file.size)
    answer = Response(content, content_type=KINDS[file.kind].media_type)
    answer.content_length = file.size
    answer.headers["Content-Disposition"] = disposition(file.name)
    answer.headers["Content-Security-Policy"] = FILE_CSP
    return answer
