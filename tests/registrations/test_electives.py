"""Two electives of one group: nobody has one of them twice, or loses one to the other."""

import pytest
from sqlalchemy.orm import Session

from portal.checking.run import violations
from portal.errors import Refused
from portal.programmes.models import Edition, ElectiveGroup
from portal.registrations import service
from portal.registrations.models import Registration
from portal.registrations.reasons import Reason
from portal.registrations.states import ClaimState
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_group, a_person, an_edition, registered

Wished = tuple[int, int | None]


def with_two_of(session: Session, *seats: int) -> tuple[Edition, ElectiveGroup, list[int]]:
    """An edition with a group of electives, of which everyone has two."""
    edition = an_edition(session, seats=9)
    group = a_group(session, edition, *seats)
    group.choose = 2
    return edition, group, [module.id for module in edition.modules]


def ranked(group: ElectiveGroup, *wished: Wished) -> tuple[Wish, ...]:
    """Wishes in order, each a first and a second choice."""
    return tuple(
        Wish(group_id=group.id, rank=rank, first_id=first, second_id=second)
        for rank, (first, second) in enumerate(wished, start=1)
    )


def choose(session: Session, made: Registration, *wishes: Wish) -> None:
    service.choose(
        session,
        registration_id=made.id,
        participant_id=made.participants[0].id,
        wishes=wishes,
        actor_id=made.person_id,
        now=NOW,
    )


def has(made: Registration) -> list[tuple[int | None, str]]:
    living = (claim for claim in made.claims if claim.group_id and claim.state != ClaimState.RELEASED)
    return sorted((claim.module_id, str(claim.state)) for claim in living)


def test_second_choice_leaves_the_other_first_choice(session: Session) -> None:
    edition, group, (a, b) = with_two_of(session, 1, 9)
    registered(session, edition, a_person(session, "Eerder"), wishes=ranked(group, (a, None)))
    made = registered(session, edition, a_person(session), wishes=ranked(group, (a, b), (b, None)))
    assert has(made) == [(a, "waiting"), (b, "confirmed")]


def test_same_second_choice_is_given_only_once(session: Session) -> None:
    edition, group, (a, b, c) = with_two_of(session, 1, 1, 9)
    registered(session, edition, a_person(session, "Eerder"), wishes=ranked(group, (a, None), (b, None)))
    made = registered(session, edition, a_person(session), wishes=ranked(group, (a, c), (b, c)))
    assert has(made) == [(b, "waiting"), (c, "confirmed")]


def test_elective_one_has_is_not_chosen_twice(session: Session) -> None:
    edition, group, (a, b) = with_two_of(session, 9, 9)
    made = registered(session, edition, a_person(session), wishes=ranked(group, (a, None), (b, None)))
    with pytest.raises(Refused) as refusal:
        choose(session, made, Wish(group_id=group.id, rank=2, first_id=a))
    assert refusal.value.reason == Reason.CHOICE_TWICE


def test_second_choice_one_has_changes_nothing(session: Session) -> None:
    edition, group, (a, b, c) = with_two_of(session, 1, 9, 9)
    registered(session, edition, a_person(session, "Eerder"), wishes=ranked(group, (a, None)))
    made = registered(session, edition, a_person(session), wishes=ranked(group, (c, None), (b, None)))
    with pytest.raises(Refused) as refusal:
        choose(session, made, Wish(group_id=group.id, rank=1, first_id=a, second_id=b))
    assert refusal.value.reason == Reason.CHOICE_FULL


def test_one_choice_takes_what_the_other_leaves(session: Session) -> None:
    edition, group, (a, b, c) = with_two_of(session, 9, 9, 9)
    made = registered(session, edition, a_person(session), wishes=ranked(group, (a, None), (b, None)))
    choose(session, made, *ranked(group, (b, None), (c, None)))
    assert has(made) == [(b, "confirmed"), (c, "confirmed")]


def test_two_choices_take_each_others_elective(session: Session) -> None:
    edition, group, (a, b) = with_two_of(session, 1, 1)
    made = registered(session, edition, a_person(session), wishes=ranked(group, (a, None), (b, None)))
    registered(session, edition, a_person(session, "Bas"), wishes=ranked(group, (a, None), (b, None)))
    claims = {claim.id for claim in made.claims if claim.state == ClaimState.CONFIRMED}

    for _press in range(2):
        choose(session, made, *ranked(group, (b, None), (a, None)))

    assert {claim.id for claim in made.claims if claim.state == ClaimState.CONFIRMED} == claims
    assert [(choice.first_id, choice.ask_again) for choice in made.participants[0].choices] == [
        (b, ""),
        (a, ""),
    ]
    assert [event.details["choice"] for event in made.events if event.action == "choice"] == [
        "Keuze 2",
        "Keuze 1",
    ]
    assert violations(session, now=NOW) == []


def test_three_choices_go_round(session: Session) -> None:
    edition, group, (a, b, c) = with_two_of(session, 1, 1, 1)
    group.choose = 3
    wishes = ranked(group, (a, None), (b, None), (c, None))
    made = registered(session, edition, a_person(session), wishes=wishes)
    choose(session, made, *ranked(group, (b, None), (c, None), (a, None)))
    assert [choice.first_id for choice in made.participants[0].choices] == [b, c, a]
    assert has(made) == [(a, "confirmed"), (b, "confirmed"), (c, "confirmed")]


def test_second_choice_one_got_is_taken_over_by_the_other(session: Session) -> None:
    edition, group, (a, b, c) = with_two_of(session, 1, 1, 1)
    registered(session, edition, a_person(session, "Eerder"), wishes=ranked(group, (a, None)))
    made = registered(session, edition, a_person(session), wishes=ranked(group, (a, b), (c, None)))
    assert has(made) == [(b, "confirmed"), (c, "confirmed")]
    choose(session, made, *ranked(group, (c, None), (b, None)))
    assert [choice.first_id for choice in made.participants[0].choices] == [c, b]
    assert has(made) == [(b, "confirmed"), (c, "confirmed")]


def test_place_in_line_goes_along_to_the_other_choice(session: Session) -> None:
    edition, group, (a, b) = with_two_of(session, 1, 9)
    registered(session, edition, a_person(session, "Eerder"), wishes=ranked(group, (a, None)))
    made = registered(session, edition, a_person(session), wishes=ranked(group, (a, None), (b, None)))
    choose(session, made, *ranked(group, (b, None), (a, None)))
    assert has(made) == [(a, "waiting"), (b, "confirmed")]


def test_same_elective_in_two_choices_is_refused(session: Session) -> None:
    edition, group, (a, b) = with_two_of(session, 9, 9)
    made = registered(session, edition, a_person(session), wishes=ranked(group, (a, None), (b, None)))
    with pytest.raises(Refused) as refusal:
        choose(session, made, *ranked(group, (b, None), (b, None)))
    assert refusal.value.reason == Reason.CHOICE_TWICE
