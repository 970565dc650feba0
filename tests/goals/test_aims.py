"""An organisation's aims: set by version, for who works there today, and never over somebody else's."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.goals import aims
from portal.goals.facts import Aims, together
from portal.goals.models import OrganisationAims
from portal.goals.reasons import GoalRefused
from portal.people.facts import PositionKind
from portal.people.models import Organisation, Person, Position
from tests.builders import NOW, a_person, an_organisation

TODAY = NOW.date()
HIGH = Aims({"richting": 45, "coach": 40}, frozenset({"richting"}))


@pytest.fixture
def town(session: Session) -> Organisation:
    return an_organisation(session, "Gemeente Duinrand")


@pytest.fixture
def joke(session: Session) -> Person:
    return a_person(session, "Joke")


def keep(session: Session, town: Organisation, joke: Person, wanted: Aims, seen: int) -> bool:
    return aims.keep(session, organisation_id=town.id, actor_id=joke.id, aims=wanted, seen=seen, now=NOW)


def holds(session: Session, person: Person, town: Organisation, **days: object) -> None:
    session.add(Position(person_id=person.id, organisation_id=town.id, kind=PositionKind.DIRECTEUR, **days))
    session.flush()


def test_every_version_stays_with_who_set_it(session: Session, town: Organisation, joke: Person) -> None:
    assert keep(session, town, joke, HIGH, 0)
    assert keep(session, town, joke, Aims(), 1)
    found = aims.versions(session, town.id)
    assert [(one.number, one.aims, one.at, one.by) for one in found] == [
        (2, Aims(), NOW, "Joke"),
        (1, HIGH, NOW, "Joke"),
    ]


def test_same_aims_twice_are_one_version(session: Session, town: Organisation, joke: Person) -> None:
    assert keep(session, town, joke, HIGH, 0)
    assert not keep(session, town, joke, HIGH, 0)
    assert session.scalar(select(func.count(OrganisationAims.id))) == 1


def test_who_saw_older_aims_changes_nothing(session: Session, town: Organisation, joke: Person) -> None:
    keep(session, town, joke, HIGH, 0)
    with pytest.raises(Refused) as error:
        keep(session, town, joke, Aims({"richting": 30}), 0)
    assert error.value.reason is GoalRefused.AIMS_MEANWHILE
    assert [one.aims for one in aims.versions(session, town.id)] == [HIGH]


def test_focus_on_four_aspects_is_refused(session: Session, town: Organisation, joke: Person) -> None:
    everything = Aims({}, frozenset({"richting", "houding", "overzicht", "kennis"}))
    with pytest.raises(Refused) as error:
        keep(session, town, joke, everything, 0)
    assert error.value.reason is GoalRefused.TOO_MUCH_FOCUS


def test_aims_hold_for_who_works_there_today(session: Session, town: Organisation, joke: Person) -> None:
    keep(session, town, joke, Aims({"richting": 20}), 0)
    keep(session, town, joke, HIGH, 1)
    day = timedelta(days=1)
    now, earlier, later = (a_person(session, name) for name in ("Nu", "Eerder", "Later"))
    holds(session, now, town, starts_on=TODAY, ends_on=TODAY)
    holds(session, now, town)
    holds(session, earlier, town, ends_on=TODAY - day)
    holds(session, later, town, starts_on=TODAY + day)
    found = [aims.of_person(session, one.id, TODAY) for one in (now, earlier, later)]
    assert found == [HIGH, Aims(), Aims()]


def test_of_two_organisations_the_highest_target_counts() -> None:
    other = Aims({"richting": 35, "houding": 45}, frozenset({"houding"}))
    assert together([HIGH, other]) == Aims(
        {"richting": 45, "coach": 40, "houding": 45}, frozenset({"richting", "houding"})
    )
