"""From finding to participation, of an edition and of an organisation's own people over all editions."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.config import ROOT
from portal.frameworks import service as frameworks
from portal.insight.trace import traces, traces_of_organisation
from portal.people.facts import PositionKind
from portal.people.models import Organisation, Position
from portal.programmes.models import Edition
from portal.registrations.models import Participant
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_group, a_person, a_programme, an_edition, an_organisation, registered
from tests.recommendations.support import develops

TODAY = NOW.date()


@pytest.fixture
def town(session: Session) -> Organisation:
    return an_organisation(session, "Gemeente Duinrand")


@pytest.fixture(autouse=True)
def study(session: Session) -> None:
    path = ROOT / "seeds" / "frameworks" / "zoetermeer.toml"
    frameworks.load(session, text=path.read_text(encoding="utf-8"), where=path.name, now=NOW)


def an_edition_of(session: Session, title: str, *tags: str) -> Edition:
    programme = a_programme(session, an_organisation(session, f"VGS {title}"), title=title)
    develops(session, programme.slug, {"kennis": 4}, tags=list(tags))
    return an_edition(session, programme, seats=40)


def join(session: Session, edition: Edition, town: Organisation, count: int, **days: object) -> None:
    for _number in range(count):
        person = a_person(
            session, f"Persoon {session.scalar(select(Participant.id).order_by(Participant.id.desc()))}"
        )
        values = {"person_id": person.id, "organisation_id": town.id, "kind": PositionKind.DIRECTEUR}
        session.add(Position(**values, **days))
        registered(session, edition, person)


def told(session: Session, town: Organisation) -> list[tuple[object, ...]]:
    found = traces_of_organisation(session, town.id, TODAY)
    return [(one.tagged.number, one.advice, one.programmes, one.band) for one in found]


def test_own_people_count_over_all_editions(session: Session, town: Organisation) -> None:
    first, second = an_edition_of(session, "Sturen", "11.6"), an_edition_of(session, "Leiden", "11.6", "10.3")
    join(session, first, town, 8)
    join(session, second, town, 5)
    assert told(session, town) == [
        ("10.3", "10", ("Leiden",), (5, 9)),
        ("11.6", "11", ("Leiden", "Sturen"), (10, 19)),
    ]


def test_what_fewer_than_five_learn_is_not_named(session: Session, town: Organisation) -> None:
    first, second = an_edition_of(session, "Sturen", "11.6"), an_edition_of(session, "Leiden", "11.6", "10.3")
    join(session, first, town, 4)
    join(session, second, town, 4)
    assert told(session, town) == [("11.6", "11", (), (5, 9))]


def test_elective_counts_for_who_has_a_seat_in_it(session: Session, town: Organisation) -> None:
    edition = an_edition_of(session, "Sturen", "11")
    group = a_group(session, edition, 9, 9)
    chosen, other = edition.modules
    develops(session, chosen.key, {"kennis": 4}, tags=["10.3"])
    develops(session, other.key, {"kennis": 4}, tags=["11.6"])
    for number in range(9):
        person = a_person(session, f"Kiest {number}")
        session.add(Position(person_id=person.id, organisation_id=town.id, kind=PositionKind.DIRECTEUR))
        first = chosen.id if number < 5 else other.id
        registered(session, edition, person, wishes=(Wish(group_id=group.id, rank=1, first_id=first),))
    assert told(session, town) == [
        ("10.3", "10", ("Sturen",), (5, 9)),
        ("11", "11", ("Sturen",), (5, 9)),
    ]
    assert [(one.tagged.number, one.band) for one in traces(session, edition)] == [
        ("10.3", (5, 9)),
        ("11", (5, 9)),
        ("11.6", None),
    ]


def test_people_of_elsewhere_or_of_before_do_not_count(session: Session, town: Organisation) -> None:
    edition = an_edition_of(session, "Sturen", "11.6")
    join(session, edition, town, 4)
    join(session, edition, town, 3, ends_on=TODAY - timedelta(days=1))
    join(session, edition, an_organisation(session, "Gemeente Elders"), 3)
    assert told(session, town) == []
    assert [one.band for one in traces(session, edition)] == [(10, 19)]


def test_number_of_queries_does_not_grow(session: Session, town: Organisation) -> None:
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for title in ("Sturen", "Leiden", "Leren"):
        join(session, an_edition_of(session, title, "11.6", "10.3"), town, 5)
        session.flush()
        asked.clear()
        told(session, town)
        counts.append(len(asked))
    assert len(set(counts)) == 1
