"""Who asks for a seat, read before the lock: what is a person's own, nobody else need wait for."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session, make_transient_to_detached

from portal.errors import NotFound
from portal.people.facts import PersonFacts
from portal.people.models import Person
from portal.registrations import assessing

_PEOPLE = cast(Table, Person.__table__)
_PERSON = select(_PEOPLE).where(_PEOPLE.c.id == bindparam("person_id"))


@dataclass(frozen=True)
class Applicant:
    """A person and what the gates may know of them, as read just now; belongs to no session."""

    person: Person
    facts: PersonFacts

    def join(self, session: Session) -> Person:
        """The person in this session, without reading anything again."""
        return session.merge(self.person, load=False)


def applicant_of(session: Session, person_id: int) -> Applicant:
    """Reads who asks for a seat; raises NotFound when there is nobody."""
    session.flush()  # nobody flushes for statements about the tables
    row = session.connection().execute(_PERSON, {"person_id": person_id}).mappings().one_or_none()
    if row is None:
        raise NotFound
    person = Person(**row)
    make_transient_to_detached(person)
    return Applicant(person, assessing.facts_of(session, person_id))
