"""What the public pages read, on PostgreSQL as well."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.database import Base, listen
from portal.web.public.finding import mentioning, newest, slugs
from portal.web.public.reading import listed, programme_page
from tests.builders import NOW, a_programme, an_association, an_edition

pytestmark = pytest.mark.postgres


def test_reading_is_the_same_on_postgres(fresh_postgres_url: str) -> None:
    engine = create_engine(fresh_postgres_url)
    listen(engine)
    with Session(engine) as session:
        Base.metadata.create_all(session.connection())
        maker = an_association(session)
        programme = a_programme(session, maker, title="100% digitaal", slug="digitaal", audience=["griffier"])
        an_edition(session, programme, slug="nu")
        an_edition(session, a_programme(session, title="100 dagen", slug="dagen"), publication="draft")
        assert [item.title for item in listed(session, now=NOW)] == ["100% digitaal"]
        assert mentioning(session, ["100%", "GRIFFIER", "vgs"]) == {programme.id}
        assert mentioning(session, ["100_"]) == set()
        assert programme_page(session, slug="digitaal", edition_slug="nu", now=NOW).chosen.seats.free == 2
        assert (slugs(session), [item.edition_slug for item in newest(session, limit=9)]) == (
            ["digitaal"],
            ["nu"],
        )
    engine.dispose()
