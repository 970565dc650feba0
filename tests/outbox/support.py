"""A small portal for tests of letters and jobs: database, settings, keys; no pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from portal import config
from portal.database import Base, db, listen
from portal.eligibility import models as eligibility_models  # noqa: F401 - the tables
from portal.outbox import rendering
from portal.outbox.kinds import KINDS
from portal.outbox.letter import Letter, token_path
from portal.outbox.models import OutgoingLetter
from portal.people import tokens
from portal.people.models import Person
from portal.registrations import models as registration_models  # noqa: F401 - the tables

NOW = datetime(2027, 1, 10, 9, 0, tzinfo=UTC)
REAL = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests"

FACTS: dict[str, Any] = {
    "programme": "De Transformerende Gemeentesecretaris",
    "edition": "voorjaar 2027",
    "starts": "2027-03-16T08:30:00+00:00",
    "place": "Utrecht",
    "reference": "K7M2QD",
    "link": "/mijn/inschrijvingen/abc",
    "reset_link": "/wachtwoord-vergeten",
    "remove_link": "/belangstelling/weg/abc",
    "valid_until": "2027-01-11T09:00:00+00:00",
    "changed_at": "2027-01-10T09:00:00+00:00",
    "deadline": "2027-01-15T16:00:00+00:00",
    "opens": "2027-01-18T08:00:00+00:00",
    "head_start_until": "2027-01-20T08:00:00+00:00",
    "new_address": "nieuw@gemeente.example",
    "price": "€ 1.500 per persoon, exclusief btw",
    "choices": ["Ronde 1: Data en ethiek", "Ronde 2: Samenwerken"],
    "otherwise": ["‘Data en ethiek’ is vol."],
    "companion": "Bram de Boer",
    "together": "Bram de Boer",
    "position": 3,
    "number": 2,
    "stop_link": "/mijn/leerdoelen/herinneringen",
    "rules": ["De plek gaat naar de eerste op de lijst."],
    "reason": "Er zijn te weinig deelnemers.",
    "cost": "Je betaalt niets.",
    "inviter": "Aisha Amrani",
    "substitute": "Bram de Boer",
    "standing": "confirmed",
    "leaving": "Kun of wil je niet meer? Meld je dan af bij je inschrijving.",
    "stays": True,
    "guides": False,
    "left": True,
    "breakout": "Data en ethiek",
    "second_choice": "Samenwerken",
    "choice": "Ronde 1",
    "meeting": "Sturen op de opgave: module 1",
    "day": "2027-03-16",
    "starts_at": "2027-03-16T08:30:00+00:00",
    "ends_at": "2027-03-16T16:00:00+00:00",
    "join": "https://vergaderen.example/a",
    "explanation": "De zaal was dubbel geboekt.",
    "uid": "5b1c@leren.example",
    "sequence": 2,
    "stamped_at": "2027-01-10T09:00:00+00:00",
    "method": "REQUEST",
    "role": "REQ-PARTICIPANT",
    "answer": "NEEDS-ACTION",
    "days": ["dinsdag 16 maart 2027, 09.30 tot 17.00 uur: Module 1 (Zwolle)"],
    "participant": "Karim Bouzid",
    "proposed": "2027-03-16T10:30:00+00:00",
    "comment": "Kan het een uur later?",
    "agenda_link": "/profiel/agenda",
    "meeting_id": "abcdefghijklmnopqrstuv",
    "route": "Stationsplein 1, Zwolle",
    "heading": "Neem je laptop mee",
    "lines": ["Morgen werken we met echte data.", "", "Tot dan."],
    "before_day": "2027-03-15",
    "before_starts_at": "2027-03-15T08:30:00+00:00",
    "before_ends_at": "2027-03-15T16:00:00+00:00",
    "before_place": "Zwolle",
    "about": "Module 1, dinsdag 16 maart 2027",
    "pieces": ["De opgave van vandaag", "Werkblad"],
}


def a_letter(kind: str = "registration_confirmed", occasion: str = "one", **changes: Any) -> Letter:
    """A letter of this kind with every fact it needs."""
    facts = {key: FACTS[key] for key in KINDS[kind]} | changes.pop("facts", {})
    whole = Letter(
        kind=kind,
        occasion=occasion,
        to_address="noor@gemeente.example",
        to_name="Noor El Amrani",
        facts=facts,
        sender_name="Vereniging van Gemeentesecretarissen",
        sender_address="leren@vgs.example",
    )
    return replace(whole, **changes)


def a_letter_with_token(token_id: int, **changes: Any) -> Letter:
    """A sign-in letter whose link is this one-time link."""
    facts = {"link": token_path("/inloggen/", token_id)}
    return a_letter("sign_in_link", token_ids=(token_id,), facts=facts, **changes)


def a_person(email: str = "noor@gemeente.example") -> Person:
    """A person with an account."""
    return Person(public_id=f"p-{email}"[:22], email=email, name="Noor El Amrani", created_at=NOW)


def letters() -> list[OutgoingLetter]:
    """Every letter in the outbox, oldest first, as the database has it now."""
    db.session.rollback()
    return list(db.session.scalars(db.select(OutgoingLetter).order_by(OutgoingLetter.id)))


def settings_for(database_url: str, *, port: int = 9, timeout: float = 5.0) -> config.Settings:
    """Settings in test mode; mail goes to this port of this machine."""
    environ = {
        "PORTAL_MODE": "test",
        "SECRET_KEY": SECRET_KEY,
        "SITE_URL": "https://leren.example",
        "DATABASE_URL": database_url,
        "MAIL_PORT": str(port),
        "PORTAL_CONTACT": "hulp@leren.example",
    }
    settings = config.read(environ)
    return replace(settings, mail=replace(settings.mail, timeout_seconds=timeout))


def small_app(settings: config.Settings) -> Flask:
    """A Flask app with the database and nothing else."""
    app = Flask("small", instance_path="/nonexistent")
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.extensions["settings"] = settings
    db.init_app(app)
    with app.app_context():
        listen(db.engine)
    tokens.configure(settings.secret_key)
    rendering.configure(
        site_url=settings.site_url, site_name=settings.site_name, contact=settings.contact_email
    )
    return app


@contextmanager
def portal_on(settings: config.Settings) -> Iterator[Flask]:
    """The small app with its tables, inside an app context."""
    app = small_app(settings)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
