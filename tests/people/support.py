"""A portal on a database of its own, people in it, and a browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock, config
from portal.database import db, transaction
from portal.outbox.models import OutgoingLetter
from portal.people import passwords, service, tokens
from portal.people.models import Person, Token
from tests.support.portals import lent

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSWORD = "vier paarden in de wei"
SITE = "http://leren.example"


@contextmanager
def a_portal(database_url: str) -> Iterator[Flask]:
    """The whole app on this database, at NOW."""
    settings = config.read(
        {
            "PORTAL_MODE": "test",
            "SECRET_KEY": "k" * 40,
            "SITE_URL": SITE,
            "DATABASE_URL": database_url,
        }
    )
    with lent(settings) as app, moment(NOW):
        yield app


@contextmanager
def moment(now: datetime) -> Iterator[None]:
    """The portal's clock stands still at `now` inside the block."""
    with patch.object(clock, "now", lambda: now):
        yield


def a_person(name: str = "Aisha Bakker", *, password: str | None = PASSWORD, **fields: Any) -> Person:
    """Someone with a confirmed account; `aisha@veldrijk.example` for Aisha Bakker."""
    email = fields.pop("email", f"{name.split(maxsplit=1)[0].lower()}@veldrijk.example")
    with transaction() as session:
        person = service.ensure_person(session, email=email, name=name, now=NOW)
        person.email_confirmed_at = fields.pop("email_confirmed_at", NOW)
        person.password_hash = quick_hash(password) if password else None
        for field, value in fields.items():
            setattr(person, field, value)
        session.flush()
    return person


_HASHES: dict[str, str] = {}


def quick_hash(password: str) -> str:
    """The hash of a password, made once per test run."""
    return _HASHES.setdefault(password, passwords.hashed(password))


def csrf_of(answer: TestResponse) -> str:
    """The value of the form's hidden field."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found, answer.text[:500]
    return found.group(1)


class Browser:
    """A visitor who reads a page before posting its form."""

    def __init__(self, app: Flask, *, network: str = "192.0.2.7") -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.network = network

    def get(self, path: str, **more: Any) -> TestResponse:
        """Opens a page."""
        return self._open(path, method="GET", **more)

    def _open(self, path: str, **more: Any) -> TestResponse:
        db.session.rollback()  # the test's own reading must not look at the past afterwards
        db.session.expire_all()
        with self.app.app_context():  # each request has a `g` of its own
            return self.client.open(path, base_url=SITE, environ_base={"REMOTE_ADDR": self.network}, **more)

    def post(
        self, path: str, *, page: str | None = None, token: str | None = None, **data: Any
    ) -> TestResponse:
        """Opens `page` (the same address without it) and posts its form to `path`."""
        token = token if token is not None else csrf_of(self.get(page or path))
        headers = data.pop("headers", None)
        return self._open(path, method="POST", data={"csrf_token": token, **data}, headers=headers)

    def sign_in(self, person: Person, password: str = PASSWORD) -> TestResponse:
        """Signs in with a password."""
        return self.post("/inloggen", email=person.email, password=password)

    @property
    def cookie(self) -> str:
        """The value of the session cookie."""
        found = self.client.get_cookie("session", domain="leren.example")
        return found.value if found else ""

    def is_signed_in(self) -> bool:
        """Whether the profile opens."""
        return self.get("/profiel").status_code == 200


def letters(kind: str = "") -> list[OutgoingLetter]:
    """The letters of this kind in the outbox, in order."""
    db.session.rollback()
    all_letters = db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id))
    return [letter for letter in all_letters if kind in ("", letter.kind)]


def link_in(letter: OutgoingLetter) -> str:
    """The path of the letter's link, as its reader gets it."""
    token = db.session.get_one(Token, letter.token_ids[0])
    link = str(letter.facts["link"])
    return re.sub(r"\[\[token:\d+\]\]", tokens.secret(token), link)


MINUTE = timedelta(minutes=1)
