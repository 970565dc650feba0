"""Reads the facts that gates reason with, in as few queries as possible."""

from collections.abc import Iterable, Mapping, Sequence
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
_PEOPLE = (
    select(
        Person.id,
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
    .where(Person.id.in_(bindparam("people", expanding=True)))
    .order_by(Position.id)
)
_MEMBERSHIPS = (
    select(
        Membership.id,
        Organisation.slug,
        Organisation.name,
        Membership.person_id,
        Membership.organisation_id,
        Membership.starts_on,
        Membership.ends_on,
    )
    .join(Organisation, Organisation.id == Membership.association_id)
    .where(
        or_(
            Membership.person_id.in_(bindparam("people", expanding=True)),
            Membership.organisation_id.in_(bindparam("organisations", expanding=True)),
        )
    )
    .order_by(Membership.id)
)


def person_facts(session: Session, person_id: int, *, signed_in: bool = True) -> PersonFacts:
    """What is known of a person; NotFound when there is nobody."""
    found = people_facts(session, [person_id], signed_in=signed_in)
    if person_id not in found:
        raise NotFound
    return found[person_id]


def people_facts(
    session: Session, person_ids: Iterable[int], *, signed_in: bool = True
) -> dict[int, PersonFacts]:
    """What is known of people: positions, and memberships of their own or of those organisations.

    A membership through an organisation holds only while the position there holds, so its period is
    what the two have in common. Former positions and memberships are there too; gates look at the day.
    Two queries for any number of people.
    """
    names: dict[int, str] = {}
    positions: dict[int, list[PositionFact]] = {}
    for row in session.execute(_PEOPLE, {"people": sorted(set(person_ids))}):
        names[row.id] = row.person_name
        held = positions.setdefault(row.id, [])
        if row.kind is not None:
            held.append(_position(row))
    organisations = {position.organisation_id for held in positions.values() for position in held}
    wanted = {"people": sorted(names), "organisations": sorted(organisations)}
    own: dict[int, list[Any]] = {}
    through: dict[int, list[Any]] = {}
    for membership in session.execute(_MEMBERSHIPS, wanted):
        if membership.organisation_id is not None:
            through.setdefault(membership.organisation_id, []).append(membership)
        elif membership.person_id is not None:
            own.setdefault(membership.person_id, []).append(membership)
    found = {}
    for id_, name in names.items():
        memberships = _memberships(positions[id_], own.get(id_, []), through)
        found[id_] = PersonFacts(id_, name, signed_in, tuple(positions[id_]), memberships)
    return found


def _position(row: Any) -> PositionFact:
    return PositionFact(
        kind=PositionKind(row.kind),
        organisation_id=row.organisation_id,
        organisation_name=row.name,
        organisation_kind=OrganisationKind(row.body),
        period=Period(row.starts_on, row.ends_on),
    )


def _memberships(
    positions: Iterable[PositionFact], own: Iterable[Any], through: Mapping[int, Sequence[Any]]
) -> tuple[MembershipFact, ...]:
    at: dict[int, list[Period]] = {}
    for position in positions:
        at.setdefault(position.organisation_id, []).append(position.period)
    found = [(row, Period(row.starts_on, row.ends_on), False) for row in own]
    for organisation, periods in at.items():
        for row in through.get(organisation, ()):
            common = (_common(Period(row.starts_on, row.ends_on), there) for there in periods)
            found += [(row, period, True) for period in common if period is not None]
    found.sort(key=lambda one: int(one[0].id))
    return tuple(MembershipFact(row.slug, row.name, period, via) for row, period, via in found)


def _common(one: Period, other: Period) -> Period | None:
    """The days that two periods have in common; None when there are none."""
    starts = max((d for d in (one.starts_on, other.starts_on) if d is not None), default=None)
    ends = min((d for d in (one.ends_on, other.ends_on) if d is not None), default=None)
    return None if starts and ends and ends < starts else Period(starts, ends)


def edition_rules(session: Session, edition_id: int) -> tuple[Rule, ...]:
    """The rules of an edition in order, with their ids and the names of the associations in them."""
    return rules_of(session, [edition_id]).get(edition_id, ())


def rules_of(session: Session, edition_ids: Iterable[int]) -> dict[int, tuple[Rule, ...]]:
    """The same for any number of editions, in two queries; those without rules are left out."""
    rows = session.execute(
        select(
            EligibilityRule.id,
            EligibilityRule.kind,
            EligibilityRule.values,
            EligibilityRule.edition_id,
            EligibilityRule.public_id,
        )
        .where(EligibilityRule.edition_id.in_(sorted(edition_ids)))
        .order_by(EligibilityRule.edition_id, EligibilityRule.position, EligibilityRule.id)
    ).all()
    slugs = {slug for row in rows for slug in _slugs(row.values)}
    names = _association_names(session, slugs) if slugs else {}
    found: dict[int, tuple[Rule, ...]] = {}
    for id_, kind, values, edition_id, public_id in rows:
        known = {slug: names[slug] for slug in _slugs(values) if slug in names}
        found[edition_id] = (*found.get(edition_id, ()), Rule(RuleKind(kind), values, id_, known, public_id))
    return found


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
