"""Takes a person out of every table: removes rows, empties columns, writes other words where others speak.

What happens to which column is declared in `register.py`; a test holds the two to each other.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.eligibility.models import Decision
from portal.erasure.facts import NAME, nobody
from portal.erasure.marks import Marks
from portal.erasure.models import Erasure
from portal.invites.models import IncomingMail, Invitation
from portal.mailings.models import Mailing, MailingRecipient
from portal.outbox.models import FailingAddress, LetterState, OutgoingLetter
from portal.people.facts import Channel
from portal.people.models import Membership, Person, Position, Token
from portal.programmes.models import EditionChange, Interest
from portal.registrations.models import EnrolmentDraft, Participant, Registration, RegistrationEvent

BATCH = 200
_SILENT = {"synchronize_session": False}


def marks_of(session: Session, erasure: Erasure) -> Marks:
    """Every address and every name under which this person was written down."""
    person = session.get_one(Person, erasure.person_id)
    own = erasure.person_id
    addresses = {erasure.address, person.email} | _all(
        session,
        select(Invitation.address).where(Invitation.person_id == own),
        select(MailingRecipient.address).where(MailingRecipient.person_id == own),
        select(OutgoingLetter.to_address).where(OutgoingLetter.person_id == own),
    )
    names = {person.name} | _all(
        session,
        select(Participant.invited_name).where(Participant.person_id == own),
        select(Participant.substitute_name).where(Participant.substitute_id == own),
        select(MailingRecipient.name).where(MailingRecipient.person_id == own),
        select(OutgoingLetter.to_name).where(OutgoingLetter.person_id == own),
        select(Interest.name).where(Interest.email == erasure.address),
    )
    return Marks.of(addresses - {nobody(own)}, names - {NAME})


def _all(session: Session, *questions: Any) -> set[str]:
    return {value for question in questions for value in session.scalars(question.distinct()) if value}


def blank_letters(session: Session, erasure: Erasure) -> int:
    """Empties the next letters to this person; returns how many."""
    to_self = or_(OutgoingLetter.person_id == erasure.person_id, OutgoingLetter.to_address == erasure.address)
    mine = session.scalars(
        select(OutgoingLetter.id)
        .where(to_self, OutgoingLetter.to_address != nobody(erasure.person_id))
        .order_by(OutgoingLetter.id)
        .limit(BATCH)
    ).all()
    empty_letters(session, erasure.person_id, mine)
    return len(mine)


def empty_letters(session: Session, person_id: int, letter_ids: Sequence[int]) -> None:
    """What stays of a letter: its kind, its occasion and when it left. One that did not leave never will."""
    unsent = update(OutgoingLetter).where(
        OutgoingLetter.id.in_(letter_ids), OutgoingLetter.state != LetterState.SENT
    )
    session.execute(unsent.values(state=LetterState.DROPPED), execution_options=_SILENT)
    session.execute(
        update(OutgoingLetter)
        .where(OutgoingLetter.id.in_(letter_ids))
        .values(
            to_address=nobody(person_id),
            to_name="",
            facts={},
            token_ids=[],
            last_error="",
            subject="",
            text="",
            html="",
            calendar="",
        ),
        execution_options=_SILENT,
    )


def blank(session: Session, erasure: Erasure, marks: Marks) -> None:
    """Everything but the letters to the person; in one transaction, and a second time changes nothing."""
    registrations = _registrations(session, erasure.person_id)
    _remove(session, erasure)
    _registrations_blank(session, erasure.person_id, registrations, marks)
    _calendars_blank(session, erasure, marks)
    _mailings_blank(session, erasure, marks)
    _said_by_others(session, registrations, marks)
    _person_blank(session, erasure.person_id)
    session.flush()
    session.expire_all()


def _registrations(session: Session, person_id: int) -> list[int]:
    """Every registration that this person ever was in, or was asked to come into."""
    inside = select(Participant.registration_id).where(
        or_(Participant.person_id == person_id, Participant.substitute_id == person_id)
    )
    rows = select(Registration.id).where(
        or_(Registration.person_id == person_id, Registration.id.in_(inside))
    )
    told = select(OutgoingLetter.registration_id).where(
        OutgoingLetter.person_id == person_id, OutgoingLetter.registration_id.is_not(None)
    )
    return sorted({*session.scalars(rows), *session.scalars(told.distinct())} - {None})


def _remove(session: Session, erasure: Erasure) -> None:
    own = erasure.person_id
    interests = select(Interest.id).where(Interest.email == erasure.address)
    mine = or_(MailingRecipient.person_id == own, MailingRecipient.interest_id.in_(interests))
    for row_id in session.scalars(select(MailingRecipient.id).where(mine)).all():
        values = {"address": f"{row_id}.{nobody(own)}", "name": "", "interest_id": None}
        session.execute(update(MailingRecipient).where(MailingRecipient.id == row_id).values(values))
    addressed = or_(Token.person_id == own, Token.detail == erasure.address)
    for gone in (
        delete(Position).where(Position.person_id == own),
        delete(Membership).where(Membership.person_id == own),
        delete(Token).where(addressed),
        delete(Interest).where(Interest.email == erasure.address),
        delete(FailingAddress).where(FailingAddress.address == erasure.address),
        delete(EnrolmentDraft).where(EnrolmentDraft.person_id == own),
    ):
        session.execute(gone, execution_options=_SILENT)


def _registrations_blank(
    session: Session, person_id: int, registrations: Sequence[int], marks: Marks
) -> None:
    led = select(Registration.id).where(Registration.person_id == person_id)
    spoken = RegistrationEvent.registration_id.in_(registrations)
    of_invoice = ("purchase_order", "cost_centre", "invoice_name", "invoice_address", "invoice_email")
    for emptied in (
        update(Registration).where(Registration.person_id == person_id).values(dict.fromkeys(of_invoice, "")),
        update(Participant)
        .where(Participant.person_id == person_id)
        .values(invited_name="", stated_position="", stated_organisation_id=None),
        update(Decision).where(Decision.registration_id.in_(led)).values(answers=[]),
        update(RegistrationEvent).where(spoken, RegistrationEvent.actor_id == person_id).values(why=""),
    ):
        session.execute(emptied, execution_options=_SILENT)
    around = Participant.registration_id.in_(registrations)
    inside = Registration.id.in_(registrations)
    _scrub(session, marks, Decision, ("answers",), Decision.registration_id.in_(registrations))
    _scrub(session, marks, RegistrationEvent, ("why", "details"), spoken)
    _scrub(session, marks, Registration, ("admitted_reason", *of_invoice), inside)
    for seat in session.scalars(select(Participant).where(around)):
        seat.invited_name = marks.without_name(seat.invited_name)
        seat.substitute_name = marks.without_name(seat.substitute_name)


def _calendars_blank(session: Session, erasure: Erasure, marks: Marks) -> None:
    lines = session.scalars(select(Invitation.id).where(Invitation.person_id == erasure.person_id)).all()
    for line_id in lines:  # the address is part of what makes a line one
        session.execute(
            update(Invitation)
            .where(Invitation.id == line_id)
            .values(address=f"{line_id}.{nobody(erasure.person_id)}", comment="", live=False, mailed=False)
        )
    sender = func.lower(IncomingMail.sender)  # as in the mail: "Aisha El Amrani <aisha@…>"
    wrote = (sender.contains(f"<{address}>", autoescape=True) for address in sorted(marks.addresses))
    came = or_(IncomingMail.invitation_id.in_(lines), sender.in_(marks.addresses), *wrote)
    session.execute(
        update(IncomingMail).where(came).values(sender="", subject="", note=""), execution_options=_SILENT
    )
    _scrub(
        session, marks, IncomingMail, ("sender", "subject", "note")
    )  # mail that came back names the address


def _mailings_blank(session: Session, erasure: Erasure, marks: Marks) -> None:
    pasted = session.execute(select(Mailing.id, Mailing.extra).where(_mentions(Mailing.extra, marks)))
    for mailing_id, extra in pasted.all():
        left = [row for row in extra if not {one.lower() for one in row} & marks.addresses]
        session.execute(update(Mailing).where(Mailing.id == mailing_id).values(extra=left))
    written = MailingRecipient.address.in_(marks.addresses)
    for row_id in session.scalars(select(MailingRecipient.id).where(written)).all():
        values = {"address": f"{row_id}.{nobody(erasure.person_id)}", "name": ""}
        session.execute(update(MailingRecipient).where(MailingRecipient.id == row_id).values(values))


def _said_by_others(session: Session, registrations: Sequence[int], marks: Marks) -> None:
    """What others wrote and were written: the rest of it is theirs, so only the name goes."""
    editions = select(Registration.edition_id).where(Registration.id.in_(registrations))
    about = or_(OutgoingLetter.registration_id.in_(registrations), OutgoingLetter.edition_id.in_(editions))
    _letters_to_others(session, marks, about)
    for change in session.scalars(select(EditionChange).where(EditionChange.action.startswith("guide_"))):
        if marks.without_name(str(change.details.get("title", ""))) == NAME:
            change.details = {**change.details, "title": NAME}
    addressed = or_(*(_holds(EnrolmentDraft.data, address) for address in sorted(marks.addresses)))
    for draft in session.scalars(select(EnrolmentDraft).where(addressed)):
        draft.data = {key: _unless_mine(value, marks) for key, value in draft.data.items()}
    _scrub(session, marks, Mailing, ("subject", "text"), Mailing.edition_id.in_(editions))


def _letters_to_others(session: Session, marks: Marks, about: ColumnElement[bool]) -> None:
    """Only letters that speak of the person: anybody may call oneself as others' letters begin."""
    for letter in session.scalars(
        select(OutgoingLetter).where(about, _mentions(OutgoingLetter.facts, marks))
    ):
        facts = marks.without_in_facts(letter.facts)
        if facts == letter.facts:
            continue
        letter.facts, letter.subject = facts, marks.without(letter.subject)
        letter.text, letter.html = marks.without(letter.text), marks.without(letter.html)


