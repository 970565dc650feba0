"""One edition from its opening to its end, with mail that really leaves and people who follow every link."""

import email
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.sink import BackgroundSink
from portal.database import db, transaction
from portal.invites import quiet
from portal.jobs.tasks import run_task
from portal.people.models import Person
from portal.programmes.models import EditionFacilitator
from tests.builders import NOW, a_person, a_programme, a_round, an_association, an_edition
from tests.outbox.support import REAL
from tests.web.participant.visitor import Visitor

WORK = ("settle", "remind", "announce", "update_agendas", "announce_material", "remind_of_meetings")
LINK = re.compile(r"https?://[^\s<>\"]+")


class History:
    """`mails` is all that arrived, in order; `lost` the links that led their reader nowhere."""

    def __init__(self, app: Flask, sink: BackgroundSink, tell_time: Callable[[datetime], None]) -> None:
        self.app, self.sink, self.tell_time = app, sink, tell_time
        self.now, self.real = NOW, REAL
        self.mails: list[EmailMessage] = []
        self.lost: list[tuple[str, str, int]] = []
        with transaction() as session:
            edition = an_edition(
                session,
                a_programme(session, an_association(session), title="Sturen"),
                companion_allowed=True,
                substitution_allowed=True,
            )
            a_round(session, edition, 9, 9)
            self.edition_id, self.site = edition.id, app.extensions["settings"].site_url
            guide = a_person(session, "Gids")
            session.add(EditionFacilitator(edition_id=edition.id, person_id=guide.id))

    def do(self, step: Callable[[Session], object], *, days: float) -> None:
        """One thing happens, so many days later; the portal does its work, and everyone reads their mail."""
        self.now += timedelta(days=days)
        self.tell_time(self.now)
        with transaction() as session:
            step(session)
            quiet.tell(session, edition_id=self.edition_id, at_once=True, explanation="", now=self.now)
        for name in (*WORK, "deliver_letters"):
            self.real += timedelta(minutes=5)
            counts = run_task(name, now=self.now, real_now=self.real)
            assert not counts.get("failed"), (name, counts)
        self._read()

    def _read(self) -> None:
        for path in self.sink.files()[len(self.mails) :]:
            mail = email.message_from_bytes(path.read_bytes(), policy=default)
            self.mails.append(mail)
            browser = Visitor(self.app, self.person(mail["To"].addresses[0].addr_spec))
            for link in self._links(mail):
                db.session.rollback()
                with self.app.app_context():
                    status = browser.client.get(link.removeprefix(self.site)).status_code
                if status not in (200, 302, 303):
                    self.lost.append((str(mail["Subject"]), link, status))

    def _links(self, mail: EmailMessage) -> list[str]:
        found = []
        for part in mail.walk():
            if part.get_content_maintype() == "text":
                content = part.get_content()
                words = content if isinstance(content, str) else content.decode()
                found += LINK.findall(words.replace("\r\n ", "").replace("\\n", "\n"))
        ours = [link.rstrip(".,") for link in found if link.startswith(self.site)]
        return list(dict.fromkeys(ours))

    def person(self, address: str) -> Person:
        """Who reads at this address."""
        db.session.rollback()
        return db.session.scalars(select(Person).where(Person.email == address)).one()
