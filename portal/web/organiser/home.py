"""The first page of the workbench: the organiser's own editions."""

from flask import render_template

from portal import clock
from portal.database import db
from portal.web.kit.access import member
from portal.web.organiser import words
from portal.web.organiser.attention import tasks
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.confirming import to_confirm
from portal.web.organiser.listing import asked, page_address, page_number
from portal.web.organiser.reading import sights


@blueprint.get("")
def home() -> str:
    """Editions with state, seats, waitlist and what asks for attention."""
    every = asked("toon") == "alle"
    page = sights(
        db.session(),
        member().organisation_ids,
        clock.now(),
        upcoming=not every,
        page=page_number(),
    )
    return render_template(
        "organiser/home.html",
        page=page,
        every=every,
        tasks=tasks,
        proposals=to_confirm(),
        words=words,
        page_url=page_address("organiser.home", {"toon": "alle" if every else ""}),
    )
