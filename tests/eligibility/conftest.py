"""A database in memory with two municipalities, two associations and a secretary."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

import portal.outbox.models
import portal.registrations.models  # noqa: F401 - all tables must be known
from portal.people.facts import OrganisationKind
from portal.people.models import Organisation, Person
from tests.eligibility.builders import NOW
from tests.support.engines import asked


@dataclass
class Small:
    """A session, the rows in it, and the statements since `forget`."""

    session: Session
    zoetermeer: Organisation
    delft: Organisation
    vgs: Organisation
    vng: Organisation
    aisha: Person
    statements: list[str]

    def add(self, *rows: object) -> None:
        """Writes rows."""
        self.session.add_all(rows)
        self.session.flush()


def _organisation(slug: str, name: str, kind: OrganisationKind) -> Organisation:
    return Organisation(public_id=f"o-{slug}", slug=slug, name=name, kind=kind)


@pytest.fixture
def small(session: Session) -> Iterator[Small]:
    """The small database of this room."""
    rows = (
        _organisation("zoetermeer", "Gemeente Zoetermeer", OrganisationKind.GEMEENTE),
        _organisation("delft", "Gemeente Delft", OrganisationKind.GEMEENTE),
        _organisation("vgs", "VGS", OrganisationKind.VERENIGING),
        _organisation("vng", "VNG", OrganisationKind.VERENIGING),
    )
    aisha = Person(public_id="aisha", email="aisha@voorbeeld.example", name="Aisha", created_at=NOW)
    session.add_all([*rows, aisha])
    session.flush()
    with asked(session.get_bind()) as statements:
        yield Small(session, *rows, aisha, statements)
