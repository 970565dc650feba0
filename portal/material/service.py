"""Material of an edition: added, changed, removed, copied along and announced.

The lock of the edition is taken after a file was written: nothing slow happens under it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.files import service as files
from portal.files.models import StoredFile
from portal.material import queries
from portal.material.models import Material
from portal.material.reasons import MaterialRefused
from portal.material.release import Release, Rule
from portal.people.models import new_public_id
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Meeting
from portal.programmes.service import note_change
from portal.programmes.shifting import move_moment
from portal.registrations.ledger import Turn, take_turn
from portal.registrations.reasons import Reason

MOST = 200


@dataclass(frozen=True)
class Upload:
    """A file that was looked at, under its clean name."""

    content: IO[bytes]
    name: str


@dataclass(frozen=True)
class Stated:
    """What an organiser says of a piece. Neither link nor upload: what is there stays."""

    title: str
    rule: Rule
    meeting_id: int | None = None
    link: str = ""
    upload: Upload | None = None


def add(
    session: Session,
    *,
    edition_id: int,
    stated: Stated,
    form_key: str,
    actor_id: int,
    now: datetime,
    version: int | None = None,
) -> Material:
    """A new piece. The same form sent twice makes one."""
    known = _made_by(session, form_key)
    if known is not None:
        return known
    file = _keep(session, stated, actor_id, now)
    turn = _turn(session, edition_id, actor_id, now)
    known = _made_by(session, form_key)
    if known is not None:
        return known
    _check_version(turn, version)
    _check_meeting(session, edition_id, stated.meeting_id)
    there = (Material.edition_id == edition_id) & Material.removed_at.is_(None)
    count = session.scalar(select(func.count(Material.id)).where(there))
    if (count or 0) >= MOST:
        raise Refused(MaterialRefused.TOO_MANY, limit=MOST)
    made = Material(public_id=new_public_id(), edition_id=edition_id, form_key=form_key, link=stated.link)
    made.file_id = file.id if file else None
    _state(made, stated, now)
    session.add(made)
    _note(turn, "material_added", made)
    return made


def change(
    session: Session,
    *,
    material_id: int,
    stated: Stated,
    form_key: str,
    actor_id: int,
    now: datetime,
    version: int | None = None,
) -> Material:
    """Another title, link, file, meeting or release; a new file takes the place of the old one at once."""
    material = session.get(Material, material_id)
    if material is None or material.removed_at is not None:
        raise Refused(MaterialRefused.GONE)
    if material.form_key == form_key:
        return material
    file = _keep(session, stated, actor_id, now)
    turn = _turn(session, material.edition_id, actor_id, now)
    material = session.get_one(Material, material_id, populate_existing=True)
    if material.form_key == form_key:
        return material
    _check_version(turn, version)
    _check_meeting(session, material.edition_id, stated.meeting_id)
    if stated.link or file:
        material.link, material.file_id = stated.link, file.id if file else None
    before = queries.rule_of(material), material.meeting_id
    material.form_key = form_key
    _state(material, stated, now)
    session.flush()
    if (stated.rule, stated.meeting_id) != before and not _is_out(session, material, now):
        material.announced_at = None  # participants are told again when it is released
    _note(turn, "material_changed", material)
    return material


def remove(
    session: Session, *, material_id: int, actor_id: int, now: datetime, version: int | None = None
) -> None:
    """Takes a piece away; with its file it goes within the hour. Twice is once."""
    material = session.get(Material, material_id)
    if material is None or material.removed_at is not None:
        return
    turn = _turn(session, material.edition_id, actor_id, now)
    material = session.get_one(Material, material_id, populate_existing=True)
    if material.removed_at is not None:
        return
    _check_version(turn, version)
    material.removed_at = now
    _note(turn, "material_removed", material)


def copy_along(
    session: Session, *, from_id: int, to_id: int, meetings: Mapping[int, int], weeks: int, now: datetime
) -> int:
    """The material of an old edition for its copy, released as long before; files are shared."""
    there = select(Material).where(Material.edition_id == from_id, Material.removed_at.is_(None))
    rows = session.scalars(there.order_by(Material.id)).all()
    kept = [row for row in rows if row.meeting_id is None or row.meeting_id in meetings]
    session.add_all(
        Material(
            public_id=new_public_id(),
            edition_id=to_id,
            meeting_id=meetings[row.meeting_id] if row.meeting_id else None,
            title=row.title,
            link=row.link,
            file_id=row.file_id,
            release=row.release,
            days_before=row.days_before,
            release_at=move_moment(row.release_at, weeks) if row.release_at else None,
            changed_at=now,
        )
        for row in kept
    )
    session.flush()
    return len(kept)


def _made_by(session: Session, form_key: str) -> Material | None:
    return session.scalar(select(Material).where(Material.form_key == form_key))


def _keep(session: Session, stated: Stated, actor_id: int, now: datetime) -> StoredFile | None:
    upload = stated.upload
    if upload is None:
        return None
    return files.keep(session, upload.content, name=upload.name, uploaded_by_id=actor_id, now=now)


def _turn(session: Session, edition_id: int, actor_id: int, now: datetime) -> Turn:
    turn = take_turn(session, edition_id=edition_id, now=now, actor_id=actor_id)
    if turn.edition.publication == Publication.CANCELLED:
        raise Refused(Reason.CANCELLED)
    return turn


def _check_version(turn: Turn, version: int | None) -> None:
    if version is not None and version != turn.sheet.version:
        raise Refused(Reason.CHANGED_MEANWHILE)


def _check_meeting(session: Session, edition_id: int, meeting_id: int | None) -> None:
    if meeting_id is None:
        return
    if session.scalar(select(Meeting.edition_id).where(Meeting.id == meeting_id)) != edition_id:
        raise Refused(MaterialRefused.NO_SUCH_MEETING)


def _state(material: Material, stated: Stated, now: datetime) -> None:
    rule = stated.rule
    material.title, material.meeting_id, material.changed_at = stated.title, stated.meeting_id, now
    material.release = rule.release
    material.days_before = rule.days_before if rule.release is Release.BEFORE else None
    material.release_at = rule.moment if rule.release is Release.MOMENT else None


def _is_out(session: Session, material: Material, now: datetime) -> bool:
    return queries.piece_named(session, material.public_id).is_released(now)


def _note(turn: Turn, action: str, material: Material) -> None:
    session: Session = turn.session
    edition: Edition = turn.edition
    details = {"title": material.title}
    note_change(
        session, edition=edition, action=action, actor_id=turn.actor_id, now=turn.now, details=details
    )
