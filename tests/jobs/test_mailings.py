"""A group mail through a mail server with histories: each reader gets it once, or one sees why not."""

from collections import Counter
from datetime import timedelta

from flask import Flask
from sqlalchemy import delete

from demo.sink import DROP, KEEP_AND_DROP, REFUSE, TRY_LATER, BackgroundSink, slow
from portal.database import db, transaction
from portal.jobs.tasks import run_task
from portal.mailings import queries, service
from portal.mailings.facts import Audience, Progress
from portal.mailings.models import Mailing
from portal.outbox.models import OutgoingLetter
from portal.registrations.service import withdraw
from tests.builders import NOW, a_programme, an_association, an_edition, people, registered
from tests.jobs.test_delivery import deliver, received
from tests.outbox.support import REAL

READERS = 12
HISTORY = (TRY_LATER, REFUSE, DROP, KEEP_AND_DROP, slow(0.2), TRY_LATER)
SOON, LATER = timedelta(seconds=20), timedelta(minutes=2)


def a_mailing() -> int:
    """A mail to twelve, confirmed; the thirteenth left after that."""
    with transaction() as session:
        edition = an_edition(session, a_programme(session, an_association(session)), seats=None)
        found = people(session, READERS + 1)
        made = [registered(session, edition, person) for person in found]
        stated = service.Stated(Audience.PARTICIPANTS, None, "Morgen", "Neem je laptop mee.")
        mailing = service.write(
            session, edition_id=edition.id, stated=stated, form_key="een", actor_id=found[0].id, now=NOW
        )
        service.confirm(session, mailing_id=mailing.id, version=1, number=READERS + 1, now=NOW)
        withdraw(session, registration_id=made[-1].id, actor_id=found[-1].id, now=NOW)
        session.execute(delete(OutgoingLetter))
        return mailing.id


def feed() -> dict[str, int]:
    return dict(run_task("send_mailings", now=NOW, real_now=REAL))


def progress(mailing_id: int) -> Progress:
    db.session.rollback()
    db.session.expire_all()
    return queries.progress_of(db.session(), [db.session.get_one(Mailing, mailing_id)])[mailing_id]


def test_each_reader_gets_it_through_every_history(portal: Flask, sink: BackgroundSink) -> None:
    mailing_id = a_mailing()
    sink.answer_next(*HISTORY)
    assert feed() == {"posted": READERS + 1, "failed": 0}
    assert deliver(SOON) == {"later": 4, "failed": 1, "sent": 7}
    assert progress(mailing_id) == Progress(READERS + 1, sent=7, waiting=4, failed=1, skipped=1)

    assert deliver(LATER) == {"sent": 4}
    with transaction() as session:
        assert service.retry_failed(session, mailing_id=mailing_id, real_now=REAL) == 1
    assert deliver(LATER) == {"sent": 1}
    assert progress(mailing_id) == Progress(READERS + 1, sent=READERS, skipped=1)
    assert feed() == deliver(LATER) | {"posted": 0, "failed": 0}

    names = {message["To"]: message["Message-ID"] for message in received(sink)}
    arrived = Counter(message["Message-ID"] for message in received(sink))
    assert len(names) == READERS
    assert sorted(arrived.values()) == [1] * (READERS - 1) + [2]  # once more, where the answer got lost
    assert set(arrived) == set(names.values())
