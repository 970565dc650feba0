""" "Tell me when there is a new edition": asked, confirmed by mail, removed by link.

Nothing here tells whether an address was known. The date of entry is the first day it was asked.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.outbox import service as outbox
from portal.outbox.letter import Letter, token_path
from portal.people import tokens
from portal.people.models import Token, TokenPurpose
from portal.people.service import in_language
from portal.people.tokens import TokenRefused
from portal.programmes.models import Interest, Programme

CONFIRM_FOR = timedelta(days=3)
REMOVE_FOR = timedelta(days=3650)
CONFIRM_PATH = "/op-de-hoogte/bevestig/"
REMOVE_PATH = "/op-de-hoogte/stop/"


def ask(
    session: Session,
    *,
    programme_slug: str,
    email: str,
    name: str,
    language: str,
    now: datetime,
    is_proven: bool = False,
) -> Interest:
    """Notes the (normalised) address and mails links to confirm and to stop; who confirmed hears nothing.

    `is_proven`: who asks has this address for certain, so there is nothing to confirm.
    """
    programme = session.scalar(select(Programme).where(Programme.slug == programme_slug))
    if programme is None:
        raise NotFound
    interest = enter(session, programme_id=programme.id, email=email, name=name, language=language, now=now)
    if is_proven:
        interest.confirmed_at = interest.confirmed_at or now
    if interest.confirmed_at is not None:
        return interest
    token = tokens.issue(
        session,
        purpose=TokenPurpose.INTEREST_CONFIRM,
        subject_id=interest.id,
        now=now,
        valid_for=CONFIRM_FOR,
    )
    remove_link, remove_id = removal_link(session, interest=interest, now=now)
    facts = {
        "programme": programme.title,
        "link": token_path(in_language(interest.language, CONFIRM_PATH), token.id),
        "remove_link": remove_link,
        "valid_until": token.expires_at.isoformat(),
    }
    _post(session, "interest_confirm", interest, token.id, facts, (token.id, remove_id), now)
    return interest


def enter(
    session: Session, *, programme_id: int, email: str, name: str, language: str, now: datetime
) -> Interest:
    """The active interest of this address, new when there is none; its date of entry stays."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.flush()
    row = {
        "programme_id": programme_id,
        "email": email,
        "name": name,
        "language": language,
        "entered_at": now,
    }
    session.execute(insert(Interest.__table__).values(row).on_conflict_do_nothing())  # type: ignore[arg-type]
    return session.scalars(
        select(Interest).where(
            Interest.programme_id == programme_id, Interest.email == email, Interest.removed_at.is_(None)
        )
    ).one()


def found(session: Session, *, secret: str, purpose: TokenPurpose, now: datetime) -> Interest:
    """The interest that a link is about; changes nothing. Raises `Refused` when the link does not work."""
    return _of(session, tokens.find(session, purpose=purpose, secret=secret, now=now))


def confirm(session: Session, *, secret: str, now: datetime) -> Interest:
    """The address is really theirs: they hear of the next edition."""
    token = tokens.find(session, purpose=TokenPurpose.INTEREST_CONFIRM, secret=secret, now=now)
    interest = _of(session, token)
    tokens.use(session, token, now)
    if interest.removed_at is not None:
        raise Refused(TokenRefused.EXPIRED)
    interest.confirmed_at = interest.confirmed_at or now
    return interest


def remove(session: Session, *, secret: str, now: datetime) -> Interest:
    """No more mail about this programme; twice is once."""
    token = tokens.find(session, purpose=TokenPurpose.INTEREST_REMOVE, secret=secret, now=now)
    interest = _of(session, token)
    if interest.removed_at is not None:
        return interest
    interest.removed_at = now
    programme = session.get_one(Programme, interest.programme_id)
    link = in_language(interest.language, f"/leergangen/{programme.slug}")
    _post(
        session,
        "interest_removed",
        interest,
        interest.id,
        {"programme": programme.title, "link": link},
        (),
        now,
    )
    return interest


def removal_link(session: Session, *, interest: Interest, now: datetime) -> tuple[str, int]:
    """A path that removes this interest, for a letter, and the id of its one-time link."""
    token = tokens.issue(
        session, purpose=TokenPurpose.INTEREST_REMOVE, subject_id=interest.id, now=now, valid_for=REMOVE_FOR
    )
    return token_path(in_language(interest.language, REMOVE_PATH), token.id), token.id


def waiting_for(session: Session, *, programme_id: int) -> list[Interest]:
    """Who asked to hear of this programme and confirmed it, in order of entry."""
    return list(
        session.scalars(
            select(Interest)
            .where(
                Interest.programme_id == programme_id,
                Interest.removed_at.is_(None),
                Interest.confirmed_at.is_not(None),
            )
            .order_by(Interest.entered_at, Interest.id)
        )
    )


def _of(session: Session, token: Token) -> Interest:
    interest = session.get(Interest, token.subject_id, populate_existing=True) if token.subject_id else None
    if interest is None:
        raise NotFound
    return interest


def _post(
    session: Session,
    kind: str,
    interest: Interest,
    occasion: int,
    facts: dict[str, str],
    token_ids: tuple[int, ...],
    now: datetime,
) -> None:
    letter = Letter(
        kind=kind,
        occasion=f"{kind}:{occasion}",
        to_address=interest.email,
        to_name=interest.name,
        language=interest.language,
        facts=facts,
        token_ids=token_ids,
    )
    outbox.post(session, letter, now=now)
