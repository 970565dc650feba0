"""Which material there is, from when, and for whom; each a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload

from portal.errors import NotFound
from portal.material.models import Material
from portal.material.release import Release, Rule, released_at
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, EditionFacilitator, Meeting, Module, Programme
from portal.registrations.models import Claim, Participant, PoolKind, Registration
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState


@dataclass(frozen=True)
class Piece:
    """A piece of material, the meeting that it is for (None: the whole edition), and its release.

    `released_at` None: not before the date of the meeting is known.
    """

    material: Material
    meeting: Meeting | None
    released_at: datetime | None

    def is_released(self, now: datetime) -> bool:
        """Whether participants see it."""
        return self.released_at is not None and self.released_at <= now


def rule_of(material: Material) -> Rule:
    """What decides about its release."""
    return Rule(Release(material.release), material.days_before, material.release_at)


def pieces_of(session: Session, edition_id: int) -> list[Piece]:
    """All material of an edition: of the whole edition first, then by meeting."""
    return pieces(session, Material.edition_id == edition_id)


def pieces(session: Session, where: ColumnElement[bool]) -> list[Piece]:
    """The material that this is true of, in the order of pages."""
    there = Material.removed_at.is_(None)
    rows = session.scalars(select(Material).where(where, there).options(joinedload(Material.file))).all()
    if not rows:
        return []
    editions = {row.edition_id for row in rows}
    meetings = session.scalars(
        select(Meeting).where(Meeting.edition_id.in_(editions)).order_by(Meeting.number, Meeting.id)
    ).all()
    found = [_piece(row, [m for m in meetings if m.edition_id == row.edition_id]) for row in rows]
    return sorted(found, key=_order)


def _order(piece: Piece) -> tuple[int, int, int]:
    return piece.material.edition_id, piece.meeting.number if piece.meeting else 0, piece.material.id


def _piece(material: Material, meetings: Sequence[Meeting]) -> Piece:
    meeting = next((m for m in meetings if m.id == material.meeting_id), None)
    before = meeting or first_of(meetings)
    moment = released_at(
        rule_of(material),
        day=before.day if before else None,
        starts_at=before.starts_at if before else None,
        since=material.changed_at,
        zone=ZoneInfo(before.zone) if before else ZoneInfo("Europe/Amsterdam"),
    )
    return Piece(material, meeting, moment)


def first_of(meetings: Iterable[Meeting]) -> Meeting | None:
    """The first meeting that has a date and goes on."""
    dated = [m for m in meetings if m.day is not None and m.cancelled_at is None]
    return min(dated, key=lambda m: (m.day, m.number), default=None)


@dataclass(frozen=True)
class Place:
    """Someone's confirmed place in an edition, with the electives that they have a seat for."""

    edition_id: int
    person_id: int
    modules: frozenset[int]


def place_of(session: Session, *, edition_id: int, person_id: int) -> Place | None:
    """The confirmed place of this person; None for everybody else, also for who waits or left."""
    participant = session.scalar(
        select(Participant.id)
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Participant.edition_id == edition_id,
            Participant.person_id == person_id,
            Participant.state == ParticipantState.CONFIRMED,
            Registration.state == RegistrationState.CONFIRMED,
        )
    )
    if participant is None:
        return None
    modules = session.scalars(
        select(Claim.module_id).where(
            Claim.participant_id == participant,
            Claim.kind == PoolKind.MODULE,
            Claim.state == ClaimState.CONFIRMED,
        )
    )
    return Place(edition_id, person_id, frozenset(found for found in modules if found is not None))


def seen_from(session: Session, place: Place, *, now: datetime) -> list[Piece]:
    """What somebody with this place may read now."""
    released = [piece for piece in pieces_of(session, place.edition_id) if piece.is_released(now)]
    chosen = choosable(session, place.edition_id)
    return [piece for piece in released if is_for(piece.meeting, place.modules, chosen)]


def choosable(session: Session, edition_id: int) -> frozenset[int]:
    """The modules of an edition that one comes to only after choosing them."""
    found = session.scalars(
        select(Module.id).where(Module.edition_id == edition_id, Module.group_id.is_not(None))
    )
    return frozenset(found)


def is_for(meeting: Meeting | None, modules: Iterable[int], electives: frozenset[int]) -> bool:
    """Whether somebody who has a seat in these modules is expected at this meeting."""
    return meeting is None or meeting.module_id not in electives or meeting.module_id in modules


def guides(session: Session, *, edition_id: int, person_id: int) -> bool:
    """Whether this person is one of the edition's facilitators."""
    row = exists().where(
        EditionFacilitator.edition_id == edition_id, EditionFacilitator.person_id == person_id
    )
    return bool(session.scalar(select(row)))


@dataclass(frozen=True)
class Guided:
    """An edition that somebody guides."""

    public_id: str
    programme: str
    label: str


def guided_by(session: Session, person_id: int) -> list[Guided]:
    """The editions that this person guides and that go on, the newest first."""
    rows = session.execute(
        select(Edition.public_id, Programme.title, Edition.label)
        .join(EditionFacilitator, EditionFacilitator.edition_id == Edition.id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(EditionFacilitator.person_id == person_id, Edition.publication != Publication.CANCELLED)
        .order_by(Edition.id.desc())
    )
    return [Guided(*row) for row in rows]


def piece_named(session: Session, public_id: str) -> Piece:
    """The piece with this name, whoever asks; raises NotFound."""
    found = pieces(session, Material.public_id == public_id)
    if not found:
        raise NotFound
    return found[0]
