"""The timetable of a meeting: its lines, and what breakouts are about. Their seats: breakouts.py."""

from flask import url_for

from portal.errors import Refused
from portal.programmes import rounds
from portal.programmes.facts import SlotKind
from portal.programmes.models import Breakout, Edition, Meeting, Slot
from portal.programmes.reasons import ScheduleRefused
from portal.registrations import rearranging
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.meanwhile import Line
from portal.web.organiser.rescheduling import Answer, Asked, carry_out, shown
from portal.web.organiser.round_forms import BreakoutTextForm, SlotForm
from portal.web.organiser.schedule_forms import PlaceForm, ScheduleForm


def _timetable(edition: Edition, meeting: Meeting) -> str:
    """Where the timetable of this meeting stands."""
    return url_for(
        "organiser.meeting",
        edition_id=edition.public_id,
        meeting_id=meeting.public_id,
        _anchor="onderdelen",
    )


def _slot_address(edition: Edition, slot: Slot) -> str:
    return url_for(
        "organiser.slot", edition_id=edition.public_id, slot_id=slot.public_id, _anchor="deelsessies"
    )


def _meeting_of(edition: Edition, slot: Slot) -> Meeting:
    return next(meeting for meeting in edition.meetings if meeting.id == slot.meeting_id)


def _slot_of(edition: Edition, breakout: Breakout) -> Slot:
    slots = (slot for meeting in edition.meetings for slot in meeting.slots)
    return next(slot for slot in slots if slot.id == breakout.round_id)


def _slot(
    form: SlotForm,
    edition: Edition,
    meeting: Meeting,
    slot: Slot | None,
    meanwhile: list[Line] | None = None,
) -> str:
    return frame.page(
        "organiser/rounds_slot.html",
        edition,
        "schedule",
        form=form,
        meeting=meeting,
        slot=slot,
        back=_timetable(edition, meeting),
        meanwhile=meanwhile or [],
    )


@blueprint.get("/edities/<edition_id>/programma/bijeenkomsten/<meeting_id>/onderdelen/nieuw")
def new_slot(**_address: str) -> str:
    """The form for a new line."""
    edition, meeting = subject(tuple)
    frame.check_not_over(edition)
    if meeting.day is None:
        raise Refused(ScheduleRefused.NO_DAY)
    form = SlotForm(formdata=None)
    form.name_of_part()
    shown(form, edition)
    return _slot(form, edition, meeting, None)


@blueprint.post("/edities/<edition_id>/programma/bijeenkomsten/<meeting_id>/onderdelen/nieuw")
def add_slot(edition_id: str, **_address: str) -> Answer:
    """One more line; a round then gets its breakouts."""
    edition, meeting = subject(tuple)
    form = SlotForm()
    key = form.name_of_part()
    if not form.is_whole(meeting):
        return _slot(form, edition, meeting, None), 422
    meeting_id, draft, done = meeting.id, form.draft(), _timetable(edition, meeting)
    if draft.kind is SlotKind.ROUND:
        done = url_for("organiser.naming", edition_id=edition_id, _anchor=f"ronde-{key}")
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: rounds.add_slot(edit, meeting_id=meeting_id, key=key, draft=draft),
            done=done,
            said=_("Het onderdeel is toegevoegd."),
            page=lambda lines: _slot(form, edition, meeting, None, lines),
            field="title",
        )
    )


@blueprint.get("/edities/<edition_id>/programma/onderdelen/<slot_id>")
def slot(**_address: str) -> str:
    """The form of one line, and the breakouts of a round."""
    edition, found = subject(tuple)
    frame.check_not_over(edition)
    meeting = _meeting_of(edition, found)
    form = SlotForm(formdata=None)
    form.show(found, meeting.zone)
    shown(form, edition)
    return _slot(form, edition, meeting, found)


@blueprint.post("/edities/<edition_id>/programma/onderdelen/<slot_id>")
def change_slot(**_address: str) -> Answer:
    """Other hours, another title or kind."""
    edition, found = subject(tuple)
    form, meeting = SlotForm(), _meeting_of(edition, found)
    if not form.is_whole(meeting):
        return _slot(form, edition, meeting, found), 422
    slot_id, draft = found.id, form.draft()
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: rounds.change_slot(edit, slot_id=slot_id, draft=draft),
            done=_timetable(edition, meeting),
            said=_("Het onderdeel is gewijzigd."),
            page=lambda lines: _slot(form, edition, meeting, found, lines),
            field="kind",
        )
    )


