"""Accounts: signing up, proving who you are, signing in and out.

Signing in is a pipeline: something proves who it is (`prove_password`, `use_sign_in_link`, …), and only
`open_sign_in` turns a proof into a sign-in. See docs/decisions/signing-in.md.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.people import letters, passwords, tokens
from portal.people.letters import in_language as in_language
from portal.people.models import Person, SignIn, Token, TokenPurpose
from portal.people.newcomers import ensure_person as ensure_person
from portal.people.queries import Credentials
from portal.people.viewer import hash_secret

SIGNED_IN_FOR = timedelta(days=14)
LINK_FOR = timedelta(minutes=30)
RESET_FOR = timedelta(hours=1)
CONFIRM_FOR = timedelta(days=3)
_ENDED_BY_A_CHANGE = (TokenPurpose.SIGN_IN, TokenPurpose.RESET_PASSWORD, TokenPurpose.CHANGE_EMAIL)


class AccountReason(StrEnum):
    """Why signing in or a change of the account is refused."""

    NO_MATCH = "sign_in_no_match"
    WRONG_PASSWORD = "password_wrong"  # noqa: S105 - a reason, not a password
    ADDRESS_TAKEN = "address_taken"
    SAME_ADDRESS = "address_same"


class Factor(StrEnum):
    """What proved who it is. A second factor or single sign-on adds a line here."""

    PASSWORD = "password"  # noqa: S105 - a factor, not a password
    MAILED_LINK = "mailed_link"
    COMMAND = "command"


@dataclass(frozen=True)
class Proved:
    """It is this person; `against` is the password hash that was matched, if any."""

    person_id: int
    by: Factor
    against: str | None = field(default=None, repr=False)


def prove_password(known: Credentials | None, password: str) -> Proved:
    """Proof by password, in the same time for unknown addresses. Slow: not inside a transaction."""
    right = passwords.matches(known.password_hash if known else None, password)
    if known is None or not right or not known.confirmed:
        raise Refused(AccountReason.NO_MATCH)
    return Proved(known.person_id, Factor.PASSWORD, against=known.password_hash)


def open_sign_in(
    session: Session,
    *,
    proved: Proved,
    now: datetime,
    browser: str = "",
    new_hash: str | None = None,
    replaces: str = "",
) -> str:
    """A new sign-in for whoever was proved; returns its secret for the cookie.

    `new_hash` replaces a hash made with parameters of the past; `replaces` is the secret of the sign-in
    that this browser had, which ends.
    """
    person = _locked(session, proved.person_id)
    if person.email_confirmed_at is None or (proved.against and proved.against != person.password_hash):
        raise Refused(AccountReason.NO_MATCH)
    if new_hash and proved.against:
        person.password_hash = new_hash
    if replaces:
        end_sign_in(session, secret=replaces)
    secret = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=hash_secret(secret),
            person_id=person.id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + SIGNED_IN_FOR,
            browser=browser[:120],
        )
    )
    session.flush()
    return secret


def end_sign_in(session: Session, *, secret: str) -> None:
    """Signs this browser out."""
    session.execute(delete(SignIn).where(SignIn.token_hash == hash_secret(secret)))


def end_one_sign_in(session: Session, *, person_id: int, handle: str) -> None:
    """Signs one of the person's browsers out."""
    for sign_in in session.scalars(select(SignIn).where(SignIn.person_id == person_id)):
        if sign_in.handle == handle:
            session.delete(sign_in)


def end_sign_ins(session: Session, *, person_id: int, but: int | None = None) -> None:
    """Signs the person out everywhere, or everywhere but in one browser."""
    mine = delete(SignIn).where(SignIn.person_id == person_id)
    session.execute(mine.where(SignIn.id != but) if but is not None else mine)


def sign_up(session: Session, *, email: str, name: str, language: str, now: datetime, back: str = "") -> None:
    """Mails a link to confirm; someone who has an account gets a letter that says so instead.

    `back` is what the link carries along: a query with the path to return to.
    """
    person = ensure_person(session, email=email, name=name, language=language, now=now)
    if person.leaving_at is not None:  # in a moment the address is free again
        return
    if person.email_confirmed_at is not None:
        letters.tell_known(session, person, now=now)
        return
    token = tokens.issue(
        session,
        purpose=TokenPurpose.CONFIRM_EMAIL,
        person_id=person.id,
        detail=name,
        now=now,
        valid_for=CONFIRM_FOR,
    )
    letters.mail_link(
        session, person, token, kind="confirm_email", path="/aanmelden/bevestig/", now=now, after=back
    )


