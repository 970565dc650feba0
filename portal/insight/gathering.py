"""The scans of a group of people, as figures are made from them; a fixed number of queries."""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, compress
from operator import not_
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Select, String, func, select, type_coerce
from sqlalchemy.orm import Session, joinedload

from portal.assessments.facts import Form, Instrument
from portal.assessments.keeping import NONE, per_point
from portal.assessments.models import Assessment, InstrumentVersion
from portal.assessments.queries import answers_of, questionnaire_of
from portal.assessments.states import ScanState
from portal.insight.facts import Gathered, Places, Scores
from portal.insight.figures import SEED
from portal.insight.models import Domain, PositionDomain
from portal.people.models import Position
from portal.people.queries import held_on
from portal.programmes.models import Edition, Programme
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ParticipantState, RegistrationState

SHEETS = 400
"""Reliability of more people would hardly differ, and take long: of so many, drawn with a fixed seed."""

Groups = dict[str, list[int]]
"""Where the scans of the people of each group are, if they sent any: that a group is named tells nothing."""
AT_ONCE = 200
_OF_A_PLACE = Registration.id == Participant.registration_id
_CONFIRMED = (
    Participant.state == ParticipantState.CONFIRMED,
    Registration.state == RegistrationState.CONFIRMED,
)


class _Scans(NamedTuple):
    """Of every scan, the oldest first: its id, whose it is, its form, and its scores as they were kept."""

    ids: tuple[int, ...]
    people: tuple[int, ...]
    forms: tuple[str, ...]
    kept: tuple[str, ...]


class _Sent(NamedTuple):
    """What a group of people sent: of each the place of the newest scan about oneself, and as a supporter."""

    instrument: Instrument
    scans: _Scans
    newest: dict[int, int]
    supporters: dict[int, int]


def of_edition(session: Session, edition_id: int) -> Gathered | None:
    """The participants of an edition, by position; None when nobody sent a scan."""
    here = (Participant.edition_id == edition_id, *_CONFIRMED)
    seated = session.execute(
        select(Participant.person_id, Participant.stated_position)
        .join(Registration, _OF_A_PLACE)
        .where(*here)
    ).all()
    sent = _sent(session, select(Participant.person_id).join(Registration, _OF_A_PLACE).where(*here))
    if sent is None:
        return None
    groups: Groups = {f"position:{position}": [] for _, position in seated if position}
    for person, position in seated:
        if position and person in sent.newest:
            groups[f"position:{position}"].append(sent.newest[person])
    return _gathered(session, sent, groups, {}, population=len(seated))


def of_organisation(session: Session, organisation_id: int, day: date) -> Gathered | None:
    """Who has a position at an organisation on this day: by position, by domain and by cohort.

    How many people an organisation really has, nobody stated: there is no population.
    """
    here = (Position.organisation_id == organisation_id, held_on(day))
    people = select(Position.person_id).where(*here)
    sent = _sent(session, people)
    if sent is None:
        return None
    stated = _one_by_one(
        session,
        select(Position.person_id, type_coerce(Position.kind, String), PositionDomain.domain_id)
        .outerjoin(PositionDomain, PositionDomain.position_id == Position.id)
        .where(*here),
    )
    positions: Groups = defaultdict(list)
    within: dict[int, list[int]] = defaultdict(list)
    for person, position, domain in stated:
        group, place = positions[f"position:{position}"], sent.newest.get(person)
        if place is not None:
            group.append(place)
            within[domain].append(place)
    domains, names = {}, {}
    for one in session.scalars(select(Domain).where(Domain.organisation_id == organisation_id)):
        key = f"domain:{one.public_id}"
        domains[key], names[key] = within[one.id], one.name
    cohorts, titles = _cohorts(session, people, sent.newest)
    return _gathered(session, sent, positions | domains | cohorts, names | titles)


def _one_by_one(session: Session, statement: Any) -> Iterable[Any]:
    """Rows as they come from the database, past what the session does for objects: there are very many."""
    session.flush()
    return chain.from_iterable(session.connection().execute(statement).partitions(AT_ONCE))


