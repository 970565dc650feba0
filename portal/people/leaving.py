"""The proof that it is really the person who wants the account gone: a mailed link, or the password."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.people import letters, tokens
from portal.people.models import Person, Token, TokenPurpose

LINK_FOR = timedelta(minutes=30)


def mail_link(session: Session, *, person_id: int, now: datetime) -> None:
    """Mails the person a link to erase the account with; an earlier one works no more."""
    person = session.get_one(Person, person_id)
    tokens.revoke(session, purpose=TokenPurpose.ERASE, person_id=person_id, now=now)
    token = tokens.issue(
        session, purpose=TokenPurpose.ERASE, person_id=person_id, now=now, valid_for=LINK_FOR
    )
    letters.mail_link(session, person, token, kind="erase_account", path="/profiel/verwijderen/", now=now)


def person_of(session: Session, *, secret: str, now: datetime) -> Person:
    """Whose account this link erases; raises `Refused` for a link that does not work."""
    token: Token = tokens.find(session, purpose=TokenPurpose.ERASE, secret=secret, now=now)
    person = session.get(Person, token.person_id) if token.person_id is not None else None
    if person is None:
        raise NotFound
    if person.leaving_at is not None:
        raise Refused(tokens.TokenRefused.USED)
    return person
