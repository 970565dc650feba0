"""Who may come to the workbench, and how its objects are found: always through one's own edition."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal import policy
from portal.material.models import Material
from portal.outbox.models import OutgoingLetter
from portal.people.viewer import Viewer
from portal.programmes.models import Breakout, Edition
from portal.registrations.models import Registration
from portal.web.kit.access import Audience, Loader, Rule
from portal.web.kit.uploads import LARGEST_FORM
from portal.web.organiser import (
    agenda_access,
    coverage_access,
    insight_access,
    instrument_access,
    mailing_access,
    making_access,
    memberships,
    missed,
    schedule_access,
)

Address = Mapping[str, str]


def _edition(session: Session, viewer: Viewer | None, address: Address) -> Edition:
    return policy.edition_for(session, viewer, address["edition_id"])


def _registration(session: Session, viewer: Viewer | None, address: Address) -> Registration:
    return policy.registration_in(session, _edition(session, viewer, address), address["registration_id"])


def _breakout(session: Session, viewer: Viewer | None, address: Address) -> tuple[Edition, Breakout]:
    edition = _edition(session, viewer, address)
    return edition, policy.breakout_in(session, edition, address["breakout_id"])


def _material(session: Session, viewer: Viewer | None, address: Address) -> tuple[Edition, Material]:
    edition = _edition(session, viewer, address)
    return edition, policy.material_in(session, edition, address["material_id"])


def _material_or_removed(
    session: Session, viewer: Viewer | None, address: Address
) -> tuple[Edition, Material]:
    edition = _edition(session, viewer, address)
    return edition, policy.material_in(session, edition, address["material_id"], or_removed=True)


def _letter(session: Session, viewer: Viewer | None, address: Address) -> tuple[Edition, OutgoingLetter]:
    edition = _edition(session, viewer, address)
    return edition, policy.letter_in(session, edition, address["letter_id"])


def _of(*views: str, subject: Loader | None = None, largest: int = 0) -> dict[str, Rule]:
    return {f"organiser.{view}": Rule(Audience.ORGANISER, subject, largest) for view in views}


RULES: dict[str, Rule] = {
    **_of("home"),
    **missed.RULES,
    **_of("edition", "capacity", "set_capacity", "opening", "set_opening", subject=_edition),
    **_of("cancelling", "cancel_edition", "restoring", "restore_edition", "breakouts", subject=_edition),
    **_of("breakout", "set_breakout", "cancelling_breakout", "cancel_breakout", subject=_breakout),
    **_of("restore_breakout", subject=_breakout),
    **_of("participants", "export_csv", "export_xlsx", "waitlist", "requests", subject=_edition),
    **_of("admitting", "check_admitting", "admit", "letters", "retry_letters", subject=_edition),
    **_of("letter", "retry_letter", subject=_letter),
    **_of("registration", "cancelling_registration", "cancel_registration", subject=_registration),
    **_of("approve", "declining", "decline", "offering", "offer", subject=_registration),
    **_of("skipping", "skip", "unskip", subject=_registration),
    **making_access.RULES,
    **_of("material", subject=_edition),
    **_of("new_material", "add_material", subject=_edition, largest=LARGEST_FORM),
    **_of("change_material", "store_material", subject=_material, largest=LARGEST_FORM),
    **_of("removing_material", subject=_material),
    **_of("remove_material", subject=_material_or_removed),
    **_of("insight", "insight_csv", "insight_xlsx", subject=_edition),
    **_of("participation", "announce_participation", "stop_participation", subject=_edition),
    **_of("copying", "copy", "reminding", "set_reminding", subject=_edition),
    **schedule_access.RULES,
    **agenda_access.RULES,
    **mailing_access.RULES,
    **memberships.RULES,
    **coverage_access.RULES,
    **insight_access.RULES,
    **instrument_access.RULES,
}
