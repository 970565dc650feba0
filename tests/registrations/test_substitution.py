"""A colleague takes a place over: the rules, the seats set aside, and two answers at once."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from portal.checking.run import violations
from portal.database import listen, transaction
from portal.eligibility.facts import RuleKind
from portal.errors import Refused
from portal.people import tokens
from portal.people.models import Person
from portal.registrations import substitution
from portal.registrations.models import Registration
from portal.registrations.reasons import Reason
from portal.registrations.service import withdraw
from portal.registrations.states import RegistrationState as R
from tests.builders import (
    KEY,
    NOW,
    a_person,
    an_association,
    an_edition,
    an_organisation,
    people,
    registered,
)

WAITS = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")


def ask(session: Session, made: Registration, colleague: Person) -> int:
    """Asks a colleague to take the first place over; returns the id of that place."""
    place = made.participants[0]
    substitution.ask_substitute(
        session,
        registration_id=made.id,
        participant_id=place.id,
        actor_id=made.person_id,
        name=colleague.name,
        email=colleague.email,
        now=NOW,
    )
    return place.id


def test_second_yes_still_mails_what_ended(session: Session) -> None:
    edition = an_edition(session, seats=2, substitution_allowed=True)
    made, leaver, waits = (registered(session, edition, person) for person in people(session, 3))
    colleague = a_person(session, "Bram")
    place = ask(session, made, colleague)
    substitution.take_over(session, participant_id=place, actor_id=colleague.id, now=NOW)
    withdraw(session, registration_id=leaver.id, actor_id=leaver.person_id, now=NOW)
    later = NOW + timedelta(days=9)
    substitution.take_over(session, participant_id=place, actor_id=colleague.id, now=later)
    assert (waits.state, violations(session, now=later)) == (R.LAPSED, [])


def test_colleague_asked_earlier_cannot_decline_for_the_next(session: Session) -> None:
    made = registered(session, an_edition(session, substitution_allowed=True), a_person(session))
    earlier, now_asked = a_person(session, "Bram"), a_person(session, "Chantal")
    place = [ask(session, made, colleague) for colleague in (earlier, now_asked)][1]
    with pytest.raises(Refused) as refusal:
        substitution.drop_substitute(
            session, registration_id=made.id, participant_id=place, actor_id=earlier.id, now=NOW
        )
    assert refusal.value.reason is Reason.INVITE_OVER
    assert made.participants[0].substitute_id == now_asked.id


def test_place_goes_not_beyond_the_limit(session: Session) -> None:
    home, neighbour = an_organisation(session), an_organisation(session, "Gemeente Duinwaard")
    limit = [(RuleKind.PER_ORGANISATION, {"at_most": 1})]
    edition = an_edition(session, seats=9, substitution_allowed=True, rules=limit)
    registered(session, edition, a_person(session, "Buur", organisation=neighbour))
    made = registered(session, edition, a_person(session, organisation=home))
    bram = a_person(session, "Bram", organisation=neighbour)
    place = ask(session, made, bram)
    with pytest.raises(Refused) as refused:
        substitution.take_over(session, participant_id=place, actor_id=bram.id, now=NOW)
    assert refused.value.reason == Reason.INVITED_BEYOND_LIMIT


def test_colleague_of_the_same_organisation_takes_over(session: Session) -> None:
    home = an_organisation(session)
    limit = [(RuleKind.PER_ORGANISATION, {"at_most": 1})]
    edition = an_edition(session, seats=9, substitution_allowed=True, rules=limit)
    made = registered(session, edition, a_person(session, organisation=home))
    bram = a_person(session, "Bram", organisation=home)
    substitution.take_over(session, participant_id=ask(session, made, bram), actor_id=bram.id, now=NOW)
    assert (made.person, made.participants[0].stated_organisation_id) == (bram, home.id)


def test_seat_set_aside_is_kept_again_for_the_group(session: Session) -> None:
    vgs = an_association(session)
    kept = {"seats": 1, "until": "2027-03-01", "associations": [vgs.slug]}
    rules = [(RuleKind.SET_ASIDE, kept)]
    edition = an_edition(session, seats=2, substitution_allowed=True, rules=rules)
    made = registered(session, edition, a_person(session, member_of=vgs))
    outsider, other = people(session, 2)
    place = ask(session, made, outsider)
    substitution.take_over(session, participant_id=place, actor_id=outsider.id, now=NOW)
    assert registered(session, edition, other).state == R.WAITLISTED
    assert registered(session, edition, a_person(session, "Lid", member_of=vgs)).state == R.CONFIRMED


@pytest.mark.postgres
@pytest.mark.parametrize("taken_back", [True, False], ids=["taken back", "pressed twice"])
def test_answer_waits_for_the_turn_before_it(fresh_postgres_url: str, taken_back: bool) -> None:
    tokens.configure(KEY)
    engine, outcome = create_engine(fresh_postgres_url), []
    listen(engine)
    with Session(engine, expire_on_commit=False) as session, transaction(session):
        edition = an_edition(session, seats=3, substitution_allowed=True)
        first, colleague = people(session, 2)
        made = registered(session, edition, first)
        place = ask(session, made, colleague)

    def answer() -> None:
        try:
            with Session(engine) as own, transaction(own):
                substitution.take_over(own, participant_id=place, actor_id=colleague.id, now=NOW)
            outcome.append("in")
        except Refused as refused:
            outcome.append(refused.reason)

    second = threading.Thread(target=answer)
    with Session(engine) as session, transaction(session):
        if taken_back:
            substitution.drop_substitute(
                session, registration_id=made.id, participant_id=place, actor_id=first.id, now=NOW
            )
        else:
            substitution.take_over(session, participant_id=place, actor_id=colleague.id, now=NOW)
        session.flush()
        second.start()
        until = time.monotonic() + 10
        while not session.scalar(WAITS) and time.monotonic() < until:
            time.sleep(0.02)
    second.join(10)
    engine.dispose()
    assert outcome == [Reason.INVITE_OVER if taken_back else "in"]
