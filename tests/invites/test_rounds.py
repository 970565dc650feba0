"""An edition is walked a few people at a time; what happens meanwhile is not lost, nobody is told twice."""

from collections import Counter

import pytest
from sqlalchemy.orm import Session

from portal.invites import quiet, service
from portal.invites.service import Round
from tests.invites.world import World


@pytest.fixture(autouse=True)
def _two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "LINES_A_STEP", 2)


@pytest.fixture
def world(session: Session) -> World:
    """An edition whose only meeting was moved, to be told at once."""
    world = World(session, seats=9)
    world.everyone = [world.join(name) for name in ("Aisha", "Bram", "Chantal", "Daan", "Esra")]
    world.settle()
    world.move(world.meetings[0], days=1)
    quiet.tell(session, edition_id=world.edition.id, at_once=True, explanation="De zaal.", now=world.now)
    return world


def a_walk(world: World) -> Round:
    walk = Round(world.edition.id)
    walk.begin(world.session, now=world.now)
    walk.look(world.session, now=world.now)
    return walk


def steps(world: World, walk: Round, number: int = 99) -> list[int]:
    told = []
    while not walk.done and len(told) < number:
        told.append(walk.step(world.session, now=world.now))
    return told


def is_behind(world: World) -> bool:
    return service.editions_to_update(world.session, world.now) == [world.edition.id]


def who_was_told(world: World) -> Counter[str]:
    return Counter(address for _kind, address in world.deliver())


def test_everyone_is_told_once_a_few_at_a_time(world: World) -> None:
    walk = a_walk(world)
    assert steps(world, walk, 2) == [2, 2]
    assert is_behind(world)
    assert steps(world, walk) == [1]
    assert not is_behind(world)
    assert who_was_told(world) == Counter(person.email for person, _made in world.everyone)


def test_crash_halfway_costs_nothing(world: World) -> None:
    steps(world, a_walk(world), 2)
    assert steps(world, a_walk(world)) == [1]
    assert not is_behind(world)
    assert set(who_was_told(world).values()) == {1}


def test_explanation_reaches_who_comes_last(world: World) -> None:
    steps(world, a_walk(world), 2)
    steps(world, a_walk(world))
    letters = service.OutgoingLetter
    said = world.session.query(letters.facts).filter(letters.kind == "meeting_moved").all()
    assert [facts["explanation"] for (facts,) in said] == ["De zaal."] * 5


def test_who_leaves_behind_the_walk_is_told_by_the_next_one(world: World) -> None:
    walk = a_walk(world)
    steps(world, walk, 2)
    world.leave(world.everyone[0][1])
    steps(world, walk)
    assert is_behind(world)
    assert sum(steps(world, a_walk(world))) == 1
    assert not is_behind(world)


def test_edit_halfway_rests_for_everyone_from_there(world: World) -> None:
    walk = a_walk(world)
    steps(world, walk, 1)
    world.deliver()
    world.move(world.meetings[0], days=1)
    assert steps(world, walk) == [2, 1]  # somebody said at once, of everything that rested
    assert is_behind(world)
    assert sum(steps(world, a_walk(world))) == 2
    world.deliver()
    assert {world.shown(person)[0] for person, _made in world.everyone} == set(world.wanted())


def test_edit_halfway_that_may_rest_does(world: World) -> None:
    steps(world, a_walk(world))
    world.deliver()
    world.move(world.meetings[0], days=1)
    world.look()
    world.wait(10)
    walk = a_walk(world)
    assert steps(world, walk, 1) == [2]
    world.deliver()
    world.move(world.meetings[0], days=1)
    assert steps(world, walk) == [0, 0]
    world.wait(10)
    assert sum(steps(world, a_walk(world))) == 5
    world.deliver()
    assert {world.shown(person)[0] for person, _made in world.everyone} == set(world.wanted())


def test_walk_that_was_overtaken_marks_nothing(world: World) -> None:
    slow = a_walk(world)
    steps(world, slow, 1)
    quick = a_walk(world)
    steps(world, slow)
    assert is_behind(world)
    steps(world, quick)
    assert not is_behind(world)


def test_who_misses_nothing_is_not_looked_at_again(world: World) -> None:
    world.settle()
    world.leave(world.everyone[3][1])
    assert steps(world, a_walk(world)) == [1]


def test_edition_without_people_is_done_in_one_step(session: Session) -> None:
    world = World(session)
    assert steps(world, a_walk(world)) == [0]
    assert not is_behind(world)
