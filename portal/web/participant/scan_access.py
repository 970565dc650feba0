"""Who may come to which page of the self-scan: its own person, and a facilitator it is shared with."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.assessments import queries, sharing
from portal.assessments.queries import Taken
from portal.assessments.sharing import Shown
from portal.errors import NotFound
from portal.people.viewer import Viewer
from portal.web.kit.access import Audience, Rule

Values = Mapping[str, str]


def scan(session: Session, viewer: Viewer | None, values: Values) -> Taken:
    """The scan in the address, for the person whose it is."""
    if viewer is None:
        raise NotFound
    return queries.taken(session, public_id=values["scan"], person_id=viewer.person_id)


def sent_scan(session: Session, viewer: Viewer | None, values: Values) -> Taken:
    """The scan in the address, once it was sent."""
    found = scan(session, viewer, values)
    if found.is_open:
        raise NotFound
    return found


def shared(session: Session, viewer: Viewer | None, values: Values) -> tuple[Shown, Taken]:
    """What somebody shares with this facilitator."""
    if viewer is None:
        raise NotFound
    return sharing.shared_scan(session, public_id=values["share"], facilitator_id=viewer.person_id)


_SCAN = Rule(Audience.SIGNED_IN, scan)
_SENT = Rule(Audience.SIGNED_IN, sent_scan)
_MINE = Rule(Audience.SIGNED_IN)

RULES: dict[str, Rule] = {
    "participant.scans": _MINE,
    "participant.begin_scan": _MINE,
    "participant.scan_page": _SCAN,
    "participant.keep_scan_page": _SCAN,
    "participant.scan_summary": _SCAN,
    "participant.send_scan": _SCAN,
    "participant.scan_result": _SCAN,
    "participant.scan_pdf": _SENT,
    "participant.look_back": _SENT,
    "participant.keep_look_back": _SENT,
    "participant.sharing_scan": _SENT,
    "participant.share_scan": _SENT,
    "participant.take_back_scan": _MINE,
    "participant.erasing_scan": _SCAN,
    "participant.erase_scan": _MINE,
    "participant.erasing_scans": _MINE,
    "participant.erase_scans": _MINE,
    "participant.scans_json": _MINE,
    "participant.scans_csv": _MINE,
    "participant.shared_scan": Rule(Audience.SIGNED_IN, shared),
}
