"""Programmes and drafts made by mistake: gone for good, as long as nobody saw them or is in them."""

import logging
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.eligibility.models import EligibilityRule
from portal.errors import NotFound, Refused
from portal.material.models import Material
from portal.programmes.editing import begin
from portal.programmes.facts import Publication
from portal.programmes.models import (
    Breakout,
    Edition,
    EditionChange,
    EditionFacilitator,
    ElectiveGroup,
    Interest,
    Meeting,
    Module,
    Programme,
    ProgrammeOrganiser,
    RegistrationWindow,
    SeatPool,
    Slot,
)
from portal.programmes.service import note_change
from portal.registrations.models import EnrolmentDraft, Registration

_log = logging.getLogger(__name__)


class DiscardRefused(StrEnum):
    """Why something stays."""

    WAS_PUBLISHED = "discard.was_published"
    HAS_PEOPLE = "discard.has_people"
    IN_USE = "discard.in_use"
    HAS_EDITIONS = "discard.has_editions"
    HAS_INTEREST = "discard.has_interest"


def why_edition_stays(session: Session, edition: Edition) -> DiscardRefused | None:
    """What keeps this edition, as far as one can see beforehand; None when it may go."""
    if edition.publication == Publication.PUBLISHED or edition.published_at is not None:
        return DiscardRefused.WAS_PUBLISHED
    if session.scalar(select(exists().where(Registration.edition_id == edition.id))):
        return DiscardRefused.HAS_PEOPLE
    return None


def discard_edition(
    session: Session, *, edition_id: int, actor_id: int, now: datetime, version: int | None = None
) -> frozenset[str]:
    """Takes a draft out with everything in it; its siblings tell it. The keys of modules that are gone."""
    programme_id = session.scalar(select(Edition.programme_id).where(Edition.id == edition_id))
    if programme_id is None:
        raise NotFound
    session.get_one(Programme, programme_id, with_for_update=True, populate_existing=True)
    edit = begin(session, edition_id=edition_id, actor_id=actor_id, now=now, version=version)
    stays = why_edition_stays(session, edit.edition)
    if stays is not None:
        raise Refused(stays)
    edit.check()
    label = edit.edition.label
    keys = set(session.scalars(select(Module.key).where(Module.edition_id == edition_id)))
    pools = _pools(session, edit.edition)
    _delete(session, [*_parts(edition_id), delete(SeatPool).where(SeatPool.id.in_(pools))])
    for sibling in session.scalars(
        select(Edition).where(Edition.programme_id == programme_id).order_by(Edition.id).with_for_update()
    ):
        details = {"label": label}
        note_change(session, edition=sibling, action="discarded", actor_id=actor_id, now=now, details=details)
    _log.info("draft edition %s was removed by person %s", edition_id, actor_id)
    return frozenset(keys.difference(session.scalars(select(Module.key).where(Module.key.in_(keys)))))


def _pools(session: Session, edition: Edition) -> list[int]:
    """The seats of the edition, of its electives and of its breakouts."""
    slots = _slots(edition.id)
    return [
        edition.pool_id,
        *session.scalars(select(Breakout.pool_id).where(Breakout.round_id.in_(slots))),
        *session.scalars(
            select(Module.pool_id).where(Module.edition_id == edition.id, Module.pool_id.is_not(None))
        ),
    ]


def _meetings(edition_id: int) -> Any:
    return select(Meeting.id).where(Meeting.edition_id == edition_id)


def _slots(edition_id: int) -> Any:
    return select(Slot.id).where(Slot.meeting_id.in_(_meetings(edition_id)))


def _parts(edition_id: int) -> list[Any]:
    """What goes, each after what hangs on it."""
    tables: tuple[Any, ...] = (
        *(Material, EligibilityRule, EnrolmentDraft, EditionFacilitator, EditionChange),
        *(RegistrationWindow, Meeting, Module, ElectiveGroup),
    )
    return [
        delete(Breakout).where(Breakout.round_id.in_(_slots(edition_id))),
        delete(Slot).where(Slot.meeting_id.in_(_meetings(edition_id))),
        *(delete(table).where(table.edition_id == edition_id) for table in tables),
        delete(Edition).where(Edition.id == edition_id),
    ]


def _delete(session: Session, statements: Iterable[Any]) -> None:
    """Carries these out; refused when something else still speaks of what would go."""
    session.flush()
    try:
        with session.begin_nested():
            for statement in statements:
                session.execute(statement, execution_options={"synchronize_session": False})
    except IntegrityError:
        raise Refused(DiscardRefused.IN_USE) from None
    finally:
        session.expire_all()


def why_programme_stays(session: Session, programme_id: int) -> DiscardRefused | None:
    """What keeps this programme; None when it may go."""
    if session.scalar(select(exists().where(Edition.programme_id == programme_id))):
        return DiscardRefused.HAS_EDITIONS
    waits = exists().where(Interest.programme_id == programme_id, Interest.removed_at.is_(None))
    return DiscardRefused.HAS_INTEREST if session.scalar(select(waits)) else None


def discard_programme(session: Session, *, programme_id: int, actor_id: int) -> None:
    """Takes a programme out that has no edition, and of which nobody asked to hear."""
    programme = session.get(Programme, programme_id, with_for_update=True, populate_existing=True)
    if programme is None:
        raise NotFound
    stays = why_programme_stays(session, programme_id)
    if stays is not None:
        raise Refused(stays)
    _delete(
        session,
        [
            delete(Interest).where(Interest.programme_id == programme_id),
            delete(ProgrammeOrganiser).where(ProgrammeOrganiser.programme_id == programme_id),
            delete(Programme).where(Programme.id == programme_id),
        ],
    )
    _log.info("programme %s was removed by person %s", programme_id, actor_id)
