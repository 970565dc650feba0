"""Fixtures of the participant's pages."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from portal import clock
from portal.database import transaction
from portal.eligibility.facts import RuleKind
from portal.people.facts import PositionKind
from portal.people.models import Organisation, Person
from portal.programmes.models import Edition
from tests.builders import a_person, a_programme, an_association, an_edition, an_organisation
from tests.web.participant.visitor import Visitor


class World:
    """A municipality, an association, and editions of its programme."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with transaction() as session:
            self.municipality: Organisation = an_organisation(session)
            self.association: Organisation = an_association(session)
            self.programme = a_programme(session, self.association)

    def person(self, name: str = "Aisha Bakker", **more: object) -> Person:
        """A municipal secretary of Veldrijk, member of the association."""
        with transaction() as session:
            values = {"organisation": self.municipality, "member_of": self.association, **more}
            return a_person(session, name, **values)

    def director(self, name: str = "Bram de Vries", **more: object) -> Person:
        """A director of Veldrijk, no member."""
        return self.person(name, member_of=None, position=PositionKind.DIRECTEUR, **more)

    def edition(self, **more: object) -> Edition:
        """An edition that is open."""
        with transaction() as session:
            return an_edition(session, session.merge(self.programme), **more)

    def duo_edition(self, **more: object) -> Edition:
        """For members, who may bring a director of their own municipality."""
        rules = [
            (RuleKind.MEMBERSHIP, {"associations": ["vgs"]}),
            (RuleKind.POSITION, {"positions": ["gemeentesecretaris"]}),
            (RuleKind.COMPANION, {"positions": ["directeur"], "same_organisation": True}),
        ]
        return self.edition(companion_allowed=True, rules=rules, **more)

    def visitor(self, person: Person | None = None) -> Visitor:
        """A browser, signed in as this person."""
        return Visitor(self.app, person)


@pytest.fixture
def world(app: Flask) -> World:
    """The people and editions of these tests."""
    return World(app)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Moves the portal's clock."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move
