"""The modules of an edition, and the choices among them."""

from flask import url_for

from portal.errors import Refused
from portal.programmes import modules
from portal.programmes.meetings import cancel_meetings
from portal.programmes.models import Edition, ElectiveGroup, Module
from portal.programmes.reasons import ScheduleRefused
from portal.registrations import rearranging
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.meanwhile import Line
from portal.web.organiser.rescheduling import Answer, Asked, carry_out, schedule_address, shown
from portal.web.organiser.schedule_forms import GroupForm, ModuleForm, PlaceForm, ScheduleForm, WhyForm
from portal.web.organiser.telling import who_chose


@blueprint.get("/edities/<edition_id>/programma/modules/nieuw")
def new_module(**_address: str) -> str:
    """The form for a new module."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = ModuleForm(formdata=None).offer(edition.elective_groups)
    form.name_of_part()
    shown(form, edition)
    return _module(form, edition, None)


def _module(
    form: ModuleForm, edition: Edition, module: Module | None, meanwhile: list[Line] | None = None
) -> str:
    return frame.page(
        "organiser/modules_edit.html",
        edition,
        "schedule",
        form=form,
        module=module,
        back=schedule_address(edition),
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/programma/modules/nieuw")
def add_module(edition_id: str) -> Answer:
    """One more module; then its first meeting."""
    edition = subject(Edition)
    form = ModuleForm().offer(edition.elective_groups)
    key = form.name_of_part()
    if not form.validate():
        return _module(form, edition, None), 422
    draft, capacity = form.draft(edition), form.capacity
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: modules.add_module(edit, key=key, draft=draft, capacity=capacity),
            done=url_for("organiser.new_meeting", edition_id=edition_id, module=key),
            said=_("De module is toegevoegd. Vul nu de eerste bijeenkomst in."),
            page=lambda lines: _module(form, edition, None, lines),
        )
    )


@blueprint.get("/edities/<edition_id>/programma/modules/<module_id>")
def module(**_address: str) -> str:
    """The form of one module."""
    edition, found = subject(tuple)
    frame.check_not_over(edition)
    form = ModuleForm(formdata=None).offer(edition.elective_groups)
    form.show(edition, found)
    shown(form, edition)
    return _module(form, edition, found)


@blueprint.post("/edities/<edition_id>/programma/modules/<module_id>")
def change_module(**_address: str) -> Answer:
    """Another title, text, kind or number of seats."""
    edition, found = subject(tuple)
    form = ModuleForm().offer(edition.elective_groups)
    if not form.validate():
        return _module(form, edition, found), 422
    module_id, draft, capacity = found.id, form.draft(edition, found), form.capacity
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: rearranging.change_module(edit, module_id=module_id, draft=draft, capacity=capacity),
            done=schedule_address(edition, f"module-{found.public_id}"),
            said=_("De module is gewijzigd."),
            page=lambda lines: _module(form, edition, found, lines),
            field="title",
        )
    )


@blueprint.post("/edities/<edition_id>/programma/modules/<module_id>/plaats")
def place_module(**_address: str) -> Answer:
    """The module higher or lower in the order."""
    edition, found = subject(tuple)
    form, module_id = PlaceForm(), found.id
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: modules.place_module(edit, module_id=module_id, place=form.number()),
            done=schedule_address(edition, f"module-{found.public_id}"),
            said=_("De volgorde is gewijzigd."),
        )
    )


@blueprint.post("/edities/<edition_id>/programma/modules/<module_id>/verwijderen")
def remove_module(**_address: str) -> Answer:
    """Takes it out with its meetings, if nobody was told of it or chose it."""
    edition, found = subject(tuple)
    module_id, title = found.id, found.title
    return carry_out(
        Asked(
            edition,
            ScheduleForm(),
            lambda edit: rearranging.remove_module(edit, module_id=module_id),
            done=schedule_address(edition),
            said=_("De module ‘%(title)s’ is verwijderd.", title=title),
            sure=_("Je verwijdert de module ‘%(title)s’ met al haar bijeenkomsten.", title=title),
        )
    )


@blueprint.get("/edities/<edition_id>/programma/modules/<module_id>/annuleren")
def cancelling_module(**_address: str) -> str:
    """Are you sure? The meetings that are called off, and why."""
    edition, found = subject(tuple)
    frame.check_not_over(edition)
    form = WhyForm(formdata=None)
    shown(form, edition)
    return _cancelling(form, edition, found)


def _cancelling(form: WhyForm, edition: Edition, module: Module, meanwhile: list[Line] | None = None) -> str:
    live = [meeting for meeting in module.meetings if meeting.cancelled_at is None]
    if not live:
        raise Refused(ScheduleRefused.NOTHING_TO_CANCEL)
    return frame.page(
        "organiser/modules_cancelling.html",
        edition,
        "schedule",
        form=form,
        module=module,
        meetings=live,
        choosers=who_chose(module),
        back=schedule_address(edition),
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/programma/modules/<module_id>/annuleren")
def cancel_module(**_address: str) -> Answer:
    """Calls all meetings of the module off."""
    edition, found = subject(tuple)
    form = WhyForm()
    if not form.validate():
        return _cancelling(form, edition, found), 422
    ids, why = [meeting.id for meeting in found.meetings], form.why.data or ""
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: cancel_meetings(edit, meeting_ids=ids, why=why),
            done=schedule_address(edition, f"module-{found.public_id}"),
            said=_("De bijeenkomsten van de module zijn geannuleerd."),
            page=lambda lines: _cancelling(form, edition, found, lines),
        )
    )


@blueprint.get("/edities/<edition_id>/programma/keuzes/nieuw")
def new_group(**_address: str) -> str:
    """The form for a new choice."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = GroupForm(formdata=None)
    form.name_of_part()
    shown(form, edition)
    return _group(form, edition, None)


