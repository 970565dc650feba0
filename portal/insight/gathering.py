"""The scans of a group of people, as figures are made from them; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from math import lcm
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Select, String, func, or_, select, type_coerce
from sqlalchemy.orm import Session, joinedload

from portal.assessments.facts import Form, Instrument
from portal.assessments.keeping import NONE
from portal.assessments.models import Assessment, InstrumentVersion
from portal.assessments.queries import answers_of, questionnaire_of
from portal.assessments.states import ScanState
from portal.insight.facts import Gathered, Scanned
from portal.insight.figures import SEED
from portal.insight.models import Domain, PositionDomain
from portal.people.models import Position
from portal.programmes.models import Edition, Programme
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ParticipantState, RegistrationState

SHEETS = 1000
"""Reliability of more people would hardly differ, and take long: of so many, drawn with a fixed seed."""

Keys = Mapping[int, Iterable[str]]
"""Of each person the groups to be in, with a scan or not: that a group is named tells nothing of scans."""


_OF_A_PLACE = Registration.id == Participant.registration_id
_CONFIRMED = (
    Participant.state == ParticipantState.CONFIRMED,
    Registration.state == RegistrationState.CONFIRMED,
)


class _Chosen(NamedTuple):
    leaders: dict[int, Scanned]
    before: dict[int, Scanned]
    supporters: dict[int, Scanned]


def of_edition(session: Session, edition_id: int) -> Gathered | None:
    """The participants of an edition, by position; None when nobody sent a scan."""
    here = (Participant.edition_id == edition_id, *_CONFIRMED)
    seated = session.execute(
        select(Participant.person_id, Participant.stated_position)
        .join(Registration, _OF_A_PLACE)
        .where(*here)
    ).all()
    keys = {person: [f"position:{position}"] for person, position in seated if person and position}
    people = (
        select(Participant.person_id)
        .join(Registration, _OF_A_PLACE)
        .where(*here, Participant.person_id.is_not(None))
    )
    return _gathered(session, people, keys, population=len(seated))


def of_organisation(session: Session, organisation_id: int, day: date) -> Gathered | None:
    """Who has a position at an organisation on this day: by position, by domain and by cohort.

    How many people an organisation really has, nobody stated: there is no population.
    """
    here = (
        Position.organisation_id == organisation_id,
        or_(Position.starts_on.is_(None), Position.starts_on <= day),
        or_(Position.ends_on.is_(None), Position.ends_on >= day),
    )
    people = select(Position.person_id).where(*here)
    keys: dict[int, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    stated = session.execute(
        select(Position.person_id, type_coerce(Position.kind, String), Domain.public_id, Domain.name)
        .outerjoin(PositionDomain, PositionDomain.position_id == Position.id)
        .outerjoin(
            Domain, (Domain.id == PositionDomain.domain_id) & (Domain.organisation_id == organisation_id)
        )
        .where(*here)
    ).all()
    for person, position, domain, name in stated:
        keys[person].add(f"position:{position}")
        if domain is not None:
            keys[person].add(f"domain:{domain}")
            names[f"domain:{domain}"] = name
    cohorts = session.execute(
        select(Participant.person_id, Edition.public_id, Edition.label, Programme.title)
        .join(Registration, _OF_A_PLACE)
        .join(Edition, Edition.id == Participant.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Participant.person_id.in_(people), *_CONFIRMED)
    )
    for person, edition, label, title in cohorts:
        keys[person].add(f"edition:{edition}")
        names[f"edition:{edition}"] = f"{title}, {label}"
    return _gathered(session, people, keys, names=names)


def _gathered(
    session: Session,
    people: Select[Any],
    keys: Keys,
    *,
    names: Mapping[str, str] | None = None,
    population: int | None = None,
) -> Gathered | None:
    version = _commonest(session, people)
    if version is None:
        return None
    instrument = questionnaire_of(version).instrument
    rows = session.execute(
        select(Assessment.id, Assessment.person_id, type_coerce(Assessment.form, String), Assessment.scores)
        .where(
            Assessment.person_id.in_(people),
            Assessment.state == ScanState.FINISHED,
            Assessment.version_id == version.id,
            Assessment.scores.is_not(None),
        )
        .order_by(Assessment.finished_at, Assessment.id)
    ).all()
    split = [(id_, person, form, (scores or "").split()) for id_, person, form, scores in rows]
    value, per_point = _whole(tokens for _, _, _, tokens in split)
    chosen = _chosen(split, value, len(instrument.aspects))
    leaders = tuple(chosen.leaders.values())
    parts: dict[str, list[Scanned]] = {key: [] for every in keys.values() for key in every}
    for one in leaders:
        for key in keys.get(one.person_id, ()):
            parts[key].append(one)
    return Gathered(
        population=population,
        instrument=instrument,
        per_point=per_point,
        leaders=leaders,
        before=chosen.before,
        supporters=tuple(chosen.supporters.values()),
        parts=dict(sorted(parts.items())),
        names=names or {},
        sheets=_sheets(session, instrument, leaders),
    )


def _commonest(session: Session, people: Select[Any]) -> InstrumentVersion | None:
    """The version that most people filled in; of equals the newest."""
    found = session.scalar(
        select(Assessment.version_id)
        .where(
            Assessment.person_id.in_(people),
            Assessment.state == ScanState.FINISHED,
            Assessment.form != Form.SUPPORTER,
        )
        .group_by(Assessment.version_id)
        .order_by(func.count(Assessment.person_id.distinct()).desc(), Assessment.version_id.desc())
        .limit(1)
    )
    if found is None:
        return None
    return session.get_one(InstrumentVersion, found, options=[joinedload(InstrumentVersion.instrument)])


def _whole(scores: Iterable[Sequence[str]]) -> tuple[dict[str, int], int]:
    """Every score that occurs as a whole number, and how many make one point of the scale."""
    known = set(chain.from_iterable(scores)) - {NONE}
    parts = {token: token.split("/") for token in known}
    per_point = lcm(*(int(n) for _, n in parts.values()))
    return {token: int(total) * (per_point // int(n)) for token, (total, n) in parts.items()}, per_point


def _chosen(
    rows: Iterable[tuple[int, int, str, list[str]]], value: Mapping[str, int], aspects: int
) -> _Chosen:
    """Of each person the newest scan with a score on every aspect, and the first long one before it."""
    found = _Chosen({}, {}, {})
    number = value.__getitem__
    for assessment, person, form, tokens in rows:  # the oldest first
        scores, roles = tokens[:aspects], tokens[aspects:]
        if NONE in scores:
            continue
        known = () if NONE in roles else tuple(map(number, roles))
        one = Scanned(assessment, person, Form(form), tuple(map(number, scores)), known)
        if form == Form.SUPPORTER:
            found.supporters[person] = one
            continue
        if form == Form.LONG and found.leaders.get(person, one).form is Form.LONG:
            found.before.setdefault(person, one)
        found.leaders[person] = one
    twice = {who: one for who, one in found.before.items() if _comparable(one, found.leaders[who])}
    return found._replace(before=twice)


def _comparable(first: Scanned, last: Scanned) -> bool:
    return first.assessment_id != last.assessment_id and last.form is Form.LONG


def _sheets(
    session: Session, instrument: Instrument, leaders: Sequence[Scanned]
) -> list[list[tuple[int, ...] | None]]:
    """Per person and aspect the answers, where all of it was answered."""
    drawn = [one.assessment_id for one in leaders if one.form is Form.LONG]
    if len(drawn) > SHEETS:
        drawn = sorted(Random(SEED).sample(drawn, SHEETS))  # noqa: S311 — no secret: the same every time
    items = [[item.id for item in instrument.of_aspect(one.id)] for one in instrument.aspects]
    found = []
    for answers in answers_of(session, drawn).values():
        rows = [[answers.get(item) for item in asked] for asked in items]
        found.append([tuple(x for x in row if isinstance(x, int)) for row in rows])
    return [
        [row if len(row) == len(asked) else None for row, asked in zip(sheet, items, strict=True)]
        for sheet in found
    ]
