"""How the agendas of an edition are found: through one's own edition, and only of people who are in it."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.errors import NotFound
from portal.invites import overview
from portal.people.models import Organisation, Person
from portal.people.viewer import Viewer
from portal.programmes.models import Edition
from portal.web.kit.access import Audience, Rule

Address = Mapping[str, str]


def _edition(session: Session, viewer: Viewer | None, address: Address) -> Edition:
    return policy.edition_for(session, viewer, address["edition_id"])


def _reader(session: Session, viewer: Viewer | None, address: Address) -> tuple[Edition, Person]:
    edition = _edition(session, viewer, address)
    return edition, overview.person_in(session, edition_id=edition.id, public_id=address["person_id"])


def own_organisation(session: Session, viewer: Viewer | None, address: Address) -> Organisation:
    """The organisation in the address, if the viewer organises for it."""
    found = session.scalar(select(Organisation).where(Organisation.public_id == address["organisation_id"]))
    if found is None or viewer is None or found.id not in viewer.organisation_ids:
        raise NotFound
    return found


RULES: dict[str, Rule] = {
    "organiser.agendas": Rule(Audience.ORGANISER, _edition),
    "organiser.update_agendas": Rule(Audience.ORGANISER, _edition),
    "organiser.calendar": Rule(Audience.ORGANISER),
    "organiser.renew_calendar": Rule(Audience.ORGANISER, own_organisation),
    "organiser.stop_calendar": Rule(Audience.ORGANISER, own_organisation),
    "organiser.resend_agenda": Rule(Audience.ORGANISER, _reader),
}
