"""How someone's agenda is kept right, by their own choice, and the secret address of their feed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.invites.models import Invitation
from portal.people import tokens
from portal.people.facts import Channel
from portal.people.models import Organisation, OrganiserRole, Person, Token, TokenPurpose
from portal.programmes.models import Edition
from portal.registrations.models import Participant

ALWAYS = timedelta(days=365 * 100)


def choose(session: Session, *, person_id: int, channel: Channel, now: datetime) -> None:
    """Another channel: agendas follow in a moment. A feed has an address from then on. Twice is once."""
    person = session.get_one(Person, person_id, with_for_update=True)
    if channel is not Channel.INVITATIONS and feed_token(session, person_id=person_id) is None:
        _new_token(session, person_id, now)
    if person.channel != channel:
        person.channel = channel
        agenda_is_behind(session, person_id=person_id)


def renew_feed(session: Session, *, person_id: int, now: datetime) -> None:
    """Another secret address for the feed; the old one stops at once."""
    session.get_one(Person, person_id, with_for_update=True)
    tokens.revoke(session, purpose=TokenPurpose.FEED, now=now, person_id=person_id)
    _new_token(session, person_id, now)


def feed_token(session: Session, *, person_id: int) -> Token | None:
    """The address of the feed that works now, if there is one."""
    return session.scalar(
        select(Token)
        .where(
            Token.purpose == TokenPurpose.FEED,
            Token.person_id == person_id,
            Token.used_at.is_(None),
        )
        .order_by(Token.id.desc())
        .limit(1)
    )


def reader_of(session: Session, *, secret: str, now: datetime) -> Person | None:
    """Whose feed is at this secret address; None when nobody's is, or no more."""
    try:
        token = tokens.find(session, purpose=TokenPurpose.FEED, secret=secret, now=now)
    except Refused:
        return None
    return session.get(Person, token.person_id) if token.person_id is not None else None


def organisation_token(session: Session, *, organisation_id: int, person_id: int) -> Token | None:
    """The secret address of this organiser's feed with all days of the organisation, if there is one now."""
    return session.scalar(
        select(Token)
        .where(
            Token.purpose == TokenPurpose.ORGANISATION_FEED,
            Token.subject_id == organisation_id,
            Token.person_id == person_id,
            Token.used_at.is_(None),
        )
        .order_by(Token.id.desc())
        .limit(1)
    )


def organisations_named(session: Session, ids: Iterable[int]) -> list[Organisation]:
    """These organisations by name."""
    return list(
        session.scalars(
            select(Organisation).where(Organisation.id.in_(list(ids))).order_by(Organisation.name)
        )
    )


def renew_organisation(session: Session, *, organisation_id: int, person_id: int, now: datetime) -> None:
    """Another secret address for this organiser; the old one stops at once."""
    stop_organisation(session, organisation_id=organisation_id, person_id=person_id, now=now)
    tokens.issue(
        session,
        purpose=TokenPurpose.ORGANISATION_FEED,
        now=now,
        valid_for=ALWAYS,
        person_id=person_id,
        subject_id=organisation_id,
    )


def stop_organisation(session: Session, *, organisation_id: int, person_id: int, now: datetime) -> None:
    """This organiser's address stops; whoever has it finds nothing there."""
    session.get_one(Person, person_id, with_for_update=True)
    purpose = TokenPurpose.ORGANISATION_FEED
    tokens.revoke(session, purpose=purpose, now=now, person_id=person_id, subject_id=organisation_id)


def organisation_of(session: Session, *, secret: str, now: datetime) -> int | None:
    """Which organisation's days are at this secret address; None when none's are, or no more.

    It is of one organiser, and works as long as they organise: nobody has to remember to stop it.
    """
    try:
        token = tokens.find(session, purpose=TokenPurpose.ORGANISATION_FEED, secret=secret, now=now)
    except Refused:
        return None
    return session.scalar(
        select(OrganiserRole.organisation_id).where(
            OrganiserRole.person_id == token.person_id,
            OrganiserRole.organisation_id == token.subject_id,
            OrganiserRole.ended_at.is_(None),
        )
    )


def guide_token(session: Session, *, person_id: int) -> Token | None:
    """The secret address of the feed with all days that this person guides, if there is one now."""
    return session.scalar(
        select(Token)
        .where(
            Token.purpose == TokenPurpose.GUIDE_FEED,
            Token.person_id == person_id,
            Token.used_at.is_(None),
        )
        .order_by(Token.id.desc())
        .limit(1)
    )


def renew_guide(session: Session, *, person_id: int, now: datetime) -> None:
    """Another secret address for what this person guides; the old one stops at once."""
    stop_guide(session, person_id=person_id, now=now)
    purpose = TokenPurpose.GUIDE_FEED
    tokens.issue(session, purpose=purpose, now=now, valid_for=ALWAYS, person_id=person_id)


def stop_guide(session: Session, *, person_id: int, now: datetime) -> None:
    """The address stops; whoever has it finds nothing there."""
    session.get_one(Person, person_id, with_for_update=True)
    tokens.revoke(session, purpose=TokenPurpose.GUIDE_FEED, now=now, person_id=person_id)


def guide_of(session: Session, *, secret: str, now: datetime) -> Person | None:
    """Whose days as a facilitator are at this secret address; None when nobody's are, or no more."""
    try:
        token = tokens.find(session, purpose=TokenPurpose.GUIDE_FEED, secret=secret, now=now)
    except Refused:
        return None
    return session.get(Person, token.person_id) if token.person_id is not None else None


def agenda_is_behind(session: Session, *, person_id: int) -> None:
    """Something about this person changed that agendas show: their editions are brought up to date."""
    now_in = select(Participant.edition_id).where(Participant.person_id == person_id)
    was_in = select(Invitation.edition_id).where(Invitation.person_id == person_id)
    mine = Edition.id.in_(now_in.union(was_in))
    session.execute(
        update(Edition).where(mine).values(agenda_version=None).execution_options(synchronize_session=False)
    )


def _new_token(session: Session, person_id: int, now: datetime) -> None:
    tokens.issue(session, purpose=TokenPurpose.FEED, now=now, valid_for=ALWAYS, person_id=person_id)
