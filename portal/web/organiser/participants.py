"""The participants of an edition: searched, filtered, sorted, a page at a time."""

from typing import Any

from flask import url_for

from portal.database import db
from portal.programmes import kept
from portal.programmes.models import Edition
from portal.registrations import desk_queries
from portal.registrations.desk_queries import SORTS, STATES, Search
from portal.registrations.history import state_words
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.organiser import frame, words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.listing import asked, page_address, page_number

Option = tuple[str, str]


@blueprint.get("/edities/<edition_id>/deelnemers")
def participants(**_address: str) -> str:
    """One page of the list."""
    edition, search = subject(Edition), _search()
    database = db.session()
    page = desk_queries.participants(database, edition.id, search)
    kept_words = {
        "q": search.words,
        "status": search.state,
        "organisatie": search.organisation,
        "keuze": search.choice,
    }
    order = {"op": search.sort, "af": "1" if search.descending else ""}
    return frame.page(
        "organiser/participants_list.html",
        edition,
        "participants",
        page=page,
        search=search,
        columns=_columns(edition, search, kept_words),
        states=[("", _("Alle")), *((state.value, state_words(state)) for state in STATES)],
        organisations=[("", _("Alle")), *desk_queries.organisations_in(database, edition.id)],
        choices=_choices(edition),
        filtered=any(kept_words.values()),
        order={name: value for name, value in order.items() if value},
        words=words,
        page_url=page_address("organiser.participants", kept_words | order, edition_id=edition.public_id),
    )


def _search() -> Search:
    sort = asked("op")
    return Search(
        words=asked("q"),
        state=asked("status"),
        organisation=asked("organisatie"),
        choice=asked("keuze"),
        sort=sort if sort in SORTS else "naam",
        descending=asked("af") == "1",
        page=page_number(),
    )


def _columns(edition: Edition, search: Search, kept_words: dict[str, str]) -> list[dict[str, Any]]:
    heads = {
        "naam": _("Naam"),
        "organisatie": _("Organisatie"),
        "functie": _("Functie"),
        "status": _("Status"),
        "sinds": _("Aangemeld"),
    }
    return [_column(edition, search, kept_words, key, label) for key, label in heads.items()]


def _column(
    edition: Edition, search: Search, kept_words: dict[str, str], key: str, label: str
) -> dict[str, Any]:
    column: dict[str, Any] = {"key": key, "label": label}
    if key == "naam":
        column["head"] = True
    if key in SORTS:
        mine = search.sort == key
        down = mine and not search.descending
        asks: dict[str, Any] = {name: value for name, value in kept_words.items() if value}
        if down:
            asks["af"] = "1"
        column["sort"] = url_for("organiser.participants", edition_id=edition.public_id, op=key, **asks)
        column["order"] = ("descending" if search.descending else "ascending") if mine else "none"
    return column


def _choices(edition: Edition) -> list[Option]:
    """Breakouts and electives to filter on; empty when there is nothing to choose."""
    copy = kept.editions(db.session(), [(edition.id, edition.version)])[edition.id]
    breakouts = [
        (b.public_id, _("%(round)s: %(title)s", round=slot.title, title=b.title))
        for meeting in copy.meetings
        for slot in meeting.slots
        for b in slot.breakouts
    ]
    electives = [(m.public_id, m.title) for m in copy.edition.modules if m.pool_id is not None]
    return [("", _("Alle")), *electives, *breakouts] if breakouts or electives else []
