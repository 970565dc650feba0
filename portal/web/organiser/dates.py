"""All days that are still open in one form: what an organiser with a paper calendar fills in at once."""

from flask import flash, redirect, request, url_for

from portal import clock
from portal.database import db
from portal.programmes import dating
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Meeting
from portal.programmes.venues import venues_of
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.kit.engine import own
from portal.web.kit.material import meeting_name
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.dates_forms import DAY, DatesForm, dates_form
from portal.web.organiser.meanwhile import Line, changed
from portal.web.organiser.rescheduling import Answer, Asked, carry_out, schedule_address, shown


@blueprint.get("/edities/<edition_id>/programma/datums")
def dates(**_address: str) -> Answer:
    """The meetings without a day, and the place of those without one."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = _offered(dates_form(edition, formdata=None)).show()
    shown(form, edition)
    return _page(form, edition)


def _offered(form: DatesForm) -> DatesForm:
    return form.offer(venues_of(db.session(), member().organisation_ids))


def _page(form: DatesForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    return frame.page(
        "organiser/dates_edit.html",
        edition,
        "schedule",
        form=form,
        names={row.meeting.id: _called(edition, row.meeting) for row in form.rows},
        back=schedule_address(edition),
        meanwhile=meanwhile or [],
    )


def _called(edition: Edition, meeting: Meeting) -> str:
    """The meeting with the title of its module before it, when that says something else."""
    module = next((m.title for m in edition.modules if m.id == meeting.module_id), "")
    parts = dict.fromkeys(part for part in (module, meeting.title) if part)
    return own(": ".join(parts)) if parts else meeting_name(meeting)


def _next(edition: Edition) -> str:
    """The list of what is left to do of a draft, or the schedule."""
    if edition.publication == Publication.DRAFT:
        return url_for("organiser.edition", edition_id=edition.public_id)
    return schedule_address(edition)


@blueprint.post("/edities/<edition_id>/programma/datums")
def set_dates(**_address: str) -> Answer:
    """Keeps what was filled in; the rest stays open."""
    edition = subject(Edition)
    form = _offered(dates_form(edition))
    if any(text and name not in form for name, text in request.form.items() if name.startswith(DAY)):
        return _page(form, edition, changed(form, db.session(), edition)), 409  # somebody knew it sooner
    if not form.is_whole(clock.now()):
        return _page(form, edition), 422
    hours, where = form.hours, form.where()
    if not hours and where is None:
        flash(_("Je vulde nog niets in. Er is niets veranderd."), "info")
        return redirect(_next(edition), 303)
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: dating.date_meetings(edit, hours=hours, where=where),
            done=_next(edition),
            said=_("De datums en de plaats staan erin."),
            page=lambda lines: _page(form, edition, lines),
            field="place",
        )
    )
