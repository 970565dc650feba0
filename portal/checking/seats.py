"""Invariant 1: seats taken never exceed capacity, unless an organiser's decision says so."""

from sqlalchemy import case, func, literal, select, union_all

from portal.checking.findings import Question, edition_name
from portal.programmes.models import (
    Breakout,
    Edition,
    EditionChange,
    Meeting,
    Module,
    Programme,
    SeatPool,
    Slot,
)
from portal.registrations.models import Claim, PoolKind, Registration, RegistrationEvent
from portal.registrations.states import TAKING
from portal.texts import N_

_name = edition_name()
places = union_all(
    select(
        Edition.pool_id.label("pool_id"),
        Edition.id.label("edition_id"),
        literal(PoolKind.EDITION.value).label("kind"),
        literal("").label("title"),
        _name.label("place"),
    ).join(Programme, Programme.id == Edition.programme_id),
    select(
        Module.pool_id,
        Edition.id,
        literal(PoolKind.MODULE.value),
        Module.title,
        Module.title + " (" + _name + ")",
    )
    .join(Edition, Edition.id == Module.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .where(Module.pool_id.is_not(None)),
    select(
        Breakout.pool_id,
        Edition.id,
        literal(PoolKind.BREAKOUT.value),
        Breakout.title,
        Breakout.title + " (" + _name + ")",
    )
    .join(Slot, Slot.id == Breakout.round_id)
    .join(Meeting, Meeting.id == Slot.meeting_id)
    .join(Edition, Edition.id == Meeting.edition_id)
    .join(Programme, Programme.id == Edition.programme_id),
).subquery("places")

_sums = (
    select(Claim.pool_id, func.sum(Claim.seats).label("taken"))
    .where(Claim.state.in_(TAKING))
    .group_by(Claim.pool_id)
    .subquery("sums")
)
_taken = func.coalesce(_sums.c.taken, 0)
_above = case((_taken > SeatPool.capacity, _taken - SeatPool.capacity), else_=0)

_pools = (
    select(
        places.c.place,
        _taken.label("taken"),
        SeatPool.capacity,
        SeatPool.overbooked,
        _above.label("above"),
    )
    .select_from(SeatPool)
    .join(places, places.c.pool_id == SeatPool.id)
    .outerjoin(_sums, _sums.c.pool_id == SeatPool.id)
    .order_by(SeatPool.id)
)

_capacity_changed = select(EditionChange.id).where(
    EditionChange.edition_id == places.c.edition_id, EditionChange.action == "capacity"
)
_admitted = (
    select(RegistrationEvent.id)
    .join(Registration, Registration.id == RegistrationEvent.registration_id)
    .where(Registration.edition_id == places.c.edition_id, RegistrationEvent.action == "admitted")
)
_breakout_changed = select(EditionChange.id).where(
    EditionChange.edition_id == places.c.edition_id,
    EditionChange.action == "breakout_seats",
    EditionChange.details["title"].as_string() == places.c.title,
)
_explained = case(
    (places.c.kind == PoolKind.EDITION.value, _capacity_changed.exists() | _admitted.exists()),
    (places.c.kind == PoolKind.BREAKOUT.value, _breakout_changed.exists()),
    else_=literal(False),
)

QUESTIONS = (
    Question(
        N_(
            "%(place)s: er zijn %(taken)s plekken bezet van de %(capacity)s, en er staan er maar "
            "%(overbooked)s vastgelegd die daarboven mogen."
        ),
        _pools.where(SeatPool.capacity.is_not(None), _taken > SeatPool.capacity + SeatPool.overbooked),
    ),
    Question(
        N_(
            "%(place)s: er staan %(overbooked)s plekken boven het aantal vastgelegd, "
            "maar het zijn er nu %(above)s."
        ),
        _pools.where(SeatPool.overbooked > _above),
    ),
    Question(
        N_(
            "%(place)s: er staan %(overbooked)s plekken boven het aantal vastgelegd, "
            "maar geen besluit van een organisator legt dat uit."
        ),
        _pools.where(SeatPool.overbooked > 0, ~_explained),
    ),
)
