"""Who may come to which page of recommendations."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal import clock
from portal.errors import NotFound
from portal.people.viewer import Viewer
from portal.recommendations import service
from portal.recommendations.models import Recommendation
from portal.recommendations.offers import Offer, offers
from portal.web.kit.access import Audience, Rule


def offered(session: Session, viewer: Viewer | None, values: Mapping[str, str]) -> Offer:
    """What can be recommended under this key, to whoever is signed in."""
    found = offers(session, now=clock.now()).get(values["key"])
    if found is None or viewer is None:
        raise NotFound
    return found


def kept(session: Session, viewer: Viewer | None, values: Mapping[str, str]) -> Recommendation:
    """A recommendation that this very person kept."""
    if viewer is None:
        raise NotFound
    return service.kept_one(session, person_id=viewer.person_id, digest=values["digest"])


RULES: dict[str, Rule] = {
    "participant.advised": Rule(Audience.SIGNED_IN),
    "participant.keep_advised": Rule(Audience.SIGNED_IN),
    "participant.kept_advised": Rule(Audience.SIGNED_IN, kept),
    "participant.throw_away_advised": Rule(Audience.SIGNED_IN, kept),
    "participant.advised_json": Rule(Audience.SIGNED_IN),
    "participant.ask_not_advised": Rule(Audience.SIGNED_IN, offered),
    "participant.not_advised": Rule(Audience.SIGNED_IN, offered),
    "participant.advised_again": Rule(Audience.SIGNED_IN, offered),
}
