"""What an organiser decides about one registration."""

import pytest
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.registrations import desk
from portal.registrations.models import Registration
from tests.builders import NOW, a_person, an_edition


@pytest.fixture
def boss(session: Session) -> int:
    """The organiser who decides."""
    return a_person(session, "Bram de Organisator").id


def admit(session: Session, edition_id: int, boss: int, email: str) -> Registration:
    return desk.admit(
        session,
        edition_id=edition_id,
        actor_id=boss,
        name="Noor",
        email=email,
        why="Te laat",
        now=NOW,
        form_key="k",
    )


def test_form_of_the_late_desk_admits_one_person_once(session: Session, boss: int) -> None:
    edition = an_edition(session)
    first = admit(session, edition.id, boss, "noor@veldrijk.example")
    assert admit(session, edition.id, boss, "noor@veldrijk.example") is first
    with pytest.raises(NotFound):
        admit(session, edition.id, boss, "jan@veldrijk.example")
