"""How the group mails of an edition are found: always through one's own edition."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal import policy
from portal.mailings.models import Mailing
from portal.people.viewer import Viewer
from portal.programmes.models import Edition
from portal.registrations.models import Participant
from portal.web.kit.access import Audience, Rule

Address = Mapping[str, str]


def _edition(session: Session, viewer: Viewer | None, address: Address) -> Edition:
    return policy.edition_for(session, viewer, address["edition_id"])


def _mailing(session: Session, viewer: Viewer | None, address: Address) -> tuple[Edition, Mailing]:
    edition = _edition(session, viewer, address)
    return edition, policy.mailing_in(session, edition, address["mailing_id"])


def _participant(session: Session, viewer: Viewer | None, address: Address) -> tuple[Edition, Participant]:
    edition = _edition(session, viewer, address)
    return edition, policy.participant_in(session, edition, address["participant_id"])


RULES: dict[str, Rule] = {
    **{
        f"organiser.{view}": Rule(Audience.ORGANISER, _edition)
        for view in ("mailings", "new_mailing", "add_mailing", "examples")
    },
    **{
        f"organiser.{view}": Rule(Audience.ORGANISER, _mailing)
        for view in (
            *("mailing", "mailing_html", "edit_mailing", "change_mailing", "test_mailing"),
            *("sending_mailing", "send_mailing", "pause_mailing", "resume_mailing", "retry_mailing"),
            *("stopping_mailing", "stop_mailing"),
        )
    },
    **{f"organiser.{view}": Rule(Audience.ORGANISER, _participant) for view in ("example", "example_html")},
}
