"""What organisers do with a group mail: written, tried on themselves, sent, paused, stopped.

A mail is locked by its own row: nothing here waits for the edition.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.mailings import group_letters
from portal.mailings.facts import Audience, MailingRefused, MailingState, Reader, Turn
from portal.mailings.models import Mailing, MailingRecipient
from portal.mailings.queries import occasions_of
from portal.mailings.readers import audience_of, page_of
from portal.outbox import batches
from portal.outbox.service import post
from portal.people.models import Person, new_public_id
from portal.programmes.models import Edition
from portal.registrations.sheets import sheet_of


@dataclass(frozen=True)
class Stated:
    """What an organiser wrote, and to whom. `extra` are pasted people: name and address."""

    audience: Audience
    chosen_id: int | None
    subject: str
    text: str
    extra: tuple[tuple[str, str], ...] = ()


def write(
    session: Session, *, edition_id: int, stated: Stated, form_key: str, actor_id: int, now: datetime
) -> Mailing:
    """A new draft. The same form sent twice makes one."""
    known = session.scalar(select(Mailing).where(Mailing.form_key == form_key))
    if known is not None:
        return known
    made = Mailing(
        public_id=new_public_id(),
        edition_id=edition_id,
        author_id=actor_id,
        form_key=form_key,
        changed_at=now,
    )
    _state(made, stated)
    session.add(made)
    session.flush()
    return made


def change(session: Session, *, mailing_id: int, stated: Stated, version: int, now: datetime) -> Mailing:
    """Other words or other readers; refused when somebody else changed it first."""
    mailing = _locked(session, mailing_id)
    if mailing.state != MailingState.DRAFT:
        raise Refused(MailingRefused.ALREADY_SENT)
    if says(mailing) == stated:
        return mailing  # pressed twice, or both wanted the same
    if mailing.version != version:
        raise Refused(MailingRefused.CHANGED_MEANWHILE)
    _state(mailing, stated)
    mailing.version, mailing.changed_at = version + 1, now
    session.flush()
    return mailing


def says(mailing: Mailing) -> Stated:
    """What stands in it."""
    extra = tuple((name, address) for name, address in mailing.extra)
    return Stated(Audience(mailing.audience), mailing.chosen_id, mailing.subject, mailing.text, extra)


def _state(mailing: Mailing, stated: Stated) -> None:
    mailing.audience, mailing.chosen_id = stated.audience, stated.chosen_id
    mailing.subject, mailing.text = stated.subject, stated.text
    mailing.extra = [list(one) for one in stated.extra]


def remove(session: Session, *, mailing_id: int) -> None:
    """Throws a draft away; twice is once."""
    mailing = session.get(Mailing, mailing_id, with_for_update=True, populate_existing=True)
    if mailing is None:
        return
    if mailing.state != MailingState.DRAFT:
        raise Refused(MailingRefused.ALREADY_SENT)
    session.delete(mailing)
    session.flush()


def send_test(session: Session, *, mailing_id: int, actor_id: int, form_key: str, now: datetime) -> str:
    """The mail to its writer alone, as a reader would get it; returns the address."""
    mailing, person = session.get_one(Mailing, mailing_id), session.get_one(Person, actor_id)
    edition = session.get_one(Edition, mailing.edition_id)
    sheet = sheet_of(session, edition_id=edition.id, version=edition.version)
    path = page_of(session, edition.id)
    reader = Reader(person.name, person.email, person.language, path, person_id=person.id)
    occasion = f"mailing-test:{mailing.public_id}:{form_key}"
    post(session, group_letters.letter(sheet, mailing, reader, occasion=occasion), now=now)
    return person.email


def confirm(session: Session, *, mailing_id: int, version: int, number: int, now: datetime) -> int:
    """Sends it to who is in its audience now; refused when they are not as many as was shown.

    Who they are is kept at once, and written down a portion at a time (`freezing`). Twice is once.
    """
    mailing = _locked(session, mailing_id)
    if mailing.state != MailingState.DRAFT:
        return 0
    if mailing.version != version:
        raise Refused(MailingRefused.CHANGED_MEANWHILE)
    people, beside = audience_of(session, mailing)
    readers = len(people) + len(beside)
    if not readers:
        raise Refused(MailingRefused.NOBODY)
    if readers != number:
        raise Refused(MailingRefused.OTHER_NUMBER, number=readers)
    mailing.frozen, mailing.unwritten = people, readers
    mailing.state, mailing.confirmed_at = MailingState.SENDING, now
    session.flush()
    return readers


def pause(session: Session, *, mailing_id: int) -> None:
    """Nothing more leaves for now, save what is in the hands of a worker."""
    mailing = _locked(session, mailing_id)
    if mailing.state == MailingState.SENDING:
        mailing.state = MailingState.PAUSED
        batches.hold(session, occasions_of(mailing.id))


def resume(session: Session, *, mailing_id: int, real_now: datetime) -> None:
    """Goes on where it was."""
    mailing = _locked(session, mailing_id)
    if mailing.state == MailingState.PAUSED:
        mailing.state = MailingState.SENDING
        batches.let_go(session, occasions_of(mailing.id), real_now=real_now)


def stop(session: Session, *, mailing_id: int) -> None:
    """Who has not got it yet never gets it."""
    mailing = _locked(session, mailing_id)
    if mailing.state == MailingState.DRAFT:
        raise Refused(MailingRefused.NOT_NOW)
    mailing.state, mailing.frozen = MailingState.STOPPED, []
    batches.drop_waiting(session, occasions_of(mailing.id), why="the mail was stopped")
    waiting = update(MailingRecipient).where(
        MailingRecipient.mailing_id == mailing.id, MailingRecipient.turn == Turn.WAITING
    )
    session.execute(waiting.values(turn=Turn.SKIPPED))


def retry_failed(session: Session, *, mailing_id: int, real_now: datetime) -> int:
    """Tries once more what could not leave; returns how many."""
    mailing = _locked(session, mailing_id)
    if mailing.state != MailingState.SENDING:
        raise Refused(MailingRefused.NOT_NOW)
    return batches.retry_failed(session, occasions_of(mailing.id), real_now=real_now)


def _locked(session: Session, mailing_id: int) -> Mailing:
    mailing = session.get(Mailing, mailing_id, with_for_update=True, populate_existing=True)
    if mailing is None:
        raise NotFound
    return mailing
