"""Who may come to the administration: administrators, for every object."""

from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.people.models import (
    Membership,
    MembershipImport,
    Organisation,
    OrganisationState,
    Person,
)
from portal.people.viewer import Viewer
from portal.web.kit.access import Audience, Loader, Rule
from portal.web.kit.uploads import LARGEST_FORM

Row = TypeVar("Row", Person, Organisation, Membership, MembershipImport)
Address = Mapping[str, str]


def _row(session: Session, model: type[Row], public_id: str) -> Row:
    found = session.scalar(select(model).where(model.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def _person(session: Session, _viewer: Viewer | None, address: Address) -> Person:
    return _row(session, Person, address["person_id"])


def _organisation(session: Session, _viewer: Viewer | None, address: Address) -> Organisation:
    found = _row(session, Organisation, address["organisation_id"])
    if found.state == OrganisationState.MERGED:
        raise NotFound
    return found


def _association(session: Session, _viewer: Viewer | None, address: Address) -> Organisation:
    found = _row(session, Organisation, address["association_id"])
    if not found.has_members:
        raise NotFound
    return found


def _membership(session: Session, _viewer: Viewer | None, address: Address) -> Membership:
    return _row(session, Membership, address["membership_id"])


def _import(session: Session, _viewer: Viewer | None, address: Address) -> MembershipImport:
    return _row(session, MembershipImport, address["import_id"])


def _role(session: Session, viewer: Viewer | None, address: Address) -> tuple[Person, Organisation]:
    return _person(session, viewer, address), _organisation(session, viewer, address)


def _of(*views: str, subject: Loader | None = None, largest: int = 0) -> dict[str, Rule]:
    return {f"administrator.{view}": Rule(Audience.ADMINISTRATOR, subject, largest) for view in views}


RULES: dict[str, Rule] = {
    **_of("home", "letters", "retry_letters"),
    **_of("organisations", "new_organisation", "add_organisation"),
    **_of("organisation", "store_organisation", "merge_organisation", subject=_organisation),
    **_of("organisers", "new_organiser", "add_organiser"),
    **_of("stop_organiser", "withdraw_organiser", subject=_role),
    **_of("people"),
    **_of("person", "end_sign_ins", "administrator", "set_administrator", subject=_person),
    **_of("erase", "carry_out_erasure", subject=_person),
    **_of("associations"),
    **_of("association", "import_members", subject=_association),
    **_of("upload_members", subject=_association, largest=LARGEST_FORM),
    **_of("preview", "carry_out", subject=_import),
    **_of("membership", "store_membership", "remove_membership", subject=_membership),
}
