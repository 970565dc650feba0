"""Self-scans of the example people, filled in by the service as they would do it; and what organisers set."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments import announcing, queries, service
from portal.assessments.facts import Answer, Form
from portal.assessments.models import Assessment
from portal.assessments.questionnaire import PageKind, Questionnaire, pages
from portal.frameworks.vocabulary import ASPECT, ROLE
from portal.goals import aims
from portal.goals.facts import HIGHEST_TARGET, LOWEST_TARGET, MOST_FOCUS, Aims
from portal.people.models import Organisation, Person
from portal.seeding.editions import edition_at
from portal.tables import Table
from portal.texts import local

AROUND = (-1, 0, 1, 0, 0, 1, -1)
"""How single answers lie around somebody's level, one after the other; together they cancel out."""


def load_announcement(session: Session, table: Table, now: datetime) -> None:
    """An organiser told an edition that they see who sends a scan. Once it was, people decide themselves."""
    edition = edition_at(session, table, table.need("edition", str))
    actor_id = _person(session, table, table.need("by", str))
    moment = now - timedelta(days=table.need("days_ago", int))
    table.done()
    if not announcing.announcements(session, edition.id):
        announcing.announce(session, edition_id=edition.id, actor_id=actor_id, now=moment)


def load_aims(session: Session, table: Table, now: datetime) -> None:
    """What an organisation aims at, in tenths of a point. What its organisers set stays so."""
    slug = table.need("organisation", str)
    organisation_id = session.scalar(select(Organisation.id).where(Organisation.slug == slug))
    if organisation_id is None:
        raise table.problem(f"there is no organisation {slug!r}")
    actor_id = _person(session, table, table.need("by", str))
    wanted = Aims(table.need("targets", dict), frozenset(table.texts("focus")))
    moment = now - timedelta(days=table.need("days_ago", int))
    table.done()
    unknown = sorted((wanted.targets.keys() - ASPECT.keys() - ROLE.keys()) | (wanted.focus - ASPECT.keys()))
    if unknown:
        raise table.problem(f"no aspect or role: {', '.join(unknown)}")
    between = range(LOWEST_TARGET, HIGHEST_TARGET + 1)
    if any(type(target) is not int or target not in between for target in wanted.targets.values()):
        raise table.problem(f"`targets` should be from {LOWEST_TARGET} to {HIGHEST_TARGET}, in tenths")
    if len(wanted.focus) > MOST_FOCUS:
        raise table.problem(f"`focus` holds {MOST_FOCUS} aspects at most")
    if not aims.versions(session, organisation_id):
        aims.keep(
            session, organisation_id=organisation_id, actor_id=actor_id, aims=wanted, seen=0, now=moment
        )


def _person(session: Session, table: Table, email: str) -> int:
    found = session.scalar(select(Person.id).where(Person.email == email))
    if found is None:
        raise table.problem(f"there is no person {email!r}")
    return found


def load_scans(session: Session, tables: list[Table], now: datetime) -> None:
    """All of them. Who has a scan already keeps what is there."""
    known = set(session.scalars(select(Person.email).join(Assessment, Assessment.person_id == Person.id)))
    for number, table in enumerate(tables):
        email = table.need("person", str)
        if email not in known:
            _load(session, table, email, number, now)


def _load(session: Session, table: Table, email: str, number: int, now: datetime) -> None:
    person_id = _person(session, table, email)
    form = table.need("form", Form)
    moment = now - timedelta(days=table.need("days_ago", int))
    levels = [*table.need("aspects", list), *table.get("roles", list, [])]
    table.done()
    offered = queries.offered(session, person_id, today=local(now).date())
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
