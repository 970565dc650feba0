"""What happens to letters: posted in the transaction of the change, claimed, dropped or tried again.

`due_at`, claims and pauses are real time (the machine's); `created_at` and `sent_at` are the portal's time.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Table, Update, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.outbox.kinds import NAMELESS
from portal.outbox.letter import NOWHERE, Letter, check, one_line
from portal.outbox.models import LetterState, OutgoingLetter
from portal.outbox.rendering import Rendered
from portal.outbox.threads import NOTHING_BEFORE_IT, SOMETHING_AFTER_IT, TRIED

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
_TABLE = cast(Table, OutgoingLetter.__table__)
# Made once, so that SQLAlchemy compiles each only once; `returning` tells how many were new on both.
_INSERTS = {
    "sqlite": sqlite.insert(_TABLE).on_conflict_do_nothing(index_elements=["occasion"]),
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing(index_elements=["occasion"]),
}
_COUNTED = {name: insert.returning(_TABLE.c.id) for name, insert in _INSERTS.items()}
_SILENT = {name: insert.inline() for name, insert in _INSERTS.items()}


@dataclass(frozen=True)
class Claimed:
    """A letter that this worker may send until `until`."""

    id: int
    public_id: str
    letter: Letter
    tries: int
    until: datetime
    rendered: Rendered | None = None
    message_id: str = ""


def post(session: Session, letter: Letter, *, now: datetime, due_at: datetime | None = None) -> bool:
    """Puts a letter in the outbox; False when this occasion already had its letter.

    `due_at` is in real time; without it the letter leaves at once.
    """
    return post_many(session, [letter], now=now, due_at=due_at) == 1


def post_many(
    session: Session, letters: Iterable[Letter], *, now: datetime, due_at: datetime | None = None
) -> int:
    """Puts letters in the outbox, in this order; returns how many were new."""
    rows = [_row(letter, now, due_at or AT_ONCE) for letter in letters]
    if not rows:
        return 0
    session.flush()
    insert = _COUNTED[session.get_bind().dialect.name]
    return len(session.scalars(insert, rows).all())


def put_many(session: Session, letters: Iterable[Letter], *, now: datetime) -> None:
    """Puts letters in the outbox, in this order, for who need not know how many were new."""
    rows = [_row(letter, now, AT_ONCE) for letter in letters]
    session.connection().execute(_SILENT[session.get_bind().dialect.name], rows)


def _row(letter: Letter, now: datetime, due_at: datetime) -> dict[str, Any]:
    check(letter)
    return {
        "public_id": secrets.token_urlsafe(16),
        "occasion": letter.occasion,
        "kind": letter.kind,
        "to_address": letter.to_address,
        "to_name": "" if letter.kind in NAMELESS else one_line(letter.to_name, 200),
        "language": letter.language if letter.language in ("nl", "en") else "nl",
        "sender_name": one_line(letter.sender_name, 200),
        "sender_address": one_line(letter.sender_address, 254),
        "person_id": letter.person_id,
        "edition_id": letter.edition_id,
        "registration_id": letter.registration_id,
        "facts": dict(letter.facts),
        "token_ids": list(letter.token_ids),
        "thread": letter.thread,
        "state": LetterState.DROPPED if letter.to_address.endswith(NOWHERE) else LetterState.WAITING,
        "created_at": now,
        "due_at": due_at,
        "tries": 0,
        "last_error": "",
        "message_id": "",
        "subject": "",
        "text": "",
        "html": "",
        "calendar": "",
    }


def claim_due(session: Session, *, real_now: datetime, limit: int, lease_seconds: float) -> list[Claimed]:
    """Takes up to `limit` letters that are due, or whose worker vanished; each goes to one worker only."""
    due = or_(
        and_(OutgoingLetter.state == LetterState.WAITING, OutgoingLetter.due_at <= real_now),
        and_(OutgoingLetter.state == LetterState.SENDING, OutgoingLetter.claimed_until < real_now),
    )
    wanted = (
        select(OutgoingLetter.id)
        .where(due, NOTHING_BEFORE_IT)
        .order_by(OutgoingLetter.due_at, OutgoingLetter.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = session.scalars(wanted).all()
    if not ids:
        return []
    until = real_now + timedelta(seconds=lease_seconds)
    mine = (
        update(OutgoingLetter)
        .where(OutgoingLetter.id.in_(ids), due)
        .values(state=LetterState.SENDING, claimed_until=until)
        .returning(OutgoingLetter)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    rows = sorted(session.scalars(mine), key=lambda row: (row.due_at, row.id))
    return [_claimed(row, until) for row in rows]


def _claimed(row: OutgoingLetter, until: datetime) -> Claimed:
    return Claimed(
        id=row.id,
        public_id=row.public_id,
        letter=letter_of(row),
        tries=row.tries,
        until=until,
        rendered=Rendered(row.subject, row.text, row.html, row.calendar) if row.text else None,
        message_id=row.message_id,
    )


def letter_of(row: OutgoingLetter) -> Letter:
    """The letter that a row was made of."""
    return Letter(
        kind=row.kind,
        occasion=row.occasion,
        to_address=row.to_address,
        to_name=row.to_name,
        language=row.language,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        person_id=row.person_id,
        edition_id=row.edition_id,
        registration_id=row.registration_id,
        facts=row.facts,
        token_ids=tuple(row.token_ids),
        thread=row.thread,
    )


def retry_failed(session: Session, *, letter_ids: Sequence[int] | None = None) -> int:
    """Failed letters (all, or these) get a new series of tries; returns how many.

    One that something else was said after is dropped instead.
    """
    failed = update(OutgoingLetter).where(OutgoingLetter.state == LetterState.FAILED)
    if letter_ids is not None:
        failed = failed.where(OutgoingLetter.id.in_(letter_ids))
    session.flush()
    overtaken = failed.where(SOMETHING_AFTER_IT)
    _count(session, overtaken.values(state=LetterState.DROPPED, last_error="a later letter says it anew"))
    return _count(session, failed.values(state=LetterState.WAITING, due_at=AT_ONCE, tries=TRIED))


def drop(
    session: Session,
    *,
    why: str,
    letter_ids: Sequence[int] | None = None,
    registration_id: int | None = None,
    person_id: int | None = None,
    kinds: Sequence[str] | None = None,
) -> int:
    """Letters that should not go out any more: waiting and failed ones that match all that is given."""
    wheres: list[ColumnElement[bool]] = []
    if letter_ids is not None:
        wheres.append(OutgoingLetter.id.in_(letter_ids))
    if registration_id is not None:
        wheres.append(OutgoingLetter.registration_id == registration_id)
    if person_id is not None:
        wheres.append(OutgoingLetter.person_id == person_id)
    if kinds is not None:
        wheres.append(OutgoingLetter.kind.in_(kinds))
    if not wheres:
        raise ValueError("say which letters to drop")
    session.flush()
    open_ones = OutgoingLetter.state.in_([LetterState.WAITING, LetterState.FAILED])
    statement = update(OutgoingLetter).where(open_ones, *wheres)
    return _count(session, statement.values(state=LetterState.DROPPED, last_error=one_line(why, 500)))


def _count(session: Session, statement: Update) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount
