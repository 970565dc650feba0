"""Decisions are kept as proof."""

from datetime import timedelta

from portal.eligibility.facts import Moment, Outcome
from portal.eligibility.queries import decisions_of
from portal.eligibility.sentences import readable
from portal.eligibility.service import row, store
from tests.eligibility.builders import MEMBERS_ONLY, NOW, a_membership, a_person, verdict
from tests.eligibility.conftest import Small
from tests.eligibility.editions import a_registration
from tests.eligibility.test_rules_of_asking import EARLY

ENDED = a_person(memberships=(a_membership(ends=NOW.date() - timedelta(days=1)),))


def test_decision_is_stored_with_rules_facts_and_words(small: Small) -> None:
    registration = a_registration(small)
    found = verdict(MEMBERS_ONLY, EARLY, person=ENDED, now=NOW - timedelta(hours=1))
    made = row(registration_id=registration.id, verdict=found, moment=Moment.APPLICATION, at=NOW)
    store(small.session, [made])
    (decision,) = decisions_of(small.session, registration.id)
    assert (decision.at, decision.moment, decision.outcome) == (NOW, Moment.APPLICATION, Outcome.REFUSE)
    assert decision.answers[0] == {
        "rule": "membership",
        "outcome": "refuse",
        "reason": "membership.ended",
        "values": {"associations": ["VGS"], "ended": "2027-01-12"},
        "about": "person",
    }
    assert [line.sentence for line in readable(decision)] == [
        "Je was lid van VGS tot en met 12 januari 2027.",
        "Tot woensdag 13 januari 2027, 11.00 uur kunnen alleen leden van VGS zich inschrijven.",
    ]


def test_newest_decision_comes_first(small: Small) -> None:
    registration = a_registration(small)
    for moment in (Moment.APPLICATION, Moment.PROMOTION, Moment.ACCEPTANCE):
        at = NOW + timedelta(days=moment is not Moment.APPLICATION)
        made = row(registration_id=registration.id, verdict=verdict(), moment=moment, at=at)
        store(small.session, [made])
    moments = [decision.moment for decision in decisions_of(small.session, registration.id)]
    assert moments == [Moment.ACCEPTANCE, Moment.PROMOTION, Moment.APPLICATION]
