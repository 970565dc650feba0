"""Letters that did not leave."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.database import db, transaction
from portal.outbox import queries, service
from portal.outbox.models import LetterState, OutgoingLetter
from portal.people.listings import PAGE, Page
from portal.texts import gettext, ngettext
from portal.web.administrator.blueprint import blueprint
from portal.web.administrator.listing import page_address, page_number

Answer = Response | str | tuple[str, int]


@blueprint.get("/mails")
def letters() -> Answer:
    """Letters that failed, and how many there are of each state."""
    database = db.session()
    counts = queries.counts(database)
    number = max(1, min(page_number(), -(-counts[LetterState.FAILED] // PAGE)))
    found = queries.everywhere(database, state=LetterState.FAILED, limit=PAGE, offset=(number - 1) * PAGE)
    return render_template(
        "administrator/letters_list.html",
        page=Page[OutgoingLetter](found, counts[LetterState.FAILED], number),
        counts={state.value: count for state, count in counts.items()},
        page_url=page_address("administrator.letters"),
    )


@blueprint.post("/mails")
def retry_letters() -> Answer:
    """Tries one failed letter again, or all of them."""
    public_id = request.form.get("mail", "")
    one = queries.one(db.session(), public_id) if public_id else None
    wanted = None if not public_id else [one.id] if one else []
    with transaction() as database:
        count = service.retry_failed(database, letter_ids=wanted)
    if count:
        flash(
            ngettext(
                "%(num)s mail gaat binnen een minuut opnieuw weg.",
                "%(num)s mails gaan binnen een minuut opnieuw weg.",
                count,
            ),
            "ok",
        )
    else:
        flash(gettext("Er was geen mail die opnieuw weg moest."), "info")
    return redirect(url_for("administrator.letters"), 303)
