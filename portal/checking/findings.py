"""What the check finds: sentences, from queries whose rows are what is wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from portal.programmes.models import Edition, Programme
from portal.texts import format_moment
from portal.texts import gettext as _


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or (a `note`) that a job has yet to do."""

    text: str
    note: bool = False


@dataclass(frozen=True)
class Question:
    """A query that must find nothing. Its columns fill the sentence."""

    sentence: str
    query: Select[*tuple[Any, ...]]
    note: bool = False


def edition_name() -> ColumnElement[str]:
    """How sentences name an edition, as a column; the query joins edition and programme."""
    return Programme.title + ", " + Edition.label


def ask(session: Session, questions: Iterable[Question]) -> Iterator[Finding]:
    """The findings of these questions, in order."""
    for question in questions:
        for row in session.execute(question.query).mappings():
            values = {str(key): _written(value) for key, value in row.items()}
            yield Finding(_(question.sentence, **values), question.note)


def _written(value: object) -> object:
    return format_moment(value) if isinstance(value, datetime) else value
