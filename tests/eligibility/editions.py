"""An edition and a registration in the small database."""

from portal.programmes.facts import ProgrammeKind
from portal.programmes.models import Edition, Programme, SeatPool
from portal.registrations.models import Registration
from portal.registrations.states import RegistrationState
from tests.eligibility.builders import NOW
from tests.eligibility.conftest import Small


def an_edition(small: Small) -> Edition:
    """An edition with sixteen seats."""
    programme = Programme(slug="p", title="Leergang", kind=ProgrammeKind.LEERGANG, created_at=NOW)
    pool = SeatPool(capacity=16)
    small.add(programme, pool)
    edition = Edition(public_id="e", programme_id=programme.id, slug="e", label="Editie", pool_id=pool.id)
    small.add(edition)
    return edition


def a_registration(small: Small) -> Registration:
    """A new registration of Aisha."""
    registration = Registration(
        public_id="r",
        reference="R-1",
        form_key="k",
        edition_id=an_edition(small).id,
        person_id=small.aisha.id,
        state=RegistrationState.NEW,
        queue_number=1,
        requested_at=NOW,
    )
    small.add(registration)
    return registration
