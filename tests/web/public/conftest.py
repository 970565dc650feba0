"""Fixtures of this room: the whole demo, loaded once, and visitors who look at it."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import clock, config
from portal.database import Base, listen, transaction
from portal.people import tokens
from portal.seeding.files import read
from portal.seeding.loading import load
from tests.builders import KEY, NOW
from tests.support.portals import lent

SITE = "http://leren.example"


@dataclass
class Visitor:
    """Someone without an account and, until a form asks for it, without a cookie."""

    app: Flask

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def get(self, path: str, **more: Any) -> TestResponse:
        """Opens a page."""
        with self.app.app_context():
            return self.client.get(path, base_url=SITE, **more)

    def post(self, path: str, **data: str) -> TestResponse:
        """Opens the page of a form and sends it."""
        token = element(self.get(path), ".//input[@name='csrf_token']").get("value")
        with self.app.app_context():
            return self.client.post(path, base_url=SITE, data={"csrf_token": token, **data})


def tree(answer: TestResponse) -> Any:
    """The page as a tree; a page with a fault in its HTML fails here."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    found = parser.parse(answer.text)
    assert [fault[1] for fault in parser.errors] == []
    return found


def element(answer: TestResponse, path: str) -> Any:
    """The first element on this path."""
    found = tree(answer).find(path)
    assert found is not None, path
    return found


def words(node: Any) -> str:
    """All text of an element, with single spaces."""
    return " ".join("".join(node.itertext()).split())


def of_class(node: Any, name: str) -> list[Any]:
    """The elements of this class, in order."""
    return [one for one in node.iter() if name in (one.get("class") or "").split()]


def section(visitor: Visitor, path: str, heading: str) -> Any:
    """The part of the page under this heading."""
    page = tree(visitor.get(path))
    return next(s for s in page.iter("section") if s.get("aria-labelledby") == heading)


def lines(visitor: Visitor, path: str, heading: str) -> list[str]:
    return [words(item) for item in section(visitor, path, heading).iter("li")]


def facts(visitor: Visitor, path: str) -> dict[str, str]:
    found = section(visitor, path, "praktisch")
    return {
        words(row.find("dt")): words(row.find("dd"))
        for row in found.iter("div")
        if row.find("dt") is not None
    }


def data(visitor: Visitor, path: str) -> dict[str, Any]:
    block = next(s for s in tree(visitor.get(path)).iter("script") if s.get("type"))
    found: dict[str, Any] = json.loads(block.text)
    return found


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole demo in a database; tests work on copies."""
    tokens.configure(KEY)
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    engine = create_engine(f"sqlite:///{path}")
    listen(engine)
    with Session(engine, expire_on_commit=False) as session, transaction(session):
        Base.metadata.create_all(session.connection())
        load(session, read(config.ROOT / "seeds", demo=True), now=NOW)
    engine.dispose()
    return path


@pytest.fixture
def portal(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The portal with the demo in it, at the moment that the demo was loaded."""
    copy = shutil.copyfile(demo_file, tmp_path / "portal.db")
    yield from _portal(f"sqlite:///{copy}", monkeypatch)


@pytest.fixture
def empty_portal(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The portal without anything on offer."""
    yield from _portal(empty_url, monkeypatch)


def _portal(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    settings = config.read({"PORTAL_MODE": "test", "SECRET_KEY": KEY, "SITE_URL": SITE, "DATABASE_URL": url})
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with lent(settings) as app:
        yield app


@pytest.fixture
def visitor(portal: Flask) -> Visitor:
    """Someone who looks at the demo."""
    return Visitor(portal)
