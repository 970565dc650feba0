"""One-time links: made, found, used up.

A link's secret is an HMAC of its purpose and nonce under a key that only the portal's settings hold
(`configure`). The database keeps the nonce and the SHA-256 of the secret: it alone cannot make a link, yet
a letter can be rendered again, after a crash, with the same link.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, Update, delete, select, update
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.people.models import Token, TokenPurpose

KEPT = timedelta(days=30)
_LONGEST = 64
_key = b""


class TokenRefused(StrEnum):
    """Why a one-time link does not work."""

    UNKNOWN = "token_unknown"
    USED = "token_used"
    EXPIRED = "token_expired"


def configure(secret_key: str) -> None:
    """Derives the key of all one-time links from the portal's secret; once per process, at the start."""
    global _key  # noqa: PLW0603 - one process has one key
    _key = hmac.digest(secret_key.encode(), b"one-time links, first version", "sha256")


def issue(
    session: Session,
    *,
    purpose: TokenPurpose,
    now: datetime,
    valid_for: timedelta,
    person_id: int | None = None,
    subject_id: int | None = None,
    detail: str = "",
) -> Token:
    """A new one-time link, bound to its purpose, person and object; it has an id on return."""
    nonce = secrets.token_bytes(16)
    token = Token(
        purpose=purpose,
        nonce=nonce,
        token_hash=_hash(_secret(purpose, nonce)),
        person_id=person_id,
        subject_id=subject_id,
        detail=detail,
        created_at=now,
        expires_at=now + valid_for,
    )
    session.add(token)
    session.flush()
    return token


def secret(token: Token) -> str:
    """What stands in the link."""
    return _secret(TokenPurpose(token.purpose), token.nonce)


def secrets_of(session: Session, token_ids: Iterable[int]) -> dict[int, str]:
    """The secrets of these links by their id; those that exist no more are absent."""
    ids = list(token_ids)
    if not ids:
        return {}
    return {token.id: secret(token) for token in session.scalars(select(Token).where(Token.id.in_(ids)))}


def look_up(session: Session, *, purpose: TokenPurpose, secret: str) -> Token:
    """The link with this secret, also when it was used or is over; raises `Refused` for an unknown one.

    Only for saying what became of it: whoever acts on a link takes it from `find`.
    """
    if not secret or len(secret) > _LONGEST:
        raise Refused(TokenRefused.UNKNOWN)
    hashed = _hash(secret)
    by_hash = select(Token).where(Token.token_hash == hashed).execution_options(populate_existing=True)
    token = session.scalar(by_hash)
    if token is None or token.purpose != purpose or not hmac.compare_digest(token.token_hash, hashed):
        raise Refused(TokenRefused.UNKNOWN)
    return token


def find(session: Session, *, purpose: TokenPurpose, secret: str, now: datetime) -> Token:
    """The link with this secret; changes nothing. Raises `Refused` with a `TokenRefused` reason."""
    token = look_up(session, purpose=purpose, secret=secret)
    if token.used_at is not None:
        raise Refused(TokenRefused.USED)
    if token.expires_at <= now:
        raise Refused(TokenRefused.EXPIRED)
    return token


def use(session: Session, token: Token, now: datetime) -> None:
    """Uses the link up, in the transaction of its effect; at the same moment this works for one only."""
    mine = update(Token).where(Token.id == token.id, Token.used_at.is_(None)).values(used_at=now)
    if _count(session, mine) != 1:
        raise Refused(TokenRefused.USED)
    session.refresh(token)


def revoke(
    session: Session,
    *,
    purpose: TokenPurpose,
    now: datetime,
    person_id: int | None = None,
    subject_id: int | None = None,
) -> int:
    """Ends the open links of this purpose for this person or object; returns how many."""
    if person_id is None and subject_id is None:
        raise ValueError("say whose links to end")
    session.flush()
    statement = update(Token).where(Token.purpose == purpose, Token.used_at.is_(None))
    if person_id is not None:
        statement = statement.where(Token.person_id == person_id)
    if subject_id is not None:
        statement = statement.where(Token.subject_id == subject_id)
    return _count(session, statement.values(used_at=now))


def purge(session: Session, now: datetime) -> int:
    """Removes links that ended long ago; returns how many.

    A link that ran out is shut for good as well, so that a clock set back does not open it again.
    """
    ran_out = update(Token).where(
        Token.used_at.is_(None), Token.expires_at <= now, Token.expires_at > Token.created_at
    )
    _count(session, ran_out.values(expires_at=Token.created_at))
    result = session.execute(delete(Token).where(Token.expires_at < now - KEPT))
    return cast(CursorResult[Any], result).rowcount


def _secret(purpose: TokenPurpose, nonce: bytes) -> str:
    if not _key:
        raise RuntimeError("call tokens.configure(secret_key) first")
    return (
        urlsafe_b64encode(hmac.digest(_key, purpose.encode() + b"|" + nonce, "sha256")).decode().rstrip("=")
    )


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _count(session: Session, statement: Update) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount
