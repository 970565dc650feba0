"""From finding to participation: which actions of the study an edition serves, and for how many people."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coverage.queries import confirmed
from portal.frameworks.facts import Action
from portal.frameworks.queries import frameworks
from portal.frameworks.tags import Tagged, sort_key, tags_in
from portal.insight.disclosure import K, band
from portal.programmes.models import Edition
from portal.registrations.models import Claim, Participant, PoolKind, Registration
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState


@dataclass(frozen=True)
class Trace:
    """An advice or action that the edition serves, the findings before it, and roughly how many take part.

    `band` None: fewer than five.
    """

    tagged: Tagged
    advice: str
    findings: tuple[str, ...]
    band: tuple[int, int | None] | None


def traces(session: Session, edition: Edition) -> list[Trace]:
    """Every advice and action that this edition serves, as a second organiser confirmed it."""
    electives = {module.key: module.id for module in edition.modules if module.group_id is not None}
    keys = [edition.programme.slug, *(module.key for module in edition.modules)]
    served: dict[str, set[str]] = {}
    for key, coverage in confirmed(session, keys).items():
        for tag in coverage.tags:
            served.setdefault(tag, set()).add(key)
    every = frameworks(session)
    known = tags_in(every)
    everybody, chosen = _people(session, edition.id)
    found = []
    for tag in sorted(served.keys() & known.keys(), key=sort_key):
        people = set()
        for key in served[tag]:
            people |= chosen.get(electives[key], set()) if key in electives else everybody
        tagged = known[tag]
        of = next(one for one in every if one.id == tagged.framework)
        thing = tagged.thing
        numbers = {thing.number} if isinstance(thing, Action) else set(thing.actions)
        findings = tuple(one.number for one in of.findings if numbers & set(one.actions))
        advice = thing.advice if isinstance(thing, Action) else thing.number
        found.append(Trace(tagged, advice, findings, band(len(people)) if len(people) >= K else None))
    return found


def _people(session: Session, edition_id: int) -> tuple[set[int], dict[int, set[int]]]:
    """Who has a confirmed place, and who of them has a seat in which elective."""
    seated = session.execute(
        select(Participant.id, Participant.person_id)
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Participant.edition_id == edition_id,
            Participant.state == ParticipantState.CONFIRMED,
            Registration.state == RegistrationState.CONFIRMED,
        )
    ).all()
    of = {participant: person for participant, person in seated if person is not None}
    claims = session.execute(
        select(Claim.participant_id, Claim.module_id).where(
            Claim.participant_id.in_(list(of)),
            Claim.kind == PoolKind.MODULE,
            Claim.state == ClaimState.CONFIRMED,
        )
    )
    chosen: dict[int, set[int]] = {}
    for participant, module in claims:
        if participant is not None and module is not None:
            chosen.setdefault(module, set()).add(of[participant])
    return set(of.values()), chosen
