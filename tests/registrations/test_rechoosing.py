"""Choosing again: nobody loses a seat or a place in line by it, and what is given back goes on."""

from contextlib import suppress

from sqlalchemy.orm import Session

from portal.checking.run import violations
from portal.errors import Refused
from portal.programmes.models import ElectiveGroup, Slot
from portal.registrations import service, steering
from portal.registrations.models import Registration
from portal.registrations.service import withdraw
from portal.registrations.states import ClaimState, RegistrationState
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_group, a_person, a_round, an_edition, people, registered

Told = list[tuple[int | None, str]]


def chosen(registration: Registration) -> Told:
    """What was chosen lives on as: breakout or elective, and the state of its claim."""
    return [
        (claim.breakout_id or claim.module_id, str(claim.state))
        for claim in registration.claims
        if (claim.slot_id or claim.group_id) and claim.state != ClaimState.RELEASED
    ]


def choose(session: Session, registration: Registration, *wishes: Wish) -> None:
    service.choose(
        session,
        registration_id=registration.id,
        participant_id=registration.participants[0].id,
        wishes=list(wishes),
        actor_id=registration.person_id,
        now=NOW,
    )


def of(slot: Slot, first: int | None = None, second: int | None = None) -> Wish:
    return Wish(slot_id=slot.id, first_id=first, second_id=second)


def elective(
    group: ElectiveGroup, first: int | None = None, second: int | None = None, rank: int = 1
) -> Wish:
    return Wish(group_id=group.id, rank=rank, first_id=first, second_id=second)


def test_choosing_later_gives_the_breakout_to_the_next(session: Session) -> None:
    edition = an_edition(session, seats=9)
    slot = a_round(session, edition, 1)
    (only,) = slot.breakouts
    mine, other = (registered(session, edition, p, wishes=(of(slot, only.id),)) for p in people(session, 2))

    choose(session, mine, of(slot))

    assert (chosen(mine), chosen(other)) == ([], [(only.id, "confirmed")])


def test_choosing_later_gives_the_elective_back(session: Session) -> None:
    edition = an_edition(session, seats=9)
    group = a_group(session, edition, 1)
    (only,) = edition.modules
    mine = registered(session, edition, a_person(session), wishes=(elective(group, only.id),))

    choose(session, mine, elective(group))

    assert chosen(mine) == []


def test_choosing_two_full_ones_keeps_the_seat_one_has(session: Session) -> None:
    edition = an_edition(session, seats=9)
    slot = a_round(session, edition, 1, 1, 1)
    mine, *_others = [
        registered(session, edition, person, wishes=(of(slot, breakout.id),))
        for person, breakout in zip(people(session, 3), slot.breakouts, strict=True)
    ]
    one, two, three = (breakout.id for breakout in slot.breakouts)

    with suppress(Refused):
        choose(session, mine, of(slot, two, three))

    assert chosen(mine) == [(one, "confirmed")]


def test_own_seat_as_second_choice_is_kept(session: Session) -> None:
    edition = an_edition(session, seats=9)
    slot = a_round(session, edition, 1, 1)
    one, two = (breakout.id for breakout in slot.breakouts)
    mine, _on_two, _waits = (
        registered(session, edition, person, wishes=(of(slot, first),))
        for person, first in zip(people(session, 3), (one, two, one), strict=True)
    )

    choose(session, mine, of(slot, two, one))

    assert chosen(mine) == [(one, "confirmed")]


def test_same_choice_again_keeps_the_place_in_line(session: Session) -> None:
    edition = an_edition(session, seats=9)
    slot = a_round(session, edition, 1, 1)
    one, two = (breakout.id for breakout in slot.breakouts)
    wishes = (of(slot, one), of(slot, two), of(slot, one, two), of(slot, one, two))
    has, _other, first, second = (
        registered(session, edition, person, wishes=(wish,))
        for person, wish in zip(people(session, 4), wishes, strict=True)
    )

    choose(session, first, of(slot, one, two))
    withdraw(session, registration_id=has.id, actor_id=has.person_id, now=NOW)

    assert (chosen(first), chosen(second)) == ([(one, "confirmed")], [(one, "waiting")])


def test_offered_elective_chosen_again_is_kept(session: Session) -> None:
    edition = an_edition(session, seats=9)
    group = a_group(session, edition, 1, 1)
    one, two = (module.id for module in edition.modules)
    has, _other, first, second = (
        registered(session, edition, person, wishes=(elective(group, wanted),))
        for person, wanted in zip(people(session, 4), (one, two, one, one), strict=True)
    )
    withdraw(session, registration_id=has.id, actor_id=has.person_id, now=NOW)
    assert chosen(first) == [(one, "offered")]

    choose(session, first, elective(group, one, two))

    assert (chosen(first), chosen(second)) == ([(one, "offered")], [(one, "waiting")])


def test_second_choice_after_a_cancelled_breakout_is_as_sure_as_the_offer(session: Session) -> None:
    edition = an_edition(session, seats=2)
    slot = a_round(session, edition, 0, 1)
    full, other = (breakout.id for breakout in slot.breakouts)
    leaver, on_other, offered = (
        registered(session, edition, person, wishes=wishes)
        for person, wishes in zip(
            people(session, 3), ((), (of(slot, other),), (of(slot, full, other),)), strict=True
        )
    )
    withdraw(session, registration_id=leaver.id, actor_id=leaver.person_id, now=NOW)
    withdraw(session, registration_id=on_other.id, actor_id=on_other.person_id, now=NOW)
    assert (offered.state, chosen(offered)) == (RegistrationState.OFFERED, [(full, "waiting")])

    steering.cancel_breakout(session, breakout_id=full, actor_id=a_person(session).id, now=NOW)

    assert chosen(offered) == [(other, "offered")]
    assert violations(session, now=NOW) == []


def test_electives_of_two_ranks_do_not_take_from_each_other(session: Session) -> None:
    edition = an_edition(session, seats=9)
    group = a_group(session, edition, 1, 1, 1)
    group.choose = 2
    edition.touch()
    one, two, _three = (module.id for module in edition.modules)
    person, other = people(session, 2)
    registered(session, edition, other, wishes=(elective(group, two),))

    mine = registered(
        session, edition, person, wishes=(elective(group, one), elective(group, two, one, rank=2))
    )

    assert chosen(mine) == [(one, "confirmed"), (two, "waiting")]


def test_choosing_the_second_rank_again_leaves_the_first(session: Session) -> None:
    edition = an_edition(session, seats=9)
    group = a_group(session, edition, 5, 5, 5)
    group.choose = 2
    edition.touch()
    one, two, three = (module.id for module in edition.modules)
    wishes = (elective(group, one), elective(group, two, one, rank=2))
    mine = registered(session, edition, a_person(session), wishes=wishes)

    choose(session, mine, elective(group, three, rank=2))

    assert chosen(mine) == [(one, "confirmed"), (three, "confirmed")]
