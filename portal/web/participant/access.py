"""Who may come to which page of the participant's wing, and how its objects are found."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal import clock, policy
from portal.errors import NotFound
from portal.invites import declining
from portal.invites.declining import Declined
from portal.material.queries import Piece
from portal.people.viewer import Viewer
from portal.programmes.models import Edition
from portal.registrations import links, queries
from portal.registrations.links import Invitation, Offer
from portal.registrations.queries import Enrolment, Own
from portal.web.kit.access import Audience, Rule
from portal.web.participant import advised_access, attendance_access, goal_access, scan_access

Values = Mapping[str, str]


def _person(viewer: Viewer | None) -> int:
    if viewer is None:
        raise NotFound
    return viewer.person_id


def enrolment(session: Session, viewer: Viewer | None, values: Values) -> Enrolment:
    """The edition in the address, with what this person typed so far."""
    return queries.enrolment(session, public_id=values["edition"], person_id=_person(viewer))


def own(session: Session, viewer: Viewer | None, values: Values) -> Own:
    """The registration in the address, if this person is or was in it."""
    return queries.own(session, public_id=values["registration"], person_id=_person(viewer))


def inside(session: Session, viewer: Viewer | None, values: Values) -> Own:
    """The registration in the address, if this person is in it."""
    found = own(session, viewer, values)
    if not found.inside:
        raise NotFound
    return found


def leading(session: Session, viewer: Viewer | None, values: Values) -> Own:
    """The registration in the address, if this person decides about it."""
    found = inside(session, viewer, values)
    if not found.leads:
        raise NotFound
    return found


def guided(session: Session, viewer: Viewer | None, values: Values) -> Edition:
    """The edition in the address, if this person guides it."""
    return policy.guided_edition(session, viewer, values["edition"])


def material(session: Session, viewer: Viewer | None, values: Values) -> Piece:
    """The piece of material in the address, if this person may read it now."""
    return policy.material_for(session, viewer, values["material"], clock.now())


def offer(session: Session, viewer: Viewer | None, values: Values) -> Offer:
    """The offer of one's own registration."""
    return links.offer_of(session, public_id=values["registration"], person_id=_person(viewer))


def offer_link(session: Session, _viewer: Viewer | None, values: Values) -> Offer:
    """The offer of a mailed link; for whom it is, is for the page to hold against who is signed in."""
    return links.offer_by_link(session, secret=values["secret"])


def invitation(session: Session, viewer: Viewer | None, values: Values) -> Invitation:
    """The invitation to this person to come along."""
    return links.invitation_of(
        session, public_id=values["participant"], person_id=_person(viewer), takes_over=False
    )


def takeover(session: Session, viewer: Viewer | None, values: Values) -> Invitation:
    """The place that this person is asked to take over."""
    return links.invitation_of(
        session, public_id=values["participant"], person_id=_person(viewer), takes_over=True
    )


def invitation_link(session: Session, _viewer: Viewer | None, values: Values) -> Invitation:
    """The invitation of a mailed link."""
    return links.invitation_by_link(session, secret=values["secret"], takes_over=False)


def takeover_link(session: Session, _viewer: Viewer | None, values: Values) -> Invitation:
    """The place to take over of a mailed link."""
    return links.invitation_by_link(session, secret=values["secret"], takes_over=True)


def declined_link(session: Session, _viewer: Viewer | None, values: Values) -> Declined:
    """The declined meeting of a mailed link."""
    return declining.by_link(session, secret=values["secret"])


_ENROL = Rule(Audience.SIGNED_IN, enrolment)
_OWN = Rule(Audience.SIGNED_IN, own)
_INSIDE = Rule(Audience.SIGNED_IN, inside)
_LEADING = Rule(Audience.SIGNED_IN, leading)
_OFFER = Rule(Audience.SIGNED_IN, offer)
_OFFER_LINK = Rule(Audience.EVERYONE, offer_link)
_INVITATION = Rule(Audience.SIGNED_IN, invitation)
_INVITATION_LINK = Rule(Audience.EVERYONE, invitation_link)
_DECLINED_LINK = Rule(Audience.EVERYONE, declined_link)
_TAKEOVER = Rule(Audience.SIGNED_IN, takeover)
_TAKEOVER_LINK = Rule(Audience.EVERYONE, takeover_link)

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
    "participant.home": Rule(Audience.SIGNED_IN),
    "participant.registration": _OWN,
    "participant.confirmation": _OWN,
    "participant.guiding_material": Rule(Audience.SIGNED_IN, guided),
    "participant.material_file": Rule(Audience.SIGNED_IN, material),
    "participant.wait_again": _LEADING,
    "participant.withdraw": _OWN,
    "participant.send_withdrawal": _OWN,
    "participant.change_choices": _INSIDE,
    "participant.store_choices": _INSIDE,
    "participant.answer_elective": _INSIDE,
    "participant.invoice": _LEADING,
    "participant.change_invoice": _LEADING,
    "participant.companion": _LEADING,
    "participant.choose_companion": _LEADING,
    "participant.resend_invitation": _LEADING,
    "participant.go_alone": _LEADING,
    "participant.substitute": _INSIDE,
    "participant.ask_substitute": _INSIDE,
    "participant.drop_substitute": _INSIDE,
    "participant.offer": _OFFER,
    "participant.offer_no": _OFFER,
    "participant.answer_offer": _OFFER,
    "participant.offer_by_link": _OFFER_LINK,
    "participant.offer_no_by_link": _OFFER_LINK,
    "participant.answer_offer_by_link": _OFFER_LINK,
    "participant.invitation": _INVITATION,
    "participant.answer_invitation": _INVITATION,
    "participant.invitation_by_link": _INVITATION_LINK,
    "participant.answer_invitation_by_link": _INVITATION_LINK,
    "participant.declined_by_link": _DECLINED_LINK,
    "participant.answer_declined_by_link": _DECLINED_LINK,
    **scan_access.RULES,
    "participant.takeover": _TAKEOVER,
    "participant.answer_takeover": _TAKEOVER,
    "participant.takeover_by_link": _TAKEOVER_LINK,
    "participant.answer_takeover_by_link": _TAKEOVER_LINK,
    **goal_access.RULES,
    **attendance_access.RULES,
    **advised_access.RULES,
}
