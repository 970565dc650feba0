"""Attendance of one's own editions: every meeting, the list of one, its code, and all of it as a file."""

from flask import Response as FlaskResponse
from flask import redirect, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.attendance import queries
from portal.attendance.facts import Presence
from portal.database import db
from portal.errors import Refused
from portal.programmes.models import Edition, Meeting
from portal.programmes.order import by_day
from portal.registrations.exporting import Table, as_xlsx, file_name
from portal.texts import gettext as _
from portal.texts import local
from portal.web.kit import attendance as kit
from portal.web.kit.access import member, subject
from portal.web.kit.material import meeting_name
from portal.web.kit.responses import FILE_CSP
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.exports import XLSX

Answer = Response | str | tuple[str, int]


@blueprint.get("/edities/<edition_id>/aanwezigheid")
def attendances(**_address: str) -> str:
    """Every meeting with how many were there."""
    edition = subject(Edition)
    return frame.page("organiser/attendance_days.html", edition, "attendances", days=kit.days(edition))


@blueprint.get("/edities/<edition_id>/aanwezigheid/<meeting_id>")
def attendance(**_address: str) -> str:
    """The list of one meeting."""
    edition, meeting = subject(tuple)
    return _list(edition, meeting)


def _list(edition: Edition, meeting: Meeting, refusal: Refused | None = None, key: str = "") -> str:
    return frame.page(
        "organiser/attendance_list.html",
        edition,
        "attendances",
        roll=kit.roll(meeting, clock.now(), refusal, key),
    )


@blueprint.post("/edities/<edition_id>/aanwezigheid/<meeting_id>")
def mark_attendance(edition_id: str, meeting_id: str) -> Answer:
    """Keeps one row."""
    edition, meeting = subject(tuple)
    key, refusal = kit.take(meeting, actor_id=member().person_id, now=clock.now())
    if refusal is not None:
        return _list(edition, meeting, refusal, key), 409
    place = url_for("organiser.attendance", edition_id=edition_id, meeting_id=meeting_id, _anchor=f"p-{key}")
    return redirect(place, 303)


@blueprint.post("/edities/<edition_id>/aanwezigheid/<meeting_id>/code")
def attendance_code(edition_id: str, meeting_id: str) -> Answer:
    """Shows the code, or takes it away."""
    edition, meeting = subject(tuple)
    refusal = kit.switch_code(meeting, clock.now())
    if refusal is not None:
        return _list(edition, meeting, refusal), 409
    place = url_for("organiser.attendance", edition_id=edition_id, meeting_id=meeting_id, _anchor="code")
    return redirect(place, 303)


@blueprint.get("/edities/<edition_id>/aanwezigheid.xlsx")
def attendance_xlsx(**_address: str) -> FlaskResponse:
    """Everybody at every meeting, for a spreadsheet."""
    edition = subject(Edition)
    day = local(clock.now()).date().isoformat()
    name = file_name((_("aanwezigheid"), edition.programme.slug, edition.slug, day), "xlsx")
    answer = FlaskResponse(as_xlsx(_table(edition), _("Aanwezigheid")), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = FILE_CSP
    return answer


def _table(edition: Edition) -> Table:
    meetings = by_day(meeting for meeting in edition.meetings if meeting.cancelled_at is None)
    marked = queries.of_edition(db.session(), edition.id)
    words = {presence: _(word) for presence, word in kit.WORDS.items()}
    rows = tuple(
        (name, email, *(_word(words, marked.get((person_id, m.id))) for m in meetings))
        for person_id, name, email in queries.people_of(db.session(), edition.id)
    )
    return Table((_("Naam"), _("E-mailadres"), *(meeting_name(m) for m in meetings)), rows)


def _word(words: dict[Presence, str], presence: Presence | None) -> str:
    return words[presence] if presence else ""
