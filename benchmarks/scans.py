"""Measures keeping a page of a scan: python -m benchmarks.scans [--pages 300] [--others 200]

The own time of the request (its processor time, from the guard to the answer, with its transaction) and the
number of queries, on SQLite, with the scans of others in the same tables. One query more is the note of when
somebody was last seen.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from portal import clock
from portal.app import create_app
from portal.assessments import service, versions
from portal.assessments.facts import Form
from portal.assessments.queries import questionnaire_of
from portal.assessments.questionnaire import Page, pages
from portal.config import ROOT, read
from portal.database import db, transaction
from portal.people.models import Person
from tests.builders import a_person
from tests.support.databases import migrate
from tests.support.environment import settings
from tests.web.participant.visitor import Visitor

LIMIT_MS = 15.0


def _fill(person: Person, version: str, there: tuple[Page, ...]) -> str:
    """A whole scan of somebody; its name."""
    with transaction() as session:
        scan = service.begin(
            session, person_id=person.id, version=version, form=Form.LONG, now=clock.now()
        ).public_id
        for page in there:
            service.keep_page(
                session,
                public_id=scan,
                person_id=person.id,
                page=page.number,
                answers={item.id: 3 for item in page.items},
                context={},
                seen=None,
                now=clock.now(),
            )
    return scan


def measure(app: Flask, times: int, others: int) -> tuple[list[float], set[int]]:
    """The milliseconds of each page that was kept, and the numbers of queries that they took."""
    text = (ROOT / "seeds" / "assessments" / "zelfscan.toml").read_text(encoding="utf-8")
    with transaction() as session:
        row = versions.load(session, text=text, where="zelfscan.toml", now=clock.now())
        version, there = row.public_id, pages(questionnaire_of(row), Form.LONG)
        crowd = [a_person(session, f"Deelnemer {number}") for number in range(others + 1)]
    for person in crowd[1:]:
        _fill(person, version, there)
    scan = _fill(crowd[0], version, there)
    visitor = Visitor(app, crowd[0])
    milliseconds, counts, asked = [], set(), [0]
    event.listen(db.engine, "before_cursor_execute", lambda *_: asked.__setitem__(0, asked[0] + 1))
    for number in range(times):
        page = there[number % 7]
        address = f"/mijn/zelfscan/{scan}/vragen/{page.number}"
        fields = {item.id: str(1 + (number + place) % 5) for place, item in enumerate(page.items)}
        fields |= {"seen": visitor.get(address).value("seen"), "csrf_token": visitor.token}
        asked[0], began = 0, time.process_time()
        answer = visitor.client.post(address, data=fields)
        milliseconds.append((time.process_time() - began) * 1000)
        assert answer.status_code == 303
        counts.add(asked[0])
    return milliseconds, counts


def main() -> None:
    """Measures, and says whether it is quick enough."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=300)
    options.add_argument("--others", type=int, default=200)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'portal.db'}"
        migrate(url)
        app = create_app(read({**settings(url), "SITE_URL": "http://localhost"}))
        with app.app_context():
            found, counts = measure(app, given.pages, given.others)
            db.engine.dispose()
    found.sort()
    middle, slow = statistics.median(found), found[int(len(found) * 0.95)]
    print(f"a page kept: median {middle:.1f} ms, 95 % within {slow:.1f} ms, {sorted(counts)} queries")
    print("within the limit" if middle < LIMIT_MS else f"over the limit of {LIMIT_MS:.0f} ms")


if __name__ == "__main__":
    main()
