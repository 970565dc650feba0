"""Of each person the newest scan counts; growth is of who sent the long form twice; numbers add up."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session

from portal.assessments.facts import Form
from portal.insight import making, service
from portal.insight.disclosure import Cell, Decision, shown_mean
from portal.insight.facts import Gathered, Places
from portal.insight.gathering import of_edition, of_organisation
from portal.people.facts import PositionKind
from tests.builders import NOW, an_organisation
from tests.insight.world import Cohort, the_version

LATER = NOW + timedelta(days=30)
LONG, SHORT, SUPPORTER = Form.LONG, Form.SHORT, Form.SUPPORTER


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return Cohort(session, the_version(session))


def somebody_sends(cohort: Cohort, *forms: Form) -> list[int]:
    """Somebody takes part and sends these forms, one after the other; the ids of their scans."""
    person = cohort.joins(0, form=forms[0])
    scans = [cohort.scans[-1]]
    for turn, form in enumerate(forms[1:], start=1):
        scans.append(cohort.scans_again(person, turn, form=form, at=NOW + timedelta(days=turn)))
    return [one.id for one in scans]


def gathered(cohort: Cohort) -> Gathered:
    found = of_edition(cohort.session, cohort.edition.id)
    assert found is not None
    return found


def ids(found: Gathered, places: Places) -> list[int]:
    return [found.scans[place] for place in places]


def average(found: Gathered, number: int, places: Places) -> float:
    """The mean of these people on one aspect, in points."""
    values = [found.scores.aspects[number][place] for place in places]
    return sum(values) / (len(values) * found.scores.per_point)


@pytest.mark.parametrize(
    ("forms", "leads", "twice"),
    [
        ((LONG,), 0, None),
        ((LONG, LONG), 1, (0, 1)),
        ((LONG, LONG, LONG), 2, (0, 2)),
        ((SHORT, LONG, LONG), 2, (1, 2)),
        ((LONG, SHORT, LONG), 2, (0, 2)),
        ((LONG, LONG, SHORT), 2, None),
        ((SHORT, LONG), 1, None),
        ((LONG, SUPPORTER, LONG, SUPPORTER), 2, (0, 2)),
    ],
)
def test_newest_scan_leads_and_growth_is_from_the_first_long_one(
    cohort: Cohort, forms: Sequence[Form], leads: int, twice: tuple[int, int] | None
) -> None:
    scans = somebody_sends(cohort, *forms)
    found = gathered(cohort)
    assert ids(found, found.leaders) == [scans[leads]]
    expected = [[scans[place]] for place in twice] if twice else [[], []]
    assert [ids(found, found.before), ids(found, found.after)] == expected


def test_supporter_is_no_leader(cohort: Cohort) -> None:
    scans = [
        somebody_sends(cohort, *forms) for forms in ((LONG, SUPPORTER), (SUPPORTER,), (SUPPORTER, SUPPORTER))
    ]
    found = gathered(cohort)
    assert ids(found, found.leaders) == [scans[0][0]]
    assert sorted(ids(found, found.supporters)) == [scans[0][1], scans[1][0], scans[2][1]]


def test_short_form_knows_no_roles(cohort: Cohort) -> None:
    scans = [somebody_sends(cohort, form) for form in (LONG, SHORT, LONG)]
    found = gathered(cohort)
    assert ids(found, found.roles) == [scans[0][0], scans[2][0]]


def test_person_with_two_positions_of_one_kind_counts_once(cohort: Cohort) -> None:
    town = an_organisation(cohort.session)
    person = cohort.works(1, town, PositionKind.DIRECTEUR)
    cohort.holds(person, town, PositionKind.DIRECTEUR)
    cohort.holds(person, town, PositionKind.RAADSLID)
    found = of_organisation(cohort.session, town.id, NOW.date())
    assert found is not None
    assert found.parts == {"position:directeur": [0], "position:raadslid": [0]}


def test_scores_of_another_questionnaire_are_refused(cohort: Cohort) -> None:
    cohort.joins(1)
    cohort.scans[0].scores = "1260,1320;840"
    cohort.session.flush()
    with pytest.raises(ValueError, match="another questionnaire"):
        gathered(cohort)


@pytest.mark.parametrize("seed", range(3))
def test_means_are_those_of_the_scans_one_by_one(cohort: Cohort, seed: int) -> None:
    dice = Random(seed)
    for _ in range(30):
        person = cohort.joins(dice.randrange(5), dice.choice(("directeur", "leidinggevende")))
        if dice.random() < 0.3:
            form = dice.choice(list(Form))
            cohort.scans.append(cohort.scans_again(person, dice.randrange(5), form=form, at=LATER))
    found = gathered(cohort)
    members = service.members_of(found)
    cells = tuple(Cell(key, key, frozenset()) for key in members if len(members[key]) > 1)
    told = making.made(found, Decision(cells, (), {}), members, {})
    kept = {one.id: one.scores for one in cohort.scans}
    for place, scan in enumerate(found.scans):
        aspects, _, roles = (kept[scan] or "").partition(";")
        assert [column[place] for column in found.scores.aspects] == [int(one) for one in aspects.split(",")]
        numbers = [0 if one == "-" else int(one) for one in roles.split(",")]
        assert [column[place] for column in found.scores.roles] == numbers
    for number, row in enumerate(told["total"]):
        whole = average(found, number, found.leaders)
        assert row["value"] == str(shown_mean(whole).value)
        for part in told["parts"]:
            people = found.parts[part["key"]]
            drawn = (len(people) * average(found, number, people) + 10 * whole) / (len(people) + 10)
            assert part["aspects"][number]["value"] == str(shown_mean(drawn).value)
    assert len(told["parts"]) == 2
