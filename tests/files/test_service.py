"""Files are kept in pieces and come back whole, on both databases."""

from io import BytesIO

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session

from portal.config import read
from portal.database import listen
from portal.files import service
from portal.files.kinds import MOST_BYTES
from portal.files.models import FilePiece, StoredFile
from portal.material import tidying
from tests.builders import NOW
from tests.support.environment import settings

MIXED = bytes(range(256)) * 3000


@pytest.fixture
def engine(fresh_database_url: str) -> Engine:
    made = create_engine(make_url(read(settings(fresh_database_url)).database_url))
    listen(made)
    return made


def kept(engine: Engine, content: bytes, name: str = "a.pdf") -> StoredFile:
    with Session(engine, expire_on_commit=False) as session:
        file = service.keep(session, BytesIO(content), name=name, uploaded_by_id=None, now=NOW)
        session.commit()
        return file


@pytest.mark.parametrize("size", [1, service.PIECE - 1, service.PIECE, service.PIECE + 1, 700_001])
def test_file_comes_back_as_it_went_in(engine: Engine, size: int) -> None:
    file = kept(engine, MIXED[:size])

    assert b"".join(service.stream(engine, file_id=file.id, size=file.size)) == MIXED[:size]
    engine.dispose()


def test_largest_file_is_read_a_piece_at_a_time(engine: Engine) -> None:
    file = kept(engine, b"%PDF-" + bytes(MOST_BYTES - 5))

    pieces = [len(piece) for piece in service.stream(engine, file_id=file.id, size=file.size)]

    assert (sum(pieces), max(pieces), len(pieces)) == (MOST_BYTES, service.PIECE, 40)
    assert engine.pool.checkedout() == 0
    engine.dispose()


def test_reader_holds_no_connection_between_pieces(engine: Engine) -> None:
    file = kept(engine, MIXED)
    stream = service.stream(engine, file_id=file.id, size=file.size)

    next(stream)

    assert engine.pool.checkedout() == 0
    engine.dispose()


def test_file_that_goes_while_it_is_read_ends_with_an_error(engine: Engine) -> None:
    file = kept(engine, MIXED)
    stream = service.stream(engine, file_id=file.id, size=file.size)
    next(stream)
    with Session(engine) as session:
        service.remove(session, [file.id])
        session.commit()

    with pytest.raises(service.FileGone):
        next(stream)
    engine.dispose()


def test_file_without_material_goes_after_an_hour(engine: Engine) -> None:
    kept(engine, MIXED)
    with Session(engine) as session:
        early = tidying.tidy(session, now=NOW + tidying.KEPT_FOR / 2)
        late = tidying.tidy(session, now=NOW + tidying.KEPT_FOR)
        session.commit()
        left = session.scalar(select(func.count()).select_from(FilePiece))

    assert (early, late, left) == (0, 1, 0)
    engine.dispose()


@pytest.mark.parametrize("content", [b"", bytes(MOST_BYTES + 1)])
def test_file_that_was_not_checked_is_not_kept(engine: Engine, content: bytes) -> None:
    with pytest.raises(ValueError, match="not checked"):
        kept(engine, content)
    engine.dispose()
