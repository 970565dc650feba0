from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.coverage import queries, service
from portal.coverage.facts import Coverage, Fault
from portal.coverage.models import ModuleCoverage
from portal.coverage.service import CoverageRefused
from portal.coverage.subjects import parts_of
from portal.errors import NotFound, Refused
from portal.people.models import Person
from portal.programmes.models import Edition
from tests.builders import NOW, a_group, a_person, a_programme, an_edition

MAIN = Coverage({"houding": 4}, {"coach": 2}, frozenset({"11.6", "11"}))
OTHER = Coverage({"kennis": 3})


@pytest.fixture
def edition(session: Session) -> Edition:
    found = an_edition(session, a_programme(session))
    a_group(session, found, 5, 5)
    return found


@pytest.fixture
def key(edition: Edition) -> str:
    return edition.modules[0].key


@pytest.fixture
def bram(session: Session) -> Person:
    return a_person(session, "Bram de Wit")


@pytest.fixture
def joke(session: Session) -> Person:
    return a_person(session, "Joke Vos")


def state(session: Session, key: str, who: Person, stated: Coverage = MAIN, **more: Any) -> Any:
    values = {"reason": "Daar gaat de dag over.", "seen": queries.standing(session, key).seen, **more}
    return service.state(session, key=key, stated=stated, actor_id=who.id, now=NOW, **values)


def confirm(session: Session, row: ModuleCoverage, who: Person) -> ModuleCoverage:
    return service.confirm(session, key=row.key, version=row.id, actor_id=who.id, now=NOW)


def refusal(act: Any, *values: Any, **more: Any) -> str:
    with pytest.raises(Refused) as found:
        act(*values, **more)
    return str(found.value.reason)


def test_weights_count_once_a_second_organiser_confirms(
    session: Session, key: str, bram: Person, joke: Person
) -> None:
    row = state(session, key, bram)
    assert queries.confirmed(session) == {}
    confirm(session, row, joke)
    assert queries.confirmed(session) == {key: MAIN}


def test_nobody_confirms_their_own_weights(session: Session, key: str, bram: Person) -> None:
    row = state(session, key, bram)
    assert refusal(confirm, session, row, bram) == CoverageRefused.SAME_PERSON


def test_confirming_twice_is_once(session: Session, key: str, bram: Person, joke: Person) -> None:
    row = state(session, key, bram)
    assert confirm(session, row, joke) is confirm(session, row, joke)


def test_what_was_confirmed_counts_until_the_change_is(
    session: Session, key: str, bram: Person, joke: Person
) -> None:
    confirm(session, state(session, key, bram), joke)
    changed = state(session, key, joke, OTHER)
    assert queries.confirmed(session) == {key: MAIN}
    confirm(session, changed, bram)
    assert queries.confirmed(session) == {key: OTHER}
    assert len(queries.standing(session, key).versions) == 2


def test_only_the_version_that_was_shown_is_confirmed(
    session: Session, key: str, bram: Person, joke: Person
) -> None:
    first = state(session, key, bram)
    state(session, key, bram, OTHER)
    assert refusal(confirm, session, first, joke) == CoverageRefused.CHANGED_MEANWHILE


def test_second_pair_of_eyes_may_see_something_else(
    session: Session, key: str, bram: Person, joke: Person
) -> None:
    state(session, key, bram)
    other = state(session, key, joke, OTHER)
    assert refusal(confirm, session, other, joke) == CoverageRefused.SAME_PERSON
    confirm(session, other, bram)
    assert queries.confirmed(session) == {key: OTHER}


def test_change_of_an_older_page_is_refused(session: Session, key: str, bram: Person, joke: Person) -> None:
    state(session, key, bram)
    assert refusal(state, session, key, joke, OTHER, seen=0) == CoverageRefused.CHANGED_MEANWHILE


def test_same_weights_sent_twice_are_one_version(session: Session, key: str, bram: Person) -> None:
    first = state(session, key, bram)
    assert state(session, key, bram, seen=0) is first


def test_saying_nothing_of_a_new_module_keeps_nothing(session: Session, key: str, bram: Person) -> None:
    assert state(session, key, bram, Coverage()) is None


def test_taking_back_leaves_what_was_confirmed(
    session: Session, key: str, bram: Person, joke: Person
) -> None:
    confirm(session, state(session, key, bram), joke)
    row = state(session, key, bram, OTHER)
    for _twice in range(2):
        service.drop(session, key=key, version=row.id, now=NOW)
    standing = queries.standing(session, key)
    assert (standing.waiting, queries.confirmed(session)) == (None, {key: MAIN})
    assert refusal(confirm, session, row, joke) == CoverageRefused.NOTHING_WAITS


def test_confirmed_emptiness_no_longer_counts(session: Session, key: str, bram: Person, joke: Person) -> None:
    confirm(session, state(session, key, bram), joke)
    confirm(session, state(session, key, joke, Coverage()), bram)
    assert queries.confirmed(session) == {}


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        (replace(MAIN, tags=frozenset({"12.9"})), Fault.UNKNOWN),
        (replace(MAIN, needs=frozenset({"elders/1"})), Fault.UNKNOWN),
        (replace(MAIN, aspects={"houding": 4, "kennis": 4, "richting": 3}), Fault.TOO_MUCH),
    ],
)
def test_weights_that_break_a_rule_are_refused(
    session: Session, key: str, bram: Person, stated: Coverage, fault: Fault
) -> None:
    assert refusal(state, session, key, bram, stated) == fault


def test_modules_do_not_wait_for_each_other(
    session: Session, edition: Edition, bram: Person, joke: Person
) -> None:
    one, two = (module.key for module in edition.modules)
    confirm(session, state(session, one, bram, replace(MAIN, needs=frozenset({two}))), joke)
    assert refusal(state, session, two, bram, replace(MAIN, needs=frozenset({one}))) == Fault.CIRCLE


def test_key_that_nobody_has_does_not_exist(session: Session, bram: Person) -> None:
    with pytest.raises(NotFound):
        state(session, "elders/1", bram)


def test_file_counts_at_once_until_an_organiser_speaks(
    session: Session, key: str, bram: Person, joke: Person
) -> None:
    loaded = [service.load(session, key=key, stated=MAIN, reason="Bestand", now=NOW) for _ in range(2)]
    assert (loaded, queries.confirmed(session)) == ([True, False], {key: MAIN})
    assert service.load(session, key=key, stated=OTHER, reason="Bestand", now=NOW)
    confirm(session, state(session, key, bram), joke)
    assert not service.load(session, key=key, stated=OTHER, reason="Bestand", now=NOW)
    assert queries.confirmed(session) == {key: MAIN}


def test_module_of_two_editions_is_one_part(session: Session, edition: Edition) -> None:
    again = an_edition(session, edition.programme)
    a_group(session, again, 5, 5)
    for old, new in zip(edition.modules, again.modules, strict=True):
        new.key = old.key
    session.flush()
    session.expire_all()
    titles = [part.title for part in parts_of(session, edition.programme)]
    assert titles == ["Sturen op de opgave", "Keuze 1", "Keuze 2"]
