"""Figures are published of five people or more, renewed after five changes, and tell about nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.assessments import service as scans
from portal.assessments.facts import Form
from portal.assessments.models import Assessment, GivenAnswer, InstrumentVersion
from portal.insight import queries, service
from portal.insight.models import InsightHolder, InsightSet, InsightSnapshot, InsightUnit
from portal.insight.queries import Owner
from portal.people.models import Person
from tests.builders import NOW
from tests.insight.world import Cohort, the_version

LATER = NOW + timedelta(days=30)


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return Cohort(session, the_version(session))


def renew(cohort: Cohort) -> InsightSnapshot | None:
    return service.renew(cohort.session, edition_id=cohort.edition.id, now=NOW)


def keys(cohort: Cohort) -> list[list[str]]:
    """The groups of every snapshot."""
    rows = cohort.session.scalars(select(InsightSnapshot).order_by(InsightSnapshot.id))
    return [[one.key for one in row.sets] for row in rows]


def joining(cohort: Cohort, count: int, position: str = "leidinggevende") -> None:
    for number in range(count):
        cohort.joins(number, position)


def test_cohort_of_four_gets_no_figures(cohort: Cohort) -> None:
    joining(cohort, 4)
    assert (renew(cohort), keys(cohort)) == (None, [])


def test_five_people_give_a_total_without_parts(cohort: Cohort) -> None:
    joining(cohort, 4)
    joining(cohort, 1, "directeur")
    made = renew(cohort)
    assert made is not None
    assert keys(cohort) == [["total", "roles"]]
    assert (made.figures["people"], made.figures["parts"]) == (5, [])
    assert made.figures["hidden"]["position:directeur"] == "too_few"
    assert [len(made.figures["total"]), made.figures["reliability"]] == [7, []]
    assert set(made.figures["total"][0]) == {"id", "value", "capped", "low", "high"}


def test_parts_leave_no_rest_of_one(cohort: Cohort) -> None:
    joining(cohort, 6, "directeur")
    joining(cohort, 6)
    joining(cohort, 1, "griffier")
    made = renew(cohort)
    assert made is not None
    assert [part["key"] for part in made.figures["parts"]] == ["position:leidinggevende"]
    assert made.figures["hidden"] == {
        "position:griffier": "too_few",
        "position:directeur": "remainder",
        "before": "too_few",
        "after": "too_few",
        "supporters": "too_few",
    }
    assert made.figures["parts"][0]["band"] == [5, 9]


def test_figures_wait_for_five_changes(cohort: Cohort) -> None:
    joining(cohort, 8)
    first = renew(cohort)
    joining(cohort, 4)
    assert renew(cohort) is None
    joining(cohort, 1)
    second = renew(cohort)
    assert first is not None
    assert second is not None
    assert (first.figures["people"], second.figures["people"]) == (8, 13)


def test_part_hides_when_one_newcomer_would_follow(cohort: Cohort) -> None:
    joining(cohort, 6, "directeur")
    joining(cohort, 6)
    renew(cohort)
    joining(cohort, 5, "directeur")
    joining(cohort, 1)
    made = renew(cohort)
    assert made is not None
    assert [part["band"] for part in made.figures["parts"]] == [[5, 9], [5, 9]]
    assert keys(cohort)[1] == ["total", "roles"]


def test_part_with_few_changes_keeps_its_figures(cohort: Cohort) -> None:
    joining(cohort, 6, "directeur")
    joining(cohort, 6)
    first = renew(cohort)
    joining(cohort, 5, "directeur")
    second = renew(cohort)
    assert first is not None
    assert second is not None
    old = {part["key"]: part for part in first.figures["parts"]}
    new = {part["key"]: part for part in second.figures["parts"]}
    assert new["position:leidinggevende"] == old["position:leidinggevende"]
    assert new["position:directeur"]["band"] == [10, 19]
    assert "position:leidinggevende" not in keys(cohort)[1]


def test_supporters_stand_beside_leaders(cohort: Cohort) -> None:
    joining(cohort, 6)
    for number in range(5):
        cohort.joins(number + 1, "ondersteuner", Form.SUPPORTER)
    made = renew(cohort)
    assert made is not None
    assert keys(cohort) == [["total", "position:leidinggevende", "supporters", "roles"]]
    assert (made.figures["people"], made.figures["supporters"]["band"]) == (6, [5, 9])


def test_few_without_a_second_scan_hide_the_change(cohort: Cohort) -> None:
    joining(cohort, 10, "")
    renew(cohort)
    for number, person in enumerate(cohort.people[:6]):
        cohort.scans_again(person, number + 2, at=LATER)
    made = renew(cohort)
    assert made is not None
    assert keys(cohort)[1] == ["total", "roles"]  # four did it once: a rest of four
    for number, person in enumerate(cohort.people[6:]):
        cohort.scans_again(person, number + 2, at=LATER)
    joining(cohort, 1, "")
    later = renew(cohort)
    assert later is not None
    assert "time" not in later.figures  # one more did it once


def test_everybody_twice_shows_the_change(cohort: Cohort) -> None:
    joining(cohort, 10, "")
    for number, person in enumerate(cohort.people):
        cohort.scans_again(person, number + 1, at=LATER)
    made = renew(cohort)
    assert made is not None
    assert made.figures["time"]["band"] == [10, 19]
    assert keys(cohort) == [["total", "before", "after", "roles"]]


def test_deleted_person_leaves_figures_and_no_answer(cohort: Cohort) -> None:
    joining(cohort, 8)
    made = renew(cohort)
    assert made is not None
    figures, sets = made.figures, keys(cohort)
    session, gone = cohort.session, cohort.people[0]
    scans.erase_all(session, person_id=gone.id)
    session.flush()
    session.expire_all()
    answers = select(func.count()).select_from(GivenAnswer)
    mine = answers.join(Assessment, Assessment.id == GivenAnswer.assessment_id)
    assert session.scalar(mine.where(Assessment.person_id == gone.id)) == 0
    assert session.scalar(select(func.count(InsightUnit.id)).where(InsightUnit.assessment_id.is_(None))) == 1
    found = queries.newest(session, Owner(edition_id=cohort.edition.id))
    assert found is not None
    assert (found.figures, keys(cohort)) == (figures, sets)
    holders = select(func.count(InsightHolder.id)).join(Person, Person.id == InsightHolder.person_id)
    assert session.scalar(holders) == 8
    joining(cohort, 4)
    assert renew(cohort) is None
    joining(cohort, 1)
    again = renew(cohort)
    assert again is not None
    assert again.figures["people"] == 12


def test_editions_with_news_are_found(cohort: Cohort) -> None:
    assert service.editions_to_renew(cohort.session) == []
    joining(cohort, 5)
    assert service.editions_to_renew(cohort.session) == [cohort.edition.id]
    snapshot = service.renew(cohort.session, edition_id=cohort.edition.id, now=LATER)
    assert snapshot is not None
    assert service.editions_to_renew(cohort.session) == []
    assert cohort.session.scalar(select(func.count(InsightSet.id))) == len(snapshot.sets)


def asks_for_nine(cohort: Cohort, name: str) -> None:
    """A version of the questionnaire in which this number is nine."""
    version = cohort.version
    content = {**version.content, "scoring": {**version.content.get("scoring", {}), name: 9}}
    made_so = update(InstrumentVersion).where(InstrumentVersion.id == version.id)
    cohort.session.execute(made_so.values(content=content, content_hash=name))
    cohort.session.expire_all()


@pytest.mark.parametrize("name", ["k_mean", "k_remainder"])
def test_questionnaire_may_ask_for_larger_groups(cohort: Cohort, name: str) -> None:
    asks_for_nine(cohort, name)
    joining(cohort, 8)
    assert renew(cohort) is None
    joining(cohort, 1)
    assert renew(cohort) is not None


def test_questionnaire_may_ask_for_more_changes(cohort: Cohort) -> None:
    asks_for_nine(cohort, "snapshot_min_change")
    joining(cohort, 8)
    assert renew(cohort) is not None
    joining(cohort, 8)
    assert renew(cohort) is None
    joining(cohort, 1)
    assert renew(cohort) is not None
