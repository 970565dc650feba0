"""Who may come to which page of the account wing."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.people import profile
from portal.people.models import Position
from portal.people.viewer import Viewer
from portal.web.kit.access import Audience, Rule


def own_position(session: Session, viewer: Viewer | None, address: Mapping[str, str]) -> Position:
    """The position in the address, if it is the viewer's own."""
    if viewer is None:
        raise NotFound
    return profile.own_position(session, person_id=viewer.person_id, public_id=address["position_id"])


_EVERYONE = Rule(Audience.EVERYONE)
_SIGNED_IN = Rule(Audience.SIGNED_IN)
_OWN_POSITION = Rule(Audience.SIGNED_IN, own_position)

RULES: dict[str, Rule] = {
    "account.sign_in": _EVERYONE,
    "account.sign_in_with_password": _EVERYONE,
    "account.send_link": _EVERYONE,
    "account.link_sent": _EVERYONE,
    "account.link": _EVERYONE,
    "account.use_link": _EVERYONE,
    "account.sign_out": _EVERYONE,
    "account.sign_up": _EVERYONE,
    "account.ask_account": _EVERYONE,
    "account.confirmation_sent": _EVERYONE,
    "account.confirm": _EVERYONE,
    "account.use_confirmation": _EVERYONE,
    "account.well_known": _EVERYONE,
    "account.forgotten": _EVERYONE,
    "account.send_reset": _EVERYONE,
    "account.reset_sent": _EVERYONE,
    "account.reset": _EVERYONE,
    "account.use_reset": _EVERYONE,
    "account.change_password": _SIGNED_IN,
    "account.store_password": _SIGNED_IN,
    "account.profile": _SIGNED_IN,
    "account.details": _SIGNED_IN,
    "account.store_details": _SIGNED_IN,
    "account.agenda": _SIGNED_IN,
    "account.store_agenda": _SIGNED_IN,
    "account.renew_feed": _SIGNED_IN,
    "account.invoice": _SIGNED_IN,
    "account.store_invoice": _SIGNED_IN,
    "account.new_position": _SIGNED_IN,
    "account.add_position": _SIGNED_IN,
    "account.position": _OWN_POSITION,
    "account.store_position": _OWN_POSITION,
    "account.remove_position": _OWN_POSITION,
    "account.domain": _OWN_POSITION,
    "account.store_domain": _OWN_POSITION,
    "account.email": _SIGNED_IN,
    "account.ask_email": _SIGNED_IN,
    "account.email_sent": _SIGNED_IN,
    "account.address_works": _SIGNED_IN,
    "account.confirm_email": _EVERYONE,
    "account.use_email": _EVERYONE,
    "account.undo_email": _EVERYONE,
    "account.use_undo": _EVERYONE,
    "account.own_data": _SIGNED_IN,
    "account.erase": _SIGNED_IN,
    "account.send_erasure": _SIGNED_IN,
    "account.erasure_sent": _SIGNED_IN,
    "account.confirm_erasure": _EVERYONE,
    "account.use_erasure": _EVERYONE,
    "account.erased": _EVERYONE,
    "account.sign_ins": _SIGNED_IN,
    "account.end_sign_ins": _SIGNED_IN,
}
