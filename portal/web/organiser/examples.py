"""All mail of an edition as one of its participants would get it. Nothing here is ever sent."""

from typing import Any

from flask import url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db
from portal.errors import NotFound
from portal.mailings import queries
from portal.mailings.examples import WHEN, Example, Part
from portal.mailings.examples import examples as examples_of
from portal.outbox.rendering import Rendered, readable, render
from portal.programmes.models import Edition
from portal.registrations.models import Participant
from portal.texts import N_
from portal.texts import gettext as _
from portal.web.kit import previews
from portal.web.kit.access import subject
from portal.web.kit.numbers import whole
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.letter_words import kind
from portal.web.organiser.listing import asked

PARTS: dict[Part, str] = {
    Part.SEAT: N_("Inschrijven en een plek"),
    Part.DUO: N_("Samen met een collega"),
    Part.SUBSTITUTE: N_("Een plek overnemen"),
    Part.MEETINGS: N_("Bijeenkomsten en materiaal"),
    Part.CHOICES: N_("Keuzemodules en deelsessies"),
    Part.ENDINGS: N_("Afmelden en annuleren"),
}
NOBODYS = "x" * 22


@blueprint.get("/edities/<edition_id>/voorbeelden")
def examples(**_address: str) -> str:
    """Every kind of mail with its subject, for the participant that was asked for, else the first."""
    edition, words = subject(Edition), asked("naam")
    found = queries.participants_of(db.session(), edition.id, words=words)
    number = _asked(len(found))
    reader = _participant(found[number - 1]) if found else None
    return frame.page(
        "organiser/examples_list.html",
        edition,
        "letters",
        words=words,
        number=number,
        total=len(found),
        reader=reader,
        parts=_parts(edition, reader) if reader else [],
    )


def _asked(total: int) -> int:
    return max(1, min(whole(asked("nummer"), 1), total))


def _participant(public_id: str) -> Participant:
    return db.session.scalars(select(Participant).where(Participant.public_id == public_id)).one()


def _parts(edition: Edition, reader: Participant) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """What the letters are about, and a row for each of them."""
    rows: dict[Part, list[dict[str, Any]]] = {part: [] for part in PARTS}
    for one in examples_of(db.session(), reader, now=clock.now()):
        rows[one.part].append(
            {
                "kind": kind(one.letter.kind),
                "subject": render(one.letter, NOBODYS).subject,
                "lang": one.letter.language,
                "when": _(WHEN[one.letter.kind]),
                "url": url_for(
                    "organiser.example",
                    edition_id=edition.public_id,
                    participant_id=reader.public_id,
                    name=one.key,
                ),
            }
        )
    return [(part.value, _(PARTS[part]), found) for part, found in rows.items() if found]


def _found(name: str) -> tuple[Edition, Participant, Example, Rendered]:
    edition, reader = subject(tuple)
    example = next(
        (one for one in examples_of(db.session(), reader, now=clock.now()) if one.key == name), None
    )
    if example is None:
        raise NotFound
    return edition, reader, example, render(example.letter, NOBODYS)


@blueprint.get("/edities/<edition_id>/voorbeelden/<participant_id>/<name>")
def example(name: str, **_address: str) -> Response:
    """One mail, formatted and as text; one-time links are left out."""
    edition, reader, found, seen = _found(name)
    page = frame.page(
        "organiser/examples_show.html",
        edition,
        "letters",
        reader=reader,
        name=name,
        kind=kind(found.letter.kind),
        when=_(WHEN[found.letter.kind]),
        letter=found.letter,
        seen=seen,
        text=readable(seen.text),
    )
    return previews.around(page)


@blueprint.get("/edities/<edition_id>/voorbeelden/<participant_id>/<name>/opgemaakt")
def example_html(name: str, **_address: str) -> Response:
    """The mail in the frame of its page."""
    return previews.letter(readable(_found(name)[3].html))
