"""The domains of an organisation: it names them, and people say in which one their position is."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.insight.models import Domain, PositionDomain
from portal.people.models import Organisation, Position

LONGEST = 80
MOST = 40


class DomainReason(StrEnum):
    """Why domains are refused."""

    TWICE = "domain_twice"
    TOO_MANY = "domain_too_many"
    MEANWHILE = "domain_meanwhile"


def domains_of(session: Session, organisation_id: int) -> Sequence[Domain]:
    """The domains of this organisation, by name."""
    return session.scalars(
        select(Domain).where(Domain.organisation_id == organisation_id).order_by(Domain.name, Domain.id)
    ).all()


def stamp(domains: Sequence[Domain]) -> str:
    """What a page remembers of the domains that it showed."""
    return sha256(repr([(one.public_id, one.name) for one in domains]).encode()).hexdigest()[:16]


def keep(
    session: Session, *, organisation_id: int, names: Mapping[str, str], new: Sequence[str], seen: str
) -> None:
    """The domains as they should be: `names` by public id, an empty one goes. The same twice changes nothing.

    `seen`: the stamp of the page; when somebody else changed them meanwhile, nothing is kept.
    """
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    there = domains_of(session, organisation_id)
    stays = [(one, names.get(one.public_id, one.name)) for one in there]
    wanted = [name for _, name in stays if name] + [name for name in new if name]
    if all(one.name == name for one, name in stays) and len(wanted) == len(there):
        return
    if seen != stamp(there):
        raise Refused(DomainReason.MEANWHILE)
    folded = [name.casefold() for name in wanted]
    twice = next((name for name in wanted if folded.count(name.casefold()) > 1), None)
    if twice is not None:
        raise Refused(DomainReason.TWICE, name=twice)
    if len(wanted) > MOST:
        raise Refused(DomainReason.TOO_MANY, limit=MOST)
    gone = [one.id for one, name in stays if not name]
    session.execute(delete(PositionDomain).where(PositionDomain.domain_id.in_(gone)))
    session.execute(delete(Domain).where(Domain.id.in_(gone)))
    session.flush()
    renamed = [(one, name) for one, name in stays if name and name != one.name]
    for one, _name in renamed:  # two may swap their names
        one.name = one.public_id
    session.flush()
    for one, name in renamed:
        one.name = name
    session.add_all(Domain(organisation_id=organisation_id, name=name) for name in new if name)
    session.flush()


def chosen(session: Session, position_ids: Sequence[int]) -> dict[int, Domain]:
    """Of these positions the domain that was chosen."""
    rows = session.execute(
        select(PositionDomain.position_id, Domain)
        .join(Domain, Domain.id == PositionDomain.domain_id)
        .join(Position, Position.id == PositionDomain.position_id)
        .where(
            PositionDomain.position_id.in_(position_ids), Domain.organisation_id == Position.organisation_id
        )
    )
    return {position: domain for position, domain in rows}  # noqa: C416 - for the types


def choosable(session: Session, organisation_ids: Sequence[int]) -> set[int]:
    """Which of these organisations have domains to choose from."""
    rows = select(Domain.organisation_id).where(Domain.organisation_id.in_(organisation_ids)).distinct()
    return set(session.scalars(rows))


def choose(session: Session, *, position: Position, domain: str) -> None:
    """States the domain of a position; an empty one takes it back. Twice is once."""
    session.execute(select(Position.id).where(Position.id == position.id).with_for_update())
    session.execute(delete(PositionDomain).where(PositionDomain.position_id == position.id))
    if not domain:
        return
    found = session.scalar(
        select(Domain.id).where(
            Domain.public_id == domain, Domain.organisation_id == position.organisation_id
        )
    )
    if found is None:
        raise NotFound
    session.add(PositionDomain(position_id=position.id, domain_id=found))
    session.flush()
