"""Making programmes and draft editions: what an organiser begins with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.people.directory import slug_of
from portal.people.models import Organisation, new_public_id
from portal.programmes.facts import ProgrammeKind
from portal.programmes.models import (
    Breakout,
    Edition,
    EditionChange,
    Meeting,
    Module,
    Programme,
    ProgrammeOrganiser,
    SeatPool,
    Slot,
)
from portal.programmes.presets import PRESETS, MeetingPlan, SlotPlan, skeleton
from portal.programmes.service import note_change
from portal.programmes.states import ZONE

LONGEST_SLUG = 70
TAKEN = ("nieuw", "op-de-hoogte")
"""Words that addresses of pages have already where a programme or an edition stands in others."""

AGAIN = timedelta(minutes=10)
"""Within this time the same form sent twice is the same programme or edition."""


class MakingRefused(StrEnum):
    """Why a programme or an edition cannot be made like this."""

    TITLE_TAKEN = "programme.title_taken"
    LABEL_TAKEN = "edition.label_taken"


@dataclass(frozen=True)
class Start:
    """What an organiser says of a new edition; the preset says the rest. `seats` None: not known yet."""

    label: str
    parts: int
    first_day: date | None = None
    seats: int | None = None


def free_slug(text: str, taken: Collection[str], otherwise: str = "leergang") -> str:
    """The text as it stands in an address, with a number behind it when others have it already."""
    plain = slug_of(text, otherwise)[:LONGEST_SLUG].strip("-")
    numbers = range(2, len(taken) + 3)
    return next(slug for slug in (plain, *(f"{plain}-{n}" for n in numbers)) if slug not in taken)


def make_programme(
    session: Session, *, organisation_id: int, values: Mapping[str, Any], now: datetime
) -> Programme:
    """A new programme of this organisation. Pressed twice, it is one."""
    session.get_one(Organisation, organisation_id, with_for_update=True)
    title = str(values["title"])
    same = (
        select(Programme)
        .join(ProgrammeOrganiser)
        .where(ProgrammeOrganiser.organisation_id == organisation_id, Programme.title == title)
    )
    known = session.scalars(same.order_by(Programme.id.desc()).limit(1)).one_or_none()
    if known is not None:
        if known.created_at >= now - AGAIN and not known.editions:
            return known
        raise Refused(MakingRefused.TITLE_TAKEN)
    programme = Programme(
        slug=free_slug(title, {*TAKEN, *session.scalars(select(Programme.slug))}),
        created_at=now,
        organisers=[ProgrammeOrganiser(organisation_id=organisation_id, position=0)],
        editions=[],
        **values,
    )
    session.add(programme)
    session.flush()
    return programme


def draft_edition(
    session: Session,
    *,
    programme_id: int,
    kind: ProgrammeKind,
    start: Start,
    actor_id: int | None,
    now: datetime,
) -> Edition:
    """A draft of this preset, with its modules, meetings and rounds. Pressed twice, it is one."""
    programme = session.get(Programme, programme_id, with_for_update=True, populate_existing=True)
    if programme is None:
        raise NotFound
    known = next((e for e in programme.editions if e.label.casefold() == start.label.casefold()), None)
    if known is not None:
        if _just_made(session, known, now):
            return known
        raise Refused(MakingRefused.LABEL_TAKEN)
    edition = Edition(
        public_id=new_public_id(),
        programme=programme,
        slug=free_slug(start.label, {*TAKEN, *(e.slug for e in programme.editions)}, "editie"),
        label=start.label,
        pool=SeatPool(capacity=start.seats),
        capacity_known=start.seats is not None,
        windows=[],
        modules=[],
        meetings=[],
        elective_groups=[],
        **PRESETS[kind].values,
    )
    session.add(edition)
    session.flush()
    _fill(session, edition, kind, start)
    details = {"preset": str(kind)}
    return note_change(session, edition=edition, action="made", actor_id=actor_id, now=now, details=details)


def _just_made(session: Session, edition: Edition, now: datetime) -> bool:
    made = select(EditionChange).where(EditionChange.edition_id == edition.id)
    changes = session.scalars(made).all()
    return len(changes) == 1 and changes[0].action == "made" and changes[0].at >= now - AGAIN


def _fill(session: Session, edition: Edition, kind: ProgrammeKind, start: Start) -> None:
    plan = skeleton(kind, start.parts)
    for number, module in enumerate(plan.modules, 1):
        edition.modules.append(
            Module(public_id=new_public_id(), number=number, title=module.title, kind=module.kind)
        )
    session.flush()
    for number, meeting in enumerate(plan.meetings, 1):
        day = start.first_day if number == 1 else None
        edition.meetings.append(_meeting(edition, number, meeting, day))
    session.flush()


def _meeting(edition: Edition, number: int, plan: MeetingPlan, day: date | None) -> Meeting:
    module = edition.modules[plan.module - 1] if plan.module else None
    return Meeting(
        public_id=new_public_id(),
        number=number,
        title=plan.title,
        module_id=module.id if module else None,
        day=day,
        starts_at=_at(day, plan.starts) if day else None,
        ends_at=_at(day, plan.ends) if day else None,
        slots=[_slot(slot, day) for slot in plan.slots] if day else [],
    )


def _slot(plan: SlotPlan, day: date) -> Slot:
    return Slot(
        kind=plan.kind,
        title=plan.title,
        round_number=plan.round_number,
        starts_at=_at(day, plan.starts),
        ends_at=_at(day, plan.ends),
        breakouts=[
            Breakout(public_id=new_public_id(), number=place, title=title, pool=SeatPool(capacity=None))
            for place, title in enumerate(plan.titles, 1)
        ],
    )


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE).astimezone(UTC)
