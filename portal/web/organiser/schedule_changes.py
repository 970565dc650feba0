"""The history of a schedule in sentences: what was added, changed, moved, called off or taken out."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from portal.texts import N_, format_day, format_time
from portal.texts import gettext as _
from portal.web.kit.engine import own, say
from portal.web.organiser.field_words import joined, seats

Details = Mapping[str, Any]
SENTENCES: Mapping[str, str] = {
    "module_added": N_("De module ‘%(title)s’ is toegevoegd."),
    "module_changed": N_("De module ‘%(title)s’ is gewijzigd."),
    "module_moved": N_("De module ‘%(title)s’ staat op een andere plaats."),
    "module_removed": N_("De module ‘%(title)s’ is verwijderd."),
    "group_added": N_("De keuze ‘%(title)s’ is toegevoegd."),
    "group_changed": N_("De keuze ‘%(title)s’ is gewijzigd."),
    "group_removed": N_("De keuze ‘%(title)s’ is verwijderd."),
    "meeting_added": N_("De bijeenkomst ‘%(title)s’ is toegevoegd."),
    "meeting_changed": N_("De bijeenkomst ‘%(title)s’ is gewijzigd."),
    "meeting_moved": N_("De bijeenkomst ‘%(title)s’ staat op een andere plaats."),
    "meeting_cancelled": N_("De bijeenkomst ‘%(title)s’ is geannuleerd. Reden: %(why)s"),
    "meeting_restored": N_("De bijeenkomst ‘%(title)s’ gaat weer door."),
    "meeting_removed": N_("De bijeenkomst ‘%(title)s’ is verwijderd."),
    "slot_added": N_("‘%(title)s’ is toegevoegd aan het programma van de dag."),
    "slot_changed": N_("‘%(title)s’ in het programma van de dag is gewijzigd."),
    "slot_removed": N_("‘%(title)s’ is verwijderd uit het programma van de dag."),
    "breakout_added": N_("De deelsessie ‘%(title)s’ is toegevoegd."),
    "breakout_changed": N_("De deelsessie ‘%(title)s’ is gewijzigd."),
    "breakout_moved": N_("De deelsessie ‘%(title)s’ staat op een andere plaats."),
    "breakout_removed": N_("De deelsessie ‘%(title)s’ is verwijderd."),
    "guide_added": N_("%(title)s begeleidt nu deze editie."),
    "guide_removed": N_("%(title)s begeleidt deze editie niet meer."),
}
LABELS: Mapping[str, str] = {
    "title": N_("Titel"),
    "title_alternative": N_("Andere titel"),
    "description": N_("Tekst"),
    "kind": N_("Soort"),
    "group": N_("Keuze"),
    "module": N_("Module"),
    "choose": N_("Aantal te kiezen"),
    "day": N_("Dag"),
    "starts_at": N_("Begin"),
    "ends_at": N_("Einde"),
    "venue": N_("Plaats"),
    "online": N_("Online"),
    "online_link": N_("Link"),
    "place": N_("Plaats in de volgorde"),
    "speakers": N_("Sprekers"),
    "moderators": N_("Gespreksleiding"),
    "committees": N_("Commissies"),
    "also_closing": N_("Ook afsluiting"),
}
KINDS: Mapping[str, str] = {
    "core": N_("voor iedereen"),
    "elective": N_("keuzemodule"),
    "closing": N_("afsluiting"),
    "plenary": N_("plenair"),
    "round": N_("ronde"),
    "break": N_("pauze"),
    "doors": N_("inloop"),
}
HOURS = frozenset({"starts_at", "ends_at"})
LONGEST = 60


def _title(details: Details) -> str:
    """How the part is called; a meeting may have a number only."""
    if details.get("title") or "number" not in details:
        return own(details.get("title", ""))
    return _("Bijeenkomst %(number)s", number=details["number"])


def _sentence(action: str) -> Callable[[Details], str]:
    def told(details: Details) -> str:
        first = say(SENTENCES[action], title=_title(details), why=own(details.get("why", "")))
        before, after = details.get("before") or {}, details.get("after") or {}
        changed = (_changed(name, before.get(name), value) for name, value in after.items())
        return joined([first, *(line for line in changed if line)])

    return told


def _changed(name: str, before: Any, after: Any) -> str:
    field = _(LABELS[name]) if name in LABELS else name
    old, new = _written(name, before), _written(name, after)
    if old != new:
        return say(N_("%(field)s: eerst ‘%(before)s’, nu ‘%(after)s’."), field=field, before=old, after=new)
    if name in HOURS:  # the same hour of another day
        return ""
    return say(N_("%(field)s: gewijzigd."), field=field)


def _written(name: str, value: Any) -> str:
    if name == "online_link" or isinstance(value, bool):
        return _("ja") if value else _("nee")
    if value in (None, "", []):
        return _("niets")
    if name == "day":
        return format_day(date.fromisoformat(value))
    if name in ("starts_at", "ends_at"):
        return format_time(datetime.fromisoformat(value))
    if name == "kind":
        return _(KINDS.get(value, value))
    text = ", ".join(value) if isinstance(value, list) else " ".join(str(value).split())
    return own(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def _module_seats(details: Details) -> str:
    return say(
        N_("De module ‘%(title)s’ ging van %(before)s naar %(after)s."),
        title=own(details.get("title", "")),
        before=seats(details.get("before")),
        after=seats(details.get("after")),
    )


FILLED: dict[str, Callable[[Details], str]] = {
    **{action: _sentence(action) for action in SENTENCES},
    "module_seats": _module_seats,
}
