"""Self-scans of the example people, filled in by the service as they would do it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments import queries, service
from portal.assessments.facts import Answer, Form
from portal.assessments.models import Assessment
from portal.assessments.questionnaire import PageKind, Questionnaire, pages
from portal.people.models import Person
from portal.tables import Table

AROUND = (-1, 0, 1, 0, 0, 1, -1)
"""How single answers lie around somebody's level, one after the other; together they cancel out."""


def load_scans(session: Session, tables: list[Table], now: datetime) -> None:
    """All of them. Who has a scan already keeps what is there."""
    known = set(session.scalars(select(Person.email).join(Assessment, Assessment.person_id == Person.id)))
    for number, table in enumerate(tables):
        email = table.need("person", str)
        if email not in known:
            _load(session, table, email, number, now)


def _load(session: Session, table: Table, email: str, number: int, now: datetime) -> None:
    person_id = session.scalar(select(Person.id).where(Person.email == email))
    if person_id is None:
        raise table.problem(f"there is no person {email!r}")
    form = table.need("form", Form)
    moment = now - timedelta(days=table.need("days_ago", int))
    levels = [*table.need("aspects", list), *table.get("roles", list, [])]
    table.done()
    offered = queries.offered(session, person_id)
    if not offered:
        raise table.problem("there is no instrument yet; load one first")
    scan = service.begin(session, person_id=person_id, version=offered[0].public_id, form=form, now=moment)
    questionnaire = queries.questionnaire_of(scan.version)
    answers = _answers(table, questionnaire, form, levels, number)
    for page in pages(questionnaire, form):
        service.keep_page(
            session,
            public_id=scan.public_id,
            person_id=person_id,
            page=page.number,
            answers={item.id: answers[item.id] for item in page.items},
            context=_context(questionnaire, number) if page.kind is PageKind.CONTEXT else {},
            seen=None,
            now=moment,
        )
    service.finish(session, public_id=scan.public_id, person_id=person_id, now=moment)


def _answers(
    table: Table, questionnaire: Questionnaire, form: Form, levels: list[int], number: int
) -> dict[str, Answer]:
    """An answer to each item, around the level of its aspect or role."""
    instrument = questionnaire.instrument
    names = [one.id for one in instrument.aspects] + [one.id for one in instrument.roles]
    asked = instrument.asked(form)
    wanted = len({item.aspect or item.role for item in asked})
    if len(levels) != wanted:
        raise table.problem(f"`aspects` and `roles` should hold {wanted} numbers together, not {len(levels)}")
    level = dict(zip(names, levels, strict=False))
    found: dict[str, Answer] = {}
    for place, item in enumerate(asked):
        around = AROUND[(place + number) % len(AROUND)]
        tenths = level[item.aspect or item.role or ""] + 8 * around
        found[item.id] = min(max((tenths + 5) // 10, 1), 5)
    return found


def _context(questionnaire: Questionnaire, number: int) -> dict[str, str]:
    return {one.id: one.options[number % len(one.options)].id for one in questionnaire.asked_context}
