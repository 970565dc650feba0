"""Who may take attendance here: the facilitators of the edition. Everybody signed in may check in."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.errors import NotFound
from portal.people.viewer import Viewer
from portal.programmes.models import Edition, Meeting
from portal.web.kit.access import Audience, Rule

Values = Mapping[str, str]


def guided_edition(session: Session, viewer: Viewer | None, values: Values) -> Edition:
    """An edition that one guides."""
    return policy.guided_edition(session, viewer, values["edition"])


def guided_meeting(session: Session, viewer: Viewer | None, values: Values) -> tuple[Edition, Meeting]:
    """A meeting of an edition that one guides."""
    edition = guided_edition(session, viewer, values)
    found = session.scalar(
        select(Meeting).where(Meeting.edition_id == edition.id, Meeting.public_id == values["meeting"])
    )
    if found is None:
        raise NotFound
    return edition, found


RULES: dict[str, Rule] = {
    "participant.enter_code": Rule(Audience.SIGNED_IN),
    "participant.use_code": Rule(Audience.SIGNED_IN),
    "participant.guiding_agenda": Rule(Audience.SIGNED_IN),
    "participant.renew_guiding_agenda": Rule(Audience.SIGNED_IN),
    "participant.stop_guiding_agenda": Rule(Audience.SIGNED_IN),
    "participant.guiding_attendance": Rule(Audience.SIGNED_IN, guided_edition),
    "participant.guiding_list": Rule(Audience.SIGNED_IN, guided_meeting),
    "participant.guiding_mark": Rule(Audience.SIGNED_IN, guided_meeting),
    "participant.guiding_code": Rule(Audience.SIGNED_IN, guided_meeting),
}
