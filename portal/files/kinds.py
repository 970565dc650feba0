"""Which files may come in: the name and the content must agree.

Office files are zip files. They are looked into piece by piece, never unpacked to memory or disk.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from portal.errors import Refused
from portal.files.names import ending
from portal.files.packed import Packed, look_into
from portal.files.reasons import FileRefused

MOST_BYTES = 10 * 1024 * 1024
_PIECE = 64 * 1024
_MACROS = ("vbaproject.bin", "vbadata.xml")
_SCRIPTS = ("basic/", "scripts/")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r"))
_NOT_TEXT = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xd0\xcf\x11\xe0",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Kind:
    """One kind of file: how it is called on the web, and how its content is known."""

    media_type: str
    looks_right: Callable[[IO[bytes]], bool]


def check(file: IO[bytes], name: str) -> str:
    """The kind of the file, when its name and its content say the same; else `Refused`.

    The file is read from its beginning, and stands there again afterwards.
    """
    kind = ending(name)
    if kind not in KINDS:
        raise Refused(FileRefused.NOT_ALLOWED, kinds=", ".join(KINDS))
    size = file.seek(0, 2)
    if size == 0:
        raise Refused(FileRefused.EMPTY)
    if size > MOST_BYTES:
        raise Refused(FileRefused.TOO_LARGE)
    try:
        if not KINDS[kind].looks_right(file):
            raise Refused(FileRefused.NOT_WHAT_IT_SAYS, kind=kind)
    finally:
        file.seek(0)
    return kind


def _begins(*signatures: bytes) -> Callable[[IO[bytes]], bool]:
    def looks_right(file: IO[bytes]) -> bool:
        return _head(file).startswith(signatures)

    return looks_right


def _head(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(8)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


def _is_text(file: IO[bytes]) -> bool:
    if _head(file).startswith(_NOT_TEXT):
        return False
    return all(piece == piece.translate(None, _CONTROLS) for piece in _pieces(file))


def _office(folder: str, part: str) -> Callable[[IO[bytes]], bool]:
    """A file of Microsoft Office, known by the part that holds its text."""

    def looks_right(file: IO[bytes]) -> bool:
        packed = _look(file)
        names = {name.lower() for name in packed.names}
        if any(name.endswith(_MACROS) for name in names):
            raise Refused(FileRefused.MACROS)
        return "[content_types].xml" in names and f"{folder}{part}" in names

    return looks_right


def _open_document(media_type: str) -> Callable[[IO[bytes]], bool]:
    """An OpenDocument file, which says in its first part what it is."""

    def looks_right(file: IO[bytes]) -> bool:
        packed = _look(file)
        if any(name.lower().startswith(_SCRIPTS) for name in packed.names):
            raise Refused(FileRefused.MACROS)
        return packed.mimetype == media_type.encode() and "content.xml" in packed.names

    return looks_right


def _look(file: IO[bytes]) -> Packed:
    if _head(file).startswith(_OLD_OFFICE):  # so is every Office file with a password
        raise Refused(FileRefused.LOCKED)
    if not _head(file).startswith(b"PK\x03\x04"):
        return Packed((), b"")
    try:
        return look_into(file)
    except (ValueError, EOFError, OSError, KeyError, NotImplementedError, struct.error, zlib.error):
        raise Refused(FileRefused.BROKEN) from None


_MS = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", _begins(b"%PDF-")),
    "docx": Kind(f"{_MS}wordprocessingml.document", _office("word/", "document.xml")),
    "xlsx": Kind(f"{_MS}spreadsheetml.sheet", _office("xl/", "workbook.xml")),
    "pptx": Kind(f"{_MS}presentationml.presentation", _office("ppt/", "presentation.xml")),
    "odt": Kind(f"{_ODF}text", _open_document(f"{_ODF}text")),
    "ods": Kind(f"{_ODF}spreadsheet", _open_document(f"{_ODF}spreadsheet")),
    "odp": Kind(f"{_ODF}presentation", _open_document(f"{_ODF}presentation")),
    "png": Kind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "txt": Kind("text/plain", _is_text),
    "csv": Kind("text/csv", _is_text),
}
