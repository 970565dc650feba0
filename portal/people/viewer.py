"""The signed-in person as one small value, found in one query per request."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.people.models import OrganiserRole, Person, SignIn

IDLE = timedelta(hours=12)
# Every page asks this: made once, and on the tables themselves, which costs half of asking the models.
_SIGN_INS, _PEOPLE, _ROLES = SignIn.__table__.c, Person.__table__.c, OrganiserRole.__table__.c
_SIGN_IN = (
    select(
        _SIGN_INS.id,
        _SIGN_INS.expires_at,
        _SIGN_INS.last_seen_at,
        _PEOPLE.id,
        _PEOPLE.public_id,
        _PEOPLE.name,
        _PEOPLE.email,
        _PEOPLE.language,
        _PEOPLE.is_administrator,
        _ROLES.organisation_id,
    )
    .join_from(SignIn.__table__, Person.__table__, _PEOPLE.id == _SIGN_INS.person_id)
    .outerjoin(OrganiserRole.__table__, (_ROLES.person_id == _PEOPLE.id) & _ROLES.ended_at.is_(None))
    .where(_SIGN_INS.token_hash == bindparam("token_hash"))
)


@dataclass(frozen=True)
class Viewer:
    """Who is looking. `organisation_ids` are those the person organises for now."""

    person_id: int
    public_id: str
    name: str
    email: str
    language: str
    is_administrator: bool
    organisation_ids: frozenset[int]
    sign_in_id: int
    secret: str
    last_seen_at: datetime | None = None

    @property
    def is_organiser(self) -> bool:
        """Whether the workbench is for this person."""
        return bool(self.organisation_ids)

    @property
    def short_name(self) -> str:
        """First name and an initial, for the menu."""
        first, *rest = self.name.split()
        return f"{first} {rest[-1][0]}." if rest else first


def hash_secret(secret: str) -> bytes:
    """What the database keeps of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode()).digest()


def viewer_of_sign_in(session: Session, *, secret: str, now: datetime) -> Viewer | None:
    """The viewer of a living sign-in; None when it ended, expired or lay idle too long."""
    rows = session.execute(_SIGN_IN, {"token_hash": hash_secret(secret)}).all()
    if not rows:
        return None
    sign_in_id, expires_at, last_seen_at, person_id, public_id, name, email, language, is_admin, _ = rows[0]
    if now >= expires_at or now - last_seen_at >= IDLE:
        return None
    return Viewer(
        person_id=person_id,
        public_id=public_id,
        name=name,
        email=email,
        language=language,
        is_administrator=is_admin,
        organisation_ids=frozenset(row[-1] for row in rows if row[-1] is not None),
        sign_in_id=sign_in_id,
        secret=secret,
        last_seen_at=last_seen_at,
    )
