"""Figures on PostgreSQL: the same ones, and two publications at one moment see each other."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from portal.database import listen
from portal.insight import service
from portal.insight.models import InsightSet, InsightSnapshot
from portal.insight.trace import traces_of_organisation
from portal.people.facts import PositionKind
from portal.people.models import Organisation
from tests.builders import NOW, an_organisation
from tests.insight.world import Cohort, the_version

pytestmark = pytest.mark.postgres


@pytest.fixture
def engine(fresh_postgres_url: str) -> Iterator[Engine]:
    made = create_engine(fresh_postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    listen(made)
    yield made
    made.dispose()


@pytest.fixture
def owners(engine: Engine) -> tuple[int, int]:
    """A cohort of twelve, ten of whom work at a town: together they would tell about the other two."""
    with Session(engine) as session:
        town = an_organisation(session)
        cohort = Cohort(session, the_version(session))
        for number in range(12):
            person = cohort.joins(number)
            if number < 10:
                cohort.holds(person, town)
        session.commit()
        return cohort.edition.id, town.id


def test_figures_of_an_organisation_are_published(engine: Engine) -> None:
    with Session(engine) as session:
        town = an_organisation(session)
        cohort = Cohort(session, the_version(session))
        for number in range(6):
            cohort.works(number, town, PositionKind.DIRECTEUR)
            cohort.works(number + 1, town)
        made = service.renew_organisation(session, organisation_id=town.id, now=NOW)
        assert made is not None
        assert [part["key"] for part in made.figures["parts"]] == [
            "position:directeur",
            "position:leidinggevende",
        ]
        assert traces_of_organisation(session, town.id, NOW.date()) == []


def test_second_publication_waits_for_the_first(engine: Engine, owners: tuple[int, int]) -> None:
    edition, town = owners
    begun, ended = Event(), Event()

    def publish_the_cohort() -> None:
        with Session(engine) as session:
            begun.set()
            service.renew(session, edition_id=edition, now=NOW)
            session.commit()
        ended.set()

    other = Thread(target=publish_the_cohort)
    with Session(engine) as session:
        assert service.renew_organisation(session, organisation_id=town, now=NOW) is not None
        other.start()
        assert begun.wait(10)
        assert not ended.wait(0.5)
        session.commit()
    assert ended.wait(10)
    other.join()
    with Session(engine) as session:
        assert list(session.scalars(select(InsightSnapshot.edition_id))) == [None]
        assert "total" in session.scalars(select(InsightSet.key)).all()


def test_publishing_keeps_nobody_from_the_organisation(engine: Engine, owners: tuple[int, int]) -> None:
    with Session(engine) as session, Session(engine) as other:
        service.renew(session, edition_id=owners[0], now=NOW)
        locked = select(Organisation.id).where(Organisation.id == owners[1]).with_for_update(nowait=True)
        assert other.scalar(locked) == owners[1]
        assert other.scalars(select(InsightSnapshot.id)).all() == []
