"""The scores of a scan are kept when it is sent; those sent before that are caught up with."""

from sqlalchemy.orm import Session

from portal.assessments.facts import Form
from portal.assessments.keeping import catch_up, kept, per_point
from tests.insight.world import Cohort, the_version


def test_scores_are_kept_as_exact_whole_numbers(session: Session) -> None:
    instrument = Cohort(session, the_version(session)).instrument
    first = instrument.aspects[0].id
    answers = {item.id: 1 + place for place, item in enumerate(instrument.of_aspect(first)[:5])}
    numbers = kept(instrument, answers, Form.LONG)
    assert per_point(instrument) == 420
    # 1 + 2 + 3 + 4 + 5 over 5 answers is 3: 3 · 420 = 1260
    assert numbers == "1260,-,-,-,-,-,-;-,-,-,-"


def test_short_scan_keeps_no_roles(session: Session) -> None:
    instrument = Cohort(session, the_version(session)).instrument
    answers = {item.id: 4 for item in instrument.asked(Form.SHORT)}
    assert kept(instrument, answers, Form.SHORT) == "1680,1680,1680,1680,1680,1680,1680;-,-,-,-"


def test_older_scans_are_caught_up_with_once(session: Session) -> None:
    cohort = Cohort(session, the_version(session))
    for number in range(3):
        cohort.joins(number)
    before = [scan.scores for scan in cohort.scans]
    for scan in cohort.scans:
        scan.scores = None
    session.flush()
    assert [catch_up(session, most=2) for _ in range(3)] == [2, 1, 0]
    assert [scan.scores for scan in cohort.scans] == before