def confirm_email(
    session: Session, *, secret: str, name: str, now: datetime, password_hash: str | None = None
) -> Proved:
    """The address is really theirs: the account is theirs too. A password is a choice."""
    token = tokens.find(session, purpose=TokenPurpose.CONFIRM_EMAIL, secret=secret, now=now)
    tokens.use(session, token, now)
    person = _locked(session, token.person_id)
    if person.email_confirmed_at is not None:
        raise Refused(tokens.TokenRefused.USED)
    person.email_confirmed_at = now
    person.name = name
    person.password_hash = password_hash
    tokens.revoke(session, purpose=TokenPurpose.CONFIRM_EMAIL, person_id=person.id, now=now)
    return Proved(person.id, Factor.MAILED_LINK)


def send_sign_in_link(session: Session, *, email: str, now: datetime, back: str = "") -> None:
    """Mails a link to sign in, when someone has this address; `back` as in `sign_up`."""
    person = _by_email(session, email)
    if person is None:
        return
    token = tokens.issue(
        session, purpose=TokenPurpose.SIGN_IN, person_id=person.id, now=now, valid_for=LINK_FOR
    )
    letters.mail_link(
        session, person, token, kind="sign_in_link", path="/inloggen/link/", now=now, after=back
    )


def use_sign_in_link(session: Session, *, secret: str, now: datetime) -> Proved:
    """Proof by a mailed link; it confirms the address as well."""
    token = tokens.find(session, purpose=TokenPurpose.SIGN_IN, secret=secret, now=now)
    tokens.use(session, token, now)
    person = _locked(session, token.person_id)
    if person.email_confirmed_at is None:
        person.email_confirmed_at = now
    return Proved(person.id, Factor.MAILED_LINK)


def prove_by_link(session: Session, token: Token, *, now: datetime) -> Proved:
    """Proof by a link that was mailed for another reason, such as an invitation: uses it up and confirms
    the address.
    """
    tokens.use(session, token, now)
    person = _locked(session, token.person_id)
    if person.email_confirmed_at is None:
        person.email_confirmed_at = now
    return Proved(person.id, Factor.MAILED_LINK)


def rename(session: Session, *, person_id: int, name: str) -> None:
    """The name as the person writes it."""
    session.get_one(Person, person_id).name = name


def send_reset(session: Session, *, email: str, now: datetime) -> None:
    """Mails a link to choose a new password, when someone has this address."""
    person = _by_email(session, email)
    if person is not None:
        send_reset_to(session, person, now=now)


def send_reset_to(session: Session, person: Person, *, now: datetime) -> None:
    """Mails this person a link to choose a new password."""
    token = tokens.issue(
        session, purpose=TokenPurpose.RESET_PASSWORD, person_id=person.id, now=now, valid_for=RESET_FOR
    )
    letters.mail_link(session, person, token, kind="reset_password", path="/wachtwoord/", now=now)


def reset_password(session: Session, *, secret: str, password_hash: str, now: datetime) -> Proved:
    """A new password by a mailed link; every sign-in ends."""
    token = tokens.find(session, purpose=TokenPurpose.RESET_PASSWORD, secret=secret, now=now)
    tokens.use(session, token, now)
    person = _locked(session, token.person_id)
    if person.email_confirmed_at is None:
        person.email_confirmed_at = now
    put_password(session, person, password_hash=password_hash, now=now)
    end_sign_ins(session, person_id=person.id)
    return Proved(person.id, Factor.MAILED_LINK)


def change_password(
    session: Session, *, person_id: int, against: str | None, password_hash: str, keep: int, now: datetime
) -> None:
    """Another password, after the one of now (`against`) was proved; other sign-ins than `keep` end."""
    person = _locked(session, person_id)
    if person.password_hash != against:
        raise Refused(AccountReason.WRONG_PASSWORD)
    put_password(session, person, password_hash=password_hash, now=now)
    end_sign_ins(session, person_id=person.id, but=keep)


def put_password(session: Session, person: Person, *, password_hash: str, now: datetime) -> None:
    """Stores the hash, ends open links, and writes to the person that it happened."""
    person.password_hash = password_hash
    end_links(session, person_id=person.id, now=now)
    letters.post(
        session,
        person,
        kind="password_changed",
        occasion=f"password_changed:{person.id}:{secrets.token_hex(6)}",
        facts={
            "changed_at": now.isoformat(),
            "link": in_language(person.language, "/wachtwoord-vergeten"),
        },
        now=now,
    )


def end_links(session: Session, *, person_id: int, now: datetime) -> None:
    """A changed password or address ends the open links to sign in with."""
    for purpose in _ENDED_BY_A_CHANGE:
        tokens.revoke(session, purpose=purpose, person_id=person_id, now=now)


def _by_email(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == email, Person.leaving_at.is_(None)))


def _locked(session: Session, person_id: int | None) -> Person:
    person = (
        session.get(Person, person_id, with_for_update=True, populate_existing=True) if person_id else None
    )
    if person is None or person.leaving_at is not None:
        raise NotFound
    return person
