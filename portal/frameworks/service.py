"""Loads a framework; loading the same again changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.frameworks.facts import Framework
from portal.frameworks.models import StoredFramework
from portal.frameworks.reading import read_text


def load(session: Session, *, text: str, where: str, now: datetime) -> Framework:
    """The framework of this file, in the place of an earlier one of the same name."""
    found = read_text(text, where)
    known = session.get(StoredFramework, found.id)
    if known is None:
        session.add(StoredFramework(name=found.id, content=text, loaded_at=now))
    elif known.content != text:
        known.content, known.loaded_at = text, now
    session.flush()
    return found
