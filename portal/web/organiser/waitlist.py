"""The waitlist of an edition: who waits, for how many seats, and who has an offer."""

from portal.database import db
from portal.people.listings import PAGE
from portal.programmes.models import Edition
from portal.registrations import desk_queries
from portal.registrations.ledger import held_claims
from portal.registrations.sheets import sheet_of
from portal.registrations.states import RegistrationState
from portal.registrations.waitlist import by_choice
from portal.registrations.words import waitlist_rules
from portal.web.kit.access import subject
from portal.web.organiser import frame, words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.listing import page_address, page_number


@blueprint.get("/edities/<edition_id>/wachtlijst")
def waitlist(**_address: str) -> str:
    """The order with its reasons, offers with their deadline, and the edition's rule in words."""
    edition, database = subject(Edition), db.session()
    sheet = sheet_of(database, edition_id=edition.id, version=edition.version)
    page = desk_queries.in_state(database, edition.id, RegistrationState.WAITLISTED, page_number())
    offers = desk_queries.in_state(database, edition.id, RegistrationState.OFFERED, 1)
    return frame.page(
        "organiser/waitlist_list.html",
        edition,
        "waitlist",
        page=page,
        first_place=(page.number - 1) * PAGE + 1,
        offers=offers.items,
        held={r.id: held_claims(r) for r in page.items},
        rules=waitlist_rules(sheet),
        words=words,
        by_choice=by_choice,
        page_url=page_address("organiser.waitlist", {}, edition_id=edition.public_id),
    )
