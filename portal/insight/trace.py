"""From finding to participation: which actions of the study programmes serve, and for how many people."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from portal.coverage.queries import confirmed
from portal.frameworks.facts import Action
from portal.frameworks.queries import frameworks
from portal.frameworks.tags import Tagged, sort_key, tags_in
from portal.insight.disclosure import K, band
from portal.people.models import Position
from portal.people.queries import held_on
from portal.programmes.models import Edition, Module, Programme
from portal.registrations.models import Claim, Participant, PoolKind, Registration
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState

People = Mapping[str, set[int]]
"""Who takes part in what, by the key of a programme or module."""


@dataclass(frozen=True)
class Trace:
    """An advice or action that is served, the findings before it, and roughly how many people take part.

    `band` None: fewer than five. `programmes`: those with five or more of these people, by title.
    """

    tagged: Tagged
    advice: str
    findings: tuple[str, ...]
    band: tuple[int, int | None] | None
    programmes: tuple[str, ...] = ()


def traces(session: Session, edition: Edition) -> list[Trace]:
    """Every advice and action that this edition serves, as a second organiser confirmed it."""
    keys = [edition.programme.slug, *(module.key for module in edition.modules)]
    found = _people(session, Participant.edition_id == edition.id)
    return _traces(session, {key: found.get(key, set()) for key in keys}, {})


def traces_of_organisation(session: Session, organisation_id: int, day: date) -> list[Trace]:
    """The same of who has a position at an organisation on this day, over all editions.

    What fewer than five of them take part in is not named: it would tell who is learning what.
    """
    here = select(Position.person_id).where(Position.organisation_id == organisation_id, held_on(day))
    found = _people(session, Participant.person_id.in_(here))
    named = _titles(session, found)
    return [one for one in _traces(session, found, named) if one.band]


def _titles(session: Session, found: People) -> dict[str, str]:
    """Of each programme and module the title of the programme."""
    slugs = session.execute(select(Programme.slug, Programme.title).where(Programme.slug.in_(sorted(found))))
    modules = session.execute(
        select(Module.key, Programme.title)
        .join(Edition, Edition.id == Module.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Module.key.in_(sorted(found)))
        .distinct()
    )
    return {key: title for key, title in chain(slugs, modules)}  # noqa: C416 - for the types


def _traces(session: Session, people: People, titles: Mapping[str, str]) -> list[Trace]:
    served: dict[str, list[str]] = defaultdict(list)
    for key, coverage in confirmed(session, people).items():
        for tag in coverage.tags:
            served[tag].append(key)
    every = frameworks(session)
    known = tags_in(every)
    found = []
    for tag in sorted(served.keys() & known.keys(), key=sort_key):
        tagged = known[tag]
        of = next(one for one in every if one.id == tagged.framework)
        thing = tagged.thing
        numbers = {thing.number} if isinstance(thing, Action) else set(thing.actions)
        findings = tuple(one.number for one in of.findings if numbers & set(one.actions))
        advice = thing.advice if isinstance(thing, Action) else thing.number
        taking_part = set().union(*(people[key] for key in served[tag]))
        found.append(
            Trace(tagged, advice, findings, _band(taking_part), _programmes(served[tag], people, titles))
        )
    return found


def _programmes(keys: list[str], people: People, titles: Mapping[str, str]) -> tuple[str, ...]:
    of: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        if key in titles:
            of[titles[key]] |= people[key]
    return tuple(sorted(title for title, found in of.items() if len(found) >= K))


def _band(people: set[int]) -> tuple[int, int | None] | None:
    return band(len(people)) if len(people) >= K else None


def _people(session: Session, which: ColumnElement[bool]) -> dict[str, set[int]]:
    """Who has a confirmed place in each programme, and in each module; of electives who has a seat there."""
    in_edition: dict[int, set[int]] = defaultdict(set)
    slugs = {}
    for person, edition, slug in session.execute(_seated(which).add_columns(Edition.id, Programme.slug)):
        in_edition[edition].add(person)
        slugs[edition] = slug
    found: dict[str, set[int]] = defaultdict(set)
    for edition, people in in_edition.items():
        found[slugs[edition]] |= people
    for edition, key in session.execute(
        select(Module.edition_id, Module.key).where(
            Module.edition_id.in_(_seated(which).with_only_columns(Edition.id)), Module.group_id.is_(None)
        )
    ):
        found[key] |= in_edition[edition]
    for person, key in session.execute(
        _seated(which)
        .add_columns(Module.key)
        .join(Claim, Claim.participant_id == Participant.id)
        .join(Module, Module.id == Claim.module_id)
        .where(
            Claim.kind == PoolKind.MODULE,
            Claim.state == ClaimState.CONFIRMED,
            Module.group_id.is_not(None),
        )
    ):
        found[key].add(person)
    return found


def _seated(which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(Participant.person_id)
        .join(Registration, Registration.id == Participant.registration_id)
        .join(Edition, Edition.id == Participant.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(
            which,
            Participant.person_id.is_not(None),
            Participant.state == ParticipantState.CONFIRMED,
            Registration.state == RegistrationState.CONFIRMED,
        )
    )
