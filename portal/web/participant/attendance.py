"""Being there: checking in with the code on the screen, and the lists of editions that one guides."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from portal import clock
from portal.attendance import queries, service
from portal.attendance.facts import clean_code
from portal.database import db, transaction
from portal.errors import Refused
from portal.people.limits import LimitReason, check_in_limits, enforce
from portal.programmes.models import Edition, Meeting
from portal.programmes.order import by_day
from portal.registrations.queries import Own
from portal.texts import gettext as _
from portal.texts import lazy, ngettext
from portal.web.kit import attendance as kit
from portal.web.kit.access import member, subject
from portal.web.kit.fields import PortalForm, Required
from portal.web.kit.material import meeting_name
from portal.web.participant.blueprint import blueprint

Answer = Response | str | tuple[str, int]


class CodeForm(PortalForm):
    """The code that the screen shows."""

    code = StringField(
        lazy("Code op het scherm"),
        description=lazy("Zes cijfers, zoals 482 137."),
        validators=[Required(lazy("Vul de zes cijfers van het scherm in."))],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": 12},
    )


@blueprint.get("/mijn/inchecken")
def enter_code() -> str:
    """The one field."""
    return _checking_in(CodeForm(formdata=None))


def _checking_in(form: CodeForm) -> str:
    return render_template("participant/attendance_code.html", form=form)


@blueprint.post("/mijn/inchecken")
def use_code() -> Answer:
    """Says that one is there; a wrong code counts as a guess."""
    form, person_id, now = CodeForm(), member().person_id, clock.now()
    if not form.validate():
        return _checking_in(form), 422
    try:
        enforce(db.session(), limits=check_in_limits(person_id), now=now)
        with transaction() as session:
            meeting = service.check_in(session, person_id=person_id, code=clean_code(form.code.data), now=now)
            title = meeting_name(meeting)
    except Refused as refusal:
        if refusal.reason == LimitReason.TOO_OFTEN:
            form.code.errors = [_locked(int(str(refusal.values["minutes"])))]
            return _checking_in(form), 429
        form.refuse("code", refusal)
        return _checking_in(form), 422
    flash(_("Je bent ingecheckt bij %(meeting)s.", meeting=title), "ok")
    return redirect(url_for("participant.home"), 303)


def _locked(minutes: int) -> str:
    return ngettext(
        "Er is te vaak een verkeerde code ingevuld. Wacht %(num)s minuut en probeer het dan opnieuw. Haast? "
        "Vraag de begeleider om je op de lijst te zetten.",
        "Er is te vaak een verkeerde code ingevuld. Wacht %(num)s minuten en probeer het dan opnieuw. Haast? "
        "Vraag de begeleider om je op de lijst te zetten.",
        minutes,
    )


def own_days(own: Own) -> list[tuple[str, str]]:
    """What is known of oneself at the meetings of this registration: the meeting, and in words."""
    found = queries.of_person(db.session(), edition_id=own.sheet.edition_id, person_id=own.mine.person_id)
    if not found:
        return []
    meetings = {meeting.id: meeting for meeting in _meetings(own)}
    return [
        (meeting_name(meeting), _(kit.WORDS[found[id_]])) for id_, meeting in meetings.items() if id_ in found
    ]


def _meetings(own: Own) -> list[Meeting]:
    return by_day(db.session().get_one(Edition, own.sheet.edition_id).meetings)


@blueprint.get("/mijn/begeleiding/<edition>/aanwezigheid")
def guiding_attendance(**_address: str) -> str:
    """Every meeting of an edition, for who guides it."""
    edition = subject(Edition)
    return render_template(
        "participant/attendance_days.html", edition=edition, days=kit.days(edition), nav="home"
    )


@blueprint.get("/mijn/begeleiding/<edition>/aanwezigheid/<meeting>")
def guiding_list(**_address: str) -> str:
    """The list of one meeting."""
    edition, meeting = subject(tuple)
    return _list(edition, meeting)


def _list(edition: Edition, meeting: Meeting, refusal: Refused | None = None, key: str = "") -> str:
    roll = kit.roll(meeting, clock.now(), refusal, key)
    return render_template("participant/attendance_list.html", edition=edition, roll=roll, nav="home")


@blueprint.post("/mijn/begeleiding/<edition>/aanwezigheid/<meeting>")
def guiding_mark(**address: str) -> Answer:
    """Keeps one row."""
    edition, meeting = subject(tuple)
    key, refusal = kit.take(meeting, actor_id=member().person_id, now=clock.now())
    if refusal is not None:
        return _list(edition, meeting, refusal, key), 409
    return _back(address, f"p-{key}")


def _back(address: dict[str, Any], anchor: str) -> Response:
    values = {"edition": address["edition"], "meeting": address["meeting"], "_anchor": anchor}
    return redirect(url_for("participant.guiding_list", **values), 303)


@blueprint.post("/mijn/begeleiding/<edition>/aanwezigheid/<meeting>/code")
def guiding_code(**address: str) -> Answer:
    """Shows the code, or takes it away."""
    edition, meeting = subject(tuple)
    refusal = kit.switch_code(meeting, clock.now())
    if refusal is not None:
        return _list(edition, meeting, refusal), 409
    return _back(address, "code")
