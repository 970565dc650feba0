"""Published figures stay as they are when somebody in them is erased."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.assessments.models import Assessment, GivenAnswer
from portal.erasure import service
from portal.insight import service as insight
from portal.insight.models import InsightHolder, InsightSet, InsightSnapshot
from tests.builders import NOW
from tests.insight.world import Cohort, the_version


def published(session: Session) -> list[object]:
    shown = session.execute(select(InsightSnapshot.public_id, InsightSnapshot.figures)).all()
    sets = session.execute(select(InsightSet.key, InsightSet.units).order_by(InsightSet.id)).all()
    return [[tuple(row) for row in shown], [tuple(row) for row in sets]]


def test_figures_stay_and_answers_go(session: Session) -> None:
    cohort = Cohort(session, the_version(session))
    for number in range(7):
        cohort.joins(number)
    insight.renew(session, edition_id=cohort.edition.id, now=NOW)
    before, person = published(session), cohort.people[0]
    assert before[0] != []
    service.begin(session, person_id=person.id, now=NOW)
    while service.advance(session, person_id=person.id, now=NOW):
        pass
    assert published(session) == before
    mine = select(func.count(Assessment.id)).where(Assessment.person_id == person.id)
    assert session.scalar(mine) == 0
    orphans = GivenAnswer.assessment_id.not_in(select(Assessment.id))
    assert session.scalar(select(func.count()).select_from(GivenAnswer).where(orphans)) == 0
    assert session.scalars(select(InsightHolder).where(InsightHolder.person_id == person.id)).all() == []
