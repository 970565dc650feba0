"""Publishing, taking back and what an edition arranges, with their effect on people."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.outbox.models import OutgoingLetter
from portal.programmes import interest, stating
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.programmes.states import Window
from portal.registrations import arranging
from portal.registrations.reasons import Reason
from tests.builders import NOW, a_person, a_programme, an_association, an_edition, registered

LATER = NOW + timedelta(days=3)


@pytest.fixture
def draft(session: Session) -> Edition:
    programme = a_programme(session, an_association(session))
    for number in range(3):
        found = interest.enter(
            session,
            programme_id=programme.id,
            email=f"p{number}@zee.example",
            name="",
            language="nl",
            now=NOW,
        )
        found.confirmed_at = NOW
    return an_edition(session, programme, publication=Publication.DRAFT, published_at=None)


def who(session: Session, edition: Edition) -> dict[str, int]:
    return {"edition_id": edition.id, "actor_id": a_person(session, "Bram de Vries").id}


def letters(session: Session) -> list[str]:
    return list(session.scalars(select(OutgoingLetter.to_address).order_by(OutgoingLetter.id)))


def test_publishing_an_open_edition_tells_the_interest_list_once(session: Session, draft: Edition) -> None:
    by, before = who(session, draft), arranging.opening_of(session, draft, NOW)
    for _twice in range(2):
        arranging.publish(session, now=NOW, **by)

    assert (before.readers, before.at, before.told_before) == (3, NOW, False)
    assert letters(session) == ["p0@zee.example", "p1@zee.example", "p2@zee.example"]
    assert draft.publication == Publication.PUBLISHED


def test_publishing_before_the_window_tells_nobody_yet(session: Session, draft: Edition) -> None:
    by = who(session, draft)
    arranging.set_windows(session, windows=(Window(LATER),), head_start_days=2, now=NOW, **by)
    opening = arranging.opening_of(session, draft, NOW)
    arranging.publish(session, now=NOW, **by)
    assert (opening.at, letters(session)) == (LATER, [])


def test_draft_without_windows_opens_for_nobody(session: Session, draft: Edition) -> None:
    arranging.set_windows(session, windows=(), head_start_days=0, now=NOW, **who(session, draft))
    assert arranging.opening_of(session, draft, NOW).at is None


def test_edition_goes_back_to_draft_while_nobody_registered(session: Session, draft: Edition) -> None:
    by = who(session, draft)
    arranging.publish(session, now=NOW, **by)
    arranging.take_back(session, now=NOW, **by)
    again = draft.publication
    arranging.publish(session, now=NOW, **by)
    registered(session, draft, a_person(session))

    with pytest.raises(Refused) as refusal:
        arranging.take_back(session, now=NOW, **by)

    assert (again, refusal.value.reason) == (Publication.DRAFT, Reason.HAS_REGISTRATIONS)
    assert draft.publication == Publication.PUBLISHED


def test_recorded_price_stays_when_the_price_changes(session: Session, draft: Edition) -> None:
    by = who(session, draft)
    arranging.publish(session, now=NOW, **by)
    first = registered(session, draft, a_person(session))

    def dearer(edition: Edition) -> None:
        stating.change_edition(
            session, edition=edition, values={"price_cents": 200_000}, actor_id=None, now=NOW
        )

    arranging.arrange(session, change=dearer, now=NOW, **by)
    second = registered(session, draft, a_person(session, "Carla Visser"))
    assert [one.price["total"] for one in (first, second)] == [150_000, 200_000]


def test_second_organiser_with_an_old_version_is_refused(session: Session, draft: Edition) -> None:
    by, version = who(session, draft), draft.version
    arranging.set_windows(session, windows=(), head_start_days=0, now=NOW, version=version, **by)
    with pytest.raises(Refused) as refusal:
        arranging.publish(session, now=NOW, version=version, **by)
    assert refusal.value.reason == Reason.CHANGED_MEANWHILE


def test_company_keeps_its_seat_once_somebody_registered(session: Session, draft: Edition) -> None:
    by = who(session, draft)
    arranging.publish(session, now=NOW, **by)
    registered(session, draft, a_person(session))
    arranging.set_company(session, rule={}, takes_seat=True, now=NOW, **by)

    with pytest.raises(Refused) as refusal:
        arranging.set_company(session, rule={}, takes_seat=False, now=NOW, **by)

    assert (refusal.value.reason, draft.companion_allowed) == (Reason.HAS_REGISTRATIONS, True)
