"""Organisers see who sent a scan only of what was begun after they announced it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.assessments import announcing
from portal.assessments.announcing import Announced, Participation
from portal.assessments.facts import Form
from portal.assessments.models import ScanAnnouncement
from portal.people.models import Person
from portal.programmes.models import Edition
from tests.builders import NOW, a_person, an_edition, registered
from tests.recommendations.support import a_scan

HOUR = timedelta(hours=1)


@pytest.fixture
def edition(session: Session) -> Edition:
    return an_edition(session, seats=20)


@pytest.fixture
def bram(session: Session) -> Person:
    return a_person(session, "Bram")


def announce(session: Session, edition: Edition, bram: Person, at: datetime = NOW) -> None:
    announcing.announce(session, edition_id=edition.id, actor_id=bram.id, now=at)


def stop(session: Session, edition: Edition, bram: Person, at: datetime) -> None:
    announcing.stop(session, edition_id=edition.id, actor_id=bram.id, now=at)


def takes_part(session: Session, edition: Edition, name: str, began: datetime | None, form: Form) -> Person:
    person = a_person(session, name)
    registered(session, edition, person)
    if began is not None:
        scan = a_scan(session, person)
        scan.started_at, scan.form = began, form
        session.flush()
    return person


def seen(session: Session, edition: Edition) -> list[Participation]:
    return announcing.participation(session, edition.id)


def test_without_announcement_nobody_is_on_the_list(session: Session, edition: Edition) -> None:
    takes_part(session, edition, "Aisha", NOW + HOUR, Form.LONG)
    assert seen(session, edition) == []


def test_only_scans_begun_after_the_announcement_count(
    session: Session, edition: Edition, bram: Person
) -> None:
    takes_part(session, edition, "Begon eerder", NOW - HOUR, Form.LONG)
    takes_part(session, edition, "Begon later", NOW + HOUR, Form.SHORT)
    takes_part(session, edition, "Deed niets", None, Form.LONG)
    takes_part(session, edition, "Ondersteunt", NOW + HOUR, Form.SUPPORTER)
    announce(session, edition, bram)
    assert seen(session, edition) == [
        Participation("Begon eerder", sent=False),
        Participation("Begon later", sent=True),
        Participation("Deed niets", sent=False),
        Participation("Ondersteunt", sent=False),
    ]


def test_announcing_again_forgets_scans_of_before(session: Session, edition: Edition, bram: Person) -> None:
    takes_part(session, edition, "Aisha", NOW + HOUR, Form.LONG)
    announce(session, edition, bram)
    stop(session, edition, bram, NOW + 2 * HOUR)
    assert seen(session, edition) == []
    announce(session, edition, bram, NOW + 3 * HOUR)
    assert seen(session, edition) == [Participation("Aisha", sent=False)]
    assert announcing.announcements(session, edition.id) == [
        Announced(NOW + 3 * HOUR, "Bram", None, ""),
        Announced(NOW, "Bram", NOW + 2 * HOUR, "Bram"),
    ]


def test_pressing_twice_is_once(session: Session, edition: Edition, bram: Person) -> None:
    for at in (NOW, NOW + HOUR):
        announce(session, edition, bram, at)
    assert session.scalar(select(func.count(ScanAnnouncement.id))) == 1
    for at in (NOW + HOUR, NOW + 2 * HOUR):
        stop(session, edition, bram, at)
    assert announcing.announcements(session, edition.id) == [Announced(NOW, "Bram", NOW + HOUR, "Bram")]


def test_participant_is_told_by_whom_it_is_seen(session: Session, edition: Edition, bram: Person) -> None:
    inside = takes_part(session, edition, "Aisha", None, Form.LONG)
    told = [(edition.programme.title, edition.label)]
    assert announcing.who_sees(session, inside.id) == []
    announce(session, edition, bram)
    assert announcing.who_sees(session, inside.id) == told
    assert announcing.who_sees(session, bram.id) == []
    stop(session, edition, bram, NOW + HOUR)
    assert announcing.who_sees(session, inside.id) == []
