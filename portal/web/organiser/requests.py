"""Requests that wait for the organiser's word."""

from portal.database import db
from portal.programmes.models import Edition
from portal.registrations import desk_queries
from portal.registrations.party import participants_in
from portal.registrations.states import RegistrationState
from portal.web.kit.access import subject
from portal.web.organiser import frame, words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.listing import page_address, page_number


@blueprint.get("/edities/<edition_id>/aanvragen")
def requests(**_address: str) -> str:
    """Who asks, with the position that each one states."""
    edition, database = subject(Edition), db.session()
    page = desk_queries.in_state(database, edition.id, RegistrationState.REQUESTED, page_number())
    return frame.page(
        "organiser/requests_list.html",
        edition,
        "requests",
        page=page,
        organisations=desk_queries.organisation_names(database, page.items),
        participants_in=participants_in,
        words=words,
        page_url=page_address("organiser.requests", {}, edition_id=edition.public_id),
    )
