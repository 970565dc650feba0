"""Tells participants that material was released: one letter per person and meeting for all of it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.invites.expected import Expected, people_of
from portal.invites.facts import Role
from portal.material.models import Material
from portal.material.queries import Piece, choosable, is_for, pieces, place_of
from portal.outbox.letter import Letter
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Meeting
from portal.registrations.ledger import Turn, finish, take_turn
from portal.registrations.letters import edition_facts
from portal.texts import format_day, use
from portal.texts import gettext as _

QUIET = timedelta(minutes=10)
"""So long after the last change of a piece people are told: what is added together is one letter."""
KIND = "material_released"
Group = Sequence[Piece]


def editions_to_announce(session: Session, now: datetime) -> list[int]:
    """The published editions with material that is out and that nobody was told of yet."""
    published = select(Edition.id).where(Edition.publication == Publication.PUBLISHED)
    waiting = pieces(session, Material.announced_at.is_(None) & Material.edition_id.in_(published))
    return sorted({group[0].material.edition_id for group in _due(waiting, now)})


def announce_edition(session: Session, *, edition_id: int, now: datetime) -> int:
    """Writes to everyone who is in now; returns to how many letters that came. Twice is once."""
    turn = take_turn(session, edition_id=edition_id, now=now)
    untold = (Material.edition_id == edition_id) & Material.announced_at.is_(None)
    groups = _due(pieces(session, untold), now)
    people = [one for one in people_of(session, turn.sheet).values() if one.role is Role.PARTICIPANT]
    chosen = choosable(session, edition_id)
    for group in groups:
        meeting = group[0].meeting
        turn.letters += [
            letter_about(turn, group, one) for one in people if is_for(meeting, one.modules, chosen)
        ]
        for piece in group:
            piece.material.announced_at = now
    count = len(turn.letters)
    finish(turn)
    return count


def is_wanted(session: Session, letter: Letter) -> bool:
    """Whether this letter may still leave: not to somebody who left since it was written."""
    if letter.kind != KIND or letter.edition_id is None or letter.person_id is None:
        return True
    return place_of(session, edition_id=letter.edition_id, person_id=letter.person_id) is not None


def _due(waiting: Sequence[Piece], now: datetime) -> list[Group]:
    """What is out and at rest, by edition and meeting; not of a meeting that is off."""
    groups: dict[tuple[int, int | None], list[Piece]] = defaultdict(list)
    for piece in waiting:
        off = piece.meeting is not None and piece.meeting.cancelled_at is not None
        if piece.is_released(now) and not off:
            groups[piece.material.edition_id, piece.material.meeting_id].append(piece)
    return [
        group for group in groups.values() if max(piece.material.changed_at for piece in group) + QUIET <= now
    ]


def letter_about(turn: Turn, group: Group, person: Expected) -> Letter:
    """The letter that tells one person of what is out for one meeting, or for everything."""
    first = group[0]
    moment = int(first.released_at.timestamp()) if first.released_at else 0
    with use(person.language):
        about = _about(first.meeting) if first.meeting else ""
    return Letter(
        kind=KIND,
        occasion=f"{KIND}:{first.material.id}:{moment}:{person.person_id}",
        to_address=person.address,
        to_name=person.name,
        language=person.language,
        sender_name=turn.sheet.organiser_names,
        sender_address=turn.sheet.organiser_mail,
        person_id=person.person_id,
        edition_id=turn.sheet.edition_id,
        facts={
            **edition_facts(turn),
            "link": person.path,
            "about": about,
            "pieces": [piece.material.title for piece in group],
        },
    )


def _about(meeting: Meeting) -> str:
    """The meeting in words: its title, and its day when it is known."""
    title = meeting.title or _("Bijeenkomst %(number)s", number=meeting.number)
    if meeting.day is None:
        return title
    return _("%(title)s, %(day)s", title=title, day=format_day(meeting.day))
