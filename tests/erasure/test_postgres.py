"""Erasing on PostgreSQL: dates, JSON and searching in it differ there."""

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from portal.checking import run as checking
from portal.erasure import service
from portal.erasure.models import Erasure
from portal.people import tokens
from portal.people.models import Person
from tests.builders import KEY, NOW
from tests.erasure.test_erasing import everything_leaves, plant, where_is
from tests.security.world import AISHA, Maker


@pytest.mark.postgres
def test_no_table_knows_who_was_erased(fresh_postgres_url: str) -> None:
    tokens.configure(KEY)
    engine = create_engine(fresh_postgres_url)
    with Session(engine, expire_on_commit=False) as session:
        world = Maker(session).make()
        person = session.get_one(Person, world.person_row[AISHA])
        person.name = "Aïsha El Amrani"  # stored JSON writes such a letter otherwise
        marks = (person.name, "A\\u00efsha", person.email)
        plant(session, person)
        everything_leaves(session)
        service.begin(session, person_id=person.id, now=NOW)
        for _turn in range(3):
            while service.advance(session, person_id=person.id, now=NOW):
                pass
            everything_leaves(session)
        assert where_is(session, *marks) == {}
        assert session.scalars(select(Erasure.done_at)).all() == [NOW]
        assert checking.violations(session, now=NOW) == []
    engine.dispose()
