"""An organisation's aims on PostgreSQL: two people at one moment make two versions, or one is told."""

from threading import Thread

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.database import listen
from portal.errors import Refused
from portal.goals import aims
from portal.goals.facts import Aims
from portal.people.facts import PositionKind
from portal.people.models import Position
from tests.builders import NOW, a_person, an_organisation

pytestmark = pytest.mark.postgres


def test_second_organiser_at_one_moment_is_told(fresh_postgres_url: str) -> None:
    engine = create_engine(fresh_postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    listen(engine)
    told: list[str] = []
    with Session(engine) as session:
        town, person = an_organisation(session), a_person(session)
        session.add(Position(person_id=person.id, organisation_id=town.id, kind=PositionKind.DIRECTEUR))
        session.commit()
        number, who = town.id, person.id

        def keep(own: Session, target: int) -> None:
            wanted = Aims({"richting": target})
            aims.keep(own, organisation_id=number, actor_id=who, aims=wanted, seen=0, now=NOW)

        def also() -> None:
            with Session(engine) as other:
                try:
                    keep(other, 30)
                except Refused as refusal:
                    told.append(str(refusal.reason))

        keep(session, 45)
        second = Thread(target=also)
        second.start()
        second.join(0.3)
        assert told == []
        session.commit()
        second.join(10)
        assert told == ["goals.aims_meanwhile"]
        assert aims.of_person(session, who, NOW.date()) == Aims({"richting": 45})
    engine.dispose()
