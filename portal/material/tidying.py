"""Removes material that was taken away, and uploads that no material has any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from portal.files import service as files
from portal.files.models import StoredFile
from portal.material.models import Material

KEPT_FOR = timedelta(hours=1)


def tidy(session: Session, *, now: datetime) -> int:
    """Material an hour after it was removed, and files without any; returns how many files went."""
    session.execute(delete(Material).where(Material.removed_at <= now - KEPT_FOR))
    used = exists().where(Material.file_id == StoredFile.id)
    idle = select(StoredFile.id).where(~used, StoredFile.created_at <= now - KEPT_FOR)
    return files.remove(session, list(session.scalars(idle)))
