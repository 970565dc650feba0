"""An organiser changes parts of an edition: under its lock, by its version, with a line of history."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.database import Base
from portal.errors import NotFound, Refused
from portal.programmes import kept
from portal.programmes.facts import EditionState
from portal.programmes.models import Edition
from portal.programmes.service import note_change
from portal.programmes.states import state_of

KEY_LENGTH = 22


class EditRefused(StrEnum):
    """Why the parts of an edition cannot be changed like this."""

    CHANGED_MEANWHILE = "organiser.changed_meanwhile"
    CANCELLED = "edition.cancelled"
    FINISHED = "edition.finished"
    IN_USE = "schedule.in_use"
    WHY_NEEDED = "organiser.why_needed"


OVER = {EditionState.CANCELLED: EditRefused.CANCELLED, EditionState.FINISHED: EditRefused.FINISHED}


class Numbered(Protocol):
    """A part that has its place among others."""

    number: Any


N = TypeVar("N", bound=Numbered)


@dataclass
class Edit:
    """One holder of the edition's lock. `version` is what its organiser saw; None trusts what is there."""

    session: Session
    edition: Edition
    actor_id: int
    now: datetime
    version: int | None = None

    def check(self) -> None:
        """Refused when another organiser was first."""
        if self.version is not None and self.version != self.edition.version:
            raise Refused(EditRefused.CHANGED_MEANWHILE)

    def write(self, action: str, **details: Any) -> None:
        """Stamps the edition and writes its line of history; one change may have more than one."""
        self.check()
        note_change(
            self.session,
            edition=self.edition,
            action=action,
            actor_id=self.actor_id,
            now=self.now,
            details=_plain(details),
        )
        self.version = None  # it was right, and the lock is ours

    def assign(self, row: Base, values: Mapping[str, Any], action: str, **details: Any) -> bool:
        """Sets what differs, with before and after in the history; False when nothing does."""
        before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
        if not before:
            return False
        self.check()
        for name in before:
            setattr(row, name, values[name])
        self.write(action, before=before, after={name: values[name] for name in before}, **details)
        return True

    def place(self, rows: Sequence[N], row: N, place: int, action: str, **details: Any) -> bool:
        """Gives one of these rows the place that counts from 1; False when it has it already."""
        order, was = list(rows), rows.index(row) + 1
        place = max(1, min(place, len(order)))
        if was == place:
            return False
        self.check()
        numbers = sorted(one.number for one in order)
        order.remove(row)
        order.insert(place - 1, row)
        for one, number in zip(order, numbers, strict=True):
            one.number = number
        self.write(action, before={"place": was}, after={"place": place}, **details)
        self.session.expire(self.edition)
        return True

    def remove(self, rows: Sequence[Base], action: str, **details: Any) -> None:
        """Takes these out, the first one first; refused when something else still speaks of them."""
        self.check()
        try:
            with self.session.begin_nested():
                for row in rows:
                    self.session.delete(row)
                    self.session.flush()
        except IntegrityError:
            raise Refused(EditRefused.IN_USE) from None
        self.session.expire(self.edition)
        self.write(action, **details)


def begin(
    session: Session, *, edition_id: int, actor_id: int, now: datetime, version: int | None = None
) -> Edit:
    """Takes the edition's lock; nothing is changed any more of what is off or behind us."""
    edition = session.scalar(
        select(Edition)
        .where(Edition.id == edition_id)
        .with_for_update(of=Edition)
        .execution_options(populate_existing=True)
    )
    if edition is None:
        raise NotFound
    timing = kept.editions(session, [(edition.id, edition.version)])[edition.id].timing
    state = state_of(timing, now)
    if state in OVER:
        raise Refused(OVER[state])
    return Edit(session, edition, actor_id, now, version)


def new_key() -> str:
    """The name of a part that is about to be made: its form carries it, so that pressed twice is once."""
    return secrets.token_urlsafe(16)


def is_key(text: str) -> bool:
    """Whether this can be such a name."""
    return len(text) == KEY_LENGTH and text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def needed_reason(text: str) -> str:
    """The reason as it is kept; refused when there is none."""
    if not text.strip():
        raise Refused(EditRefused.WHY_NEEDED)
    return text.strip()


def next_number(rows: Sequence[Numbered]) -> int:
    """The number after the last one."""
    return max((row.number for row in rows), default=0) + 1


def _plain(value: Any) -> Any:
    """The value as the history keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
