"""Letters for pages: of a person, an edition, a registration; counts and failures."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer

from portal.outbox.models import LetterState, OutgoingLetter


def of_person(session: Session, person_id: int, *, limit: int = 200) -> Sequence[OutgoingLetter]:
    """Letters to this person, newest first."""
    return session.scalars(_list().where(OutgoingLetter.person_id == person_id).limit(limit)).all()


def of_registration(session: Session, registration_id: int) -> Sequence[OutgoingLetter]:
    """Letters about this registration, newest first."""
    return session.scalars(_list().where(OutgoingLetter.registration_id == registration_id)).all()


def of_edition(
    session: Session,
    edition_id: int,
    *,
    state: LetterState | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Sequence[OutgoingLetter]:
    """Letters about this edition, newest first, a page at a time."""
    chosen = _in_state(_list().where(OutgoingLetter.edition_id == edition_id), state)
    return session.scalars(chosen.limit(limit).offset(offset)).all()


def everywhere(
    session: Session, *, state: LetterState | None = None, limit: int = 50, offset: int = 0
) -> Sequence[OutgoingLetter]:
    """All letters of the portal, newest first, a page at a time: for administrators."""
    return session.scalars(_in_state(_list(), state).limit(limit).offset(offset)).all()


def failed(session: Session, *, edition_id: int | None = None) -> Sequence[OutgoingLetter]:
    """Letters that did not leave, newest first."""
    chosen = _list().where(OutgoingLetter.state == LetterState.FAILED)
    if edition_id is not None:
        chosen = chosen.where(OutgoingLetter.edition_id == edition_id)
    return session.scalars(chosen).all()


def counts(session: Session, *, edition_id: int | None = None) -> dict[LetterState, int]:
    """How many letters there are in each state; every state is named."""
    statement = select(OutgoingLetter.state, func.count()).group_by(OutgoingLetter.state)
    if edition_id is not None:
        statement = statement.where(OutgoingLetter.edition_id == edition_id)
    found = {LetterState(state): number for state, number in session.execute(statement)}
    return {state: found.get(state, 0) for state in LetterState}


def one(
    session: Session, public_id: str, *, edition_id: int | None = None, person_id: int | None = None
) -> OutgoingLetter | None:
    """A letter with all it says, within this edition or to this person when that is given."""
    statement = select(OutgoingLetter).where(OutgoingLetter.public_id == public_id)
    if edition_id is not None:
        statement = statement.where(OutgoingLetter.edition_id == edition_id)
    if person_id is not None:
        statement = statement.where(OutgoingLetter.person_id == person_id)
    return session.scalar(statement)


def _list() -> Select[OutgoingLetter]:
    return (
        select(OutgoingLetter)
        .order_by(OutgoingLetter.created_at.desc(), OutgoingLetter.id.desc())
        .options(defer(OutgoingLetter.text), defer(OutgoingLetter.html), defer(OutgoingLetter.facts))
    )


def _in_state(statement: Select[OutgoingLetter], state: LetterState | None) -> Select[OutgoingLetter]:
    return statement if state is None else statement.where(OutgoingLetter.state == state)
