"""An edition that was cancelled is held after all: everyone stands as they stood, and hears it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.checking.run import violations
from portal.errors import Refused
from portal.outbox.models import OutgoingLetter
from portal.people.models import Person
from portal.programmes.facts import Promotion
from portal.programmes.models import Edition
from portal.registrations import desk, offers, steering
from portal.registrations.models import Choice, Claim, PoolKind, Registration
from portal.registrations.opening import Companion
from portal.registrations.reasons import Reason
from portal.registrations.service import withdraw
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_person, a_round, an_association, an_edition, registered

R = RegistrationState
LATER = NOW + timedelta(days=1)


class Bureau:
    """An organiser with an edition that is called off and held after all."""

    def __init__(self, session: Session, **more: object) -> None:
        self.session = session
        self.edition: Edition = an_edition(session, **more)  # type: ignore[arg-type]
        self.boss = a_person(session, "Bureau", organises_for=an_association(session))

    def joins(self, name: str, **more: object) -> Registration:
        """Somebody new who registers."""
        return registered(self.session, self.edition, a_person(self.session, name), **more)

    def cancel(self) -> None:
        """The whole edition is off."""
        steering.cancel_edition(
            self.session, edition_id=self.edition.id, actor_id=self.boss.id, why="Te weinig animo", now=NOW
        )

    def restore(self, why: str = "Er is weer animo") -> None:
        """And on again."""
        steering.restore_edition(
            self.session, edition_id=self.edition.id, actor_id=self.boss.id, why=why, now=LATER
        )
        self.session.expire_all()

    def told(self, person: Person) -> list[str]:
        """What this person was written, since the edition is on again."""
        mine = select(OutgoingLetter.kind).where(
            OutgoingLetter.person_id == person.id, OutgoingLetter.created_at >= LATER
        )
        return list(self.session.scalars(mine.order_by(OutgoingLetter.id)))


def claims(registration: Registration, kind: PoolKind = PoolKind.EDITION) -> list[str]:
    """The claims that count, of one kind."""
    alive = [c for c in registration.claims if c.kind == kind and c.state != ClaimState.RELEASED]
    return [str(claim.state) for claim in alive]


def test_everyone_stands_as_they_stood_and_hears_it(session: Session) -> None:
    bureau = Bureau(session, seats=2)
    made = [bureau.joins(f"Persoon {number}") for number in range(4)]
    bureau.cancel()
    assert {one.state for one in made} == {R.CANCELLED}

    bureau.restore()

    assert [one.state for one in made] == [R.CONFIRMED, R.CONFIRMED, R.WAITLISTED, R.WAITLISTED]
    assert [claims(one) for one in made] == [["confirmed"]] * 2 + [["waiting"]] * 2
    assert [bureau.told(one.person) for one in made] == [["edition_restored"]] * 4
    assert {one.ended_at for one in made} == {None}
    assert (bureau.edition.publication, bureau.edition.cancelled_reason) == ("published", "")
    assert violations(session, now=LATER) == []


def test_twice_is_once(session: Session) -> None:
    bureau = Bureau(session)
    made = bureau.joins("Aisha")
    bureau.cancel()
    bureau.restore()
    bureau.restore()
    assert bureau.told(made.person) == ["edition_restored"]
    bureau.cancel()
    bureau.restore()
    assert (made.state, violations(session, now=LATER)) == (R.CONFIRMED, [])


def test_who_left_before_stays_away(session: Session) -> None:
    bureau = Bureau(session)
    left, ended, _stays = (bureau.joins(name) for name in ("Weg", "Beëindigd", "Blijft"))
    withdraw(session, registration_id=left.id, actor_id=left.person_id, now=NOW)
    desk.cancel_registration(
        session, registration_id=ended.id, actor_id=bureau.boss.id, why="Op verzoek", now=NOW
    )
    bureau.cancel()
    bureau.restore()
    assert (left.state, ended.state) == (R.WITHDRAWN, R.CANCELLED)
    assert [bureau.told(one.person) for one in (left, ended)] == [[], []]


def test_who_deletes_the_account_meanwhile_stays_away(session: Session) -> None:
    bureau = Bureau(session)
    made = bureau.joins("Aisha")
    bureau.cancel()
    made.person.leaving_at = NOW
    session.flush()
    bureau.restore()
    assert (made.state, violations(session, now=LATER)) == (R.CANCELLED, [])


def test_an_offer_is_made_anew_to_the_same_one(session: Session) -> None:
    bureau = Bureau(session, seats=1, promotion=Promotion.OFFER)
    first, second, third = (bureau.joins(f"Persoon {number}") for number in range(3))
    withdraw(session, registration_id=first.id, actor_id=first.person_id, now=NOW)
    assert second.state == R.OFFERED
    bureau.cancel()
    bureau.restore()
    assert (second.state, third.state) == (R.OFFERED, R.WAITLISTED)
    assert bureau.told(second.person) == ["edition_restored", "offer"]
    offers.accept_offer(session, registration_id=second.id, actor_id=second.person_id, now=LATER)
    assert violations(session, now=LATER) == []


def test_who_is_skipped_stays_skipped(session: Session) -> None:
    bureau = Bureau(session, seats=1, promotion=Promotion.AUTOMATIC)
    first, second, third = (bureau.joins(f"Persoon {number}") for number in range(3))
    desk.skip(session, registration_id=second.id, actor_id=bureau.boss.id, why="Op verzoek", now=NOW)
    bureau.cancel()
    bureau.restore()
    withdraw(session, registration_id=first.id, actor_id=first.person_id, now=LATER)
    assert (second.state, third.state) == (R.WAITLISTED, R.CONFIRMED)
    assert violations(session, now=LATER) == []


def test_seats_above_the_number_are_on_record_again(session: Session) -> None:
    bureau = Bureau(session, seats=2)
    made = [bureau.joins(f"Persoon {number}") for number in range(2)]
    steering.set_capacity(session, edition_id=bureau.edition.id, actor_id=bureau.boss.id, capacity=1, now=NOW)
    bureau.cancel()
    bureau.restore()
    assert [one.state for one in made] == [R.CONFIRMED] * 2
    assert (bureau.edition.pool.overbooked, violations(session, now=LATER)) == (1, [])


def test_choices_are_there_again(session: Session) -> None:
    bureau = Bureau(session)
    slot = a_round(session, bureau.edition, 1, 5)
    one, other = slot.breakouts
    wish = (Wish(slot_id=slot.id, first_id=one.id, second_id=None),)
    inside = bureau.joins("Aisha", wishes=wish)
    waits = bureau.joins("Bram", wishes=wish)
    bureau.cancel()
    bureau.restore()
    assert (claims(inside, PoolKind.BREAKOUT), claims(waits, PoolKind.BREAKOUT)) == (
        ["confirmed"],
        ["waiting"],
    )
    assert {c.breakout_id for c in session.scalars(select(Claim).where(Claim.slot_id == slot.id))} == {one.id}
    assert len(session.scalars(select(Choice)).all()) == 2
    assert other.pool.overbooked == 0
    assert violations(session, now=LATER) == []


def test_duo_is_together_again_and_the_companion_is_asked_anew(session: Session) -> None:
    bureau = Bureau(session, companion_allowed=True)
    made = bureau.joins("Aisha", companion=Companion("Daan", "daan@veldrijk.example"))
    bureau.cancel()
    bureau.restore()
    first, companion = made.participants
    assert (first.state, companion.state) == (ParticipantState.CONFIRMED, ParticipantState.INVITED)
    assert companion.confirm_by is not None
    assert companion.confirm_by > LATER
    assert bureau.told(first.person) == ["edition_restored"]
    assert bureau.told(companion.person) == ["companion_invited"]
    assert violations(session, now=LATER) == []


@pytest.mark.parametrize("why", ["", "  "])
def test_needs_a_reason(session: Session, why: str) -> None:
    bureau = Bureau(session)
    bureau.cancel()
    with pytest.raises(Refused) as refusal:
        bureau.restore(why)
    assert refusal.value.reason == Reason.WHY_NEEDED


def test_what_has_been_stays_off(session: Session) -> None:
    bureau = Bureau(session)
    bureau.cancel()
    with pytest.raises(Refused) as refusal:
        steering.restore_edition(
            session,
            edition_id=bureau.edition.id,
            actor_id=bureau.boss.id,
            why="Toch",
            now=NOW + timedelta(days=4000),
        )
    assert refusal.value.reason == Reason.FINISHED


@pytest.mark.parametrize(("free_days", "day"), [(300, "2 weeks from now"), (30, "as agreed")])
def test_leaving_is_free_for_two_weeks_or_as_long_as_was_agreed(
    session: Session, free_days: int, day: str
) -> None:
    bureau = Bureau(session, cancel_free_days=free_days, cancel_percentage=100)
    made = bureau.joins("Aisha")
    agreed = made.terms["free_until"]
    bureau.cancel()
    bureau.restore()
    free = {"2 weeks from now": (LATER + timedelta(days=14)).date().isoformat(), "as agreed": agreed}[day]
    letter = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "edition_restored")).one()
    assert (made.terms["free_until"], made.terms["percentage"]) == (free, 100)
    assert "kost dat niets" in letter.facts["leaving"]
