"""A person with a browser without script; every page that is shown must be a good page."""

import re
import secrets
from datetime import timedelta
from typing import Any

import html5lib
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock
from portal.database import db, transaction
from portal.outbox.models import OutgoingLetter
from portal.people import tokens
from portal.people.models import Person, SignIn, Token
from portal.people.viewer import hash_secret
from portal.registrations.models import EnrolmentDraft, Participant, Registration
from tests.builders import NOW

Element = Any
INVOICE = {
    "name": "Gemeente Veldrijk",
    "address": "Raadhuisplein 1\n1234 AB Veldrijk",
    "email": "facturen@veldrijk.example",
    "purchase_order": "4500012",
    "cost_centre": "",
}


class Page:
    """An answer, as the person sees it."""

    def __init__(self, answer: TestResponse) -> None:
        self.status = answer.status_code
        self.location = answer.headers.get("Location", "")
        self.html = answer.text
        self.tree: Element = None
        if not self.location:
            self.tree = _good_page(self.html)

    @property
    def title(self) -> str:
        """The title, without the name of the site."""
        return words(self.tree.find(".//title")).removesuffix(" - Leergang")

    @property
    def heading(self) -> str:
        """The first heading of the page."""
        return words(self.tree.find(".//h1"))

    @property
    def text(self) -> str:
        """Everything in the main part."""
        return words(self.tree.find(".//main"))

    def button(self) -> list[str]:
        """The labels of the primary buttons."""
        found = self.tree.findall(".//main//button") + self.tree.findall(".//main//a")
        return [words(b) for b in found if "nl-button--primary" in b.get("class", "")]

    def value(self, name: str) -> str:
        """What a field is filled in with."""
        area = self.tree.find(f".//textarea[@name='{name}']")
        if area is not None:
            return (area.text or "").removeprefix("\n")
        boxes = self.tree.findall(f".//input[@name='{name}']")
        assert boxes, f"no field {name}"
        if boxes[0].get("type") in ("radio", "checkbox"):
            return next((str(b.get("value")) for b in boxes if b.get("checked") is not None), "")
        return str(boxes[0].get("value", ""))

    def error(self, name: str) -> str:
        """The message next to a field; it stands in the summary on top as well."""
        found = self.tree.find(f".//*[@id='{name}-fout']")
        if found is None:
            return ""
        message = words(found).removeprefix("Fout: ")
        assert message in words(self.tree.find(".//*[@id='fouten']"))
        assert self.title.startswith("Fout: ")
        assert self.status in (422, 429)
        return message

    def links(self) -> dict[str, str]:
        """The addresses of the links in the main part, by their words."""
        return {words(a): a.get("href") for a in self.tree.findall(".//main//a")}


def words(element: Element) -> str:
    """All text of an element, with single spaces."""
    return " ".join(" ".join(element.itertext()).split())


def _good_page(html: str) -> Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    assert [fault[1] for fault in parser.errors] == []
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1]
    for label in tree.iter("label"):
        assert label.get("for") in ids, label.get("for")
    for element in tree.iter():
        for name in (element.get("aria-describedby") or "").split():
            assert name in ids, name
    assert len(tree.findall(".//main//h1")) == 1
    assert len([b for b in tree.iter("button") if "nl-button--primary" in b.get("class", "")]) <= 2
    for form in tree.iter("form"):
        posts = form.get("method") == "post"
        assert not posts or any(i.get("name") == "csrf_token" for i in form.iter("input"))
    return tree


class Visitor:
    """Somebody with a browser; `person` None is not signed in."""

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        self.app = app
        self.client = app.test_client()
        self.token = ""
        if person is not None:
            self.sign_in(person)

    def sign_in(self, person: Person) -> None:
        """A sign-in without the sign-in page."""
        secret = secrets.token_urlsafe(32)
        with transaction() as session:
            session.add(
                SignIn(
                    token_hash=hash_secret(secret),
                    person_id=person.id,
                    created_at=NOW,
                    last_seen_at=clock.now(),
                    expires_at=NOW + timedelta(days=300),
                    browser="",
                )
            )
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = secret

    def get(self, path: str) -> Page:
        """Opens a page."""
        return self._open(path, "GET")

    def post(self, path: str, data: dict[str, str] | None = None, **more: str) -> Page:
        """Sends a form."""
        if not self.token:
            self._take_token()
        return self._open(path, "POST", {"csrf_token": self.token, **(data or {}), **more})

    def follow(self, page: Page) -> Page:
        """Goes where the answer leads."""
        assert page.status == 303, (page.status, page.html[:3000])
        return self.get(page.location)

    def _open(self, path: str, method: str, data: dict[str, str] | None = None) -> Page:
        db.session.rollback()
        with self.app.app_context():
            page = Page(self.client.open(path, method=method, data=data))
        db.session.rollback()
        if page.tree is not None:
            self.token = self._token_of(page) or self.token
        return page

    def _take_token(self) -> None:
        """The token of any page with a form, without the page."""
        with self.client.session_transaction() as cookie:
            secret = cookie.setdefault("csrf_token", secrets.token_hex(20))
        self.token = str(URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(secret))

    @staticmethod
    def _token_of(page: Page) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.html)
        return found.group(1) if found else ""

    def enrol(
        self, edition: str, *, invoice: bool = True, choices: dict[str, str] | None = None, **people: str
    ) -> Page:
        """All steps and the button; ends at the answer of the button."""
        start = f"/inschrijven/{edition}"
        page = self.post(f"{start}/mensen", {"party": "alleen", **people})
        if choices is not None:
            assert page.status == 303, page.text
            page = self.post(f"{start}/keuzes", choices)
        if invoice:
            assert page.status == 303, page.text
            page = self.post(f"{start}/factuur", INVOICE)
        summary = self.follow(page)
        return self.post(f"{start}/controleren", key=summary.value("key"), consent="y")


def count(model: type[Any]) -> int:
    """How many rows there are."""
    db.session.rollback()
    return len(db.session.scalars(select(model)).all())


def the_registration(person: Person | None = None) -> Registration:
    """The only registration, or the latest one of this person."""
    db.session.rollback()
    db.session.expire_all()
    query = select(Registration).order_by(Registration.id.desc())
    if person is not None:
        query = query.join(Participant).where(Participant.person_id == person.id)
    found = db.session.scalars(query).first()
    assert found is not None
    return found


def drafts() -> int:
    """How many drafts there are."""
    return count(EnrolmentDraft)


def letters(person: Person) -> list[str]:
    """The kinds of the letters to this person, in order."""
    db.session.rollback()
    query = select(OutgoingLetter).where(OutgoingLetter.to_address == person.email)
    return [letter.kind for letter in db.session.scalars(query.order_by(OutgoingLetter.id))]


def link(person_email: str, kind: str) -> str:
    """The path of the link in the latest letter of this kind."""
    db.session.rollback()
    query = select(OutgoingLetter).where(
        OutgoingLetter.to_address == person_email, OutgoingLetter.kind == kind
    )
    letter = db.session.scalars(query.order_by(OutgoingLetter.id.desc())).first()
    assert letter is not None
    token = db.session.get_one(Token, letter.token_ids[0])
    return re.sub(r"\[\[token:\d+\]\]", tokens.secret(token), str(letter.facts["link"]))
