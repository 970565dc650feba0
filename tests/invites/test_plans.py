"""What would be sent, to how many, before anything is."""

import random
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.invites import plans, quiet, service
from portal.invites.facts import News
from portal.invites.models import Invitation
from portal.invites.plans import Plan
from portal.people.facts import Channel
from portal.programmes.models import EditionFacilitator
from portal.registrations.states import RegistrationState
from tests.builders import NOW, a_person
from tests.invites.world import World
from tests.support.proof import size


def _numbers(plan: Plan) -> tuple[int, int, int, int, int]:
    return plan.invited, plan.changed, plan.cancelled, plan.feed, plan.nothing


def _plan(world: World) -> Plan:
    return plans.plan(world.session, edition_id=world.edition.id, now=world.now)


@pytest.fixture
def world(session: Session) -> World:
    """Two inside with two days, one of them with a feed only, and one who waits."""
    world = World(session, seats=2, days=2)
    joined = [world.join(name) for name in ("Aisha", "Bram", "Chantal")]
    world.registrations = [made for _person, made in joined]
    joined[1][0].channel = Channel.FEED
    world.settle()
    return world


def test_right_agendas_have_an_empty_plan(world: World) -> None:
    assert _plan(world) == Plan(0, 0, 0, 0, 1, ())
    assert _plan(world).is_empty


def test_moved_meeting_counts_who_reads_what(world: World) -> None:
    world.move(world.meetings[0], days=1)
    plan = _plan(world)
    assert _numbers(plan) == (0, 1, 0, 1, 1)
    (change,) = plan.changes
    assert (change.news, change.people, change.event.span.day) == (
        News.MOVED,
        2,
        world.meetings[0].day,
    )


def test_each_person_counts_once_in_each_kind(world: World) -> None:
    world.move(world.meetings[0], days=1)
    world.place(world.meetings[0], "Hanzehuis")
    world.drop(world.meetings[1])
    world.add_day(3)
    assert _numbers(_plan(world)) == (1, 1, 1, 1, 1)


def test_newcomer_is_counted_as_invited(world: World) -> None:
    world.edition.pool.capacity = 5
    world.changed()
    world.join("Daan")
    assert _numbers(_plan(world)) == (1, 0, 0, 0, 1)


def test_change_that_waits_untried_is_reckoned_anew(world: World) -> None:
    world.move(world.meetings[0], days=1)
    world.plan()
    world.move(world.meetings[0], days=-1)
    assert _numbers(_plan(world)) == (0, 0, 0, 1, 1)  # a feed showed it already
    world.move(world.meetings[0], days=3)
    assert _numbers(_plan(world)) == (0, 1, 0, 1, 1)


def test_invitation_that_never_left_is_not_cancelled(world: World) -> None:
    world.edition.pool.capacity = 5
    world.changed()
    _daan, made = world.join("Daan")
    world.plan()
    world.leave(made)
    assert _plan(world).is_empty


def test_looking_sends_and_changes_nothing(world: World) -> None:
    world.move(world.meetings[0], days=1)
    before = [(line.id, line.sequence) for line in world.session.query(Invitation)]
    _plan(world)
    assert [(line.id, line.sequence) for line in world.session.query(Invitation)] == before
    assert world.deliver() == []


def test_foreseen_change_is_told_and_taken_back(world: World) -> None:
    session, day = world.session, world.meetings[0].day
    session.commit()
    plan = plans.foreseen(
        session, edition_id=world.edition.id, change=lambda: world.move(world.meetings[0], days=2), now=NOW
    )
    assert _numbers(plan) == (0, 1, 0, 1, 1)
    assert world.meetings[0].day == day
    assert _plan(world).is_empty


def _guided(world: World) -> None:
    guide = a_person(world.session, f"Begeleider {secrets.token_hex(4)}")
    world.session.add(EditionFacilitator(edition_id=world.edition.id, person_id=guide.id))
    world.changed()


def _first_leaves(world: World) -> None:
    seated = [one for one in world.registrations if one.state == RegistrationState.CONFIRMED]
    if seated:
        world.leave(seated[0])


CHANGES: dict[str, Callable[[World], object]] = {
    "moved": lambda world: world.move(world.meetings[0], days=1),
    "moved back": lambda world: world.move(world.meetings[0], days=-1),
    "a place": lambda world: world.place(world.meetings[-1], "Hanzehuis"),
    "called off": lambda world: world.drop(world.meetings[-1]),
    "one more day": lambda world: world.add_day(len(world.meetings) + 1),
    "a facilitator": _guided,
    "a seat": _first_leaves,
}


@pytest.mark.parametrize("seed", range(size(4, 100)))
def test_what_was_foreseen_is_what_the_change_does(world: World, seed: int) -> None:
    """Also when some rest already, some are in the outbox, and a change reaches beyond the schedule."""
    chance = random.Random(seed)
    for _ in range(6):
        several = chance.sample(sorted(CHANGES), chance.randint(1, 3))

        def change(names: Sequence[str] = several) -> None:
            for name in names:
                CHANGES[name](world)

        world.session.commit()
        foreseen = plans.foreseen(world.session, edition_id=world.edition.id, change=change, now=world.now)
        change()
        assert foreseen == _plan(world), several
        if what := chance.choice([world.plan, world.settle, None]):
            what()


def test_people_are_read_when_the_lock_is_free_again(world: World) -> None:
    statements = _of_foreseeing(world, lambda: world.move(world.meetings[0], days=1))
    locked, free = " ".join(statements).split("ROLLBACK", 1)

    assert [table for table in plans.BESIDE if f"FROM {table} " in locked.replace("\n", " ")] == []
    assert "participants" in free


def test_people_are_read_under_the_lock_when_the_change_moves_them(world: World) -> None:
    statements = _of_foreseeing(world, lambda: _first_leaves(world))

    assert "participants" not in " ".join(statements).split("ROLLBACK", 1)[1]


def _of_foreseeing(world: World, change: Callable[[], object]) -> list[str]:
    """What is said to the database, with the end of the transaction in which it was tried."""
    world.session.commit()
    engine = world.session.get_bind()
    with counted(world.session) as statements:
        mark = partial(statements.append, "ROLLBACK")
        event.listen(engine, "rollback", lambda _connection: mark())
        plans.foreseen(world.session, edition_id=world.edition.id, change=change, now=world.now)
    return statements


def test_refused_change_is_refused_while_foreseeing(world: World) -> None:
    def refuse() -> None:
        raise Refused("no")

    world.session.commit()
    with pytest.raises(Refused):
        plans.foreseen(world.session, edition_id=world.edition.id, change=refuse, now=NOW)


def _look(session: Session, *, edition_id: int, now: datetime) -> None:
    walk = service.Round(edition_id)
    walk.begin(session, now=now)
    walk.look(session, now=now)


@pytest.mark.parametrize("verb", [plans.plan, _look])
def test_number_of_questions_does_not_grow_with_people(session: Session, verb: Callable[..., object]) -> None:
    world = World(session, seats=40, days=2)
    asked = []
    for start, end in ((0, 4), (4, 24)):
        for number in range(start, end):
            world.join(f"Deelnemer {number}")
        world.settle()
        world.move(world.meetings[0], days=1)
        quiet.tell(session, edition_id=world.edition.id, at_once=True, explanation="", now=world.now)
        with counted(session) as statements:
            verb(session, edition_id=world.edition.id, now=world.now)
        asked.append(len(statements))
    assert asked[0] == asked[1]


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements that are sent meanwhile; one for many rows counts once."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
