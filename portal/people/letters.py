"""Letters about one's account."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from portal.outbox import service as outbox
from portal.outbox.letter import Letter, token_path
from portal.people.models import Person, Token


def tell_known(session: Session, person: Person, *, now: datetime) -> None:
    """Someone asked for an account with an address that has one: only its owner hears so."""
    post(
        session,
        person,
        kind="email_known",
        occasion=f"email_known:{person.id}:{secrets.token_hex(6)}",
        facts={
            "link": in_language(person.language, "/inloggen"),
            "reset_link": in_language(person.language, "/wachtwoord-vergeten"),
        },
        now=now,
    )


def mail_link(
    session: Session, person: Person, token: Token, *, kind: str, path: str, now: datetime, after: str = ""
) -> None:
    """A letter with a one-time link; `after` is a query that the link carries along."""
    facts = {"link": link_of(person, path, token) + after, "valid_until": token.expires_at.isoformat()}
    post(session, person, kind=kind, occasion=f"{kind}:{token.id}", facts=facts, now=now, token=token)


def post(
    session: Session,
    person: Person,
    *,
    kind: str,
    occasion: str,
    facts: dict[str, str],
    now: datetime,
    token: Token | None = None,
    address: str = "",
) -> None:
    """One letter about the account, to the person (or to another address of theirs)."""
    letter = Letter(
        kind=kind,
        occasion=occasion,
        to_address=address or person.email,
        to_name=person.name,
        language=person.language,
        person_id=person.id,
        facts=facts,
        token_ids=(token.id,) if token else (),
    )
    outbox.post(session, letter, now=now)


def link_of(person: Person, path: str, token: Token) -> str:
    """The path of a one-time link, in the person's language."""
    return token_path(in_language(person.language, path), token.id)


def in_language(language: str, path: str) -> str:
    """The path of a page in the person's language."""
    return f"/en{path}" if language == "en" else path
