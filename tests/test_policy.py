"""Who may do what: Aisha takes part, Bram organises this, Chantal something else."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from portal import policy
from portal.errors import NotFound
from portal.people.models import Organisation, Person
from portal.people.viewer import Viewer
from portal.policy import Verb
from portal.programmes.models import Edition
from tests.builders import a_person, a_programme, an_association, an_edition, registered


@dataclass
class World:
    """Two associations with an edition each."""

    session: Session
    vgs: Organisation
    vng: Organisation
    bram: Person
    edition: Edition
    elsewhere: Edition


@pytest.fixture
def world(session: Session) -> World:
    """Bram organises for the VGS."""
    vgs, vng = an_association(session), an_association(session, "vng", "VNG")
    edition = an_edition(session, a_programme(session, vgs))
    elsewhere = an_edition(session, a_programme(session, vng, title="Leren van elkaar"))
    bram = a_person(session, "Bram", organises_for=vgs)
    return World(session, vgs, vng, bram, edition, elsewhere)


def viewer(*organisations: Organisation) -> Viewer:
    """Someone who organises for these."""
    ids = frozenset(organisation.id for organisation in organisations)
    return Viewer(1, "p", "Bram", "b@veldrijk.example", "nl", False, ids, 1, "s")


@pytest.mark.parametrize("verb", list(Verb))
def test_organiser_may_everything_with_the_own_edition_only(world: World, verb: Verb) -> None:
    registration = registered(world.session, world.edition, a_person(world.session))
    things = (world.edition, registration, world.vgs, world.elsewhere, world.vng)

    def answers(who: Viewer | None) -> list[bool]:
        return [policy.may(who, verb, thing) for thing in things]

    assert answers(viewer(world.vgs)) == [True, True, True, False, False]
    assert answers(viewer()) == answers(None) == [False] * 5


def test_joint_programme_is_of_each_organiser(world: World) -> None:
    joint = an_edition(world.session, a_programme(world.session, world.vgs, world.vng, title="Samen leren"))

    assert [policy.may(viewer(o), Verb.SEE, joint) for o in (world.vgs, world.vng)] == [True, True]


def test_edition_of_another_does_not_exist(world: World) -> None:
    found = policy.edition_for(world.session, viewer(world.vgs), world.edition.public_id)

    assert found is world.edition
    for who in (viewer(world.vng), viewer(), None):
        with pytest.raises(NotFound):
            policy.edition_for(world.session, who, world.edition.public_id)


def test_registration_is_found_in_its_own_edition_only(world: World) -> None:
    registration = registered(world.session, world.edition, a_person(world.session))

    assert policy.registration_in(world.session, world.edition, registration.public_id) is registration
    with pytest.raises(NotFound):
        policy.registration_in(world.session, world.elsewhere, registration.public_id)


def test_no_organisations_means_no_editions(world: World) -> None:
    assert world.session.scalars(policy.editions_of([])).all() == []
    assert world.session.scalars(policy.editions_of([world.vgs.id])).all() == [world.edition]
