"""Registrations of every kind in one database, and a way to plant a fault behind the services' back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.checking.run import check, violations
from portal.people.models import Organisation, Person
from portal.programmes.facts import Promotion
from portal.programmes.models import Edition, ElectiveGroup, Slot
from portal.registrations import duo, steering
from portal.registrations.models import Registration
from portal.registrations.service import Companion
from portal.registrations.wishes import Wish
from tests.builders import (
    NOW,
    a_group,
    a_person,
    a_programme,
    a_round,
    an_association,
    an_edition,
    registered,
)

EDITION = "Sturen op de opgave, Voorjaar 2027"


@dataclass
class World:
    """One full edition: a duo and one alone inside, one with an offer, two who wait, and a request."""

    session: Session
    vgs: Organisation
    bram: Person
    edition: Edition
    round: Slot
    group: ElectiveGroup
    duo: Registration
    alone: Registration
    offered: Registration
    waiting: Registration
    last: Registration

    def plant(self, statement: str, **values: Any) -> None:
        """Changes rows without asking anybody."""
        self.session.flush()
        self.session.execute(text(statement), values)

    def faults(self) -> list[str]:
        """What the check says is wrong."""
        return violations(self.session, now=NOW)

    def notes(self, later: timedelta = timedelta(0)) -> list[str]:
        """What the check says that a job has yet to do."""
        found = check(self.session, now=NOW + later, real_now=NOW + later)
        return [finding.text for finding in found if finding.note]


def a_world(session: Session) -> World:
    """The world in order: the check finds nothing."""
    vgs = an_association(session)
    bram = a_person(session, "Bram Organisator", organises_for=vgs)
    edition = an_edition(session, a_programme(session, vgs), seats=3, companion_allowed=True)
    slot, group = a_round(session, edition, 5, 5), a_group(session, edition, 5, 5)
    wishes = (
        Wish(slot_id=slot.id, first_id=slot.breakouts[0].id),
        Wish(group_id=group.id, first_id=edition.modules[0].id),
    )

    def one(name: str, **more: Any) -> Registration:
        return registered(session, edition, a_person(session, name), wishes=wishes, **more)

    both = one("Aisha", companion=Companion("Daan", "daan@veldrijk.example"))
    companion = both.participants[1]
    duo.confirm_companion(session, participant_id=companion.id, person_id=companion.person_id, now=NOW)
    alone, offered, waiting, last = one("Carla"), one("Esra"), one("Fatima"), one("Gijs")
    steering.set_capacity(session, edition_id=edition.id, actor_id=bram.id, capacity=4, now=NOW)
    session.flush()
    return World(session, vgs, bram, edition, slot, group, both, alone, offered, waiting, last)


def automatic(session: Session, **more: Any) -> Edition:
    """Another edition, whose seats are given without an offer."""
    programme = a_programme(session, title="Leren van elkaar")
    return an_edition(session, programme, promotion=Promotion.AUTOMATIC, **more)
