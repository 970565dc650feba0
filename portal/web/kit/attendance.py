"""The list of a meeting on a phone: the same for organisers and facilitators, a row saved at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app, request, url_for

from portal.attendance import queries, service
from portal.attendance.facts import AttendanceRefused, Presence, has_begun, spaced, takes_code
from portal.attendance.queries import Line
from portal.config import Settings
from portal.database import db, transaction
from portal.errors import Refused
from portal.programmes.models import Edition, Meeting
from portal.programmes.order import by_day
from portal.texts import N_, format_time, ngettext
from portal.texts import gettext as _
from portal.web.kit.errors import sentence
from portal.web.kit.material import meeting_name

WORDS: Mapping[Presence, str] = {
    Presence.PRESENT: N_("Aanwezig"),
    Presence.ABSENT: N_("Afwezig"),
    Presence.EXCUSED: N_("Afgemeld"),
}
LOOKS: Mapping[Presence, str] = {Presence.PRESENT: "ok", Presence.ABSENT: "error", Presence.EXCUSED: "muted"}


@dataclass(frozen=True)
class Row:
    """One person: what is known, how that came about, and the buttons."""

    key: str
    name: str
    seen: str
    badge: tuple[str, str]
    note: str
    choices: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Roll:
    """The list of one meeting, with its counts in words."""

    meeting: Meeting
    title: str
    rows: list[Row]
    summary: str
    begun: bool
    code: str
    code_works: bool
    check_in: str
    problem: str = ""
    problem_key: str = ""


def roll(meeting: Meeting, now: datetime, refusal: Refused | None = None, key: str = "") -> Roll:
    """What the page shows now; after a refusal with its sentence."""
    lines, zone = queries.roll(db.session(), meeting), ZoneInfo(meeting.zone)
    begun = has_begun(meeting.day, now, zone)
    code = queries.code_of(db.session(), meeting.id)
    return Roll(
        meeting=meeting,
        title=meeting_name(meeting),
        rows=[_row(line, begun) for line in lines],
        summary=_summary(lines),
        begun=begun,
        code=spaced(code) if code else "",
        check_in=_check_in(),
        code_works=takes_code(meeting.day, meeting.starts_at, meeting.ends_at, now, zone),
        problem=_problem(refusal, lines, key) if refusal else "",
        problem_key=key if refusal else "",
    )


def _check_in() -> str:
    """Where participants type the code, as they would read it from a screen."""
    site = cast(Settings, current_app.extensions["settings"]).site_url
    return site.partition("://")[2] + url_for("participant.enter_code")


def _summary(lines: list[Line]) -> str:
    here = sum(line.presence is Presence.PRESENT for line in lines)
    unknown = sum(line.presence is None for line in lines)
    return _(
        "%(here)s van %(total)s aanwezig. %(unknown)s",
        here=here,
        total=len(lines),
        unknown=ngettext(
            "Van %(num)s deelnemer weet je het nog niet.",
            "Van %(num)s deelnemers weet je het nog niet.",
            unknown,
        )
        if unknown
        else _("Van iedereen weet je het."),
    )


def _row(line: Line, begun: bool) -> Row:
    offered = [one for one in Presence if begun or one is Presence.EXCUSED or one is line.presence]
    return Row(
        key=line.public_id,
        name=line.name,
        seen=str(line.presence or ""),
        badge=(_(WORDS[line.presence]), LOOKS[line.presence])
        if line.presence
        else (_("Nog niet bekend"), ""),
        note=_note(line),
        choices=[(str(one), _(WORDS[one]), one is line.presence) for one in offered],
    )


def _note(line: Line) -> str:
    if line.presence is None or line.marked_at is None:
        return _("Wees de uitnodiging in de agenda af.") if line.declined else ""
    moment = format_time(line.marked_at)
    if line.by_code:
        return _("Zelf ingecheckt om %(time)s uur.", time=moment)
    if not line.expected:
        return _("Doet niet meer mee. Bewaard door %(name)s.", name=line.marked_by)
    return _("Bewaard door %(name)s om %(time)s uur.", name=line.marked_by, time=moment)


def _problem(refusal: Refused, lines: list[Line], key: str) -> str:
    line = next((line for line in lines if line.public_id == key), None)
    if refusal.reason != AttendanceRefused.CHANGED_MEANWHILE or line is None:
        return sentence(refusal)
    if line.presence is None:
        return _("Iemand heeft %(name)s intussen weer op ‘nog niet bekend’ gezet.", name=line.name)
    return _(
        "%(who)s zette %(name)s intussen op ‘%(state)s’. Klopt dat niet? Kies dan opnieuw.",
        who=line.marked_by,
        name=line.name,
        state=_(WORDS[line.presence]).lower(),
    )


def take(meeting: Meeting, *, actor_id: int, now: datetime) -> tuple[str, Refused | None]:
    """Keeps the row that was sent: whose it is, and why it was refused, if it was."""
    key, meeting_id = request.form.get("person", "")[:22], meeting.id
    try:
        presence, seen = (_presence(request.form.get(name, "")) for name in ("presence", "seen"))
        with transaction() as session:
            service.mark(
                session,
                meeting_id=meeting_id,
                person=key,
                presence=presence,
                seen=seen,
                actor_id=actor_id,
                now=now,
            )
    except Refused as refusal:
        return key, refusal
    return key, None


def _presence(text: str) -> Presence | None:
    if not text:
        return None
    try:
        return Presence(text)
    except ValueError:
        raise Refused(AttendanceRefused.NO_PRESENCE) from None


def switch_code(meeting: Meeting, now: datetime) -> Refused | None:
    """Shows the code, or takes it away: what the button said."""
    meeting_id, show = meeting.id, request.form.get("show") == "1"
    try:
        with transaction() as session:
            if show:
                service.show_code(session, meeting_id=meeting_id, now=now)
            else:
                service.hide_code(session, meeting_id=meeting_id, now=now)
    except Refused as refusal:
        return refusal
    return None


@dataclass(frozen=True)
class Day:
    """A meeting in the list of all, with how many were there."""

    public_id: str
    title: str
    line: str


def days(edition: Edition) -> list[Day]:
    """Every meeting that goes on, in order."""
    meetings = by_day(meeting for meeting in edition.meetings if meeting.cancelled_at is None)
    counts = queries.counts_of(db.session(), [meeting.id for meeting in meetings])
    return [Day(m.public_id, meeting_name(m), _line(counts.get(m.id, {}))) for m in meetings]


def _line(counts: Mapping[Presence, int]) -> str:
    if not counts:
        return _("Nog niet bijgehouden.")
    return _(
        "%(here)s aanwezig, %(away)s afwezig, %(told)s afgemeld.",
        here=counts.get(Presence.PRESENT, 0),
        away=counts.get(Presence.ABSENT, 0),
        told=counts.get(Presence.EXCUSED, 0),
    )
