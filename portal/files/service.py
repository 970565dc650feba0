"""Keeps uploads in pieces, and gives them out piece by piece."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, cast

from sqlalchemy import Engine, Table, bindparam, delete, select
from sqlalchemy.orm import Session

from portal.files.kinds import MOST_BYTES
from portal.files.models import FilePiece, StoredFile
from portal.files.names import ending

PIECE = 256 * 1024
_PIECES = cast(Table, FilePiece.__table__)
_ONE_PIECE = select(_PIECES.c.data).where(
    _PIECES.c.file_id == bindparam("file"), _PIECES.c.number == bindparam("number")
)


class FileGone(Exception):
    """The file was removed while somebody fetched it."""


def keep(
    session: Session, file: IO[bytes], *, name: str, uploaded_by_id: int | None, now: datetime
) -> StoredFile:
    """Keeps the file under this clean name; `kinds.check` has looked at it before."""
    size = file.seek(0, 2)
    if not 0 < size <= MOST_BYTES:
        raise ValueError("a file that was not checked")
    file.seek(0)
    kept = StoredFile(name=name, kind=ending(name), size=size, created_at=now, uploaded_by_id=uploaded_by_id)
    session.add(kept)
    session.flush()
    number = 0
    while piece := file.read(PIECE):
        session.execute(_PIECES.insert(), {"file_id": kept.id, "number": number, "data": piece})
        number += 1
    return kept


def stream(engine: Engine, *, file_id: int, size: int) -> Iterator[bytes]:
    """The content in pieces. Each is read by itself: a slow reader holds no connection meanwhile."""
    sent, number = 0, 0
    while sent < size:
        with engine.connect() as connection:
            piece: bytes | None = connection.scalar(_ONE_PIECE, {"file": file_id, "number": number})
        if piece is None:
            raise FileGone
        yield bytes(piece)
        sent, number = sent + len(piece), number + 1


def remove(session: Session, file_ids: list[int]) -> int:
    """Removes these files with their pieces; returns how many."""
    if not file_ids:
        return 0
    session.execute(delete(FilePiece).where(FilePiece.file_id.in_(file_ids)))
    session.execute(delete(StoredFile).where(StoredFile.id.in_(file_ids)))
    return len(file_ids)
