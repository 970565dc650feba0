"""Erasing a person, in steps that each are one transaction: a crash in between goes on where it was.

Asked (nobody signs in any more, answers are gone) → withdrawn (every place was given up, the address is only
kept here) → blanked (as soon as the cancellations left, at most a day later) → done (the last letter left).
"""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.assessments import privacy as scans
from portal.erasure import letters
from portal.erasure.blanking import blank, blank_letters, empty_letters, marks_of
from portal.erasure.facts import LETTERS_LEAVE_WITHIN, ErasureReason, Why, nobody
from portal.erasure.invoices import keep_invoices
from portal.erasure.models import Erasure
from portal.erasure.places import give_up_next
from portal.erasure.queries import letters_wait, obstacles
from portal.errors import NotFound, Refused
from portal.goals import privacy as goals
from portal.insight.models import InsightHolder
from portal.invites import channels
from portal.outbox.models import LetterState, OutgoingLetter
from portal.people import service as people
from portal.people.models import OrganiserRole, Person, Token
from portal.programmes.models import EditionFacilitator
from portal.recommendations import privacy as recommendations


def begin(
    session: Session, *, person_id: int, now: datetime, asked_by_id: int | None = None, why: Why | None = None
) -> None:
    """From now on nobody signs in as this person, and what only they could see is gone. Twice is once."""
    # In order of id: two administrators who go at the same moment wait for each other, and one stays.
    last = Person.is_administrator.is_(True) | (Person.id == person_id)
    found = session.scalars(select(Person).where(last).order_by(Person.id).with_for_update()).all()
    person = next((one for one in found if one.id == person_id), None)
    if person is None:
        raise NotFound
    if session.get(Erasure, person_id) is not None:
        return
    if obstacles(session, person_id=person_id, now=now).any:
        raise Refused(ErasureReason.ARRANGE_FIRST)
    session.add(Erasure(person_id=person_id, asked_at=now, asked_by_id=asked_by_id, why=why))
    person.leaving_at = now
    person.password_hash, person.email_confirmed_at, person.is_administrator = None, None, False
    people.end_sign_ins(session, person_id=person_id)
    _end_links_and_roles(session, person_id, now)
    recommendations.erase(session, person_id)
    goals.erase(session, person_id=person_id)
    scans.erase(session, person_id=person_id)
    session.execute(update(InsightHolder).where(InsightHolder.person_id == person_id).values(person_id=None))
    channels.agenda_is_behind(session, person_id=person_id)
    session.flush()


def _end_links_and_roles(session: Session, person_id: int, now: datetime) -> None:
    links = update(Token).where(Token.person_id == person_id, Token.used_at.is_(None)).values(used_at=now)
    roles = update(OrganiserRole).where(
        OrganiserRole.person_id == person_id, OrganiserRole.ended_at.is_(None)
    )
    guiding = delete(EditionFacilitator).where(EditionFacilitator.person_id == person_id)
    for statement in (links, roles.values(ended_at=now), guiding):
        session.execute(statement, execution_options={"synchronize_session": False})


def advance(session: Session, *, person_id: int, now: datetime) -> bool:
    """The next step; False when there is nothing to do now."""
    erasure = session.get(Erasure, person_id, with_for_update=True, populate_existing=True)
    if erasure is None or erasure.done_at is not None:
        return False
    if erasure.withdrawn_at is None:
        return _withdraw(session, erasure, now)
    if erasure.blanked_at is None:
        return _blank(session, erasure, now)
    return _finish(session, erasure, now)


def _withdraw(session: Session, erasure: Erasure, now: datetime) -> bool:
    if give_up_next(session, person_id=erasure.person_id, now=now):
        return True
    person = session.get_one(Person, erasure.person_id)
    erasure.address, erasure.withdrawn_at = person.email, now
    person.email = nobody(person.id)
    channels.agenda_is_behind(session, person_id=person.id)
    return True


def _blank(session: Session, erasure: Erasure, now: datetime) -> bool:
    in_time = now < erasure.withdrawn_at + LETTERS_LEAVE_WITHIN if erasure.withdrawn_at else True
    if in_time and letters_wait(session, erasure, now=now):
        return False
    person = session.get_one(Person, erasure.person_id)
    name, language, marks = person.name, person.language, marks_of(session, erasure)
    # What others were written is rewritten while the marks are all still there.
    kept = keep_invoices(session, person_id=person.id)
    blank(session, erasure, marks)
    while blank_letters(session, erasure):
        session.flush()
    letters.say_done(session, erasure, name=name, language=language, invoices=kept, now=now)
    erasure.blanked_at = now
    return True


def _finish(session: Session, erasure: Erasure, now: datetime) -> bool:
    """When the last letter left, its address and its text go too."""
    last = session.execute(
        select(OutgoingLetter.id, OutgoingLetter.state).where(
            OutgoingLetter.occasion == letters.occasion(erasure.person_id)
        )
    ).one_or_none()
    in_time = now < erasure.blanked_at + LETTERS_LEAVE_WITHIN if erasure.blanked_at else True
    if last is not None:
        if in_time and last.state in (LetterState.WAITING, LetterState.SENDING):
            return False
        empty_letters(session, erasure.person_id, [last.id])
    erasure.address, erasure.done_at = "", now
    return True
