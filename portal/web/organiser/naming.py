"""All breakouts in one form: what an organiser with the programme of the day fills in at once."""

from collections import defaultdict

from flask import request, url_for

from portal.database import db
from portal.programmes.models import Edition
from portal.registrations import rearranging
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.meanwhile import Line, changed
from portal.web.organiser.naming_forms import TITLE, NamingForm, naming_form
from portal.web.organiser.rescheduling import Answer, Asked, carry_out, shown
from portal.web.organiser.unfinished import is_asked

ROOM = "room"
"""The fields that name the rows for new breakouts: the round, a point, the row."""


@blueprint.get("/edities/<edition_id>/programma/deelsessies")
def naming(**_address: str) -> str:
    """Every round with its breakouts, and room for more."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = naming_form(edition, {}, formdata=None).show()
    shown(form, edition)
    return _page(form, edition)


def _page(form: NamingForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    return frame.page(
        "organiser/naming_edit.html",
        edition,
        "breakouts",
        form=form,
        back=url_for("organiser.breakouts", edition_id=edition.public_id),
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/programma/deelsessies")
def name_breakouts(**_address: str) -> Answer:
    """Keeps what was filled in; rows that were left open make nothing."""
    edition = subject(Edition)
    form = naming_form(edition, _room())
    if any(text and name not in form for name, text in request.form.items() if name.startswith(f"{TITLE}_")):
        return _page(form, edition, changed(form, db.session(), edition)), 409  # taken out meanwhile
    if not form.is_whole():
        return _page(form, edition), 422
    found = form.lines()
    return carry_out(
        Asked(
            edition,
            form,
            lambda edit: rearranging.fill_rounds(edit, lines=found),
            done=url_for(
                "organiser.edition" if is_asked(edition) else "organiser.breakouts",
                edition_id=edition.public_id,
            ),
            said=_("De deelsessies zijn gewijzigd."),
            page=lambda lines: _page(form, edition, lines),
            field="version",
        )
    )


def _room() -> dict[str, list[str]]:
    """By round, the rows for new breakouts that the page had."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in request.form.getlist(ROOM):
        slot, _point, key = text.partition(".")
        found[slot].append(key)
    return found