def _unless_mine(value: Any, marks: Marks) -> Any:
    return marks.without_name(value) if isinstance(value, str) else value


def _person_blank(session: Session, person_id: int) -> None:
    session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            name=NAME,
            email=nobody(person_id),
            phone="",
            invoice_defaults="",
            password_hash=None,
            language="nl",
            channel=Channel.INVITATIONS,
        ),
        execution_options=_SILENT,
    )


def _scrub(
    session: Session, marks: Marks, table: Any, columns: Iterable[str], *where: ColumnElement[bool]
) -> None:
    """Other words for the marks in these columns, in the rows that have them."""
    if not marks.words:
        return
    attributes = [getattr(table, name) for name in columns]
    found = or_(*(_mentions(attribute, marks) for attribute in attributes))
    rows = session.execute(select(table.id, *attributes).where(found, *where)).all()
    for row_id, *values in rows:
        new = {a.key: marks.without_in(value) for a, value in zip(attributes, values, strict=True)}
        session.execute(update(table).where(table.id == row_id).values(new), execution_options=_SILENT)


def _mentions(column: InstrumentedAttribute[Any], marks: Marks) -> ColumnElement[bool]:
    """Whether one of the marks may stand there: their longest word, so that a broken line hides nothing."""
    text = cast(column, String)
    longest = {max(form.split(), key=len) for form in marks.in_json}
    return or_(*(text.icontains(word, autoescape=True) for word in sorted(longest)))


def _holds(column: InstrumentedAttribute[Any], word: str) -> ColumnElement[bool]:
    return cast(column, String).icontains(word, autoescape=True)
