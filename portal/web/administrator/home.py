"""The first page of the administration."""

from flask import render_template

from portal.database import db
from portal.outbox import queries as outbox
from portal.outbox.models import LetterState
from portal.people import listings
from portal.web.administrator.blueprint import blueprint


@blueprint.get("")
def home() -> str:
    """What waits, and the way to every list."""
    database = db.session()
    return render_template(
        "administrator/home.html",
        counts=listings.counts(database),
        failed=outbox.counts(database)[LetterState.FAILED],
    )
