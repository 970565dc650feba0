"""What a recommendation knows of somebody: the last scan, goals, what they did, and what the gates say.

A fixed number of queries, whatever there is on offer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.assessments.catalogue import MOST_GOALS, Person, Why
from portal.assessments.queries import Taken, latest, scans_of
from portal.eligibility.facts import Answer, EditionFacts, Moment, Outcome, Rule, RuleKind
from portal.eligibility.gates import decide
from portal.eligibility.queries import person_facts, rules_of
from portal.goals import aims
from portal.goals.facts import GoalFacts
from portal.goals.queries import priorities
from portal.people.facts import PersonFacts, reads_of
from portal.people.models import Person as Account
from portal.programmes import kept
from portal.programmes.facts import EditionState
from portal.programmes.models import Edition, Interest, Programme
from portal.programmes.states import phase_of
from portal.recommendations.models import RecommendationRefusal
from portal.recommendations.offers import Offer
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ACTIVE, IN, ParticipantState, RegistrationState
from portal.texts import local

_WHY = {
    RuleKind.MEMBERSHIP: Why.NOT_MEMBER,
    RuleKind.EARLY: Why.CLOSED,
    RuleKind.INTEREST_FIRST: Why.CLOSED,
}
"""What a refusal comes to; of other rules: it is for other people."""
_ASKED_LATER = {RuleKind.CODE}


@dataclass(frozen=True)
class Known:
    """Somebody as a recommendation sees them. `taken` is the scan, `refused` what they do not want.

    `answers`: what stands in the way by the rules of an edition, per key; `taking_part`: what they are in
    now, which is not recommended again.
    """

    person: Person
    taken: Taken
    answers: Mapping[str, tuple[Answer, ...]]
    taking_part: frozenset[str]
    refused: Mapping[str, RecommendationRefusal]

    @property
    def out(self) -> frozenset[str]:
        """What is left out of the recommendation."""
        return self.taking_part | self.refused.keys()


def known(
    session: Session, offered: Mapping[str, Offer], *, person_id: int, email: str, now: datetime
) -> Known | None:
    """What is known of this person; None before the first scan that has scores."""
    taken = latest(scans_of(session, person_id))
    if taken is None:
        return None
    scan = taken.scan()
    facts = person_facts(session, person_id)
    answers = _answers(session, offered, facts, email, now)
    finished, busy = _done(session, person_id, now)
    completed = finished | {key for key, offer in offered.items() if offer.programme in finished}
    taking_part = frozenset(key for key, offer in offered.items() if offer.programme in busy)
    goals = priorities(session, person_id)
    wanted = aims.of_person(session, person_id, local(now).date())
    person = Person(
        aspects=scan.aspects,
        roles=scan.roles,
        targets=_targets(goals),
        org_targets={name: Decimal(target) / 10 for name, target in wanted.targets.items()},
        org_focus=wanted.focus,
        goals=_weights(goals),
        role_goals=frozenset(goal.role for goal in goals if goal.role),
        completed=completed,
        languages=_languages(session, person_id),
        barred={key: found for key, found in _barred(offered, answers, facts, now).items() if found},
    )
    return Known(person, taken, answers, taking_part, refusals_of(session, person_id))


def refusals_of(session: Session, person_id: int) -> dict[str, RecommendationRefusal]:
    """What this person does not want, by key."""
    rows = session.scalars(select(RecommendationRefusal).where(RecommendationRefusal.person_id == person_id))
    return {row.key: row for row in rows}


def _languages(session: Session, person_id: int) -> frozenset[str]:
    stated, language = session.execute(
        select(Account.reads, Account.language).where(Account.id == person_id)
    ).one()
    return frozenset(reads_of(stated, language).split(","))


def _weights(goals: tuple[GoalFacts, ...]) -> dict[str, int]:
    """Priorities per aspect: the highest of each, at most three."""
    found: dict[str, int] = {}
    for goal in goals:
        if goal.aspect and goal.priority and (goal.aspect in found or len(found) < MOST_GOALS):
            found[goal.aspect] = max(goal.priority, found.get(goal.aspect, 0))
    return found


def _targets(goals: tuple[GoalFacts, ...]) -> dict[str, Decimal]:
    """Own targets: of goals about one aspect or role the highest."""
    found: dict[str, Decimal] = {}
    for goal in goals:
        name = goal.aspect or goal.role
        if name and goal.target:
            found[name] = max(Decimal(goal.target) / 10, found.get(name, Decimal(0)))
    return found


def _done(session: Session, person_id: int, now: datetime) -> tuple[frozenset[str], frozenset[str]]:
    """The programmes that this person finished, and those that they are in or wait for."""
    rows = session.execute(
        select(Programme.slug, Edition.id, Edition.version, Participant.state, Registration.state)
        .join_from(Participant, Registration, Registration.id == Participant.registration_id)
        .join(Edition, Edition.id == Participant.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(
            Participant.person_id == person_id,
            Participant.state.in_(IN),
            Registration.state.in_(ACTIVE),
        )
    ).all()
    copies = kept.editions(session, [(row.id, row.version) for row in rows])
    finished, busy = set(), set()
    for slug, id_, _version, mine, state in rows:
        phase = phase_of(copies[id_].timing, now).state
        if phase is EditionState.FINISHED:
            if mine == ParticipantState.CONFIRMED and state == RegistrationState.CONFIRMED:
                finished.add(slug)
        elif phase is not EditionState.CANCELLED:
            busy.add(slug)
    return frozenset(finished), frozenset(busy - finished)


def _answers(
    session: Session, offered: Mapping[str, Offer], facts: PersonFacts, email: str, now: datetime
) -> dict[str, tuple[Answer, ...]]:
    """What the gates of registration say now to this person alone, where they refuse."""
    editions = {key: offer.now.edition for key, offer in offered.items() if offer.now}
    rules = rules_of(session, [edition.id for edition in editions.values()])
    listed = _interested(session, email) if _asks_interest(rules) else frozenset()
    today = local(now).date()
    found = {}
    for key, edition in editions.items():
        asked = tuple(rule for rule in rules.get(edition.id, ()) if rule.kind not in _ASKED_LATER)
        verdict = decide(
            person=facts,
            companion=None,
            edition=EditionFacts(
                rules=asked,
                companion_allowed=edition.companion_allowed,
                on_interest_list=edition.programme_id in listed,
            ),
            today=today,
            now=now,
            moment=Moment.PREVIEW,
        )
        found[key] = tuple(a for a in verdict.answers if a.outcome is Outcome.REFUSE)
    return {key: refused for key, refused in found.items() if refused}


def _asks_interest(rules: Mapping[int, tuple[Rule, ...]]) -> bool:
    return any(rule.kind is RuleKind.INTEREST_FIRST for found in rules.values() for rule in found)


def _interested(session: Session, email: str) -> frozenset[int]:
    """The programmes whose interest list this address is on."""
    return frozenset(
        session.scalars(
            select(Interest.programme_id).where(
                func.lower(Interest.email) == email.strip().lower(),
                Interest.confirmed_at.is_not(None),
                Interest.removed_at.is_(None),
            )
        )
    )


def keeps_out(answer: Answer) -> bool:
    """Whether a rule says that it is for other people, and no waiting or joining helps."""
    return answer.rule not in _WHY and answer.rule not in _ASKED_LATER


def _barred(
    offered: Mapping[str, Offer], answers: Mapping[str, tuple[Answer, ...]], facts: PersonFacts, now: datetime
) -> dict[str, frozenset[Why]]:
    found = {key: frozenset(_WHY.get(a.rule, Why.AUDIENCE) for a in said) for key, said in answers.items()}
    today: date = local(now).date()
    held = {str(position.kind) for position in facts.positions if position.period.holds_on(today)}
    for key, offer in offered.items():
        if offer.external and offer.external.audience and not held & set(offer.external.audience):
            found[key] = frozenset({Why.AUDIENCE})
    return found
