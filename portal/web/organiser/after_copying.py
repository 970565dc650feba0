"""What a copy of an edition still asks of an organiser, with where to do it."""

from datetime import datetime

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.material.models import Material
from portal.programmes.after_copying import CopyFacts, Left, Todo, left_to_do
from portal.programmes.copying import copied_from, days_of
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, EditionFacilitator, Venue
from portal.texts import N_, format_day, format_list, local, ngettext
from portal.texts import gettext as _
from portal.web.organiser.attention import Task
from portal.web.organiser.copying_words import flags

PAGES: dict[Left, tuple[str, str]] = {
    Left.DAY_PAST: ("cal", "schedule"),
    Left.PUBLIC_HOLIDAY: ("cal", "schedule"),
    Left.SCHOOL_HOLIDAY: ("cal", "schedule"),
    Left.SCHOOL_UNKNOWN: ("cal", "schedule"),
    Left.WINDOW_PAST: ("clock", "windows"),
    Left.FACILITATOR: ("person", "guides"),
    Left.MODULE: ("cal", "schedule"),
    Left.VENUE: ("pin", "schedule"),
    Left.JOIN_LINK: ("link", "schedule"),
    Left.SPEAKERS: ("people", "schedule"),
    Left.MATERIAL: ("doc", "material"),
}

PLAIN: dict[Left, str] = {
    Left.SCHOOL_UNKNOWN: N_("Kijk later naar de schoolvakanties"),
    Left.WINDOW_PAST: N_("De periode om in te schrijven is al voorbij"),
    Left.FACILITATOR: N_("Kies wie de editie begeleidt"),
    Left.VENUE: N_("Leg de locatie vast"),
}
NOTES: dict[Left, str] = {
    Left.SCHOOL_UNKNOWN: N_("Voor een deel van de dagen zijn die nog niet bekend."),
    Left.WINDOW_PAST: N_("Kies een nieuwe periode. Anders kan niemand zich inschrijven."),
    Left.FACILITATOR: N_("Begeleiders zijn niet meegekomen."),
    Left.JOIN_LINK: N_("De oude link is niet meegekomen."),
    Left.SPEAKERS: N_("Sprekers zijn niet meegekomen."),
    Left.MATERIAL: N_("Het is overgenomen van de oude editie. Klopt het nog?"),
}


def after_copying(session: Session, edition: Edition, now: datetime) -> list[Task]:
    """The list of a copy that is still a draft; nothing for any other edition."""
    if edition.publication != Publication.DRAFT or copied_from(session, edition.id) is None:
        return []
    found = left_to_do(_facts(session, edition), now=now, today=local(now).date())
    return [_task(edition, todo) for todo in found]


def _facts(session: Session, edition: Edition) -> CopyFacts:
    met = [meeting for meeting in edition.meetings if meeting.cancelled_at is None]
    breakouts = [one for meeting in met for slot in meeting.slots for one in slot.breakouts]
    guides = select(func.count()).where(EditionFacilitator.edition_id == edition.id)
    there = (Material.edition_id == edition.id) & Material.removed_at.is_(None)
    return CopyFacts(
        guided=bool(edition.facilitator or session.scalar(guides)),
        days=days_of(edition),
        windows=[(window.opens_at, window.closes_at) for window in edition.windows],
        venues=[_place(meeting.venue) for meeting in met if meeting.venue],
        linkless=sum(1 for meeting in met if meeting.online and not meeting.online_link),
        speakerless=sum(1 for one in breakouts if not (one.speakers or one.moderators)),
        empty_modules=_empty(edition),
        material=session.scalar(select(func.count()).where(there)) or 0,
    )


def _empty(edition: Edition) -> list[str]:
    """The modules without a meeting: one that was called off does not come along."""
    met = {meeting.module_id for meeting in edition.meetings}
    empty = (module for module in edition.modules if module.id not in met)
    return [module.title or _("Module %(number)s", number=module.number) for module in empty]


def _place(venue: Venue) -> str:
    """Its name, with the city where the name does not say it."""
    return venue.name if venue.city in venue.name else f"{venue.name}, {venue.city}"


def _task(edition: Edition, todo: Todo) -> Task:
    icon, view = PAGES[todo.what]
    return icon, _heading(todo), url_for(f"organiser.{view}", edition_id=edition.public_id), _note(todo)


def _heading(todo: Todo) -> str:
    count = todo.count
    counted = {
        Left.DAY_PAST: ngettext("%(num)s dag is al geweest", "%(num)s dagen zijn al geweest", count),
        Left.PUBLIC_HOLIDAY: ngettext(
            "%(num)s dag is een feestdag", "%(num)s dagen zijn een feestdag", count
        ),
        Left.SCHOOL_HOLIDAY: ngettext(
            "%(num)s dag valt in een schoolvakantie", "%(num)s dagen vallen in een schoolvakantie", count
        ),
        Left.MODULE: ngettext(
            "Plan een bijeenkomst voor %(num)s module", "Plan bijeenkomsten voor %(num)s modules", count
        ),
        Left.JOIN_LINK: ngettext(
            "Vul de link in van %(num)s online bijeenkomst",
            "Vul de links in van %(num)s online bijeenkomsten",
            count,
        ),
        Left.SPEAKERS: ngettext(
            "Vul in wie %(num)s deelsessie geeft", "Vul in wie de %(num)s deelsessies geven", count
        ),
        Left.MATERIAL: ngettext("Kijk %(num)s stuk materiaal na", "Kijk %(num)s stukken materiaal na", count),
    }
    return counted.get(todo.what) or _(PLAIN[todo.what])


def _note(todo: Todo) -> str:
    if todo.what is Left.VENUE:
        return _("Vraag of die vrij is: %(places)s.", places=format_list(todo.places))
    if todo.what is Left.MODULE:
        return _("Nog zonder bijeenkomst: %(titles)s.", titles=format_list(todo.titles))
    if todo.what in NOTES:
        return _(NOTES[todo.what])
    return "; ".join(_day(todo, place) for place in range(len(todo.days)))


def _day(todo: Todo, place: int) -> str:
    """A day, with which school holiday it is in."""
    day, found = todo.days[place]
    if todo.what is not Left.SCHOOL_HOLIDAY:
        return format_day(day)
    holiday = next(text for text, look in flags(found) if look == "warn")
    return _("%(day)s: %(holiday)s", day=format_day(day), holiday=holiday)
