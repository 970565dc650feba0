"""A group mail that was just confirmed, and who reads it, for tests in which the scheduler dies meanwhile."""

import email
import email.policy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, create_engine, delete, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from demo.sink import BackgroundSink
from portal.config import read
from portal.database import UtcDateTime, listen
from portal.mailings import readers, service
from portal.mailings.facts import Audience
from portal.outbox.models import OutgoingLetter
from portal.outbox.service import AT_ONCE
from tests.builders import a_person, a_programme, an_association, an_edition, registered

SUBJECT = "Neem je laptop mee"
_TIME_PASSES = [
    text(f"UPDATE {table} SET {column} = :then WHERE {column} IS NOT NULL").bindparams(
        bindparam("then", type_=UtcDateTime)
    )
    for table, column in (("leases", "expires_at"), ("outgoing_letters", "claimed_until"))
]


@dataclass
class Mailed:
    """A mail to a group, its readers and the mail server that they read at."""

    environment: dict[str, str]
    sink: BackgroundSink
    addresses: list[str]
    mailing_id: int

    @contextmanager
    def database(self) -> Iterator[Connection]:
        """A look into the database, beside the portal."""
        engine = create_engine(read(self.environment).database_url, poolclass=NullPool)
        listen(engine)
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    def time_passes(self) -> None:
        """What a vanished process held is free at once: nobody needs to wait for that."""
        with self.database() as connection, connection.begin():
            for statement in _TIME_PASSES:
                connection.execute(statement, {"then": AT_ONCE})

    def sent_to(self) -> dict[str, set[str]]:
        """The Message-IDs of the group mail that each address received."""
        found: dict[str, set[str]] = {}
        for file in self.sink.files():
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if message["Subject"] == SUBJECT:
                address = message["To"].addresses[0].addr_spec
                found.setdefault(address, set()).add(str(message["Message-ID"]))
        return found


def confirmed(
    environment: dict[str, str],
    *,
    participants: int,
    body: str,
    guests: Sequence[tuple[str, str]] = (),
) -> tuple[list[str], int]:
    """Who reads the mail, by address, and its id; the letters that confirm their seats are out already."""
    engine = create_engine(read(environment).database_url)
    listen(engine)
    now = datetime.now(UTC)
    with Session(engine, expire_on_commit=False) as session:
        edition = an_edition(
            session,
            a_programme(session, an_association(session)),
            seats=None,
            first_day=(now + timedelta(days=60)).date(),
            opens=now - timedelta(days=1),
        )
        people = [a_person(session, f"Lezer {number}") for number in range(participants)]
        for person in people:
            registered(session, edition, person, now=now)
        session.execute(delete(OutgoingLetter))
        stated = service.Stated(Audience.PARTICIPANTS, None, SUBJECT, body, extra=tuple(guests))
        mailing = service.write(
            session, edition_id=edition.id, stated=stated, form_key="een", actor_id=people[0].id, now=now
        )
        number = len(readers.readers(session, mailing))
        service.confirm(session, mailing_id=mailing.id, version=1, number=number, now=now)
        session.commit()
        found = [*(person.email for person in people), *(to for _name, to in guests)], mailing.id
    engine.dispose()
    return found
