"""An elective that is called off: its people go to their second choice or choose again; and back on again."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.checking.run import violations
from portal.errors import Refused
from portal.outbox.models import OutgoingLetter
from portal.programmes import meetings
from portal.programmes.editing import Edit
from portal.programmes.facts import Promotion
from portal.programmes.models import Edition, ElectiveGroup, Meeting
from portal.registrations import service, upkeep
from portal.registrations.models import Registration
from portal.registrations.rearranging import rearrange
from portal.registrations.reasons import Reason
from portal.registrations.states import ClaimState
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_group, a_person, an_edition, registered
from tests.programmes.scheduling import DAY, a_meeting, bram, hours

Told = list[tuple[str, object]]


class Choice:
    """Three electives A, B and C, each on a day of its own, of which everyone chooses so many."""

    def __init__(self, session: Session, *seats: int | None, choose: int = 1, places: int | None = 9) -> None:
        self.session = session
        self.edition: Edition = an_edition(session, seats=places, promotion=Promotion.AUTOMATIC)
        self.group: ElectiveGroup = a_group(session, self.edition, *seats)
        self.group.choose = choose
        self.days = [self.day(number) for number in range(len(seats))]

    def day(self, number: int, day: date = DAY) -> Meeting:
        """One more meeting of an elective, counted from 0."""
        module_id = self.edition.modules[number].id
        return a_meeting(
            self.session, self.edition, title=f"Dag {number}", module_id=module_id, hours=hours(day)
        )

    def enrols(self, name: str, *wishes: tuple[int, int | None]) -> Registration:
        """Someone with these first and second choices."""
        person = a_person(self.session, name)
        return registered(self.session, self.edition, person, wishes=self._wishes(*wishes))

    def _wishes(self, *wishes: tuple[int, int | None]) -> tuple[Wish, ...]:
        ids = [module.id for module in self.edition.modules]
        return tuple(
            Wish(
                group_id=self.group.id,
                rank=rank,
                first_id=ids[first],
                second_id=None if second is None else ids[second],
            )
            for rank, (first, second) in enumerate(wishes, start=1)
        )

    def chooses(self, made: Registration, first: int) -> None:
        """This one chooses something else."""
        service.choose(
            self.session,
            registration_id=made.id,
            participant_id=made.participants[0].id,
            wishes=self._wishes((first, None)),
            actor_id=made.person_id,
            now=NOW,
        )

    def call_off(self, number: int, now: datetime = NOW) -> None:
        """The organiser calls off what is left of an elective."""
        ids = [meeting.id for meeting in self.edition.modules[number].meetings]
        self._rearrange(lambda edit: meetings.cancel_meetings(edit, meeting_ids=ids, why="Ziekte"), now)

    def restore(self, number: int) -> None:
        """The elective happens after all."""
        day = self.days[number].id
        self._rearrange(lambda edit: meetings.restore_meeting(edit, meeting_id=day), NOW)

    def _rearrange(self, change: object, now: datetime) -> None:
        rearrange(
            self.session,
            edition_id=self.edition.id,
            actor_id=bram(self.session).id,
            change=change,  # type: ignore[arg-type]
            now=now,
        )
        self.session.expire_all()
        assert violations(self.session, now=now) == []

    def has(self, made: Registration) -> list[tuple[int, str]]:
        """The electives of this one, by number, with how they stand."""
        numbers = {module.id: number for number, module in enumerate(self.edition.modules)}
        return sorted(
            (numbers[claim.module_id], str(claim.state))
            for claim in made.claims
            if claim.module_id is not None and claim.state != ClaimState.RELEASED
        )

    def letters(self, made: Registration) -> Told:
        """What this one heard after the confirmation, with what it says of the second choice."""
        rows = self.session.scalars(
            select(OutgoingLetter)
            .where(OutgoingLetter.person_id == made.person_id)
            .order_by(OutgoingLetter.id)
            .offset(1)
        )
        return [(row.kind, row.facts.get("second_choice", row.facts.get("choice"))) for row in rows]


def story(made: Registration) -> list[tuple[str, object]]:
    """The lines of history after the first one."""
    return [(event.action, event.details.get("choice")) for event in made.events[1:]]


def asked(made: Registration) -> list[str]:
    return [choice.ask_again for choice in made.participants[0].choices]


def test_who_chose_it_gets_the_second_choice_or_chooses_again(session: Session) -> None:
    choice = Choice(session, 5, 1, 5)
    first, second, third = (choice.enrols(n, (0, s)) for n, s in (("Aisha", 1), ("Bas", 1), ("Carla", None)))

    choice.call_off(0)

    assert [choice.has(made) for made in (first, second, third)] == [[(1, "confirmed")], [], []]
    assert [asked(made) for made in (first, second, third)] == [["moved"], ["cancelled"], ["cancelled"]]
    assert [choice.letters(made) for made in (first, second)] == [
        [("breakout_cancelled", "Keuze 2")],
        [("breakout_cancelled", "")],
    ]
    assert story(first) == [("breakout_cancelled", "Keuze 1"), ("second_choice", "Keuze 2")]


def test_elective_with_a_day_left_goes_on(session: Session) -> None:
    choice = Choice(session, 5, 5)
    made = choice.enrols("Aisha", (0, 1))
    choice.day(0, date(2027, 5, 18))
    only = choice.days[0].id

    choice._rearrange(lambda edit: _off(edit, only), NOW)

    assert choice.has(made) == [(0, "confirmed")]


def _off(edit: Edit, meeting_id: int) -> object:
    return meetings.cancel_meetings(edit, meeting_ids=[meeting_id], why="Ziekte")


def test_calling_off_twice_asks_once(session: Session) -> None:
    choice = Choice(session, 5, 5)
    made = choice.enrols("Aisha", (0, None))
    for _press in range(2):
        choice.call_off(0)
    assert choice.letters(made) == [("breakout_cancelled", "")]


def test_second_choice_that_is_over_is_given_to_nobody(session: Session) -> None:
    choice = Choice(session, 5, 5)
    later = choice.day(0, date(2027, 6, 15))
    made = choice.enrols("Aisha", (0, 1))

    choice.call_off(0, now=datetime(2027, 5, 20, 9, tzinfo=UTC))

    assert later.cancelled_at is not None
    assert choice.has(made) == []


def test_one_of_two_electives_leaves_the_other(session: Session) -> None:
    choice = Choice(session, 5, 5, 5, choose=2)
    made = choice.enrols("Aisha", (0, 2), (1, 2))
    choice.call_off(1)
    assert (choice.has(made), asked(made)) == ([(0, "confirmed"), (2, "confirmed")], ["", "moved"])


def test_who_waits_for_a_seat_hears_it_with_the_seat(session: Session) -> None:
    choice = Choice(session, 5, 5, places=1)
    inside, made = choice.enrols("Aisha", (1, None)), choice.enrols("Bas", (0, None))
    choice.call_off(0)

    service.withdraw(session, registration_id=inside.id, actor_id=inside.person_id, now=NOW)

    assert (choice.has(made), asked(made)) == ([], ["cancelled"])
    assert story(made) == [("seated", None), ("breakout_cancelled", "Keuze 1")]


def test_elective_that_goes_on_after_all_takes_back_who_chose_nothing(session: Session) -> None:
    choice = Choice(session, 5, 5, 5)
    none, moved, other = (choice.enrols(n, (0, s)) for n, s in (("Aisha", None), ("Bas", 1), ("Carla", None)))
    choice.call_off(0)
    choice.chooses(other, 2)

    for _press in range(2):
        choice.restore(0)

    has = [choice.has(made) for made in (none, moved, other)]
    assert has == [[(0, "confirmed")], [(1, "confirmed")], [(2, "confirmed")]]
    assert choice.letters(none) == [("breakout_cancelled", ""), ("elective_restored", "Keuze 1")]
    assert [kind for kind, _said in choice.letters(moved)] == ["breakout_cancelled"]
    assert (asked(none), story(none)[-1]) == ([""], ("elective_restored", "Keuze 1"))


def test_elective_that_is_off_cannot_be_chosen(session: Session) -> None:
    choice = Choice(session, 5, 5)
    made = choice.enrols("Aisha", (1, None))
    choice.call_off(0)
    with pytest.raises(Refused) as refusal:
        choice.chooses(made, 0)
    assert (refusal.value.reason, choice.has(made)) == (Reason.CHOICE_CANCELLED, [(1, "confirmed")])


def test_elective_that_was_called_off_before_anybody_was_moved_out_heals(session: Session) -> None:
    world = Choice(session, 5, 5, 5)
    made = world.enrols("Aisha", (0, 1))
    world.days[0].cancelled_at = NOW  # as releases did that knew no second choices of electives
    world.edition.touch()
    session.flush()

    assert upkeep.editions_to_settle(session, NOW) == [world.edition.id]
    upkeep.settle_edition(session, edition_id=world.edition.id, now=NOW)

    assert upkeep.editions_to_settle(session, NOW) == []
    module = world.edition.modules[1].id
    taken = [claim.module_id for claim in made.claims if claim.state == ClaimState.CONFIRMED]
    assert [one for one in taken if one is not None] == [module]


def test_elective_of_the_past_is_left_as_it_was(session: Session) -> None:
    world = Choice(session, 5, 5)
    world.enrols("Aisha", (0, 1))
    world.days[0].cancelled_at, world.days[0].day = NOW, date(2026, 12, 1)
    world.days[0].starts_at = world.days[0].ends_at = None
    world.edition.touch()
    session.flush()
    assert upkeep.editions_to_settle(session, NOW) == []
    upkeep.settle_edition(session, edition_id=world.edition.id, now=NOW)
    assert session.query(OutgoingLetter).filter_by(kind="breakout_cancelled").all() == []
