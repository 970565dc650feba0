"""The letters of an edition: what went out, what waits and what failed."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from portal.database import db, transaction
from portal.outbox import queries, service
from portal.outbox.models import LetterState, OutgoingLetter
from portal.outbox.rendering import readable
from portal.people.listings import PAGE, Page
from portal.programmes.models import Edition
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.kit.access import subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.letter_words import badge, kind
from portal.web.organiser.listing import asked, page_address, page_number

FILTERS = (LetterState.SENT, LetterState.WAITING, LetterState.FAILED, LetterState.DROPPED)


@blueprint.get("/edities/<edition_id>/berichten")
def letters(**_address: str) -> str:
    """One page of letters, the newest first."""
    edition, database = subject(Edition), db.session()
    wanted = asked("stand")
    state = LetterState(wanted) if wanted in set(FILTERS) else None
    counts = queries.counts(database, edition_id=edition.id)
    total = counts[state] if state else sum(counts.values())
    number = max(1, min(page_number(), -(-total // PAGE)))
    found = queries.of_edition(database, edition.id, state=state, limit=PAGE, offset=(number - 1) * PAGE)
    return frame.page(
        "organiser/letters_list.html",
        edition,
        "letters",
        page=Page[OutgoingLetter](found, total, number),
        counts={key.value: count for key, count in counts.items()},
        chosen=state.value if state else "",
        states=[("", _("Alle")), *((s.value, badge(s)[0]) for s in FILTERS)],
        badge_of=badge,
        kind_words=kind,
        page_url=page_address(
            "organiser.letters", {"stand": state.value if state else ""}, edition_id=edition.public_id
        ),
    )


@blueprint.get("/edities/<edition_id>/berichten/<letter_id>")
def letter(**_address: str) -> str:
    """The very text that went out; one-time links are left out."""
    edition, found = subject(tuple)
    return frame.page(
        "organiser/letters_show.html",
        edition,
        "letters",
        letter=found,
        text=readable(found.text),
        mark=badge(found.state),
        kind=kind(found.kind),
    )


@blueprint.post("/edities/<edition_id>/berichten/opnieuw")
def retry_letters(edition_id: str) -> Response:
    """Every failed letter of this edition gets a new series of tries."""
    failed = [found.id for found in queries.failed(db.session(), edition_id=subject(Edition).id)]
    return _retry(failed, url_for("organiser.letters", edition_id=edition_id))


@blueprint.post("/edities/<edition_id>/berichten/<letter_id>/opnieuw")
def retry_letter(edition_id: str, letter_id: str) -> Response:
    """This failed letter gets a new series of tries."""
    _edition, found = subject(tuple)
    return _retry([found.id], url_for("organiser.letter", edition_id=edition_id, letter_id=letter_id))


def _retry(ids: list[int], back: str) -> Response:
    with transaction() as session:
        count = service.retry_failed(session, letter_ids=ids)
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
        flash(_("Er was geen mail die opnieuw weg moest."), "info")
    return redirect(back, 303)