def _cohorts(
    session: Session, people: Select[Any], newest: Mapping[int, int]
) -> tuple[Groups, dict[str, str]]:
    """In which editions these people have a place, and what those are called."""
    rows = session.execute(
        select(Participant.person_id, Edition.public_id, Edition.label, Programme.title)
        .join(Registration, _OF_A_PLACE)
        .join(Edition, Edition.id == Participant.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Participant.person_id.in_(people), *_CONFIRMED)
    )
    groups: Groups = {}
    names = {}
    for person, edition, label, title in rows:
        names[key := f"edition:{edition}"] = f"{title}, {label}"
        group = groups.setdefault(key, [])
        if person in newest:
            group.append(newest[person])
    return groups, names


def _gathered(
    session: Session, sent: _Sent, groups: Groups, names: Mapping[str, str], population: int | None = None
) -> Gathered:
    scans, leaders = sent.scans, list(sent.newest.values())
    before, after = _twice(scans, sent.newest)
    partly = {place for place, kept in enumerate(scans.kept) if NONE in kept}
    long = [scans.ids[place] for place in leaders if scans.forms[place] == Form.LONG]
    return Gathered(
        population=population,
        instrument=sent.instrument,
        scores=_scores(scans, sent.instrument),
        scans=scans.ids,
        people=scans.people,
        leaders=leaders,
        before=before,
        after=after,
        roles=[place for place in leaders if place not in partly] if partly else leaders,
        supporters=list(sent.supporters.values()),
        parts={key: list(dict.fromkeys(found)) for key, found in sorted(groups.items())},  # each person once
        names=names,
        sheets=_sheets(session, sent.instrument, long),
    )


def _sent(session: Session, people: Select[Any]) -> _Sent | None:
    """What these people sent; None when nobody sent a scan about oneself."""
    version = _commonest(session, people)
    if version is None:
        return None
    scans = _scans(session, people, version)
    newest, supporters = _newest(scans)
    return _Sent(questionnaire_of(version).instrument, scans, newest, supporters) if newest else None


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


def _scans(session: Session, people: Select[Any], version: InstrumentVersion) -> _Scans:
    """What these people sent, in so far as there is a score on every aspect."""
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
    whole = [row for row in rows if NONE not in row[-1] or NONE not in row[-1].partition(";")[0]]
    return _Scans(*zip(*whole, strict=True)) if whole else _Scans((), (), (), ())


def _newest(scans: _Scans) -> tuple[dict[int, int], dict[int, int]]:
    """Of each person the place of the newest scan about oneself, and of the newest as a supporter."""
    supporters = [form == Form.SUPPORTER for form in scans.forms]
    every = range(len(supporters))
    if not any(supporters):
        return dict(zip(scans.people, every, strict=True)), {}
    own = list(map(not_, supporters))
    found = [
        dict(zip(compress(scans.people, one), compress(every, one), strict=True)) for one in (own, supporters)
    ]
    return found[0], found[1]


def _twice(scans: _Scans, newest: Mapping[int, int]) -> tuple[Places, Places]:
    """Of who has two long scans the first one and the newest; not of who sent another form since."""
    earlier = set(range(len(scans.ids))).difference(newest.values())
    first = {scans.people[one]: one for one in sorted(earlier, reverse=True) if scans.forms[one] == Form.LONG}
    both = [who for who in sorted(first) if who in newest and scans.forms[newest[who]] == Form.LONG]
    return [first[who] for who in both], [newest[who] for who in both]


def _scores(scans: _Scans, instrument: Instrument) -> Scores:
    """The numbers of all scans, by aspect and by role; read all at once, which is quick."""
    aspects, roles = len(instrument.aspects), len(instrument.roles)
    text = ",".join(scans.kept).replace(";", "," if roles else "").replace(NONE, "0")
    numbers, width = array("q", json.loads(f"[{text}]")), aspects + roles
    if len(numbers) != len(scans.ids) * width:
        raise ValueError("scores were kept for another questionnaire")
    columns = [numbers[place::width] for place in range(width)]
    return Scores(per_point(instrument), columns[:aspects], columns[aspects:])


def _sheets(
    session: Session, instrument: Instrument, drawn: Sequence[int]
) -> list[list[tuple[int, ...] | None]]:
    """Per scan and aspect the answers, where all of it was answered."""
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
