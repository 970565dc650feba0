"""Presets: what a new edition starts with, so that an organiser only fills in what is their own (pure).

A preset makes parts without dates: nobody publishes a date by accident. Only the first day, when it is
known, gets the usual hours; a timetable needs a day, so rounds come with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from portal.programmes.facts import ModuleKind, ProgrammeKind, Promotion, SlotKind
from portal.texts import N_

ROOMS = 3
"""How many breakouts each round begins with."""


@dataclass(frozen=True)
class ModulePlan:
    """A module to make; its meetings follow in the order of the modules."""

    title: str
    kind: ModuleKind = ModuleKind.CORE


@dataclass(frozen=True)
class SlotPlan:
    """A line of the timetable; a round has as many breakouts as `titles`."""

    title: str
    starts: time
    ends: time
    kind: SlotKind = SlotKind.PLENARY
    round_number: int | None = None
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeetingPlan:
    """A meeting to make; `module` is the number of its module."""

    title: str
    module: int | None = None
    starts: time = time(9, 30)
    ends: time = time(17)
    slots: tuple[SlotPlan, ...] = ()


@dataclass(frozen=True)
class Skeleton:
    """The parts of a new edition."""

    modules: tuple[ModulePlan, ...]
    meetings: tuple[MeetingPlan, ...]


@dataclass(frozen=True)
class Preset:
    """A kind of edition: its words, what it fills in, and how many parts it has unless said otherwise."""

    kind: ProgrammeKind
    title: str
    summary: str
    fills: tuple[str, ...]
    parts_label: str
    parts: int
    most: int
    seats: int | None
    values: Mapping[str, Any] = field(default_factory=dict)


WAITING: Mapping[str, Any] = {"promotion": Promotion.OFFER, "hold_hours": 8, "substitution_allowed": True}
AT_ONCE: Mapping[str, Any] = {"promotion": Promotion.AUTOMATIC, "hold_hours": 0, "substitution_allowed": True}

PRESETS: Mapping[ProgrammeKind, Preset] = {
    ProgrammeKind.LEERGANG: Preset(
        kind=ProgrammeKind.LEERGANG,
        title=N_("Leergang"),
        summary=N_("Meer modules over een paar maanden, met een vaste groep."),
        fills=(
            N_("Modules met elk een dag van 09.30 tot 17.00 uur, de laatste is de slotdag."),
            N_("16 plekken. Komt er een plek vrij, dan krijgt de eerste op de wachtlijst een aanbod."),
            N_("Wie niet kan, mag de plek aan een collega geven."),
        ),
        parts_label=N_("Aantal modules, met de slotdag erbij"),
        parts=4,
        most=12,
        seats=16,
        values=WAITING,
    ),
    ProgrammeKind.LEERDAGEN: Preset(
        kind=ProgrammeKind.LEERDAGEN,
        title=N_("Leerdag(en)"),
        summary=N_("Een of een paar losse dagen, zonder modules."),
        fills=(
            N_("Dagen van 09.30 tot 17.00 uur."),
            N_("16 plekken. Komt er een plek vrij, dan krijgt de eerste op de wachtlijst een aanbod."),
            N_("Wie niet kan, mag de plek aan een collega geven."),
        ),
        parts_label=N_("Aantal dagen"),
        parts=1,
        most=10,
        seats=16,
        values=WAITING,
    ),
    ProgrammeKind.BIJEENKOMST: Preset(
        kind=ProgrammeKind.BIJEENKOMST,
        title=N_("Bijeenkomst met deelsessies"),
        summary=N_("Eén dagdeel, met rondes waarin mensen een deelsessie kiezen."),
        fills=(
            N_("Een middag van 13.00 tot 17.00 uur, met een opening, rondes, pauzes en een afsluiting."),
            N_("In elke ronde drie deelsessies. De titels vul je zelf in."),
            N_("90 plekken. Komt er een plek vrij, dan krijgt de eerste op de wachtlijst die meteen."),
        ),
        parts_label=N_("Aantal rondes"),
        parts=2,
        most=3,
        seats=90,
        values=AT_ONCE,
    ),
}
ROUNDS = (
    (time(13, 30), time(14, 15)),
    (time(14, 30), time(15, 15)),
    (time(15, 30), time(16, 15)),
)


def skeleton(kind: ProgrammeKind, parts: int) -> Skeleton:
    """The modules, meetings and rounds of this preset with so many parts."""
    if kind is ProgrammeKind.LEERGANG:
        modules = [ModulePlan(f"Module {number}") for number in range(1, parts)]
        modules.append(ModulePlan("Slotdag", ModuleKind.CLOSING))
        meetings = [MeetingPlan(module.title, number) for number, module in enumerate(modules, 1)]
        return Skeleton(tuple(modules), tuple(meetings))
    if kind is ProgrammeKind.LEERDAGEN:
        titles = ["Leerdag"] if parts == 1 else [f"Dag {number}" for number in range(1, parts + 1)]
        return Skeleton((), tuple(MeetingPlan(title) for title in titles))
    return Skeleton((), (MeetingPlan("Bijeenkomst", None, time(13), time(17), _timetable(parts)),))


def _timetable(rounds: int) -> tuple[SlotPlan, ...]:
    """An opening, the rounds with a break between them, and the end: without gaps."""
    slots = [SlotPlan("Opening", time(13), time(13, 30))]
    for number, (starts, ends) in enumerate(ROUNDS[:rounds], 1):
        if slots[-1].ends < starts:
            slots.append(SlotPlan("Pauze", slots[-1].ends, starts, SlotKind.BREAK))
        titles = tuple(f"Deelsessie {number}.{place}" for place in range(1, ROOMS + 1))
        slots.append(SlotPlan(f"Ronde {number}", starts, ends, SlotKind.ROUND, number, titles))
    slots.append(SlotPlan("Afsluiting", slots[-1].ends, time(17)))
    return tuple(slots)
