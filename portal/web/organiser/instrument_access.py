"""Who may come to an instrument: who organises for the organisation that made it; all see the default."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.assessments import queries
from portal.assessments.models import InstrumentVersion
from portal.errors import NotFound
from portal.people.viewer import Viewer
from portal.web.kit.access import Audience, Loader, Rule
from portal.web.kit.uploads import LARGEST_FORM

Address = Mapping[str, str]


def own_version(session: Session, viewer: Viewer | None, address: Address) -> InstrumentVersion:
    """The version in the address, if it is of an organisation of this organiser."""
    ids = viewer.organisation_ids if viewer else frozenset()
    return queries.version_for(session, address["version"], ids, own=True)


def any_version(session: Session, viewer: Viewer | None, address: Address) -> InstrumentVersion:
    """The version in the address, also when it is there for everybody."""
    if viewer is None:
        raise NotFound
    return queries.version_for(session, address["version"], viewer.organisation_ids, own=False)


def _of(*views: str, subject: Loader | None = None, largest: int = 0) -> dict[str, Rule]:
    return {f"organiser.{view}": Rule(Audience.ORGANISER, subject, largest) for view in views}


RULES: dict[str, Rule] = {
    **_of("instruments"),
    **_of("instrument", "instrument_file", "instrument_preview", "copying_instrument", subject=any_version),
    **_of("copy_instrument", subject=any_version),
    **_of("instrument_section", "keep_instrument_section", "next_instrument", subject=own_version),
    **_of("instrument_numbers", "keep_instrument_numbers", subject=own_version),
    **_of("uploading_instrument", "upload_instrument", subject=own_version, largest=LARGEST_FORM),
    **_of("publishing_instrument", "publish_instrument", subject=own_version),
    **_of("withdrawing_instrument", "withdraw_instrument", subject=own_version),
}
