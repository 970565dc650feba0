"""Scans: begun, answered, sent, shared and erased."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.assessments import privacy, queries, service, sharing, spread, versions
from portal.assessments.facts import Answer, Form
from portal.assessments.models import Assessment, AssessmentShare, GivenAnswer, InstrumentVersion
from portal.assessments.questionnaire import pages
from portal.assessments.reasons import ScanRefused
from portal.errors import NotFound, Refused
from portal.people.models import Person
from portal.programmes.models import Edition, EditionFacilitator
from tests.assessments.test_instrument_file import TEXT
from tests.builders import NOW, a_person, an_edition, registered

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def version(session: Session) -> InstrumentVersion:
    return versions.load(session, text=TEXT, where="zelfscan.toml", now=NOW)


@pytest.fixture
def aisha(session: Session) -> Person:
    return a_person(session)


def begins(session: Session, person: Person, version: InstrumentVersion, form: Form = Form.LONG) -> str:
    return service.begin(
        session, person_id=person.id, version=version.public_id, form=form, now=NOW
    ).public_id


def keeps(
    session: Session, person: Person, scan: str, page: int, seen: str | None = None, **given: Answer
) -> None:
    answers = {key.replace("_", "-"): value for key, value in given.items()}
    service.keep_page(
        session,
        public_id=scan,
        person_id=person.id,
        page=page,
        answers=answers,
        context={},
        seen=seen,
        now=NOW,
    )


def fills_in(session: Session, person: Person, version: InstrumentVersion, form: Form = Form.LONG) -> str:
    """A whole scan with 3 everywhere."""
    scan = begins(session, person, version, form)
    for page in pages(queries.questionnaire_of(version), form):
        keeps(session, person, scan, page.number, **{item.id.replace("-", "_"): 3 for item in page.items})
    service.finish(session, public_id=scan, person_id=person.id, now=LATER)
    return scan


def refused(call: object) -> ScanRefused:
    with pytest.raises(Refused) as refusal:
        call()  # type: ignore[operator]
    assert isinstance(refusal.value.reason, ScanRefused)
    return refusal.value.reason


def test_who_begins_twice_goes_on(session: Session, aisha: Person, version: InstrumentVersion) -> None:
    assert begins(session, aisha, version) == begins(session, aisha, version, Form.SHORT)


def test_answers_of_a_page_replace_those_before(
    session: Session, aisha: Person, version: InstrumentVersion
) -> None:
    scan = begins(session, aisha, version)
    keeps(session, aisha, scan, 1, rk_p1=3, ov_p1="x")
    keeps(session, aisha, scan, 1, rk_p1=4)
    assert queries.taken(session, public_id=scan, person_id=aisha.id).answers == {"rk-p1": 4}


@pytest.mark.parametrize("strange", [{"rk_p1": 6}, {"rk_p1": 0}, {"rk_p2": 3}, {"elders": 3}, {"rk_p1": "y"}])
def test_answers_out_of_range_or_of_elsewhere_are_refused(
    session: Session, aisha: Person, version: InstrumentVersion, strange: dict[str, Answer]
) -> None:
    scan = begins(session, aisha, version)
    assert refused(lambda: keeps(session, aisha, scan, 1, **strange)) is ScanRefused.STRANGE


def test_two_tabs_notice_each_other(session: Session, aisha: Person, version: InstrumentVersion) -> None:
    scan = begins(session, aisha, version)
    page = pages(queries.questionnaire_of(version), Form.LONG)[0]
    empty = service.stamp(page, {}, {})
    keeps(session, aisha, scan, 1, empty, rk_p1=3)
    keeps(session, aisha, scan, 1, empty, rk_p1=3)
    assert refused(lambda: keeps(session, aisha, scan, 1, empty, rk_p1=4)) is ScanRefused.CHANGED_MEANWHILE
    keeps(session, aisha, scan, 1, service.stamp(page, {"rk-p1": 3}, {}), rk_p1=4)


def test_sending_freezes_answers_and_spread(
    session: Session, aisha: Person, version: InstrumentVersion
) -> None:
    scan = begins(session, aisha, version)
    assert (
        refused(lambda: service.finish(session, public_id=scan, person_id=aisha.id, now=LATER))
        is ScanRefused.NOTHING_ANSWERED
    )
    keeps(session, aisha, scan, 1, rk_p1=3)
    service.finish(session, public_id=scan, person_id=aisha.id, now=LATER)
    service.finish(session, public_id=scan, person_id=aisha.id, now=LATER + timedelta(days=1))
    assert refused(lambda: keeps(session, aisha, scan, 1, rk_p1=4)) is ScanRefused.SENT
    found = queries.taken(session, public_id=scan, person_id=aisha.id)
    assert found.assessment.finished_at == LATER
    assert found.scan().error.prior_sd == Decimal("0.75")


def test_withdrawn_questionnaire_is_ended_but_not_begun(
    session: Session, aisha: Person, version: InstrumentVersion
) -> None:
    scan = begins(session, aisha, version)
    keeps(session, aisha, scan, 1, rk_p1=3)
    versions.withdraw(session, version=version.public_id, actor_id=aisha.id, now=NOW)
    assert queries.taken(session, public_id=scan, person_id=aisha.id).withdrawn
    service.finish(session, public_id=scan, person_id=aisha.id, now=LATER)
    assert refused(lambda: begins(session, aisha, version)) is ScanRefused.NOT_OFFERED


def _guided(session: Session, aisha: Person) -> tuple[Edition, Person]:
    edition = an_edition(session)
    registered(session, edition, aisha)
    sanne = a_person(session, "Sanne Terpstra")
    session.add(EditionFacilitator(edition_id=edition.id, person_id=sanne.id))
    session.flush()
    return edition, sanne


def shares(
    session: Session, person: Person, scan: str, edition: Edition, with_whom: Person
) -> AssessmentShare:
    return service.share(
        session,
        public_id=scan,
        person_id=person.id,
        edition=edition.public_id,
        facilitator=with_whom.public_id,
        now=LATER,
    )


def test_shared_scan_is_seen_by_that_facilitator_until_taken_back(
    session: Session, aisha: Person, version: InstrumentVersion
) -> None:
    edition, sanne = _guided(session, aisha)
    scan = fills_in(session, aisha, version)
    share = shares(session, aisha, scan, edition, sanne)
    assert shares(session, aisha, scan, edition, sanne) is share
    name = share.public_id
    assert sharing.shared_scan(session, public_id=name, facilitator_id=sanne.id)[0].name == aisha.name
    for other in (aisha, a_person(session, "Otto Ander")):
        with pytest.raises(NotFound):
            sharing.shared_scan(session, public_id=name, facilitator_id=other.id)
    service.take_back(session, share_public_id=name, person_id=sanne.id)
    assert len(sharing.shown_to(session, sanne.id)) == 1
    service.take_back(session, share_public_id=name, person_id=aisha.id)
    assert sharing.shown_to(session, sanne.id) == []
    assert session.scalar(select(func.count(AssessmentShare.id))) == 0


def test_scan_is_shared_with_nobody_but_ones_own_facilitator(
    session: Session, aisha: Person, version: InstrumentVersion
) -> None:
    edition, sanne = _guided(session, aisha)
    scan, otto = fills_in(session, aisha, version), a_person(session, "Otto Ander")
    assert refused(lambda: shares(session, aisha, scan, edition, otto)) is ScanRefused.NOT_YOUR_FACILITATOR
    supporter = fills_in(session, aisha, version, Form.SUPPORTER)
    assert refused(lambda: shares(session, aisha, supporter, edition, sanne)) is ScanRefused.GROUPS_ONLY


def test_erasing_a_scan_leaves_nothing_of_it(
    session: Session, aisha: Person, version: InstrumentVersion
) -> None:
    edition, sanne = _guided(session, aisha)
    first, second = fills_in(session, aisha, version), fills_in(session, aisha, version)
    shares(session, aisha, first, edition, sanne)
    service.erase(session, public_id=first, person_id=sanne.id)
    assert [one["scan"] for one in privacy.own_data(session, aisha.id)] == [second, first]
    service.erase(session, public_id=first, person_id=aisha.id)
    assert session.scalar(select(func.count(AssessmentShare.id))) == 0
    assert session.scalar(select(func.count(GivenAnswer.item))) == 65
    privacy.erase(session, person_id=aisha.id)
    assert session.scalar(select(func.count(GivenAnswer.item))) == 0


def test_removed_person_leaves_no_answer(session: Session, aisha: Person, version: InstrumentVersion) -> None:
    fills_in(session, aisha, version)
    session.expire_all()
    session.delete(session.get_one(Person, aisha.id))
    session.flush()
    left = [session.scalar(select(func.count()).select_from(table)) for table in (Assessment, GivenAnswer)]
    assert left == [0, 0]


def test_spread_of_answers_is_renewed_for_new_results_only(
    session: Session, aisha: Person, version: InstrumentVersion
) -> None:
    first = fills_in(session, aisha, version)
    assert spread.renew(session) == 1
    fills_in(session, a_person(session, "Bram Bos"), version)
    assert spread.renew(session) == 1
    assert spread.renew(session) == 0
    second = fills_in(session, aisha, version)
    errors = [
        queries.taken(session, public_id=scan, person_id=aisha.id).scan().error for scan in (first, second)
    ]
    prior = Decimal("0.75")
    assert [(one.people, one.sd_of("richting") < prior) for one in errors] == [(0, False), (2, True)]
