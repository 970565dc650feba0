"""Measures figures of groups: python -m benchmarks.insight [--scans 100000] [--cohort 300] [--postgres]

The span audit over many scans in hundreds of published sets; the figures of an organisation from the scores
of so many scans, by position and by domain, with reliability; and publishing them, which the scheduler does.
Times are of this process alone; what PostgreSQL itself does is not in them.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import create_engine, event, insert, select
from sqlalchemy.orm import Session

from portal.assessments.facts import Form
from portal.assessments.models import Assessment, GivenAnswer, InstrumentVersion
from portal.assessments.queries import questionnaire_of
from portal.assessments.scoring import prior
from portal.assessments.service import snapshot_data
from portal.assessments.states import ScanState
from portal.database import listen
from portal.insight import gathering, making, service
from portal.insight.disclosure import Cell, Decision, Units, audit
from portal.insight.models import Domain, PositionDomain
from portal.insight.queries import Owner, newest
from portal.people.facts import PositionKind
from portal.people.models import Person, Position
from portal.undisturbed import undisturbed
from tests.builders import NOW, an_organisation
from tests.insight.world import Cohort, the_version
from tests.support.databases import migrate
from tests.support.postgres import Cluster

T = TypeVar("T")
SEED = 1
FIRST = 1_000_000
"""The ids that PostgreSQL gives out by itself stay far below."""
# Parts of the first dimension, and snapshots: about 300 sets each.
SHAPES = ((90, 3), (40, 6), (20, 10))


def timed(what: str, do: Callable[[], T], aim: str = "") -> T:
    """Runs it once and tells its own time: what else the machine does is not counted."""
    began = time.process_time()
    found = do()
    print(f"{what:<64} {(time.process_time() - began) * 1000:>9.1f} ms  {aim}")
    return found


def snapshots(scans: int, parts: int, times: int) -> list[Units]:
    """Whole cohorts that change a little, each divided in two ways."""
    dice = random.Random(SEED)
    domain = [dice.randrange(parts) for _ in range(2 * scans)]
    role = [dice.randrange(8) for _ in range(2 * scans)]
    sets: list[Units] = []
    for turn in range(times):
        units = range(turn * scans // 200, scans + turn * scans // 140)
        sets.append(frozenset(units))
        for of, count in ((domain, parts), (role, 8)):
            groups: list[list[int]] = [[] for _ in range(count)]
            for unit in units:
                groups[of[unit]].append(unit)
            sets += [frozenset(group) for group in groups]
    return sets


def an_organisation_of(session: Session, scans: int) -> int:
    """An organisation with so many people in eight positions and a dozen domains, who all sent a scan.

    Only those whose answers are read again, for reliability, have answers.
    """
    dice = random.Random(SEED)
    instrument = questionnaire_of(version := the_version(session)).instrument
    town = an_organisation(session)
    domains = [Domain(organisation_id=town.id, name=f"Domein {number}") for number in range(12)]
    session.add_all(domains)
    session.flush()
    error = snapshot_data(prior(instrument.scoring))
    items = [item.id for item in instrument.items]
    people, positions, sent, within, given = [], [], [], [], []
    kinds = list(PositionKind)
    ids = range(FIRST, FIRST + scans)
    drawn = set(random.Random(gathering.SEED).sample(ids, min(scans, gathering.SHEETS)))
    for id_ in ids:
        name = f"p{id_}"
        people.append(
            {
                "id": id_,
                "public_id": name,
                "email": f"{name}@veldrijk.example",
                "name": name,
                "created_at": NOW,
            }
        )
        held = {"id": id_, "public_id": name, "person_id": id_, "organisation_id": town.id}
        positions.append({**held, "kind": dice.choice(kinds)})
        within.append({"position_id": id_, "domain_id": dice.choice(domains).id})
        answers = {item: dice.choice((1, 2, 3, 3, 4, 4, 5)) for item in items} if id_ in drawn else {}
        scores = ",".join(str(dice.randint(7, 35) * 60) for _ in instrument.aspects)
        roles = ",".join(str(dice.randint(4, 20) * 105) for _ in instrument.roles)
        sent.append(
            {
                "id": id_,
                "public_id": name,
                "person_id": id_,
                "version_id": version.id,
                "form": Form.LONG,
                "state": ScanState.FINISHED,
                "started_at": NOW,
                "changed_at": NOW,
                "finished_at": NOW,
                "error": error,
                "scores": f"{scores};{roles}",
            }
        )
        if answers:
            given.extend({"assessment_id": id_, "item": item, "value": str(x)} for item, x in answers.items())
    for model, rows in (
        (Person, people),
        (Position, positions),
        (PositionDomain, within),
        (Assessment, sent),
        (GivenAnswer, given),
    ):
        session.execute(insert(model), rows)
    session.commit()
    return int(town.id)


@undisturbed()
def insight(session: Session, organisation_id: int) -> making.Figures:
    """All figures of an organisation from its scans, before anything is hidden."""
    found = gathering.of_organisation(session, organisation_id, NOW.date())
    assert found is not None
    members = service.members_of(found)
    cells = tuple(Cell(key, key, frozenset()) for key in members if members[key])
    return making.made(found, Decision(cells, (), {}), members, {})


def measure(url: str, scans: int, cohort: int) -> None:
    """Everything that touches a database."""
    migrate(url)
    engine = create_engine(url)
    listen(engine)
    kind = engine.dialect.name
    queries = [0]
    event.listen(engine, "before_cursor_execute", lambda *_: queries.__setitem__(0, queries[0] + 1))
    with Session(engine) as session:
        town = an_organisation_of(session, scans)
        session.expire_all()
        queries[0] = 0
        for _again in range(3):
            name = f"{kind}: insight from the scores of {scans} scans"
            timed(name, lambda: insight(session, town), "under 1000")
        print(f"  {queries[0] // 3} queries")
        name = f"{kind}: publishing it for the first time, with marks and audit"
        made = timed(name, lambda: service.renew_organisation(session, organisation_id=town, now=NOW))
        assert made is not None
        print(f"  {len(made.figures['parts'])} groups shown")
        session.commit()
        session.expire_all()
        timed(f"{kind}: reading what was published", lambda: newest(session, Owner(None, town)), "under 1000")
    with Session(engine) as session:
        edition = Cohort(session, session.scalars(select(InstrumentVersion)).one(), seats=cohort)
        for number in range(cohort):
            edition.joins(number, "directeur" if number % 3 else "leidinggevende")
        session.commit()
        name = f"{kind}: publishing a cohort of {cohort} beside it"
        timed(name, lambda: service.renew(session, edition_id=edition.edition.id, now=NOW))
        session.rollback()
    engine.dispose()


def main() -> None:
    """Prints every measurement with what it should stay under."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--scans", type=int, default=100_000)
    asked.add_argument("--cohort", type=int, default=300)
    asked.add_argument("--postgres", action="store_true", help="measure there too")
    wanted = asked.parse_args()
    people = {unit: unit for unit in range(3 * wanted.scans)}
    for parts, times in SHAPES:
        sets = snapshots(wanted.scans, parts, times)
        name = f"span audit, {wanted.scans} scans, {len(sets)} sets in {times} snapshots"
        with undisturbed():  # as publishing does
            verdict = timed(name, lambda: audit(sets, people), "under 1000")  # noqa: B023 - called at once
        print(f"  {verdict}")
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{Path(folder) / 'portal.db'}", wanted.scans, wanted.cohort)
    if wanted.postgres:
        with Cluster(durable=False) as cluster:
            measure(cluster.create("insight"), wanted.scans, wanted.cohort)


if __name__ == "__main__":
    main()
