"""The meetings of an edition: when and where they are, and whether they go on."""

from datetime import date

from flask import request, url_for

from portal import clock
from portal.database import db
from portal.errors import Refused
from portal.programmes import meetings
from portal.programmes.hours import Hours
from portal.programmes.models import Edition, Meeting
from portal.programmes.reasons import ScheduleRefused
from portal.programmes.states import all_off
from portal.programmes.venues import venues_of
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.meanwhile import Line
from portal.web.organiser.meeting_forms import MeetingForm
from portal.web.organiser.rescheduling import Answer, Asked, carry_out, schedule_address, shown
from portal.web.organiser.schedule_days import asked_day
from portal.web.organiser.schedule_forms import PlaceForm, ScheduleForm, WhyForm
from portal.web.organiser.telling import who_chose

ZONE = "Europe/Amsterdam"


def _offered(form: MeetingForm, edition: Edition, meeting: Meeting | None = None) -> MeetingForm:
    """The form with its lists: the places of the own organisations, the modules of the edition."""
    return form.offer(edition, venues_of(db.session(), member().organisation_ids), meeting)


@blueprint.get("/edities/<edition_id>/programma/bijeenkomsten/nieuw")
def new_meeting(**_address: str) -> str:
    """The form for a new meeting; a module in the address is filled in."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = _offered(MeetingForm(formdata=None), edition)
    asked = request.args.get("module", "")
    form.module.data = asked if asked in {m.public_id for m in edition.modules} else ""
    form.show_usual()
    form.name_of_part()
    shown(form, edition)
    return _meeting(form, edition, None)


def _meeting(
    form: MeetingForm,
    edition: Edition,
    meeting: Meeting | None,
    meanwhile: list[Line] | None = None,
    moved: date | None = None,
) -> str:
    return frame.page(
        "organiser/meetings_edit.html",
        edition,
        "schedule",
        form=form,
        meeting=meeting,
        back=schedule_address(edition),
        meanwhile=meanwhile or [],
        moved=moved,
    )


@blueprint.post("/edities/<edition_id>/programma/bijeenkomsten/nieuw")
def add_meeting(edition_id: str) -> Answer:
    """One more meeting; and then another day of the same module, when asked."""
    edition = subject(Edition)
    form = _offered(MeetingForm(), edition)
    key = form.name_of_part()
    if not form.is_whole(zone=ZONE, now=clock.now(), before=None):
        return _meeting(form, edition, None), 422
    draft = form.draft(edition)
    done = schedule_address(edition, f"bijeenkomst-{key}")
    if "more" in request.form:
        done = url_for("organiser.new_meeting", edition_id=edition_id, module=form.module.data or None)
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: meetings.add_meeting(edit, key=key, draft=draft),
            done=done,
            said=_("De bijeenkomst is toegevoegd."),
            page=lambda lines: _meeting(form, edition, None, lines),
        )
    )


@blueprint.get("/edities/<edition_id>/programma/bijeenkomsten/<meeting_id>")
def meeting(**_address: str) -> str:
    """The form of one meeting, and its timetable; a day in the address is filled in."""
    edition, found = subject(tuple)
    _check_going_on(edition, found)
    form = _offered(MeetingForm(formdata=None), edition, found)
    form.show(edition, found)
    day = asked_day()
    if day is not None and day != found.day:
        form.move(day)
    shown(form, edition)
    return _meeting(form, edition, found, moved=form.day.data if form.day.data != found.day else None)


def _check_going_on(edition: Edition, found: Meeting) -> None:
    frame.check_not_over(edition)
    if found.cancelled_at is not None:
        raise Refused(ScheduleRefused.MEETING_CANCELLED)


@blueprint.post("/edities/<edition_id>/programma/bijeenkomsten/<meeting_id>")
def change_meeting(**_address: str) -> Answer:
    """Another time, place, title or module."""
    edition, found = subject(tuple)
    form = _offered(MeetingForm(), edition, found)
    before = Hours(found.day, found.starts_at, found.ends_at)
    if not form.is_whole(zone=found.zone, now=clock.now(), before=before):
        return _meeting(form, edition, found), 422
    meeting_id, draft = found.id, form.draft(edition)
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: meetings.change_meeting(edit, meeting_id=meeting_id, draft=draft),
            done=schedule_address(edition, f"bijeenkomst-{found.public_id}"),
            said=_("De bijeenkomst is gewijzigd."),
            page=lambda lines: _meeting(form, edition, found, lines),
        )
    )


@blueprint.post("/edities/<edition_id>/programma/bijeenkomsten/<meeting_id>/plaats")
def place_meeting(**_address: str) -> Answer:
    """The meeting higher or lower among those of its module."""
    edition, found = subject(tuple)
    form, meeting_id = PlaceForm(), found.id
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: meetings.place_meeting(edit, meeting_id=meeting_id, place=form.number()),
            done=schedule_address(edition, f"bijeenkomst-{found.public_id}"),
            said=_("De volgorde is gewijzigd."),
        )
    )


@blueprint.get("/edities/<edition_id>/programma/bijeenkomsten/<meeting_id>/annuleren")
def cancelling_meeting(**_address: str) -> str:
    """Are you sure, and why?"""
    edition, found = subject(tuple)
    _check_going_on(edition, found)
    form = WhyForm(formdata=None)
    shown(form, edition)
    return _cancelling(form, edition, found)


def _cancelling(
    form: WhyForm, edition: Edition, meeting: Meeting, meanwhile: list[Line] | None = None
) -> str:
    return frame.page(
        "organiser/meetings_cancelling.html",
        edition,
        "schedule",
        form=form,
        meeting=meeting,
        choosers=_choosers(edition, meeting),
        back=schedule_address(edition, f"bijeenkomst-{meeting.public_id}"),
        meanwhile=meanwhile or [],
    )


def _choosers(edition: Edition, meeting: Meeting) -> list[str]:
    """Without its last meeting an elective does not happen."""
    module = next((m for m in edition.modules if m.id == meeting.module_id), None)
    if module is None or any(m.cancelled_at is None and m is not meeting for m in module.meetings):
        return []
    return who_chose(module)


@blueprint.post("/edities/<edition_id>/programma/bijeenkomsten/<meeting_id>/annuleren")
def cancel_meeting(**_address: str) -> Answer:
    """Calls the meeting off; everyone who would come reads why."""
    edition, found = subject(tuple)
    form = WhyForm()
    if not form.validate():
        return _cancelling(form, edition, found), 422
    meeting_id, why = found.id, form.why.data or ""
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: meetings.cancel_meetings(edit, meeting_ids=[meeting_id], why=why),
            done=schedule_address(edition, f"bijeenkomst-{found.public_id}"),
            said=_("De bijeenkomst is geannuleerd."),
            page=lambda lines: _cancelling(form, edition, found, lines),
        )
    )


@blueprint.post("/edities/<edition_id>/programma/bijeenkomsten/<meeting_id>/herstellen")
def restore_meeting(**_address: str) -> Answer:
    """The meeting goes on after all."""
    edition, found = subject(tuple)
    meeting_id, said = found.id, _("De bijeenkomst gaat weer door.")
    if _brings_back(edition, found):
        again = _("Wie nog niets anders heeft, krijgt daar weer een plek. De anderen houden wat ze hebben.")
        said = f"{said} {again}"
    return carry_out(
        Asked(
            edition,
            ScheduleForm(),
            lambda edit: meetings.restore_meeting(edit, meeting_id=meeting_id),
            done=schedule_address(edition, f"bijeenkomst-{found.public_id}"),
            said=said,
        )
    )


def _brings_back(edition: Edition, meeting: Meeting) -> bool:
    """Whether an elective happens after all with it, that did not happen without."""
    module = next((m for m in edition.modules if m.id == meeting.module_id), None)
    return module is not None and module.group_id is not None and all_off(module.meetings)


@blueprint.post("/edities/<edition_id>/programma/bijeenkomsten/<meeting_id>/verwijderen")
def remove_meeting(**_address: str) -> Answer:
    """Takes it out, if nobody was told of it or chose in it."""
    edition, found = subject(tuple)
    meeting_id = found.id
    return carry_out(
        Asked(
            edition,
            ScheduleForm(),
            lambda edit: meetings.remove_meeting(edit, meeting_id=meeting_id),
            done=schedule_address(edition),
            said=_("De bijeenkomst is verwijderd."),
            sure=_("Je verwijdert de bijeenkomst met alles wat erin staat."),
        )
    )
