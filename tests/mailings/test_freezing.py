"""The readers of a group mail are written down a portion at a time; a crash in between changes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.mailings import feeding, freezing, service
from portal.mailings.facts import Audience, Progress
from portal.mailings.models import Mailing, MailingRecipient
from portal.mailings.readers import audience_of, reader_at, readers
from portal.programmes import interest
from tests.builders import NOW
from tests.mailings.test_group_mail import REAL, Desk

GUESTS = (("Gast", "gast@x.example"), ("", "PERSOON.1@veldrijk.example"))


@pytest.fixture
def desk(session: Session, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Five take part, and two are written down at a time."""
    monkeypatch.setattr(freezing, "PORTION", 2)
    desk = Desk(session)
    desk.edition.pool.capacity = 9
    desk.edition.touch()
    for number in (4, 5, 6):
        desk.joins(f"Persoon {number}")
    return desk


def confirmed(desk: Desk, **more: object) -> Mailing:
    mailing = desk.writes(**more)
    number = len(readers(desk.session, mailing))
    assert number == sum(len(part) for part in audience_of(desk.session, mailing))
    service.confirm(desk.session, mailing_id=mailing.id, version=1, number=number, now=NOW)
    return mailing


def write(desk: Desk, mailing: Mailing) -> int:
    return freezing.write_down(desk.session, mailing_id=mailing.id)


def written(desk: Desk) -> list[str]:
    rows = desk.session.scalars(select(MailingRecipient).order_by(MailingRecipient.id))
    return [one.name or one.address for one in rows]


def test_readers_are_written_in_portions_with_the_pasted_last(desk: Desk) -> None:
    mailing = confirmed(desk, extra=GUESTS)
    names = [one.name for one in readers(desk.session, mailing)]
    portions = [write(desk, mailing) for _ in range(5)]

    assert (portions, written(desk)) == ([2, 2, 2, 0, 0], names)
    assert (mailing.frozen, mailing.unwritten) == ([], 0)


def test_each_reader_is_found_by_number(desk: Desk) -> None:
    mailing = desk.writes(extra=GUESTS)
    everyone = readers(desk.session, mailing)
    found = [reader_at(desk.session, mailing, number)[0] for number in range(1, len(everyone) + 1)]

    assert found == everyone
    assert [reader_at(desk.session, mailing, number)[0] for number in (-3, 0, 99)] == [
        everyone[0],
        everyone[0],
        everyone[-1],
    ]
    assert reader_at(desk.session, desk.writes(Audience.ADDRESSES), 1) == (None, 0)


def test_nothing_leaves_before_all_are_written(desk: Desk) -> None:
    mailing = confirmed(desk)
    total = mailing.unwritten
    write(desk, mailing)

    assert (desk.feeds(mailing), feeding.mailings_to_feed(desk.session)) == (0, [mailing.id])
    assert desk.progress(mailing) == Progress(total, waiting=total)


def test_crash_between_portions_doubles_and_loses_nobody(desk: Desk) -> None:
    mailing = confirmed(desk)
    names = [one.name for one in readers(desk.session, mailing)]
    desk.session.commit()
    for crashes in (True, True, False, True, False, False):
        write(desk, mailing)
        desk.session.rollback() if crashes else desk.session.commit()
        desk.session.expire_all()

    assert (written(desk), mailing.unwritten) == (names, 0)


def test_who_joins_between_portions_gets_nothing_and_who_leaves_is_skipped(desk: Desk) -> None:
    mailing = confirmed(desk)
    total = mailing.unwritten
    write(desk, mailing)
    desk.joins("Laat")
    desk.leaves(6)
    while write(desk, mailing):
        pass
    desk.feeds(mailing)

    assert {"Laat", "Persoon 6"}.isdisjoint(desk.names())
    assert desk.progress(mailing) == Progress(total, waiting=total - 1, skipped=1)


def test_paused_mail_writes_nobody_down_until_it_goes_on(desk: Desk) -> None:
    mailing = confirmed(desk)
    service.pause(desk.session, mailing_id=mailing.id)
    assert write(desk, mailing) == 0
    service.resume(desk.session, mailing_id=mailing.id, real_now=REAL)

    assert write(desk, mailing) == 2


def test_stopped_mail_forgets_whom_it_was_still_to_write_down(desk: Desk) -> None:
    mailing = confirmed(desk)
    total = mailing.unwritten
    write(desk, mailing)
    service.stop(desk.session, mailing_id=mailing.id)

    assert (write(desk, mailing), mailing.frozen) == (0, [])
    assert desk.progress(mailing) == Progress(total, skipped=total)


def test_address_that_two_pass_on_is_written_once(desk: Desk) -> None:
    mailing = confirmed(desk)
    first, *_rest, last = readers(desk.session, mailing)
    write(desk, mailing)
    people = {one.name: one for one in desk.people}
    people[first.name].email, people[last.name].email = "elders@x.example", "tijdelijk@x.example"
    desk.session.flush()
    people[last.name].email = first.address
    desk.session.flush()
    while write(desk, mailing):
        pass

    addresses = desk.session.scalars(select(MailingRecipient.address)).all()
    assert sorted(addresses) == sorted(set(addresses))
    assert mailing.unwritten == 0


def test_guest_who_became_a_participant_meanwhile_is_written_once(desk: Desk) -> None:
    mailing = confirmed(desk, extra=GUESTS[:1])
    desk.people[-1].email = "gast@x.example"
    desk.session.flush()
    while write(desk, mailing):
        pass

    assert "Gast" not in written(desk)
    assert mailing.unwritten == 0


def test_interest_list_is_written_down_by_its_entries(desk: Desk) -> None:
    for number in range(3):
        known = interest.enter(
            desk.session,
            programme_id=desk.edition.programme_id,
            email=f"ina{number}@x.example",
            name=f"Ina {number}",
            language="nl",
            now=NOW + timedelta(minutes=number),
        )
        known.confirmed_at = NOW
    mailing = confirmed(desk, audience=Audience.INTEREST)

    assert [write(desk, mailing) for _ in range(3)] == [2, 1, 0]
    assert written(desk) == ["Ina 0", "Ina 1", "Ina 2"]
