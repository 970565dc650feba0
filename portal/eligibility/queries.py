"""Reads the facts that gates reason with, in as few queries as possible."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from portal.eligibility.facts import Outcome, Rule, RuleKind
from portal.eligibility.models import Decision, EligibilityRule
from portal.errors import NotFound
from portal.people.facts import (
    MembershipFact,
    OrganisationKind,
    Period,
    PersonFacts,
    PositionFact,
    PositionKind,
)
from portal.people.models import Membership, Organisation, Person, Position
from portal.programmes.models import Interest

# Made once: making a statement costs more than running it.
_PERSON = (
    select(
        Person.name.label("person_name"),
        Position.kind,
        Position.organisation_id,
        Position.starts_on,
        Position.ends_on,
        Organisation.name,
        Organisation.kind.label("body"),
    )
    .outerjoin(Position, Position.person_id == Person.id)
    .outerjoin(Organisation, Organisation.id == Position.organisation_id)
    .where(Person.id == bindparam("person"))
    .order_by(Position.id)
)
_MEMBERSHIPS = (
    select(
        Organisation.slug,
        Organisation.name,
        Membership.organisation_id,
        Membership.starts_on,
        Membership.ends_on,
    )
    .join(Organisation, Organisation.id == Membership.association_id)
    .where(
        or_(
            Membership.person_id == bindparam("person"),
            Membership.organisation_id.in_(bindparam("organisations", expanding=True)),
        )
    )
    .order_by(Membership.id)
)


def person_facts(session: Session, person_id: int, *, signed_in: bool = True) -> PersonFacts:
    """What is known of a person: positions, and memberships of one's own or of those organisations.

    A membership through an organisation holds only while the position there holds, so its period is
    what the two have in common. Former positions and memberships are there too; gates look at the day.
    """
    rows = session.execute(_PERSON, {"person": person_id}).all()
    if not rows:
        raise NotFound
    positions = tuple(_position(row) for row in rows if row.kind is not None)
    return PersonFacts(
        person_id, rows[0].person_name, signed_in, positions, _memberships(session, person_id, positions)
    )


def _position(row: Any) -> PositionFact:
    return PositionFact(
        kind=PositionKind(row.kind),
        organisation_id=row.organisation_id,
        organisation_name=row.name,
        organisation_kind=OrganisationKind(row.body),
        period=Period(row.starts_on, row.ends_on),
    )


def _memberships(
    session: Session, person_id: int, positions: Iterable[PositionFact]
) -> tuple[MembershipFact, ...]:
    at: dict[int, list[Period]] = {}
    for position in positions:
        at.setdefault(position.organisation_id, []).append(position.period)
    rows = session.execute(_MEMBERSHIPS, {"person": person_id, "organisations": list(at)}).all()
    facts = []
    for row in rows:
        period, through = Period(row.starts_on, row.ends_on), row.organisation_id is not None
        periods = [_common(period, there) for there in at[row.organisation_id]] if through else [period]
        facts += [MembershipFact(row.slug, row.name, p, through) for p in periods if p is not None]
    return tuple(facts)


def _common(one: Period, other: Period) -> Period | None:
    """The days that two periods have in common; None when there are none."""
    starts = max((d for d in (one.starts_on, other.starts_on) if d is not None), default=None)
    ends = min((d for d in (one.ends_on, other.ends_on) if d is not None), default=None)
    return None if starts and ends and ends < starts else Period(starts, ends)


def edition_rules(session: Session, edition_id: int) -> tuple[Rule, ...]:
    """The rules of an edition in order, with their ids and the names of the associations in them."""
    rows = session.execute(
        select(EligibilityRule.id, EligibilityRule.kind, EligibilityRule.values)
        .where(EligibilityRule.edition_id == edition_id)
        .order_by(EligibilityRule.position, EligibilityRule.id)
    ).all()
    slugs = {slug for row in rows for slug in _slugs(row.values)}
    names = _association_names(session, slugs) if slugs else {}
    return tuple(
        Rule(RuleKind(kind), values, id_, {s: names[s] for s in _slugs(values) if s in names})
        for id_, kind, values in rows
    )


def _slugs(values: dict[str, Any]) -> list[str]:
    return [*values.get("associations", []), *values.get("membership", [])]


def _association_names(session: Session, slugs: Iterable[str]) -> dict[str, str]:
    rows = session.execute(select(Organisation.slug, Organisation.name).where(Organisation.slug.in_(slugs)))
    return {row.slug: row.name for row in rows}


def on_interest_list(session: Session, programme_id: int, email: str) -> bool:
    """Whether this address is on the programme's interest list: confirmed and not removed."""
    found = select(Interest.id).where(
        Interest.programme_id == programme_id,
        func.lower(Interest.email) == email.strip().lower(),
        Interest.confirmed_at.is_not(None),
        Interest.removed_at.is_(None),
    )
    return session.scalar(select(found.exists())) is True


def decisions_of(session: Session, registration_id: int) -> Sequence[Decision]:
    """The decisions on a registration, the newest first."""
    return session.scalars(
        select(Decision)
        .where(Decision.registration_id == registration_id)
        .order_by(Decision.at.desc(), Decision.id.desc())
    ).all()


def refusals_let_pass(session: Session, registration_id: int) -> set[tuple[str, str, str]]:
    """What the last decision admitted all the same, because an organiser gave the seat by hand."""
    last = session.scalars(
        select(Decision)
        .where(Decision.registration_id == registration_id)
        .order_by(Decision.at.desc(), Decision.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last.outcome != Outcome.ADMIT:
        return set()
    refused = (answer for answer in last.answers if answer["outcome"] == Outcome.REFUSE)
    return {(answer["rule"], answer["reason"], answer["about"]) for answer in refused}
