"""How material is shown, to organisers, facilitators and participants alike."""

from dataclasses import dataclass
from datetime import datetime

from babel.numbers import format_decimal
from flask import url_for

from portal.material.links import host_of
from portal.material.queries import Piece
from portal.programmes.models import Meeting
from portal.texts import format_day, format_moment, language
from portal.texts import gettext as _

_KILO = 1024


@dataclass(frozen=True)
class Shown:
    """A piece on a page. `note`: where a link leads, or what kind of file it is and how large; `about`: what
    it is for.
    """

    public_id: str
    title: str
    url: str
    note: str
    is_link: bool
    file_name: str
    meeting: Meeting | None
    about: str
    release: str
    is_out: bool


def shown(piece: Piece, now: datetime) -> Shown:
    """The piece with its address: a file is given out by ourselves, a link leads away."""
    material, file = piece.material, piece.material.file
    if file is None:
        url, note = material.link, host_of(material.link)
    else:
        url = url_for("participant.material_file", material=material.public_id)
        note = _("%(kind)s, %(size)s", kind=file.kind, size=size_in_words(file.size))
    return Shown(
        public_id=material.public_id,
        title=material.title,
        url=url,
        note=note,
        is_link=file is None,
        file_name=file.name if file else "",
        meeting=piece.meeting,
        about=meeting_name(piece.meeting) if piece.meeting else _("De hele editie"),
        release=_release(piece, now),
        is_out=piece.is_released(now),
    )


def meeting_name(meeting: Meeting) -> str:
    """A meeting in a list: what it is called, and its day."""
    title = meeting.title or _("Bijeenkomst %(number)s", number=meeting.number)
    return f"{title} ({format_day(meeting.day)})" if meeting.day else title


def _release(piece: Piece, now: datetime) -> str:
    if piece.released_at is None:
        return _("Deelnemers zien dit zodra de datum bekend is.")
    if piece.is_released(now):
        return _("Deelnemers zien dit nu.")
    return _("Deelnemers zien dit vanaf %(moment)s.", moment=format_moment(piece.released_at))


def size_in_words(size: int) -> str:
    """1,2 MB, or 300 kB."""
    kilos = size / _KILO
    if kilos < _KILO:
        return f"{max(1, round(kilos))} kB"
    return f"{format_decimal(round(kilos / _KILO, 1), locale=language())} MB"
