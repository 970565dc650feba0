"""Who is next: order, gap filling, holds, seats set aside."""

from hypothesis import given
from hypothesis import strategies as st

from portal.registrations.waitlist import Kind, Party, SetAside, Step, Why, next_step

SOLO, DUO = Party(1, 1, 1), Party(2, 2, 2)


def test_head_of_the_list_goes_first() -> None:
    assert next_step(free=1, parties=[DUO, SOLO], hold_hours=8) == Step(Kind.SEAT, SOLO, 1)


def test_nobody_moves_when_nothing_is_free() -> None:
    assert next_step(free=0, parties=[SOLO], hold_hours=8) is None


def test_single_seat_is_held_for_duo_at_the_head() -> None:
    duo, solo = Party(1, 2, 1), Party(2, 1, 2)
    assert next_step(free=1, parties=[duo, solo], hold_hours=8) == Step(Kind.HOLD, duo, 1)


def test_held_seat_and_next_free_one_make_a_pair() -> None:
    duo = Party(1, 2, 1, held=1)
    assert next_step(free=1, parties=[duo], hold_hours=8) == Step(Kind.SEAT, duo, 2)


def test_spent_hold_passes_seat_to_the_next_alone() -> None:
    duo, solo = Party(1, 2, 1, hold_spent=True), Party(2, 1, 2)
    assert next_step(free=1, parties=[duo, solo], hold_hours=8) == Step(Kind.SEAT, solo, 1, ((1, Why.GAP),))


def test_zero_hours_pass_the_seat_at_once() -> None:
    duo, solo = Party(1, 2, 1), Party(2, 1, 2)
    assert next_step(free=1, parties=[duo, solo], hold_hours=0) == Step(Kind.SEAT, solo, 1, ((1, Why.GAP),))


def test_without_gap_filling_nobody_overtakes_a_duo() -> None:
    assert next_step(free=1, parties=[Party(1, 2, 1), Party(2, 1, 2)], hold_hours=None) is None


def test_skipped_party_is_passed_over_and_named() -> None:
    skipped, solo = Party(1, 1, 1, passed=Why.SKIPPED), Party(2, 1, 2)
    assert next_step(free=1, parties=[skipped, solo], hold_hours=8) == Step(
        Kind.SEAT, solo, 1, ((1, Why.SKIPPED),)
    )


def test_seat_set_aside_goes_to_its_group_only() -> None:
    outsider, member = Party(1, 1, 1), Party(2, 1, 2, groups=frozenset({7}))
    step = next_step(free=1, parties=[outsider, member], hold_hours=8, set_asides=[SetAside(7, 1)])
    assert step == Step(Kind.SEAT, member, 1, ((1, Why.SET_ASIDE),))


def test_unlimited_seats_seat_everyone() -> None:
    assert next_step(free=None, parties=[DUO], hold_hours=None) == Step(Kind.SEAT, DUO, 2)


PARTIES = st.lists(
    st.builds(
        lambda seats, held, spent, passed, group: (seats, min(held, seats - 1), spent, passed, group),
        st.integers(1, 2),
        st.integers(0, 1),
        st.booleans(),
        st.sampled_from([None, *Why]),
        st.booleans(),
    ),
    max_size=6,
).map(
    lambda rows: [
        Party(i, seats, i, held, spent, passed, frozenset({1} if group else ()))
        for i, (seats, held, spent, passed, group) in enumerate(rows, start=1)
    ]
)


@given(st.integers(0, 5), PARTIES, st.sampled_from([None, 0, 8]), st.integers(0, 3))
def test_step_never_gives_more_than_is_free(
    free: int, parties: list[Party], hours: int | None, aside: int
) -> None:
    step = next_step(free=free, parties=parties, hold_hours=hours, set_asides=[SetAside(1, aside)])
    if step is not None:
        taken = step.seats - (step.party.held if step.kind is Kind.SEAT else 0)
        assert taken <= free
        assert step.party.passed is None


@given(st.integers(0, 5), PARTIES, st.sampled_from([None, 0, 8]), st.integers(0, 3))
def test_everyone_before_the_chosen_is_named_as_overtaken(
    free: int, parties: list[Party], hours: int | None, aside: int
) -> None:
    step = next_step(free=free, parties=parties, hold_hours=hours, set_asides=[SetAside(1, aside)])
    if step is not None:
        before = [p.id for p in parties if p.place < step.party.place]
        assert [party for party, _ in step.overtaken] == before


def test_seat_is_not_held_for_a_second_duo() -> None:
    one, two, solo = Party(1, 2, 1, hold_spent=True), Party(2, 2, 2), Party(3, 1, 3)
    assert next_step(free=1, parties=[one, two], hold_hours=8) is None
    assert next_step(free=1, parties=[one, two, solo], hold_hours=8) == Step(
        Kind.SEAT, solo, 1, ((1, Why.GAP), (2, Why.GAP))
    )


def test_hold_brings_no_duo_before_another() -> None:
    one, two = Party(1, 2, 1, hold_spent=True), Party(2, 2, 2, held=1)
    assert next_step(free=1, parties=[one, two], hold_hours=8) == Step(Kind.RELEASE, one, 0, behind=two)
    assert next_step(free=2, parties=[one, two], hold_hours=8) == Step(Kind.SEAT, one, 2)


def test_hold_gives_way_to_who_is_earlier() -> None:
    one, two = Party(1, 2, 1), Party(2, 2, 2, held=1)
    assert next_step(free=1, parties=[one, two], hold_hours=8) == Step(Kind.RELEASE, one, 0, behind=two)


def test_hold_of_a_group_gives_not_way_to_others() -> None:
    outsiders, members = Party(1, 2, 1), Party(2, 2, 2, held=1, groups=frozenset({7}))
    assert next_step(free=1, parties=[outsiders, members], hold_hours=8) == Step(Kind.HOLD, outsiders, 1)
