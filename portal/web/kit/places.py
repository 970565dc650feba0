"""Where a meeting is, in words that every audience says alike."""

from portal.texts import N_
from portal.texts import gettext as _
from portal.web.kit.engine import own, say


def where(place: str, *, online: bool) -> str:
    """The place in the organiser's own words, online, or both; empty when neither is known."""
    if not place:
        return _("Online") if online else ""
    return say(N_("%(place)s (op locatie en online)"), place=own(place)) if online else own(place)
