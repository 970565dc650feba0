"""Who is expected at which meetings of an edition: the wanted calendar, read in a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from portal import texts
from portal.invites.facts import Event, Key, Role, Span, Wanted
from portal.people.facts import Channel
from portal.people.models import Person
from portal.programmes.models import Breakout, Edition, EditionFacilitator, Meeting, Module, Slot
from portal.programmes.venues import written
from portal.registrations.models import Claim, Participant, PoolKind, Registration
from portal.registrations.sheets import EditionSheet
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState
from portal.texts import gettext as _


@dataclass(frozen=True)
class Expected:
    """Someone who is expected, as what, where their page is, and which choices they have a seat for."""

    person_id: int
    name: str
    language: str
    address: str
    path: str
    by_mail: bool
    role: Role = Role.PARTICIPANT
    modules: set[int] = field(default_factory=set)
    breakouts: set[int] = field(default_factory=set)


def people_of(
    session: Session, sheet: EditionSheet, *, only: Collection[int] | None = None
) -> dict[int, Expected]:
    """Everyone who is expected at this edition, by person: confirmed participants and facilitators.

    `only` of these people.
    """
    among = true() if only is None else Person.id.in_(only)
    found: dict[int, Expected] = {}
    about = (Person.id, Person.name, Person.language, Person.email, Person.channel)
    guides = select(*about).join(EditionFacilitator, EditionFacilitator.person_id == Person.id)
    page = f"/leergangen/{sheet.programme_slug}/{sheet.edition_slug}"
    for guide in session.execute(guides.where(EditionFacilitator.edition_id == sheet.edition_id, among)):
        found[guide.id] = _expected(guide, page, Role.CHAIR)
    seated = (
        select(*about, Participant.id.label("participant"), Registration.public_id)
        .join(Participant, Participant.person_id == Person.id)
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Registration.edition_id == sheet.edition_id,
            among,
            Registration.state == RegistrationState.CONFIRMED,
            Participant.state == ParticipantState.CONFIRMED,
            Person.leaving_at.is_(None),
        )
    )
    participants: dict[int, Expected] = {}
    for row in session.execute(seated):
        path = f"/mijn/inschrijvingen/{row.public_id}"
        one = found.setdefault(row.id, _expected(row, path))
        participants[row.participant] = one
    _read_choices(session, sheet.edition_id, participants, only)
    return found


def _expected(row: Any, path: str, role: Role = Role.PARTICIPANT) -> Expected:
    by_mail = row.channel != Channel.FEED
    return Expected(row.id, row.name, row.language, row.email, path, by_mail, role)


def _read_choices(
    session: Session, edition_id: int, participants: Mapping[int, Expected], only: Collection[int] | None
) -> None:
    chosen = (
        select(Claim.participant_id, Claim.module_id, Claim.breakout_id)
        .join(Registration, Registration.id == Claim.registration_id)
        .where(
            Registration.edition_id == edition_id,
            Claim.state == ClaimState.CONFIRMED,
            Claim.kind.in_((PoolKind.MODULE, PoolKind.BREAKOUT)),
        )
    )
    if only is not None:
        chosen = chosen.where(Claim.participant_id.in_(list(participants)))
    for participant_id, module_id, breakout_id in session.execute(chosen):
        person = participants.get(participant_id) if participant_id is not None else None
        if person is not None and module_id is not None:
            person.modules.add(module_id)
        elif person is not None and breakout_id is not None:
            person.breakouts.add(breakout_id)


def wanted_calendar(
    edition: Edition, sheet: EditionSheet, people: Iterable[Expected], *, organiser: str
) -> list[Wanted]:
    """What should be in the agendas of these people; `organiser` is the address that invites."""
    modules: dict[int | None, Module] = {module.id: module for module in edition.modules}
    days = [m for m in edition.meetings if m.cancelled_at is None and m.day is not None]
    wanted = []
    for person in people:
        with texts.use(person.language):
            wanted += [
                Wanted(
                    key=Key(meeting.id, person.person_id, person.address, organiser),
                    event=_event(edition, sheet, modules, meeting, person),
                    role=person.role,
                    by_mail=person.by_mail,
                    name=person.name,
                    organiser_name=sheet.organiser_names,
                )
                for meeting in days
                if _is_for(meeting, modules, person)
            ]
    return wanted


def _is_for(meeting: Meeting, modules: Mapping[int | None, Module], person: Expected) -> bool:
    """Everyone comes to everything, except to an elective that they have no seat for."""
    module = modules.get(meeting.module_id)
    if module is None or module.group_id is None or person.role is Role.CHAIR:
        return True
    return module.id in person.modules


def _event(
    edition: Edition,
    sheet: EditionSheet,
    modules: Mapping[int | None, Module],
    meeting: Meeting,
    person: Expected,
) -> Event:
    assert meeting.day is not None
    return Event(
        span=Span(meeting.day, meeting.starts_at, meeting.ends_at),
        summary=f"{sheet.programme_title}: {title_of(edition, modules, meeting)}",
        location=place_of(meeting),
        description="\n".join(_choice_lines(meeting, person)),
        link=meeting.online_link if meeting.online else "",
        path=person.path,
        form=form_of(meeting),
    )


def title_of(edition: Edition, modules: Mapping[int | None, Module], meeting: Meeting) -> str:
    """The meeting in words, with which day of its module it is."""
    module = modules.get(meeting.module_id)
    if module is None:
        return meeting.title or _("Bijeenkomst %(number)s", number=meeting.number)
    held = [m for m in edition.meetings if m.module_id == module.id and m.cancelled_at is None]
    days = [m.id for m in sorted(held, key=lambda one: (one.day or date.max, one.number))]
    title = meeting.title or module.title or _("Module %(number)s", number=module.number)
    if len(days) == 1:
        return title
    day = days.index(meeting.id) + 1
    return _("%(title)s (dag %(day)s van %(days)s)", title=title, day=day, days=len(days))


def place_of(meeting: Meeting) -> str:
    """Where it is: the parts of the address that are known, or else online."""
    if meeting.venue is None:
        return _("Online") if meeting.online else ""
    return written(meeting.venue)


def form_of(meeting: Meeting) -> str:
    """How one takes part, when there is more than one way."""
    return _("op locatie en online") if meeting.online and meeting.venue is not None else ""


def _choice_lines(meeting: Meeting, person: Expected) -> list[str]:
    return [
        _choice_line(slot, breakout)
        for slot in meeting.slots
        for breakout in slot.breakouts
        if breakout.id in person.breakouts and breakout.cancelled_at is None
    ]


def _choice_line(slot: Slot, breakout: Breakout) -> str:
    hours = texts.format_time_range(slot.starts_at, slot.ends_at)
    return _(
        "Ronde %(round)s, %(hours)s: %(title)s", round=slot.round_number, hours=hours, title=breakout.title
    )
