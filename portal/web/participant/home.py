"""Mijn overzicht."""

from portal.web.participant.blueprint import blueprint


@blueprint.get("/mijn")
def home() -> str:
    """Everything that waits for this person, and everything one takes part in."""
    return "x"
