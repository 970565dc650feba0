"""Which frameworks there are; each is read once for the same text."""

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.frameworks.facts import Framework
from portal.frameworks.models import StoredFramework
from portal.frameworks.reading import read_text


@lru_cache(maxsize=32)
def _read(content: str, name: str) -> Framework:
    return read_text(content, name)


def framework(session: Session, name: str) -> Framework:
    """The framework of this name; raises NotFound."""
    found = session.get(StoredFramework, name)
    if found is None:
        raise NotFound
    return _read(found.content, name)


def frameworks(session: Session) -> list[Framework]:
    """All of them, by name."""
    rows = session.scalars(select(StoredFramework).order_by(StoredFramework.name))
    return [_read(row.content, row.name) for row in rows]