@blueprint.post("/edities/<edition_id>/programma/onderdelen/<slot_id>/verwijderen")
def remove_slot(**_address: str) -> Answer:
    """Takes a line out, a round with its breakouts."""
    edition, found = subject(tuple)
    slot_id, title = found.id, found.title
    return carry_out(
        Asked(
            edition,
            ScheduleForm(),
            lambda edit: rounds.remove_slot(edit, slot_id=slot_id),
            done=_timetable(edition, _meeting_of(edition, found)),
            said=_("‘%(title)s’ is verwijderd.", title=title),
            sure=_("Je verwijdert ‘%(title)s’ uit het programma van de dag.", title=title),
        )
    )


def _breakout(
    form: BreakoutTextForm,
    edition: Edition,
    slot: Slot,
    breakout: Breakout | None,
    meanwhile: list[Line] | None = None,
) -> str:
    return frame.page(
        "organiser/rounds_breakout.html",
        edition,
        "schedule",
        form=form,
        slot=slot,
        breakout=breakout,
        back=_slot_address(edition, slot),
        meanwhile=meanwhile or [],
    )


@blueprint.get("/edities/<edition_id>/programma/onderdelen/<slot_id>/deelsessies/nieuw")
def new_breakout(**_address: str) -> str:
    """The form for a new breakout."""
    edition, found = subject(tuple)
    frame.check_not_over(edition)
    form = BreakoutTextForm(formdata=None)
    form.name_of_part()
    shown(form, edition)
    return _breakout(form, edition, found, None)


@blueprint.post("/edities/<edition_id>/programma/onderdelen/<slot_id>/deelsessies/nieuw")
def add_breakout(**_address: str) -> Answer:
    """One more breakout in this round."""
    edition, found = subject(tuple)
    form = BreakoutTextForm()
    key = form.name_of_part()
    if not form.validate():
        return _breakout(form, edition, found, None), 422
    slot_id, draft, seats = found.id, form.draft(), form.capacity
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: rounds.add_breakout(edit, slot_id=slot_id, key=key, draft=draft, capacity=seats),
            done=_slot_address(edition, found),
            said=_("De deelsessie is toegevoegd."),
            page=lambda lines: _breakout(form, edition, found, None, lines),
            field="title",
        )
    )


@blueprint.get("/edities/<edition_id>/programma/deelsessies/<breakout_id>")
def breakout_text(**_address: str) -> str:
    """The form of one breakout."""
    edition, found = subject(tuple)
    frame.check_not_over(edition)
    form = BreakoutTextForm(formdata=None)
    form.show(found)
    shown(form, edition)
    return _breakout(form, edition, _slot_of(edition, found), found)


@blueprint.post("/edities/<edition_id>/programma/deelsessies/<breakout_id>")
def change_breakout(**_address: str) -> Answer:
    """Another title, or other people."""
    edition, found = subject(tuple)
    form, round_ = BreakoutTextForm(), _slot_of(edition, found)
    if not form.validate():
        return _breakout(form, edition, round_, found), 422
    breakout_id, draft = found.id, form.draft()
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: rounds.change_breakout(edit, breakout_id=breakout_id, draft=draft),
            done=_slot_address(edition, round_),
            said=_("De deelsessie is gewijzigd."),
            page=lambda lines: _breakout(form, edition, round_, found, lines),
            field="title",
        )
    )


@blueprint.post("/edities/<edition_id>/programma/deelsessies/<breakout_id>/plaats")
def place_breakout(**_address: str) -> Answer:
    """The breakout higher or lower in its round."""
    edition, found = subject(tuple)
    form, breakout_id = PlaceForm(), found.id
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: rounds.place_breakout(edit, breakout_id=breakout_id, place=form.number()),
            done=_slot_address(edition, _slot_of(edition, found)),
            said=_("De volgorde is gewijzigd."),
        )
    )


@blueprint.post("/edities/<edition_id>/programma/deelsessies/<breakout_id>/verwijderen")
def remove_breakout(**_address: str) -> Answer:
    """Takes a breakout out that nobody chose."""
    edition, found = subject(tuple)
    breakout_id, title = found.id, found.title
    return carry_out(
        Asked(
            edition,
            ScheduleForm(),
            lambda edit: rearranging.remove_breakout(edit, breakout_id=breakout_id),
            done=_slot_address(edition, _slot_of(edition, found)),
            said=_("De deelsessie ‘%(title)s’ is verwijderd.", title=title),
            sure=_("Je verwijdert de deelsessie ‘%(title)s’.", title=title),
        )
    )
