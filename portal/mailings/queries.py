"""Group mails for pages: the list of an edition, and how far each one is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from portal.mailings.facts import MailingState, Progress, Turn
from portal.mailings.models import Mailing, MailingRecipient
from portal.mailings.readers import WAITS
from portal.outbox.models import LetterState, OutgoingLetter
from portal.people.models import Person
from portal.programmes.models import Edition
from portal.registrations.models import Participant, ParticipantRole, Registration
from portal.registrations.states import ParticipantState, RegistrationState

_UNDERWAY = (LetterState.WAITING, LetterState.SENDING)


def of_edition(session: Session, edition_id: int, *, limit: int, offset: int) -> Sequence[Mailing]:
    """The group mails of an edition, the newest first, a page at a time."""
    mine = select(Mailing).where(Mailing.edition_id == edition_id).options(joinedload(Mailing.author))
    return session.scalars(mine.order_by(Mailing.id.desc()).limit(limit).offset(offset)).all()


def count_of(session: Session, edition_id: int) -> int:
    """How many there are."""
    mine = select(func.count(Mailing.id)).where(Mailing.edition_id == edition_id)
    return session.scalars(mine).one()


def occasions_of(mailing_id: int) -> Select[str]:
    """The occasions of the letters of this mail."""
    return select(MailingRecipient.occasion).where(
        MailingRecipient.mailing_id == mailing_id, MailingRecipient.turn == Turn.POSTED
    )


def progress_of(session: Session, mailings: Iterable[Mailing]) -> dict[int, Progress]:
    """How far these mails are, in one query. Readers that were not written down yet wait, or never will."""
    begun = [mailing for mailing in mailings if mailing.state != MailingState.DRAFT]
    ids = [mailing.id for mailing in begun]
    if not ids:
        return {}
    rows = session.execute(
        select(MailingRecipient.mailing_id, MailingRecipient.turn, OutgoingLetter.state, func.count())
        .outerjoin(OutgoingLetter, OutgoingLetter.occasion == MailingRecipient.occasion)
        .where(MailingRecipient.mailing_id.in_(ids))
        .group_by(MailingRecipient.mailing_id, MailingRecipient.turn, OutgoingLetter.state)
    )
    found: dict[int, dict[str, int]] = {mailing.id: defaultdict(int) for mailing in begun}
    for mailing_id, turn, state, number in rows:
        found[mailing_id][_part(turn, state)] += number
    for mailing in begun:
        part = "skipped" if mailing.state == MailingState.STOPPED else "waiting"
        found[mailing.id][part] += mailing.unwritten
    return {key: Progress(sum(parts.values()), **parts) for key, parts in found.items()}


def _part(turn: Turn, state: LetterState | None) -> str:
    if turn is Turn.SKIPPED or state is LetterState.DROPPED:
        return "skipped"
    if turn is Turn.WAITING or state in _UNDERWAY:
        return "waiting"
    return "failed" if state is LetterState.FAILED else "sent"


def failed_letters(session: Session, mailing_id: int, *, limit: int) -> Sequence[OutgoingLetter]:
    """The letters of this mail that did not leave, with what was said of them."""
    failed = OutgoingLetter.state == LetterState.FAILED
    mine = select(OutgoingLetter).where(OutgoingLetter.occasion.in_(occasions_of(mailing_id)), failed)
    return session.scalars(mine.order_by(OutgoingLetter.id).limit(limit)).all()


def has_duos(session: Session, edition: Edition) -> bool:
    """Whether people come with a colleague, or may."""
    companion = Participant.role == ParticipantRole.COMPANION
    comes = select(Participant.id).where(Participant.edition_id == edition.id, companion)
    return edition.companion_allowed or session.scalar(comes.limit(1)) is not None


def participants_of(session: Session, edition_id: int, *, words: str = "") -> list[str]:
    """The names in addresses of who takes part, waits or asks, by name; only those with these words in it."""
    mine = (
        select(Participant.public_id)
        .join(Registration, Registration.id == Participant.registration_id)
        .join(Person, Person.id == Participant.person_id)
        .where(
            Registration.edition_id == edition_id,
            Registration.state.in_((RegistrationState.CONFIRMED, RegistrationState.REQUESTED, *WAITS)),
            Participant.state == ParticipantState.CONFIRMED,
        )
    )
    if words:
        mine = mine.where(Person.name.icontains(words, autoescape=True))
    return list(session.scalars(mine.order_by(Person.name, Participant.id)))
