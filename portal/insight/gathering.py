"""The scans of a group of people, as figures are made from them; a fixed number of queries."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Select, String, func, select, type_coerce
from sqlalchemy.orm import Session, joinedload

from portal.assessments.facts import Form, Instrument
from portal.assessments.keeping import NONE, per_point
from portal.assessments.models import Assessment, InstrumentVersion
from portal.assessments.queries import answers_of, questionnaire_of
from portal.assessments.states import ScanState
from portal.insight.facts import Gathered, Scanned, Scores
from portal.insight.figures import SEED
from portal.insight.models import Domain, PositionDomain
from portal.people.models import Position
from portal.people.queries import held_on
from portal.programmes.models import Edition, Programme
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ParticipantState, RegistrationState

SHEETS = 400
"""Reliability of more people would hardly differ, and take long: of so many, drawn with a fixed seed."""

Groups = Mapping[str, Collection[int]]
"""The people of each group, with a scan or not: that a group is named tells nothing of scans."""
AT_ONCE = 200
FORMS = {str(form): form for form in Form}


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
    groups: dict[str, set[int]] = defaultdict(set)
    for person, position in seated:
        if person is not None and position:
            groups[f"position:{position}"].add(person)
    people = (
        select(Participant.person_id)
        .join(Registration, _OF_A_PLACE)
        .where(*here, Participant.person_id.is_not(None))
    )
    return _gathered(session, people, groups, population=len(seated))


def of_organisation(session: Session, organisation_id: int, day: date) -> Gathered | None:
    """Who has a position at an organisation on this day: by position, by domain and by cohort.

    How many people an organisation really has, nobody stated: there is no population.
    """
    here = (Position.organisation_id == organisation_id, held_on(day))
    people = select(Position.person_id).where(*here)
    stated = _one_by_one(
        session,
        select(Position.person_id, type_coerce(Position.kind, String), PositionDomain.domain_id)
        .outerjoin(PositionDomain, PositionDomain.position_id == Position.id)
        .where(*here),
    )
    positions: dict[str, set[int]] = defaultdict(set)
    within: dict[int, set[int]] = defaultdict(set)
    for person, position, domain in stated:
        positions[position].add(person)
        if domain is not None:
            within[domain].add(person)
    groups = {f"position:{position}": found for position, found in positions.items()}
    names = {}
    for one in session.scalars(select(Domain).where(Domain.organisation_id == organisation_id)):
        key = f"domain:{one.public_id}"
        groups[key], names[key] = within[one.id], one.name
    cohorts, titles = _cohorts(session, people)
    return _gathered(session, people, groups | cohorts, names=names | titles)


def _one_by_one(session: Session, statement: Any) -> Iterable[Any]:
    """Rows as they come from the database, past what the session does for objects: there are very many."""
    session.flush()
    return chain.from_iterable(session.connection().execute(statement).partitions(AT_ONCE))


def _cohorts(session: Session, people: Select[Any]) -> tuple[dict[str, set[int]], dict[str, str]]:
    """In which editions these people have a place, and what those are called."""
    rows = session.execute(
        select(Participant.person_id, Edition.public_id, Edition.label, Programme.title)
        .join(Registration, _OF_A_PLACE)
        .join(Edition, Edition.id == Participant.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Participant.person_id.in_(people), *_CONFIRMED)
    )
    groups: dict[str, set[int]] = defaultdict(set)
    names = {}
    for person, edition, label, title in rows:
        if person is not None:
            groups[f"edition:{edition}"].add(person)
            names[f"edition:{edition}"] = f"{title}, {label}"
    return groups, names


def _gathered(
    session: Session,
    people: Select[Any],
    groups: Groups,
    *,
    names: Mapping[str, str] | None = None,
    population: int | None = None,
) -> Gathered | None:
    version = _commonest(session, people)
    if version is None:
        return None
    instrument = questionnaire_of(version).instrument
    rows = _one_by_one(
        session,
        select(Assessment.id, Assessment.person_id, type_coerce(Assessment.form, String), Assessment.scores)
        .where(
            Assessment.person_id.in_(people),
            Assessment.state == ScanState.FINISHED,
            Assessment.version_id == version.id,
            Assessment.scores.is_not(None),
        )
        .order_by(Assessment.finished_at, Assessment.id),
    )
    chosen, aspects, roles = _chosen(rows)
    leaders = chosen.leaders
    if not leaders:
        return None
    return Gathered(
        population=population,
        instrument=instrument,
        scores=Scores(
            per_point(instrument),
            _columns(aspects, len(instrument.aspects)),
            _columns(roles, len(instrument.roles)),
        ),
        leaders=tuple(leaders.values()),
        before=chosen.before,
        supporters=tuple(chosen.supporters.values()),
        parts={
            key: list(filter(None, map(leaders.get, sorted(found)))) for key, found in sorted(groups.items())
        },
        names=names or {},
        sheets=_sheets(session, instrument, list(leaders.values())),
    )


def _commonest(session: Session, people: Select[Any]) -> InstrumentVersion | None:
    """The version that most people filled in; of equals the newest."""
    published = select(InstrumentVersion.id).where(InstrumentVersion.published_at.is_not(None))
    there = session.scalars(published.limit(2)).all()
    # Where there was ever only one, nobody has to be counted.
    found = there[0] if len(there) == 1 else _counted(session, people)
    if found is None:
        return None
    return session.get_one(InstrumentVersion, found, options=[joinedload(InstrumentVersion.instrument)])


def _counted(session: Session, people: Select[Any]) -> int | None:
    return session.scalar(
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


def _chosen(rows: Iterable[Sequence[Any]]) -> tuple[_Chosen, list[str], list[str]]:
    """Of each person the newest scan with a score on every aspect, and the first long one before it.

    And the scores as they were kept: of the aspects, and of the roles where all have one.
    """
    found = _Chosen({}, {}, {})
    leaders, long, supporter = found.leaders, Form.LONG, Form.SUPPORTER
    aspects: list[str] = []
    roles: list[str] = []
    for assessment, person, word, scores in rows:  # the oldest first
        of_aspects, _, of_roles = scores.partition(";")
        if NONE in of_aspects:
            continue
        form, known = FORMS[word], bool(of_roles) and NONE not in of_roles
        one = Scanned(assessment, person, form, len(aspects), len(roles) if known else None)
        aspects.append(of_aspects)
        if known:
            roles.append(of_roles)
        if form is supporter:
            found.supporters[person] = one
            continue
        if form is long and leaders.get(person, one).form is long:
            found.before.setdefault(person, one)
        leaders[person] = one
    twice = {
        who: one
        for who, one in found.before.items()
        if (last := leaders[who]) is not one and last.form is long
    }
    return found._replace(before=twice), aspects, roles


def _columns(kept: Sequence[str], width: int) -> list[list[int]]:
    """The numbers of many scans, by aspect or role; read all at once, which is quick."""
    numbers = json.loads(f"[{','.join(kept)}]")
    return [numbers[place::width] for place in range(width)]


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
