"""The portal on a copy of the world, and requests in the name of each role."""

import hashlib
import logging
import re
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from portal import clock, config
from portal.app import create_app
from portal.database import Base, db, listen, transaction
from portal.people import tokens
from tests.builders import KEY, NOW
from tests.security.world import MESSAGE, VISITOR, Maker, World

SITE = "https://leren.example"
NETWORK = "192.0.2.7"
LETTER = (
    b"From: leergang@leren.example\r\nTo: aisha@veldrijk.example\r\nSubject: Welkom\r\n"
    b"Date: Tue, 12 Jan 2027 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Welkom</p>\r\n"
    b"--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=plan.html\r\n\r\n"
    b"<script>alert(1)</script>\r\n--b--\r\n"
)


def make_world(folder: Path) -> Path:
    """The world in `folder`: its database, the names in it, and one message in the demo's mailbox."""
    tokens.configure(KEY)
    engine = create_engine(f"sqlite:///{folder / 'world.db'}")
    listen(engine)
    with Session(engine, expire_on_commit=False) as session, transaction(session):
        Base.metadata.create_all(session.connection())
        Maker(session).make().save(folder / "world.json")
    engine.dispose()
    sink = folder / "postbus"
    sink.mkdir()
    (sink / f"{MESSAGE}.eml").write_bytes(LETTER)
    return folder


def settings_for(url: str, site: str = SITE, **more: str) -> config.Settings:
    """A portal in test mode, at an https address."""
    own = {"PORTAL_MODE": "test", "SECRET_KEY": KEY, "SITE_URL": site, "DATABASE_URL": url}
    return config.read({**own, **more})


class Portal:
    """The whole app on one database; every request is one visitor's first and carries its own cookie."""

    def __init__(self, app: Flask, world: World, database: Path | None, origin: Path | None) -> None:
        self.app, self.world = app, world
        self.database, self.origin = database, origin
        self.client = Client(app, Response, use_cookies=False)
        settings: config.Settings = app.extensions["settings"]
        self.site = settings.site_url
        self._watch = sqlite3.connect(database) if database else None

    def cookie(self, role: str, form: str = "one") -> str:
        """The cookie of a browser in which this role is signed in, with the secret of its forms."""
        kept: dict[str, Any] = {"csrf_token": _digest(form)}
        if role != VISITOR:
            kept |= {"_user_id": self.world.sign_in[role], "_fresh": True}
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return f"{self.app.config['SESSION_COOKIE_NAME']}={signer.dumps(kept)}"

    def token(self, form: str = "one") -> str:
        """The hidden field that goes with `cookie(role, form)`."""
        made = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(_digest(form))
        return str(made)

    def call(
        self,
        role: str,
        path: str,
        method: str = "GET",
        *,
        data: Mapping[str, Any] | None = None,
        token: str | None = None,
        cookie: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> TestResponse:
        """One request. Forms carry their token unless another (or an empty one) is given."""
        sent: dict[str, str] = {"Cookie": self.cookie(role) if cookie is None else cookie, **(headers or {})}
        sent = {name: value for name, value in sent.items() if value}
        body = None
        if method not in ("GET", "HEAD", "OPTIONS") and "input_stream" not in more:
            body = {"csrf_token": self.token() if token is None else token, **(data or {})}
            body = {name: value for name, value in body.items() if value != ""} if token == "" else body
        return self.client.open(
            path,
            method=method,
            base_url=self.site,
            data=body,
            headers=sent,
            buffered=True,
            environ_overrides={"REMOTE_ADDR": NETWORK, **more.pop("environ", {})},
            **more,
        )

    def visit(self, path: str, **more: Any) -> TestResponse:
        """A visitor without any cookie opens a page."""
        return self.call(VISITOR, path, cookie="", **more)

    @contextmanager
    def database_open(self) -> Iterator[Session]:
        """A session for the test itself."""
        with self.app.app_context():
            yield db.session()
            db.session.remove()

    def changes(self) -> int:
        """A number that is another one after every commit of somebody else (SQLite)."""
        assert self._watch is not None
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def contents(self) -> dict[str, tuple[int, str]]:
        """How many rows each table has, and a hash over all of them, but for when people were last seen."""
        found = {}
        with self.database_open() as session:
            for table in Base.metadata.sorted_tables:
                columns = [c for c in table.columns if (table.name, c.name) != ("sign_ins", "last_seen_at")]
                rows = sorted(repr(tuple(row)) for row in session.execute(select(*columns)))
                found[table.name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
        return found

    def restore(self) -> None:
        """The world as it was made."""
        assert self.database is not None
        assert self.origin is not None
        with sqlite3.connect(self.origin) as source, sqlite3.connect(self.database) as target:
            source.backup(target)
        source.close()
        target.close()

    def close(self) -> None:
        """Lets go of the database."""
        if self._watch:
            self._watch.close()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def _digest(form: str) -> str:
    return hashlib.sha1(form.encode()).hexdigest()


@contextmanager
def open_portal(home: Path, folder: Path, site: str = SITE, **more: str) -> Iterator[Portal]:
    """A portal on a copy of the world in `home`, at NOW."""
    copy = folder / f"portal-{secrets.token_hex(4)}.db"
    shutil.copyfile(home / "world.db", copy)
    world = World.read(home / "world.json")
    with pytest.MonkeyPatch.context() as patch:
        app = create_app(settings_for(f"sqlite:///{copy}", site, MAIL_SINK_DIR=str(home / "postbus"), **more))
        patch.setattr(clock, "now", lambda: NOW)
        portal = Portal(app, world, copy, home / "world.db")
        with quiet(app):
            yield portal
        portal.close()


@contextmanager
def quiet(app: Flask) -> Iterator[None]:
    """Refusals are expected by the thousand here, so they stay out of the log."""
    level = app.logger.level
    app.logger.setLevel(logging.ERROR)
    yield
    app.logger.setLevel(level)


def plain(answer: TestResponse, path: str) -> str:
    """The page without what differs for each address and visit: the path itself and form tokens."""
    text = re.sub(r'name="csrf_token" value="[^"]*"', 'name="csrf_token"', answer.text)
    return re.sub(r'class="nl-link lp-lang" href="[^"]*"', 'class="nl-link lp-lang"', text)
