"""Who may do what to which object. Screens and jobs ask here; what is not allowed does not exist.

Everything of an edition is reached through the edition, and the edition through its organisers, so that
an id alone never opens anything.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.coverage.models import ExternalProgramme
from portal.errors import NotFound
from portal.mailings import queries as mailings
from portal.mailings.models import Mailing
from portal.material import queries as material
from portal.material.models import Material
from portal.material.queries import Piece
from portal.outbox.models import OutgoingLetter
from portal.people.models import Organisation
from portal.people.viewer import Viewer
from portal.programmes.models import Breakout, Edition, Meeting, Module, Programme, ProgrammeOrganiser, Slot
from portal.registrations.models import Participant, Registration

T = TypeVar("T", Registration, Breakout, OutgoingLetter, Material, Mailing)


class Verb(StrEnum):
    """What one may want to do."""

    SEE = "see"
    STEER = "steer"
    EXPORT = "export"


def may(viewer: Viewer | None, verb: Verb, thing: Edition | Registration | Organisation) -> bool:
    """Whether this person may do this. Organisers may do everything to what is theirs, and nothing else."""
    if viewer is None:
        return False
    if isinstance(thing, Organisation):
        return thing.id in viewer.organisation_ids
    if isinstance(thing, Registration):
        return may(viewer, verb, thing.edition)
    return any(o.organisation_id in viewer.organisation_ids for o in thing.programme.organisers)


def editions_of(organisation_ids: Iterable[int]) -> Select[Edition]:
    """The editions that these organisations organise, alone or jointly."""
    theirs = exists().where(
        ProgrammeOrganiser.programme_id == Edition.programme_id,
        ProgrammeOrganiser.organisation_id.in_(sorted(organisation_ids)),
    )
    return select(Edition).where(theirs)


def edition_for(session: Session, viewer: Viewer | None, public_id: str) -> Edition:
    """The edition, for one of its organisers; for anybody else it does not exist."""
    ids = viewer.organisation_ids if viewer else frozenset()
    edition = session.scalar(
        editions_of(ids)
        .where(Edition.public_id == public_id)
        .options(joinedload(Edition.pool), joinedload(Edition.programme).selectinload(Programme.organisers))
    )
    if edition is None or not may(viewer, Verb.SEE, edition):
        raise NotFound
    return edition


def module_for(session: Session, viewer: Viewer | None, public_id: str) -> tuple[Module, Programme]:
    """A module with its programme, for one of the organisers."""
    found = session.scalar(select(Module).where(Module.public_id == public_id))
    slug = session.scalar(
        select(Programme.slug)
        .join(Edition, Edition.programme_id == Programme.id)
        .where(Edition.id == (found.edition_id if found else None))
    )
    if found is None or slug is None:
        raise NotFound
    return found, programme_for(session, viewer, slug)


def external_for(session: Session, viewer: Viewer | None, slug: str) -> ExternalProgramme:
    """The programme of somebody else, for who organises at the organisation that keeps it."""
    found = session.scalar(select(ExternalProgramme).where(ExternalProgramme.slug == slug))
    if found is None or viewer is None or found.organisation_id not in viewer.organisation_ids:
        raise NotFound
    return found


def programme_for(session: Session, viewer: Viewer | None, slug: str) -> Programme:
    """The programme, for one of its organisers; for anybody else it is no page of the workbench."""
    ids = viewer.organisation_ids if viewer else frozenset()
    theirs = exists().where(
        ProgrammeOrganiser.programme_id == Programme.id,
        ProgrammeOrganiser.organisation_id.in_(sorted(ids)),
    )
    found = session.scalar(
        select(Programme)
        .where(Programme.slug == slug, theirs)
        .options(selectinload(Programme.organisers).joinedload(ProgrammeOrganiser.organisation))
    )
    if found is None:
        raise NotFound
    return found


def organiser_in(programme: Programme, public_id: str) -> Organisation:
    """The organisation with this id, if it organises this very programme."""
    found = next(
        (o.organisation for o in programme.organisers if o.organisation.public_id == public_id), None
    )
    if found is None:
        raise NotFound
    return found


def registration_in(session: Session, edition: Edition, public_id: str) -> Registration:
    """The registration with this id in this very edition."""
    return _one(
        session,
        select(Registration)
        .where(Registration.edition_id == edition.id, Registration.public_id == public_id)
        .options(
            joinedload(Registration.person),
            selectinload(Registration.participants).joinedload(Participant.person),
        ),
    )


def breakout_in(session: Session, edition: Edition, public_id: str) -> Breakout:
    """The breakout with this id in this very edition."""
    return _one(
        session,
        select(Breakout)
        .join(Slot, Slot.id == Breakout.round_id)
        .join(Meeting, Meeting.id == Slot.meeting_id)
        .where(Meeting.edition_id == edition.id, Breakout.public_id == public_id)
        .options(joinedload(Breakout.pool)),
    )


def letter_in(session: Session, edition: Edition, public_id: str) -> OutgoingLetter:
    """The letter with this id in this very edition."""
    return _one(
        session,
        select(OutgoingLetter).where(
            OutgoingLetter.edition_id == edition.id, OutgoingLetter.public_id == public_id
        ),
    )


def material_in(session: Session, edition: Edition, public_id: str, *, or_removed: bool = False) -> Material:
    """The piece of material with this id in this very edition; `or_removed`: also just after it went."""
    found = select(Material).where(Material.edition_id == edition.id, Material.public_id == public_id)
    return _one(session, found if or_removed else found.where(Material.removed_at.is_(None)))


def mailing_in(session: Session, edition: Edition, public_id: str) -> Mailing:
    """The group mail with this id in this very edition."""
    return _one(
        session, select(Mailing).where(Mailing.edition_id == edition.id, Mailing.public_id == public_id)
    )


def participant_in(session: Session, edition: Edition, public_id: str) -> Participant:
    """The participant with this id who takes part, or waits, in this very edition."""
    if public_id not in mailings.participants_of(session, edition.id):
        raise NotFound
    return session.scalars(select(Participant).where(Participant.public_id == public_id)).one()


def guided_edition(session: Session, viewer: Viewer | None, public_id: str) -> Edition:
    """The edition, for one of its facilitators; for anybody else it does not exist."""
    edition = session.scalar(select(Edition).where(Edition.public_id == public_id))
    if viewer is None or edition is None:
        raise NotFound
    if not material.guides(session, edition_id=edition.id, person_id=viewer.person_id):
        raise NotFound
    return edition


def material_for(session: Session, viewer: Viewer | None, public_id: str, now: datetime) -> Piece:
    """The piece, for who may read it now.

    Organisers and facilitators of its edition always; who has a confirmed place there, and is expected at
    its meeting, from its release. For anybody else it does not exist.
    """
    piece = material.piece_named(session, public_id)
    if viewer is None:
        raise NotFound
    edition, person_id = piece.material.edition, viewer.person_id
    if may(viewer, Verb.SEE, edition) or material.guides(session, edition_id=edition.id, person_id=person_id):
        return piece
    place = material.place_of(session, edition_id=edition.id, person_id=person_id)
    chosen = material.choosable(session, edition.id)
    if (
        place is None
        or not piece.is_released(now)
        or not material.is_for(piece.meeting, place.modules, chosen)
    ):
        raise NotFound
    return piece


def _one(session: Session, statement: Select[T]) -> T:
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found
