"""Who is appointed by command: the first administrator, and organisers before there is a screen."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.people import directory, tokens
from portal.people.addresses import clean_name, normalise
from portal.people.letters import in_language
from portal.people.models import Organisation, Person, TokenPurpose
from portal.people.newcomers import ensure_person
from portal.people.service import LINK_FOR


def appoint_administrator(session: Session, *, email: str, name: str, now: datetime) -> str:
    """Makes the account if need be; returns the path of a one-time link to sign in with."""
    person = ensure_person(session, email=normalise(email), name=clean_name(name), now=now)
    person.email_confirmed_at = person.email_confirmed_at or now
    session.flush()
    directory.make_administrator(session, person_id=person.id)
    token = tokens.issue(
        session, purpose=TokenPurpose.SIGN_IN, person_id=person.id, now=now, valid_for=LINK_FOR
    )
    return in_language(person.language, f"/inloggen/link/{tokens.secret(token)}")


def appoint_organiser(
    session: Session, *, email: str, slug: str, now: datetime
) -> tuple[Person, Organisation]:
    """Somebody with an account organises for this organisation."""
    person = session.scalar(select(Person).where(Person.email == normalise(email)))
    organisation = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if person is None:
        raise NotFound(f"nobody has the address {email}")
    if organisation is None:
        raise NotFound(f"there is no organisation {slug}")
    directory.grant_organiser(session, person_id=person.id, organisation_id=organisation.id, now=now)
    return person, organisation