def _group(
    form: GroupForm, edition: Edition, group: ElectiveGroup | None, meanwhile: list[Line] | None = None
) -> str:
    return frame.page(
        "organiser/modules_group.html",
        edition,
        "schedule",
        form=form,
        group=group,
        back=schedule_address(edition),
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/programma/keuzes/nieuw")
def add_group(**_address: str) -> Answer:
    """One more choice."""
    edition, form = subject(Edition), GroupForm()
    key = form.name_of_part()
    if not form.validate():
        return _group(form, edition, None), 422
    title, choose = form.title.data, form.choose.data or 1
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: modules.add_group(edit, key=key, title=title, choose=choose),
            done=schedule_address(edition, "keuzes"),
            said=_("De keuze is toegevoegd. Zet er nu modules bij."),
            page=lambda lines: _group(form, edition, None, lines),
        )
    )


@blueprint.get("/edities/<edition_id>/programma/keuzes/<group_id>")
def elective_group(**_address: str) -> str:
    """The form of one choice."""
    edition, found = subject(tuple)
    frame.check_not_over(edition)
    form = GroupForm(formdata=None, data={"title": found.title, "choose": found.choose})
    shown(form, edition)
    return _group(form, edition, found)


@blueprint.post("/edities/<edition_id>/programma/keuzes/<group_id>")
def change_group(**_address: str) -> Answer:
    """Another name, or another number to choose."""
    edition, found = subject(tuple)
    form, group_id = GroupForm(), found.id
    if not form.validate():
        return _group(form, edition, found), 422
    title, choose = form.title.data, form.choose.data or 1
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: modules.change_group(edit, group_id=group_id, title=title, choose=choose),
            done=schedule_address(edition, "keuzes"),
            said=_("De keuze is gewijzigd."),
            page=lambda lines: _group(form, edition, found, lines),
        )
    )


@blueprint.post("/edities/<edition_id>/programma/keuzes/<group_id>/verwijderen")
def remove_group(**_address: str) -> Answer:
    """Takes an empty choice out."""
    edition, found = subject(tuple)
    group_id, title = found.id, found.title
    return carry_out(
        Asked(
            edition,
            ScheduleForm(),
            lambda edit: modules.remove_group(edit, group_id=group_id),
            done=schedule_address(edition, "keuzes"),
            said=_("De keuze ‘%(title)s’ is verwijderd.", title=title),
            sure=_("Je verwijdert de keuze ‘%(title)s’.", title=title),
        )
    )
