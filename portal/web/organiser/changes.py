"""The history of an edition in sentences: one for every action that services write."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.texts import N_, ngettext
from portal.texts import gettext as _
from portal.web.kit.engine import own, say

DESK: dict[str, str] = {
    "closed": N_("De inschrijving is met de hand gesloten."),
    "reopened": N_("De inschrijving is met de hand geopend."),
    "by_windows": N_("De inschrijving volgt weer de periodes van de editie."),
}
PLAIN: dict[str, str] = {"publish": N_("De editie is gepubliceerd.")}
UNKNOWN = N_("De editie is gewijzigd.")
Details = Mapping[str, Any]


def seats(capacity: int | None) -> str:
    """A number of seats as running text."""
    if capacity is None:
        return _("onbeperkt")
    return ngettext("%(num)s plek", "%(num)s plekken", capacity)


def _capacity(details: Details) -> str:
    return _(
        "De editie ging van %(before)s naar %(after)s.",
        before=seats(details.get("before")),
        after=seats(details.get("after")),
    )


def _desk(details: Details) -> str:
    return _(DESK.get(str(details.get("after")), UNKNOWN))


def _cancelled(details: Details) -> str:
    why = details.get("why") or _("onbekend")
    return _("De editie is geannuleerd. Reden: %(why)s", why=why)


def _breakout_cancelled(details: Details) -> str:
    return say(N_("De deelsessie ‘%(title)s’ is geannuleerd."), title=own(details.get("title", "")))


def _breakout_seats(details: Details) -> str:
    title = own(details.get("title", ""))
    if details.get("shut"):
        return say(N_("De deelsessie ‘%(title)s’ is gesloten: er komt niemand meer bij."), title=title)
    return say(
        N_("De deelsessie ‘%(title)s’ heeft nu %(seats)s."),
        title=title,
        seats=seats(details.get("capacity")),
    )


FILLED: dict[str, Callable[[Details], str]] = {
    "capacity": _capacity,
    "desk": _desk,
    "cancelled": _cancelled,
    "breakout_cancelled": _breakout_cancelled,
    "breakout_seats": _breakout_seats,
}


def sentence(action: str, details: Details) -> str:
    """What was changed."""
    if action in FILLED:
        return FILLED[action](details)
    return _(PLAIN.get(action, UNKNOWN))
