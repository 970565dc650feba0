"""The purge: what has had its time goes, what is still needed stays."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people import tidying as people_tidying
from portal.people.models import SignIn
from portal.programmes import tidying as programmes_tidying
from portal.programmes.facts import ProgrammeKind
from portal.programmes.models import Interest, Programme
from portal.registrations import tidying as registrations_tidying
from portal.registrations.models import EnrolmentDraft
from tests.builders import NOW, a_person, an_edition

DAY = timedelta(days=1)


def _interest(session: Session, email: str, **dates: object) -> None:
    programme = session.scalar(select(Programme).where(Programme.slug == "proef"))
    if programme is None:
        programme = Programme(slug="proef", title="Proef", kind=ProgrammeKind.LEERGANG, created_at=NOW)
        session.add(programme)
        session.flush()
    session.add(Interest(programme_id=programme.id, email=email, **dates))


def test_interest_taken_back_long_ago_goes(session: Session) -> None:
    old = NOW - 31 * DAY
    _interest(session, "back@x.example", entered_at=old, confirmed_at=old, removed_at=old)
    _interest(session, "never@x.example", entered_at=old)
    _interest(session, "stays@x.example", entered_at=old, confirmed_at=old)
    _interest(session, "new@x.example", entered_at=NOW - 29 * DAY)
    session.flush()
    programmes_tidying.tidy(session, now=NOW)
    programmes_tidying.tidy(session, now=NOW)
    assert session.scalars(select(Interest.email).order_by(Interest.email)).all() == [
        "new@x.example",
        "stays@x.example",
    ]


def test_draft_that_nobody_sent_goes_after_two_months(session: Session) -> None:
    edition = an_edition(session)
    for age in (59, 61):
        person = a_person(session, f"Persoon {age}")
        changed = NOW - age * DAY
        session.add(
            EnrolmentDraft(
                key=f"key-{age}", person_id=person.id, edition_id=edition.id, data={}, updated_at=changed
            )
        )
    session.flush()
    registrations_tidying.tidy(session, now=NOW)
    assert session.scalars(select(EnrolmentDraft.key)).all() == ["key-59"]


def test_sign_in_that_ended_goes(session: Session) -> None:
    person = a_person(session)
    for number, (seen, until) in enumerate(((0, 5), (1, 5), (0, -1))):
        session.add(
            SignIn(
                token_hash=bytes([number]) * 32,
                person_id=person.id,
                created_at=NOW - 9 * DAY,
                last_seen_at=NOW - seen * DAY,
                expires_at=NOW + until * DAY,
            )
        )
    session.flush()
    people_tidying.tidy(session, now=NOW)
    assert session.scalars(select(SignIn.token_hash)).all() == [bytes(32)]
