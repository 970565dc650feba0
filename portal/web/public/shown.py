"""The parts of an edition as the components take them: timeline, timetable, facts, other editions."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from portal.programmes.facts import ModuleKind, SlotKind
from portal.programmes.models import Breakout, Edition, Meeting, Module, Slot
from portal.programmes.order import by_day
from portal.programmes.states import all_off
from portal.registrations.seats import Seats
from portal.texts import N_, format_span, format_time_range, local, ngettext
from portal.texts import gettext as _
from portal.web.kit import places
from portal.web.kit.engine import own, say
from portal.web.public import words

Badges = list[words.Badge]


def moment(meeting: Meeting) -> Markup:
    """When a meeting is, as far as it is known."""
    if meeting.day is None:
        return Markup("{}").format(_("Datum nog niet bekend"))
    text = format_span(meeting.day, meeting.starts_at, meeting.ends_at)
    start = meeting.starts_at
    machine = meeting.day.isoformat() if start is None else local(start).isoformat(timespec="minutes")
    return _time(machine, text)


def _time(machine: str, text: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(machine, text)


def _place(meetings: Sequence[Meeting]) -> str:
    if not meetings:
        return ""
    found = dict.fromkeys(filter(None, map(_place_of, meetings)))
    return Markup(" / ").join(found) or _("Plaats nog niet bekend")


def _place_of(meeting: Meeting) -> str:
    venue = meeting.venue
    parts = [venue.name, venue.address, venue.city if venue.city not in venue.name else ""] if venue else []
    return places.where(", ".join(part for part in parts if part), online=meeting.online)


def timeline(edition: Edition, seats: Mapping[int, Seats]) -> list[dict[str, Any]]:
    """The modules in order, each with its meetings; meetings without a module come after them."""
    meetings = by_day(edition.meetings)
    items = [_module(m, [one for one in meetings if one.module_id == m.id], seats) for m in edition.modules]
    loose = [m for m in meetings if m.module_id is None and (m.cancelled_at is not None or not m.slots)]
    return items + [_loose(meeting, len(items) + position) for position, meeting in enumerate(loose, 1)]


def _loose(meeting: Meeting, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "name": _("Bijeenkomst"),
        "title": meeting.title or _("Bijeenkomst %(number)s", number=number),
        "moments": _moments([meeting], of=meeting.title),
        "place": _place(_held([meeting])),
    }


def _held(meetings: Sequence[Meeting]) -> list[Meeting]:
    return [meeting for meeting in meetings if meeting.cancelled_at is None]


def _moments(meetings: Sequence[Meeting], *, of: str = "", apart: bool = False) -> list[Markup]:
    """When they are; a day that was called off says so.

    A day with another title than the module it is `of` says its title; `apart`, each says where it is.
    """
    return [_day(meeting, "" if meeting.title == of else meeting.title, apart=apart) for meeting in meetings]


def _day(meeting: Meeting, title: str, *, apart: bool) -> Markup:
    when = (
        say(N_("%(title)s: %(when)s"), title=own(title), when=moment(meeting)) if title else moment(meeting)
    )
    if meeting.cancelled_at is not None:
        return say(N_("%(when)s: gaat niet door"), when=when)
    if not apart:
        return when
    place = _place_of(meeting)
    return say(N_("%(when)s, %(place)s"), when=when, place=place or _("plaats nog niet bekend"))


def _module(module: Module, meetings: Sequence[Meeting], seats: Mapping[int, Seats]) -> dict[str, Any]:
    badges: Badges = []
    if module.kind == ModuleKind.ELECTIVE:
        badges.append((_("Keuzemodule"), ""))
    if module.kind == ModuleKind.CLOSING or module.also_closing:
        badges.append((_("Afsluiting"), ""))
    if all_off(meetings):
        badges.append((_("Gaat niet door"), "error"))
    elif module.pool_id:
        badges += _scarce(seats.get(module.pool_id))
    name = "" if module.title else _("Onderdeel")
    held = _held(meetings)
    apart = len({_place_of(meeting) for meeting in held}) > 1
    return {
        "number": module.number,
        "name": name,
        "title": module.title or _("Module %(number)s", number=module.number),
        "status": badges,
        "moments": _moments(meetings, of=module.title, apart=apart) or [_("Datum nog niet bekend")],
        "place": "" if apart else _place(held),
        "text": module.description,
    }


def _scarce(seats: Seats | None) -> Badges:
    """Full, or almost; enough seats need no badge."""
    if seats is None or seats.free is None or seats.free > words.LAST_SEATS:
        return []
    if seats.free == 0:
        return [(_("Vol"), "muted")]
    return [(ngettext("Nog %(num)s plek", "Nog %(num)s plekken", seats.free), "warn")]


def timetables(edition: Edition, seats: Mapping[int, Seats]) -> list[dict[str, Any]]:
    """The days that have a timetable."""
    return [
        {
            "title": meeting.title,
            "when": moment(meeting),
            "place": _place([meeting]),
            "slots": [_slot(slot, seats) for slot in meeting.slots],
        }
        for meeting in by_day(edition.meetings)
        if meeting.slots and meeting.cancelled_at is None
    ]


def _slot(slot: Slot, seats: Mapping[int, Seats]) -> dict[str, Any]:
    times = format_time_range(slot.starts_at, slot.ends_at)
    machine = local(slot.starts_at).isoformat(timespec="minutes")
    return {
        "time": _time(machine, times),
        "title": slot.title,
        "text": _with(slot.speakers),
        "note": _("Je kiest één deelsessie.") if slot.kind == SlotKind.ROUND and slot.breakouts else "",
        "breakouts": [_breakout(breakout, seats) for breakout in slot.breakouts],
    }


def _with(speakers: Sequence[str]) -> str:
    return _("Met %(names)s", names=words.listed(speakers)) if speakers else ""


def _breakout(breakout: Breakout, seats: Mapping[int, Seats]) -> dict[str, Any]:
    cancelled = breakout.cancelled_at is not None
    committees = "; ".join(breakout.committees)  # their names have commas
    moderators = words.listed(breakout.moderators) if breakout.moderators else ""
    also = breakout.title_alternative
    return {
        "code": str(breakout.number),
        "title": breakout.title,
        "text": _("Ook aangekondigd als: %(title)s", title=also) if also else "",
        "group": ngettext(
            "Commissie %(names)s", "Commissies %(names)s", len(breakout.committees), names=committees
        )
        if committees
        else "",
        "speakers": _with(breakout.speakers),
        "place": _("Gespreksleiding: %(names)s", names=moderators) if moderators else "",
        "cancelled": cancelled,
        "status": [] if cancelled else _scarce(seats.get(breakout.pool_id)),
    }
