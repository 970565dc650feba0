"""Who guides an edition."""

from flask import url_for

from portal.database import db
from portal.programmes.guides import add_guide as put_on
from portal.programmes.guides import guides_of
from portal.programmes.guides import remove_guide as take_off
from portal.programmes.models import Edition
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.meanwhile import Line
from portal.web.organiser.rescheduling import Answer, Asked, carry_out, shown
from portal.web.organiser.schedule_forms import GuideForm, ScheduleForm


@blueprint.get("/edities/<edition_id>/begeleiders")
def guides(**_address: str) -> str:
    """Who they are, and the form for one more."""
    edition, form = subject(Edition), GuideForm(formdata=None)
    shown(form, edition)
    return _guides(form, edition)


def _guides(form: GuideForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    return frame.page(
        "organiser/guides_list.html",
        edition,
        "schedule",
        form=form,
        people=guides_of(db.session(), edition.id),
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/begeleiders")
def add_guide(edition_id: str) -> Answer:
    """One more; the meetings come into their agenda too."""
    edition, form = subject(Edition), GuideForm()
    if not form.validate():
        return _guides(form, edition), 422
    email, name = form.email.data, form.name.data
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: put_on(edit, email=email, name=name),
            done=url_for("organiser.guides", edition_id=edition_id),
            said=_("%(name)s begeleidt nu deze editie.", name=name),
            page=lambda lines: _guides(form, edition, lines),
        )
    )


@blueprint.post("/edities/<edition_id>/begeleiders/<person_id>/verwijderen")
def remove_guide(edition_id: str, **_address: str) -> Answer:
    """Not any more; the meetings go out of their agenda."""
    edition, found = subject(tuple)
    person_id, name = found.id, found.name
    return carry_out(
        Asked(
            edition,
            ScheduleForm(),
            lambda edit: take_off(edit, person_id=person_id),
            done=url_for("organiser.guides", edition_id=edition_id),
            said=_("%(name)s begeleidt deze editie niet meer.", name=name),
            sure=_("%(name)s begeleidt deze editie dan niet meer.", name=name),
        )
    )
