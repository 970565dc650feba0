"""The history of an edition in sentences: one for every action that services write."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.eligibility.rulebook import of_history
from portal.eligibility.spoken import spoken
from portal.texts import N_
from portal.texts import gettext as _
from portal.web.kit.engine import own, say
from portal.web.organiser import schedule_changes
from portal.web.organiser.field_words import field_changed, joined, span
from portal.web.organiser.field_words import seats as seats

DESK: dict[str, str] = {
    "closed": N_("De inschrijving is met de hand gesloten."),
    "reopened": N_("De inschrijving is met de hand geopend."),
    "by_windows": N_("De inschrijving volgt weer de periodes van de editie."),
}
PLAIN: dict[str, str] = {
    "publish": N_("De editie is gepubliceerd."),
    "taken_back": N_("De editie is weer een concept."),
    "made": N_("De editie is gemaakt."),
}
UNKNOWN = N_("De editie is gewijzigd.")
Details = Mapping[str, Any]


def _capacity(details: Details) -> str:
    return _(
        "De editie ging van %(before)s naar %(after)s.",
        before=seats(details.get("before")),
        after=seats(details.get("after")),
    )


def _desk(details: Details) -> str:
    return _(DESK.get(str(details.get("after")), UNKNOWN))


def _copied(details: Details) -> str:
    return say(
        N_("De editie is gemaakt naar het voorbeeld van %(label)s."), label=own(details.get("label", ""))
    )


def _discarded(details: Details) -> str:
    return say(
        N_("Het concept ‘%(label)s’ van deze leergang is verwijderd."), label=own(details.get("label", ""))
    )


def _of_material(sentence: str) -> Callable[[Details], str]:
    def say_it(details: Details) -> str:
        return say(sentence, title=own(details.get("title", "")))

    return say_it


def _cancelled(details: Details) -> str:
    why = own(details.get("why", "")) or _("onbekend")
    return say(N_("De editie is geannuleerd. Reden: %(why)s"), why=why)


def _restored(details: Details) -> str:
    why = own(details.get("why", "")) or _("onbekend")
    return say(N_("De editie gaat toch door. Reden: %(why)s"), why=why)


def _breakout_cancelled(details: Details) -> str:
    return say(N_("De deelsessie ‘%(title)s’ is geannuleerd."), title=own(details.get("title", "")))


def _breakout_restored(details: Details) -> str:
    return say(N_("De deelsessie ‘%(title)s’ gaat toch door."), title=own(details.get("title", "")))


def _breakout_seats(details: Details) -> str:
    title = own(details.get("title", ""))
    if details.get("shut"):
        return say(N_("De deelsessie ‘%(title)s’ is gesloten: er komt niemand meer bij."), title=title)
    return say(
        N_("De deelsessie ‘%(title)s’ heeft nu %(seats)s."),
        title=title,
        seats=seats(details.get("capacity")),
    )


def _edition(details: Details) -> str:
    fields = details.get("fields") or {}
    if not fields:
        return _("Wat een voorbeeld was, is bevestigd.")
    return joined(field_changed(name, before, after) for name, (before, after) in fields.items())


def _windows(details: Details) -> str:
    after = details.get("after") or []
    if not after:
        return _("De inschrijfperiodes zijn weggehaald.")
    periods = "; ".join(span(*one) for one in after)
    return say(N_("De inschrijfperiodes zijn nu: %(periods)s."), periods=periods)


def _organiser_added(details: Details) -> str:
    return say(N_("%(name)s organiseert de leergang nu ook."), name=own(details.get("name", "")))


def _organiser_removed(details: Details) -> str:
    return say(N_("%(name)s organiseert de leergang niet meer."), name=own(details.get("name", "")))


def _rule(message: str) -> Callable[[Details], str]:
    return lambda details: say(message, rule=spoken(of_history(details)))


def _rule_changed(details: Details) -> str:
    before, after = spoken(of_history(details["before"])), spoken(of_history(details))
    if before == after:
        return say(N_("De regel ‘%(rule)s’ is gewijzigd."), rule=after)
    return say(N_("De regel ‘%(before)s’ is nu: ‘%(after)s’."), before=before, after=after)


FILLED: dict[str, Callable[[Details], str]] = {
    **schedule_changes.FILLED,
    "capacity": _capacity,
    "desk": _desk,
    "cancelled": _cancelled,
    "restored": _restored,
    "copied": _copied,
    "discarded": _discarded,
    "material_added": _of_material(N_("Materiaal toegevoegd: ‘%(title)s’.")),
    "material_changed": _of_material(N_("Materiaal gewijzigd: ‘%(title)s’.")),
    "material_removed": _of_material(N_("Materiaal verwijderd: ‘%(title)s’.")),
    "breakout_cancelled": _breakout_cancelled,
    "breakout_restored": _breakout_restored,
    "breakout_seats": _breakout_seats,
    "edition": _edition,
    "programme": _edition,
    "windows": _windows,
    "organiser_added": _organiser_added,
    "organiser_removed": _organiser_removed,
    "rule_added": _rule(N_("Regel toegevoegd: ‘%(rule)s’")),
    "rule_removed": _rule(N_("Regel weggehaald: ‘%(rule)s’")),
    "rule_raised": _rule(N_("Een plaats hoger gezet: ‘%(rule)s’")),
    "rule_changed": _rule_changed,
}


def sentence(action: str, details: Details) -> str:
    """What was changed."""
    if action in FILLED:
        return FILLED[action](details)
    return _(PLAIN.get(action, UNKNOWN))
