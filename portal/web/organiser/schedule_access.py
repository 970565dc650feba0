"""How the parts of a schedule are found: always through one's own edition."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal import policy
from portal.errors import NotFound
from portal.people.models import Person
from portal.people.viewer import Viewer
from portal.programmes.models import (
    Edition,
    EditionFacilitator,
    ElectiveGroup,
    Meeting,
    Module,
    Slot,
)
from portal.web.kit.access import Audience, Rule

Address = Mapping[str, str]
Found = tuple[Edition, Any]


def _edition(session: Session, viewer: Viewer | None, address: Address) -> Edition:
    return policy.edition_for(session, viewer, address["edition_id"])


def _inside(
    session: Session, viewer: Viewer | None, address: Address, part: Callable[[Edition], Select[Any]]
) -> Found:
    """The edition, and the part with this name in that very edition."""
    edition = _edition(session, viewer, address)
    found = session.scalar(part(edition))
    if found is None:
        raise NotFound
    return edition, found


def _module(session: Session, viewer: Viewer | None, address: Address) -> Found:
    def part(edition: Edition) -> Select[Any]:
        named = Module.public_id == address["module_id"]
        return select(Module).where(Module.edition_id == edition.id, named)

    return _inside(session, viewer, address, part)


def _group(session: Session, viewer: Viewer | None, address: Address) -> Found:
    def part(edition: Edition) -> Select[Any]:
        named = ElectiveGroup.public_id == address["group_id"]
        return select(ElectiveGroup).where(ElectiveGroup.edition_id == edition.id, named)

    return _inside(session, viewer, address, part)


def _meeting(session: Session, viewer: Viewer | None, address: Address) -> Found:
    def part(edition: Edition) -> Select[Any]:
        named = Meeting.public_id == address["meeting_id"]
        return select(Meeting).where(Meeting.edition_id == edition.id, named)

    return _inside(session, viewer, address, part)


def _slot(session: Session, viewer: Viewer | None, address: Address) -> Found:
    def part(edition: Edition) -> Select[Any]:
        own = select(Slot).join(Meeting, Meeting.id == Slot.meeting_id)
        return own.where(Meeting.edition_id == edition.id, Slot.public_id == address["slot_id"])

    return _inside(session, viewer, address, part)


def _breakout(session: Session, viewer: Viewer | None, address: Address) -> Found:
    edition = _edition(session, viewer, address)
    return edition, policy.breakout_in(session, edition, address["breakout_id"])


def _guide(session: Session, viewer: Viewer | None, address: Address) -> Found:
    def part(edition: Edition) -> Select[Any]:
        guides = select(Person).join(EditionFacilitator, EditionFacilitator.person_id == Person.id)
        here = EditionFacilitator.edition_id == edition.id
        return guides.where(here, Person.public_id == address["person_id"])

    return _inside(session, viewer, address, part)


def _of(*views: str, subject: Any) -> dict[str, Rule]:
    return {f"organiser.{view}": Rule(Audience.ORGANISER, subject) for view in views}


RULES: dict[str, Rule] = {
    **_of("schedule", "guides", "add_guide", subject=_edition),
    **_of("new_module", "add_module", "new_group", "add_group", subject=_edition),
    **_of("new_meeting", "add_meeting", "dates", "set_dates", subject=_edition),
    **_of("naming", "name_breakouts", subject=_edition),
    **_of("module", "change_module", "place_module", "remove_module", subject=_module),
    **_of("cancelling_module", "cancel_module", subject=_module),
    **_of("elective_group", "change_group", "remove_group", subject=_group),
    **_of("meeting", "change_meeting", "place_meeting", "remove_meeting", subject=_meeting),
    **_of("cancelling_meeting", "cancel_meeting", "restore_meeting", subject=_meeting),
    **_of("new_slot", "add_slot", subject=_meeting),
    **_of("attendances", "attendance_xlsx", subject=_edition),
    **_of("attendance", "mark_attendance", "attendance_code", subject=_meeting),
    **_of("slot", "change_slot", "remove_slot", "new_breakout", "add_breakout", subject=_slot),
    **_of("breakout_text", "change_breakout", "place_breakout", "remove_breakout", subject=_breakout),
    **_of("remove_guide", subject=_guide),
}
