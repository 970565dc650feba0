"""Fixtures of the workbench: Aisha takes part, Bram organises this programme, Chantal another one."""

from typing import Any

import pytest
from flask import Flask

from portal.database import db, transaction
from portal.people.models import Person
from portal.programmes.models import Edition
from portal.registrations.models import Registration
from portal.registrations.service import Companion
from portal.registrations.wishes import Wish
from tests.builders import (
    a_group,
    a_person,
    a_programme,
    a_round,
    an_association,
    an_edition,
    an_organisation,
    registered,
)
from tests.web.participant.visitor import Visitor


class World:
    """One edition of two seats that Bram steers; other rooms of these tests add registrations."""

    first: Registration
    daan: Registration
    esra: Registration
    request: Registration

    def __init__(self, app: Flask) -> None:
        self.app = app
        with transaction() as session:
            self.municipality = an_organisation(session)
            self.vgs = an_association(session)
            self.vng = an_association(session, "vng", "VNG")
            self.bram = a_person(session, "Bram de Vries", organises_for=self.vgs)
            self.chantal = a_person(session, "Chantal Smit", organises_for=self.vng)
            self.aisha = a_person(session, "Aisha Bakker", organisation=self.municipality)
            programme = a_programme(session, self.vgs)
            other = a_programme(session, self.vng, title="Leren van elkaar")
            self.edition = an_edition(session, programme, seats=2, companion_allowed=True)
            self.elsewhere = an_edition(session, other)
            a_round(session, self.edition, 5, 5)
            a_group(session, self.edition, 5, 5)
        self.organiser = Visitor(app, self.bram)

    @property
    def address(self) -> str:
        """Where the edition's pages are."""
        return f"/werk/edities/{self.edition.public_id}"

    def visitor(self, person: Person | None = None) -> Visitor:
        """A browser, signed in as this person."""
        return Visitor(self.app, person)

    def person(self, name: str) -> Person:
        """Someone of the municipality of Veldrijk."""
        with transaction() as session:
            return a_person(session, name, organisation=session.merge(self.municipality))

    def enrols(
        self, who: Person | str, *, edition: Edition | None = None, companion: str = "", **more: Any
    ) -> Registration:
        """This person registers."""
        person = self.person(who) if isinstance(who, str) else who
        if companion:
            more["companion"] = Companion(companion, f"{companion.lower()}@veldrijk.example")
        with transaction() as session:
            target = session.get_one(Edition, (edition or self.edition).id)
            if "wishes" not in more and edition is None:
                slot = target.meetings[0].slots[0]
                more["wishes"] = (Wish(slot_id=slot.id, first_id=slot.breakouts[0].id),)
            return registered(session, target, session.get_one(Person, person.id), **more)

    def registration(self, found: Registration) -> str:
        """Where the pages of this registration are."""
        return f"{self.address}/inschrijvingen/{found.public_id}"

    def another(self, **more: Any) -> Edition:
        """Another edition of the same programme."""
        with transaction() as session:
            return an_edition(session, session.get_one(Edition, self.edition.id).programme, **more)

    def fresh(self, found: Any) -> Any:
        """The row as the database has it now."""
        db.session.rollback()
        db.session.expire_all()
        return db.session.get_one(type(found), found.id)


@pytest.fixture
def world(app: Flask) -> World:
    """The people and the edition of these tests."""
    return World(app)
