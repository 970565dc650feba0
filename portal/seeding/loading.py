"""Loads seeds through the services; loading again changes nothing. Format: docs/programme-files.md."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.assessments import versions as instruments
from portal.frameworks import service as frameworks
from portal.programmes.checks import warnings_of
from portal.programmes.lint_facts import LintWarning
from portal.programmes.service import LoadedEdition as Loaded
from portal.seeding.coverage import load_coverage, load_external
from portal.seeding.editions import load_examples, load_programme
from portal.seeding.files import Seeds
from portal.seeding.people import load_associations, load_organisation, load_person
from portal.seeding.registrations import load_interest, load_registrations
from portal.seeding.scans import load_aims, load_announcement, load_scans


@dataclass(frozen=True)
class LoadedEdition:
    """An edition with what its lint says."""

    programme: str
    edition: str
    created: bool
    changed: bool
    warnings: tuple[LintWarning, ...]


@dataclass(frozen=True)
class Report:
    """What was loaded."""

    organisations: int
    people: int
    registrations: int
    interests: int
    editions: tuple[LoadedEdition, ...]


def load(session: Session, seeds: Seeds, *, now: datetime) -> Report:
    """Writes the seeds through the services; raises `FileProblem` when something in them cannot be."""
    for table in seeds.lists["organisation"]:
        load_organisation(session, table)
    for table in seeds.lists["organisation"]:
        load_associations(session, table, now)
    loaded = [load_programme(session, data, where, now) for where, data in seeds.programmes]
    loaded += [load_examples(session, data, where, seeds, now) for where, data in seeds.examples]
    for where, text in seeds.frameworks:
        frameworks.load(session, text=text, where=where, now=now)
    for where, text in seeds.instruments:
        instruments.load(session, text=text, where=where, now=now)
    for where, data in seeds.coverages:
        load_coverage(session, data, where, now)
    for where, data in seeds.externals:
        load_external(session, data, where, now)
    for table in seeds.lists["person"]:
        load_person(session, table, seeds.hashes, now)
    for table in seeds.lists["registration"]:
        load_registrations(session, table, now)
    for table in seeds.lists["interest"]:
        load_interest(session, table, now)
    for table in seeds.lists["announcement"]:
        load_announcement(session, table, now)
    for table in seeds.lists["aims"]:
        load_aims(session, table, now)
    load_scans(session, seeds.lists["scan"], now)
    return Report(
        organisations=len({table.data.get("slug") for table in seeds.lists["organisation"]}),
        people=len(seeds.lists["person"]),
        registrations=sum(
            len(t.data["people"]) for t in seeds.lists["registration"] if not t.data.get("withdraw")
        ),
        interests=len(seeds.lists["interest"]),
        editions=_with_warnings(session, [edition for editions in loaded for edition in editions]),
    )


def _with_warnings(session: Session, loaded: list[Loaded]) -> tuple[LoadedEdition, ...]:
    session.flush()
    session.expire_all()
    found = warnings_of(session, [one.edition.id for one in loaded])
    return tuple(
        LoadedEdition(
            one.edition.programme.title,
            one.edition.label,
            one.created,
            one.changed,
            tuple(found[one.edition.id]),
        )
        for one in loaded
    )
