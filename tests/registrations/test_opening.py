"""An announced edition opens: who asked for it hears first, in order of entry."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.outbox.models import OutgoingLetter
from portal.programmes.facts import Desk
from portal.programmes.models import Edition, Interest
from portal.registrations import steering
from portal.registrations.reasons import NotEligible
from tests.builders import NOW, a_person, an_edition, registered


def interested(session: Session, edition: Edition, *addresses: str) -> None:
    for minutes, address in enumerate(addresses):
        session.add(
            Interest(
                programme_id=edition.programme_id,
                email=address,
                entered_at=NOW - timedelta(days=9) + timedelta(minutes=minutes),
                confirmed_at=NOW - timedelta(days=8),
            )
        )
    session.flush()


def opened(session: Session, edition: Edition) -> None:
    organiser = a_person(session, "Bram de Organisator")
    steering.set_desk(session, edition_id=edition.id, actor_id=organiser.id, desk=Desk.REOPENED, now=NOW)


def told(session: Session) -> list[str]:
    letters = select(OutgoingLetter).where(OutgoingLetter.kind == "interest_opened")
    return [letter.to_address for letter in session.scalars(letters.order_by(OutgoingLetter.id))]


def test_opening_is_told_in_order_of_entry_once(session: Session) -> None:
    edition = an_edition(session, opens=None)
    interested(session, edition, "a@x.example", "b@x.example")
    opened(session, edition)
    steering.set_desk(session, edition_id=edition.id, actor_id=1, desk=Desk.CLOSED, now=NOW)
    steering.set_desk(session, edition_id=edition.id, actor_id=1, desk=Desk.REOPENED, now=NOW)
    assert told(session) == ["a@x.example", "b@x.example"]


def test_head_start_lets_only_the_list_register_at_first(session: Session) -> None:
    edition = an_edition(session, opens=None, interest_first=True, interest_head_start_days=2)
    listed, other = a_person(session, "Aisha"), a_person(session, "Daan")
    interested(session, edition, listed.email)
    opened(session, edition)
    assert registered(session, edition, listed).state == "confirmed"
    with pytest.raises(NotEligible) as refusal:
        registered(session, edition, other)
    assert [a.reason for a in refusal.value.verdict.refusals] == ["interest_first.not_yet"]
    assert registered(session, edition, other, now=NOW + timedelta(days=2)).state == "confirmed"


def test_without_head_start_everyone_may_register_at_once(session: Session) -> None:
    edition = an_edition(session, opens=None, interest_head_start_days=2)
    opened(session, edition)
    assert registered(session, edition, a_person(session, "Daan")).state == "confirmed"
