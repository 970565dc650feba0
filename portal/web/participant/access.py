"""Who may come to which page of the participant's wing, and how its objects are found."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.people.viewer import Viewer
from portal.registrations import queries
from portal.registrations.queries import Enrolment, Own
from portal.web.kit.access import Audience, Rule


def enrolment(session: Session, viewer: Viewer | None, values: Mapping[str, str]) -> Enrolment:
    """The edition in the address, with what this person typed so far."""
    if viewer is None:
        raise NotFound
    return queries.enrolment(session, public_id=values["edition"], person_id=viewer.person_id)


def own(session: Session, viewer: Viewer | None, values: Mapping[str, str]) -> Own:
    """The registration in the address, if this person is or was in it."""
    if viewer is None:
        raise NotFound
    return queries.own(session, public_id=values["registration"], person_id=viewer.person_id)


_ENROL = Rule(Audience.SIGNED_IN, enrolment)
_OWN = Rule(Audience.SIGNED_IN, own)

RULES: dict[str, Rule] = {
    "participant.enrol": _ENROL,
    "participant.enrol_people": _ENROL,
    "participant.keep_people": _ENROL,
    "participant.enrol_choices": _ENROL,
    "participant.keep_choices": _ENROL,
    "participant.enrol_invoice": _ENROL,
    "participant.keep_invoice": _ENROL,
    "participant.enrol_check": _ENROL,
    "participant.send_enrolment": _ENROL,
    "participant.registration": _OWN,
    "participant.confirmation": _OWN,
    "participant.home": Rule(Audience.SIGNED_IN),
}
