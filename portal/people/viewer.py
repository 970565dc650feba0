"""The signed-in person as one small value, found in one query per request."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.people.models import OrganiserRole, Person, SignIn

IDLE = timedelta(hours=12)
# Made once: making a statement costs more than running it, and every page asks this.
_SIGN_IN = (
    select(
        SignIn.id,
        SignIn.expires_at,
        SignIn.last_seen_at,
        Person.id,
        Person.public_id,
        Person.name,
        Person.email,
        Person.language,
        Person.is_administrator,
        OrganiserRole.organisation_id,
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(OrganiserRole, (OrganiserRole.person_id == Person.id) & OrganiserRole.ended_at.is_(None))
    .where(SignIn.token_hash == bindparam("token_hash"))
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
