"""One's own registration."""

from portal.registrations.queries import Own
from portal.web.kit.access import subject
from portal.web.participant.blueprint import blueprint


@blueprint.get("/mijn/inschrijvingen/<registration>")
def registration(**_address: str) -> str:
    return "x"


@blueprint.get("/mijn/inschrijvingen/<registration>/bevestiging")
def confirmation(**_address: str) -> str:
    return subject(Own).registration.state
