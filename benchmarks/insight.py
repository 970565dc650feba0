"""Measures figures of groups: python -m benchmarks.insight [--scans 100000] [--cohort 300]

The span audit over many scans in hundreds of published sets; reading the published figures of so many scans
from the database; and publishing the figures of a cohort from its answers, which the scheduler does.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.database import listen
from portal.insight import service
from portal.insight.disclosure import Units, audit
from portal.insight.models import InsightSet, InsightSnapshot
from portal.insight.queries import newest
from tests.builders import NOW
from tests.insight.world import Cohort, the_version
from tests.support.databases import migrate

T = TypeVar("T")
SEED = 1
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


def main() -> None:
    """Prints every measurement with what it should stay under."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--scans", type=int, default=100_000)
    asked.add_argument("--cohort", type=int, default=300)
    wanted = asked.parse_args()
    people = {unit: unit for unit in range(3 * wanted.scans)}
    for parts, times in SHAPES:
        sets = snapshots(wanted.scans, parts, times)
        name = f"span audit, {wanted.scans} scans, {len(sets)} sets in {times} snapshots"
        verdict = timed(name, lambda: audit(sets, people), "under 1000")  # noqa: B023 - called at once
        print(f"  {verdict}")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'portal.db'}"
        migrate(url)
        engine = create_engine(url)
        listen(engine)
        with Session(engine) as session:
            cohort = Cohort(session, the_version(session), seats=wanted.cohort)
            for number in range(wanted.cohort):
                cohort.joins(number, "directeur" if number % 3 else "leidinggevende")
            publish = timed(
                f"publishing the figures of {wanted.cohort} scans from their answers",
                lambda: service.renew(session, edition_id=cohort.edition.id, now=NOW),
            )
            assert publish is not None
            large = InsightSnapshot(edition_id=cohort.edition.id, made_at=NOW, figures=publish.figures)
            large.sets = [
                InsightSet(key=f"part:{place}", units=sorted(units))
                for place, units in enumerate(snapshots(wanted.scans, 90, 1))
            ]
            session.add(large)
            session.commit()
            session.expire_all()
            name = f"reading the figures of a cohort with {wanted.scans} scans"
            timed(name, lambda: newest(session, cohort.edition.id), "under 1000")
        engine.dispose()


if __name__ == "__main__":
    main()
