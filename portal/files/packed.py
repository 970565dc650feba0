"""Looking into a zip file without unpacking it: what is in it, and whether it is a bomb.

The directory at its end is measured before the library reads it: a small file may list a million parts.
Every part is then read through in small pieces, because a directory may lie about sizes.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from portal.errors import Refused
from portal.files.reasons import FileRefused

MOST_PARTS = 5_000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_TIMES = 100
"""How many times larger than itself a file may unpack to, above `SMALL`."""
SMALL = 10 * 1024 * 1024
LARGEST_DIRECTORY = 1024 * 1024
_PIECE = 64 * 1024
_END = struct.Struct("<4s4H2LH")
_PART = struct.Struct("<4s22x2H")
_PART_SIGN = b"PK\x03\x04"
_END_SIGN, _LARGE_SIGN = b"PK\x05\x06", b"PK\x06\x07"
_LONGEST_COMMENT = 0xFFFF
_SECRET = 0x1


@dataclass(frozen=True)
class Packed:
    """The names of the parts, and what a first part called mimetype says."""

    names: tuple[str, ...]
    mimetype: bytes


def look_into(file: IO[bytes]) -> Packed:
    """What is in the zip file; `Refused` when it is a bomb, locked or broken."""
    size = file.seek(0, 2)
    _measure_directory(file, size)
    file.seek(0)
    try:
        with ZipFile(file) as packed:
            parts = packed.infolist()
            limit = max(SMALL, min(MOST_UNPACKED, size * MOST_TIMES))
        _check_list(parts, limit)
        mimetype = _read_through(file, parts, limit)
    except BadZipFile:
        raise Refused(FileRefused.BROKEN) from None
    return Packed(tuple(part.filename for part in parts), mimetype)


def _measure_directory(file: IO[bytes], size: int) -> None:
    tail_length = min(size, _END.size + _LONGEST_COMMENT)
    file.seek(size - tail_length)
    tail = file.read(tail_length)
    at = tail.rfind(_END_SIGN)
    if at < 0 or len(tail) - at < _END.size:
        raise Refused(FileRefused.BROKEN)
    end = _END.unpack_from(tail, at)
    parts, length = end[4], end[5]
    if parts > MOST_PARTS or length > LARGEST_DIRECTORY or _LARGE_SIGN in tail[max(0, at - 20) : at]:
        raise Refused(FileRefused.UNPACKS_TOO_LARGE)


def _check_list(parts: list[ZipInfo], limit: int) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limit:
        raise Refused(FileRefused.UNPACKS_TOO_LARGE)
    for part in parts:
        if part.flag_bits & _SECRET:
            raise Refused(FileRefused.LOCKED)
        steps = part.filename.replace("\\", "/").split("/")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or ".." in steps or not steps[0]:
            raise Refused(FileRefused.BROKEN)


def _read_through(file: IO[bytes], parts: list[ZipInfo], limit: int) -> bytes:
    """Reads every part once, which finds damage and lies; the content of a first part called mimetype."""
    total, mimetype = 0, b""
    for place, part in enumerate(parts):
        length, crc = 0, 0
        for piece in _unpacked(file, part):
            length, total, crc = length + len(piece), total + len(piece), zlib.crc32(piece, crc)
            if total > limit:
                raise Refused(FileRefused.UNPACKS_TOO_LARGE)
            if length > part.file_size:
                raise Refused(FileRefused.BROKEN)
            if place == 0 and part.filename == "mimetype" and len(mimetype) < _PIECE:
                mimetype += piece
        if (length, crc) != (part.file_size, part.CRC):
            raise Refused(FileRefused.BROKEN)
    return mimetype.strip()


def _unpacked(file: IO[bytes], part: ZipInfo) -> Iterator[bytes]:
    """The content of a part, in small pieces. The library's own reader stops where the directory says."""
    file.seek(part.header_offset)
    sign, name_length, extra_length = _PART.unpack(file.read(_PART.size))
    if sign != _PART_SIGN:
        raise Refused(FileRefused.BROKEN)
    file.seek(name_length + extra_length, 1)
    left, opener = part.compress_size, zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (piece := file.read(min(_PIECE, left))):
        left -= len(piece)
        if part.compress_type == ZIP_STORED:
            yield piece
            continue
        while piece:
            yield opener.decompress(piece, _PIECE)
            piece = opener.unconsumed_tail
    if part.compress_type == ZIP_DEFLATED:
        yield opener.flush()
