"""Who sees a goal: exactly the audience that its owner chose, as long as everybody is still there."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.goals import service, sharing
from portal.goals.facts import Audience, Stated
from portal.goals.models import Goal
from portal.goals.reasons import GoalRefused
from portal.people.models import Person
from portal.programmes.models import Edition, EditionFacilitator
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ParticipantState, RegistrationState
from tests.builders import NOW, a_group, a_person, an_edition, registered


@dataclass
class World:
    session: Session
    edition: Edition
    aisha: Person
    bram: Person
    guide: Person
    goal: Goal

    def seen(self) -> list[str]:
        """Who sees the goal: its companion or fellow participant, and the facilitator."""
        with_bram = sharing.with_me(self.session, self.bram.id)
        with_guide = sharing.with_facilitator(self.session, self.edition.id, self.guide.id)
        return ["bram"] * len(with_bram) + ["guide"] * len(with_guide)

    def share(self, audience: Audience) -> list[str]:
        edition_id = None if audience is Audience.ME else self.edition.id
        service.share(self.session, goal_id=self.goal.id, audience=audience, edition_id=edition_id)
        return self.seen()


@pytest.fixture
def world(session: Session) -> World:
    edition = an_edition(session, seats=9)
    aisha, bram, guide = (a_person(session, name) for name in ("Aisha", "Bram", "Gids"))
    registered(session, edition, aisha)
    registered(session, edition, bram)
    session.add(EditionFacilitator(edition_id=edition.id, person_id=guide.id))
    goal = service.add(session, person_id=aisha.id, stated=Stated("Leren"), form_key="k", now=NOW)
    return World(session, edition, aisha, bram, guide, goal)


def test_each_audience_sees_what_it_should(world: World) -> None:
    found = {audience: world.share(audience) for audience in (Audience.FACILITATOR, Audience.COHORT)}
    assert found == {Audience.FACILITATOR: ["guide"], Audience.COHORT: ["bram", "guide"]}
    assert world.share(Audience.ME) == []


def test_companion_must_be_of_the_same_duo(world: World) -> None:
    with pytest.raises(Refused) as error:
        world.share(Audience.COMPANION)
    assert error.value.reason is GoalRefused.NOT_IN_THIS_CIRCLE
    session = world.session
    theirs = session.query(Registration).filter_by(person_id=world.aisha.id).one()
    bram = session.query(Participant).filter_by(person_id=world.bram.id).one()
    bram.registration_id = theirs.id
    session.flush()
    assert world.share(Audience.COMPANION) == ["bram"]
    assert sharing.circles(session, world.aisha.id)[0].companion == "Bram"


def test_who_left_shares_and_sees_nothing(world: World) -> None:
    assert world.share(Audience.COHORT) == ["bram", "guide"]
    bram = world.session.query(Participant).filter_by(person_id=world.bram.id).one()
    bram.state = ParticipantState.LEFT
    world.session.flush()
    assert world.seen() == ["guide"]
    theirs = world.session.query(Registration).filter_by(person_id=world.aisha.id).one()
    theirs.state = RegistrationState.WITHDRAWN
    world.session.flush()
    assert world.seen() == []


def test_facilitator_who_comes_later_sees_nothing_shared_before(world: World) -> None:
    assert world.share(Audience.FACILITATOR) == ["guide"]
    world.guide = a_person(world.session, "Later")
    world.session.add(EditionFacilitator(edition_id=world.edition.id, person_id=world.guide.id))
    world.session.flush()
    assert world.seen() == []
    assert world.share(Audience.FACILITATOR) == ["guide"]


def test_who_replaces_the_companion_sees_nothing_shared_before(world: World) -> None:
    theirs = world.session.query(Registration).filter_by(person_id=world.aisha.id).one()
    bram = world.session.query(Participant).filter_by(person_id=world.bram.id).one()
    bram.registration_id = theirs.id
    world.session.flush()
    assert world.share(Audience.COMPANION) == ["bram"]
    world.bram = a_person(world.session, "Chantal")
    bram.person_id = world.bram.id
    world.session.flush()
    assert world.seen() == []


def test_edition_of_others_is_no_circle(world: World) -> None:
    other = an_edition(world.session, world.edition.programme, slug="najaar")
    with pytest.raises(Refused):
        service.share(
            world.session, goal_id=world.goal.id, audience=Audience.FACILITATOR, edition_id=other.id
        )


def test_elective_meeting_expects_who_has_a_seat(world: World) -> None:
    world.share(Audience.FACILITATOR)
    everybody = sharing.expected_at(world.session, world.edition.meetings[0], world.guide.id)
    assert [(guest.name, len(guest.goals)) for guest in everybody] == [("Aisha", 1), ("Bram", 0)]
    group = a_group(world.session, world.edition, 5)
    world.session.refresh(world.edition)
    module = next(m for m in world.edition.modules if m.group_id == group.id)
    world.edition.meetings[0].module_id = module.id
    world.session.flush()
    assert sharing.expected_at(world.session, world.edition.meetings[0], world.guide.id) == []
