"""Figures that are not made anew stay as they were, as long as nobody of them withdrew."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments import service as scans
from portal.assessments import versions
from portal.assessments.facts import Form
from portal.config import ROOT
from portal.insight import service
from portal.insight.models import InsightSnapshot
from portal.people.models import Person
from portal.registrations.models import Participant
from portal.registrations.states import ParticipantState
from tests.builders import NOW
from tests.insight.world import Cohort, the_version

LATER = NOW + timedelta(days=30)


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return Cohort(session, the_version(session))


def renewed(cohort: Cohort) -> InsightSnapshot:
    made = service.renew(cohort.session, edition_id=cohort.edition.id, now=NOW)
    assert made is not None
    return made


def joining(cohort: Cohort, count: int, position: str = "leidinggevende", form: Form = Form.LONG) -> None:
    for number in range(count):
        cohort.joins(number, position, form)


def takes_part(cohort: Cohort, person: Person, state: ParticipantState) -> None:
    mine = select(Participant).where(Participant.person_id == person.id)
    cohort.session.scalars(mine).one().state = state
    cohort.session.flush()


def keys(made: InsightSnapshot) -> list[str]:
    return [part["key"] for part in made.figures["parts"]]


def test_who_comes_back_brings_no_figures_back(cohort: Cohort) -> None:
    joining(cohort, 6, "directeur")
    joining(cohort, 6)
    assert keys(renewed(cohort)) == ["position:directeur", "position:leidinggevende"]
    takes_part(cohort, cohort.people[0], ParticipantState.LEFT)
    joining(cohort, 6)
    assert "position:directeur" not in keys(renewed(cohort))
    takes_part(cohort, cohort.people[0], ParticipantState.CONFIRMED)
    joining(cohort, 6)
    made = renewed(cohort)
    assert keys(made) == ["position:leidinggevende"]
    assert made.figures["hidden"]["position:directeur"] == "follows"


@pytest.mark.parametrize(("form", "block"), [(Form.SHORT, "roles"), (Form.SUPPORTER, "supporters")])
def test_who_withdrew_leaves_roles_and_supporters(cohort: Cohort, form: Form, block: str) -> None:
    joining(cohort, 6)
    joining(cohort, 6, "ondersteuner", Form.SUPPORTER)
    first = renewed(cohort)
    assert block in first.figures
    joining(cohort, 6, form=Form.SHORT)
    kept = renewed(cohort)
    assert kept.figures[block] == first.figures[block]
    takes_part(cohort, cohort.people[0 if block == "roles" else 6], ParticipantState.LEFT)
    joining(cohort, 6, form=Form.SHORT)
    made = renewed(cohort)
    assert block not in made.figures
    assert made.figures["hidden"][block] == "follows"


def test_figures_with_an_erased_scan_do_not_stay(cohort: Cohort) -> None:
    joining(cohort, 6, "directeur")
    joining(cohort, 6)
    renewed(cohort)
    scans.erase_all(cohort.session, person_id=cohort.people[0].id)
    cohort.session.flush()
    cohort.session.expire_all()
    cohort.scans_again(cohort.people[0], 3, at=LATER)
    joining(cohort, 5)
    made = renewed(cohort)
    assert "position:directeur" not in keys(made)


def test_change_stays_when_few_changed_again(cohort: Cohort) -> None:
    joining(cohort, 10, "")
    for number, person in enumerate(cohort.people):
        cohort.scans_again(person, number + 1, at=LATER)
    first = renewed(cohort)
    for number, person in enumerate(cohort.people[:6]):
        cohort.scans_again(person, number + 2, at=LATER + timedelta(days=9))
    made = renewed(cohort)
    assert made.figures["time"] == first.figures["time"]
    assert not {"before", "after"} & made.figures["hidden"].keys()
    assert not {"before", "after"} & {one.key for one in made.sets}
    takes_part(cohort, cohort.people[0], ParticipantState.LEFT)
    joining(cohort, 5, "")
    assert "time" not in renewed(cohort).figures


def test_figures_of_another_questionnaire_do_not_stay(cohort: Cohort) -> None:
    joining(cohort, 6, "directeur")
    joining(cohort, 6)
    joining(cohort, 6, "ondersteuner", Form.SUPPORTER)
    assert "supporters" in renewed(cohort).figures
    seed = (ROOT / "seeds" / "assessments" / "zelfscan.toml").read_text(encoding="utf-8")
    text = seed.replace('version = "1.0"', 'version = "2.0"')
    cohort.version = versions.load(cohort.session, text=text, where="zelfscan.toml", now=LATER)
    for number, person in enumerate(cohort.people[:12]):
        cohort.scans_again(person, number, at=LATER)
    for number, person in enumerate(cohort.people[12:16]):
        cohort.scans_again(person, number, at=LATER, form=Form.SUPPORTER)
    made = renewed(cohort)
    assert made.figures["questionnaire"] == "zelfscan-default 2.0"
    assert "supporters" not in made.figures
