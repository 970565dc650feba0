"""The steps of enrolling (pure): which there are, what is missing, and what was typed as an application."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.errors import Refused
from portal.programmes.facts import VatBasis
from portal.registrations.queries import Enrolment
from portal.registrations.reasons import Reason
from portal.registrations.service import Application, Companion, Invoice
from portal.registrations.sheets import BreakoutSheet, EditionSheet, ElectiveSheet
from portal.registrations.wishes import Wish

ALONE, DUO = "alleen", "samen"
LATER = ""
SECOND = "-tweede"


class Step(StrEnum):
    """The steps, in order; the word is the key of what was typed there."""

    PEOPLE = "people"
    CHOICES = "choices"
    INVOICE = "invoice"


ENDPOINTS = {
    Step.PEOPLE: "participant.enrol_people",
    Step.CHOICES: "participant.enrol_choices",
    Step.INVOICE: "participant.enrol_invoice",
}
CHECK = "participant.enrol_check"


def steps_of(sheet: EditionSheet) -> tuple[Step, ...]:
    """The steps of this edition: choices and invoice only where there is something to ask."""
    asked = {Step.PEOPLE: True, Step.CHOICES: bool(places(sheet)), Step.INVOICE: costs_money(sheet)}
    return tuple(step for step in Step if asked[step])


def costs_money(sheet: EditionSheet) -> bool:
    """Whether there will be an invoice; an unknown price counts as one."""
    return sheet.vat_basis != VatBasis.FREE and sheet.price_cents != 0


def after(sheet: EditionSheet, step: Step) -> str:
    """The endpoint of the page after this step."""
    found = steps_of(sheet)
    place = found.index(step) + 1
    return ENDPOINTS[found[place]] if place < len(found) else CHECK


def before(sheet: EditionSheet, step: Step | None) -> str:
    """The endpoint of the page before this step (None: before the summary); empty before the first."""
    found = steps_of(sheet)
    place = found.index(step) if step else len(found)
    return ENDPOINTS[found[place - 1]] if place else ""


def first_missing(enrolment: Enrolment) -> Step | None:
    """The first step that was not sent yet."""
    return next((step for step in steps_of(enrolment.sheet) if step not in enrolment.data), None)


@dataclass(frozen=True)
class Place:
    """One choice to make: a round, or a rank of an elective group; `name` is the name of its field."""

    name: str
    title: str
    options: tuple[BreakoutSheet | ElectiveSheet, ...]
    slot_id: int | None = None
    group_id: int | None = None
    rank: int = 1
    starts_at: datetime | None = None

    def begun(self, now: datetime) -> bool:
        """Whether this is a round that has begun."""
        return self.starts_at is not None and self.starts_at <= now

    def option(self, public_id: str) -> BreakoutSheet | ElectiveSheet | None:
        """The option with this public id."""
        return next((option for option in self.options if option.public_id == public_id), None)

    def named(self, option_id: int | None) -> BreakoutSheet | ElectiveSheet | None:
        """The option with this id."""
        return next((option for option in self.options if option.id == option_id), None)

    def wish(self, first: str, second: str) -> Wish:
        """The wish for these public ids; refuses one that is not there (any more)."""
        return Wish(self.slot_id, self.group_id, self.rank, self._id(first), self._id(second))

    def _id(self, public_id: str) -> int | None:
        if not public_id:
            return None
        option = self.option(public_id)
        if option is None:
            raise Refused(Reason.UNKNOWN_CHOICE)
        return option.id


def places(sheet: EditionSheet) -> tuple[Place, ...]:
    """Every choice that this edition asks for, in order."""
    rounds = [
        Place(
            f"ronde-{number}",
            found.title,
            found.breakouts,
            slot_id=found.slot_id,
            starts_at=found.starts_at,
        )
        for number, found in enumerate(sheet.rounds, start=1)
    ]
    groups = [
        Place(f"keuze-{number}-{rank}", group.title, group.modules, group_id=group.id, rank=rank)
        for number, group in enumerate(sheet.groups, start=1)
        if group.modules
        for rank in range(1, max(1, group.choose) + 1)
    ]
    return (*rounds, *groups)


def wishes(sheet: EditionSheet, typed: Mapping[str, str]) -> tuple[Wish, ...]:
    """What was chosen, as wishes."""
    return tuple(
        place.wish(typed.get(place.name, LATER), typed.get(place.name + SECOND, LATER))
        for place in places(sheet)
    )


def companion_in(people: Mapping[str, Any]) -> Companion | None:
    """Who comes along, by what was typed in the first step."""
    if people.get("party") != DUO:
        return None
    return Companion(name=people["companion_name"], email=people["companion_email"])


def application(enrolment: Enrolment, *, consent: bool) -> Application:
    """All that was typed, ready to send."""
    people = enrolment.data.get(Step.PEOPLE, {})
    chosen = enrolment.data.get(Step.CHOICES, {}) if places(enrolment.sheet) else {}
    invoice = enrolment.data.get(Step.INVOICE, {}) if costs_money(enrolment.sheet) else {}
    return Application(
        form_key=enrolment.key,
        companion=companion_in(people),
        organisation_id=people.get("organisation"),
        wishes=wishes(enrolment.sheet, chosen) if chosen else (),
        invoice=Invoice(**invoice),
        code=people.get("code", ""),
        consent=consent,
    )
