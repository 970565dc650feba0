"""Instruments in versions: copied, written, published, withdrawn; and what was published never changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.assessments import queries, versions
from portal.assessments.models import InstrumentVersion
from portal.assessments.reasons import InstrumentRefused
from portal.assessments.states import VersionState
from portal.errors import Refused
from portal.people.facts import PositionKind
from portal.people.models import Person, Position
from portal.programmes.models import ProgrammeOrganiser
from portal.tables import FileProblem
from tests.assessments.test_instrument_file import TEXT
from tests.builders import NOW, a_person, an_edition, an_organisation, registered


def loads(session: Session, text: str = TEXT) -> InstrumentVersion:
    return versions.load(session, text=text, where="zelfscan.toml", now=NOW)


def test_loading_twice_makes_one_version(session: Session) -> None:
    assert loads(session).id == loads(session).id
    assert session.scalar(select(func.count(InstrumentVersion.id))) == 1


def test_other_content_becomes_a_new_version(session: Session) -> None:
    first = loads(session)
    second = loads(session, TEXT.replace("minutes = 12", "minutes = 15"))
    assert [(one.number, str(one.state)) for one in (first, second)] == [(1, "withdrawn"), (2, "published")]


def test_file_with_a_mistake_is_not_loaded(session: Session) -> None:
    with pytest.raises(FileProblem, match=r"zelfscan.toml: Stelling rk-p1 \(item\): .*beide talen"):
        loads(
            session,
            TEXT.replace("I know which digital services we want to offer residents in three years.", ""),
        )


def test_no_code_changes_what_was_published(session: Session) -> None:
    version = loads(session)
    session.flush()
    version.content = {**version.content, "minutes": 1}
    with pytest.raises(ValueError, match="never changes"):
        session.flush()


def _copied(session: Session) -> tuple[InstrumentVersion, Person]:
    edition = an_edition(session)
    person = registered(session, edition, a_person(session)).person
    organisation = an_organisation(session, "Vereniging van Directeuren")
    session.add(
        ProgrammeOrganiser(programme_id=edition.programme_id, organisation_id=organisation.id, position=9)
    )
    session.flush()
    made = versions.copy(
        session,
        version=loads(session).public_id,
        organisation_id=organisation.id,
        actor_id=person.id,
        now=NOW,
    )
    return made, person


def writes(
    session: Session, draft: InstrumentVersion, person: Person, title: str, revision: int | None
) -> None:
    content = replace(queries.questionnaire_of(draft), nl=title)
    versions.write(
        session, version=draft.public_id, content=content, revision=revision, actor_id=person.id, now=NOW
    )


def test_two_organisers_notice_each_other(session: Session) -> None:
    draft, person = _copied(session)
    writes(session, draft, person, "Eigen scan", 1)
    writes(session, draft, person, "Eigen scan", 1)
    with pytest.raises(Refused) as refusal:
        writes(session, draft, person, "Onze scan", 1)
    assert refusal.value.reason is InstrumentRefused.CHANGED_MEANWHILE
    assert queries.questionnaire_of(draft).nl == "Eigen scan"


def test_published_copy_is_offered_to_who_is_in_an_edition(session: Session) -> None:
    draft, person = _copied(session)
    stranger = a_person(session, "Otto Ander")
    assert len(queries.offered(session, person.id, today=NOW.date())) == 1
    versions.publish(session, version=draft.public_id, revision=1, actor_id=person.id, now=NOW)
    assert [one.public_id for one in queries.offered(session, person.id, today=NOW.date())][1:] == [
        draft.public_id
    ]
    assert len(queries.offered(session, stranger.id, today=NOW.date())) == 1
    with pytest.raises(Refused) as refusal:
        writes(session, draft, person, "Anders", None)
    assert refusal.value.reason is InstrumentRefused.NOT_A_DRAFT


def test_published_copy_is_offered_to_who_works_there(session: Session) -> None:
    draft, person = _copied(session)
    versions.publish(session, version=draft.public_id, revision=1, actor_id=person.id, now=NOW)
    colleague, place = a_person(session, "Carla Collega"), draft.instrument.organisation_id
    assert place is not None
    held = Position(person_id=colleague.id, organisation_id=place, kind=PositionKind.LEIDINGGEVENDE)
    session.add(held)
    session.flush()
    found = queries.offered(session, colleague.id, today=NOW.date())
    assert [one.public_id for one in found][1:] == [draft.public_id]
    held.ends_on = NOW.date() - timedelta(days=1)
    session.flush()
    assert len(queries.offered(session, colleague.id, today=NOW.date())) == 1


def test_next_version_takes_the_place_when_published(session: Session) -> None:
    draft, person = _copied(session)
    versions.publish(session, version=draft.public_id, revision=1, actor_id=person.id, now=NOW)
    make = {"instrument_id": draft.instrument_id, "actor_id": person.id, "now": NOW}
    second = versions.draft_of(session, **make)
    assert versions.draft_of(session, **make) is second
    writes(session, second, person, "Beter", 1)
    versions.publish(session, version=second.public_id, revision=2, actor_id=person.id, now=NOW)
    assert (draft.state, second.state) == (VersionState.WITHDRAWN, VersionState.PUBLISHED)


def test_draft_with_a_gap_is_not_published(session: Session) -> None:
    draft, person = _copied(session)
    writes(session, draft, person, "", 1)
    with pytest.raises(Refused) as refusal:
        versions.publish(session, version=draft.public_id, revision=2, actor_id=person.id, now=NOW)
    assert refusal.value.reason is InstrumentRefused.NOT_WHOLE
