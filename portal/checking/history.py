"""Invariants 3 and 6 over time: every registration's history is whole, and nobody was overtaken silently.

One pass over all lines of history, edition by edition in the order in which they were written (under
the edition's lock). Who waits at each moment follows from the lines themselves.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.checking.findings import Finding, Question, edition_name
from portal.programmes.models import Edition, Programme
from portal.registrations.history import state_words
from portal.registrations.models import Registration, RegistrationEvent
from portal.registrations.states import TABLE, RegistrationState
from portal.registrations.waitlist import Why
from portal.texts import N_
from portal.texts import gettext as _

R = RegistrationState
STEPS = {(before.value, after.value) for (before, _action), after in TABLE.items()}
GETS_A_SEAT = {(before, after) for before, after in STEPS if after in ("confirmed", "offered")} - {
    ("offered", "confirmed")
}
PASSED_OVER = {"skipped": True, "offer_passed": True, "unskipped": False, "waits_again": False}
REASONS = {why.value for why in Why}
_name = edition_name().label("edition")

_without_history = (
    select(Registration.reference, _name)
    .join(Edition, Edition.id == Registration.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .outerjoin(RegistrationEvent, RegistrationEvent.registration_id == Registration.id)
    .where(RegistrationEvent.id.is_(None))
    .order_by(Registration.id)
)
_numbers = (
    select(
        _name,
        func.count(Registration.id).label("count"),
        func.count(func.distinct(Registration.queue_number)).label("different"),
        func.min(Registration.queue_number).label("lowest"),
        func.max(Registration.queue_number).label("highest"),
        Edition.next_queue_number.label("next"),
    )
    .join(Programme, Programme.id == Edition.programme_id)
    .outerjoin(Registration, Registration.edition_id == Edition.id)
    .group_by(Edition.id, Programme.title, Edition.label, Edition.next_queue_number)
    .order_by(Edition.id)
)
_whole = (func.count(Registration.id) == 0) | (func.min(Registration.queue_number) == 1) & (
    func.max(Registration.queue_number) == func.count(func.distinct(Registration.queue_number))
) & (func.count(func.distinct(Registration.queue_number)) == func.count(Registration.id))

QUESTIONS = (
    Question(N_("%(reference)s (%(edition)s): er is geen geschiedenis."), _without_history),
    Question(
        N_(
            "%(edition)s: de nummers in de rij zijn niet 1 tot en met %(count)s: "
            "het laagste is %(lowest)s, het hoogste %(highest)s en er zijn %(different)s verschillende."
        ),
        _numbers.having(~_whole),
    ),
    Question(
        N_("%(edition)s: het volgende nummer in de rij is %(next)s, bij %(count)s inschrijvingen."),
        _numbers.having(Edition.next_queue_number != func.count(Registration.id) + 1),
    ),
)


@dataclass
class Standing:
    """A registration as its history has it so far."""

    id: int
    number: int
    reference: str
    edition: str
    stored: str
    state: str = R.NEW.value
    passed: bool = False


@dataclass
class Line:
    """One decided history of an edition: everyone in it and who waits, by number."""

    people: dict[int, Standing] = field(default_factory=dict)
    waiting: dict[int, Standing] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    def joins(self, standing: Standing) -> None:
        """Waits from now on, at the place of its number."""
        if standing.number not in self.waiting:
            insort(self.numbers, standing.number)
        self.waiting[standing.number] = standing

    def leaves(self, standing: Standing) -> None:
        """Waits no more."""
        if self.waiting.pop(standing.number, None) is not None:
            del self.numbers[bisect_left(self.numbers, standing.number)]

    def before(self, number: int) -> list[Standing]:
        """Who waits at a lower number, in order."""
        return [self.waiting[n] for n in self.numbers[: bisect_left(self.numbers, number)]]


def findings(session: Session) -> Iterator[Finding]:
    """What the lines of history contradict."""
    edition_id, line = None, Line()
    rows = session.execute(_events().execution_options(yield_per=2000))
    for row in rows:
        if row.edition_id != edition_id:
            yield from _ends_as_stored(line)
            edition_id, line = row.edition_id, Line()
        standing = line.people.get(row.registration_id)
        if standing is None:
            standing = Standing(
                row.registration_id, row.queue_number, row.reference, row.edition, row.state.value
            )
            line.people[standing.id] = standing
        yield from _next(line, standing, row)
    yield from _ends_as_stored(line)


def _events() -> Any:
    event = RegistrationEvent
    return (
        select(
            Registration.edition_id,
            Registration.reference,
            Registration.queue_number,
            Registration.state,
            _name,
            event.registration_id,
            event.action,
            event.from_state,
            event.to_state,
            event.why,
            event.details,
        )
        .join(Registration, Registration.id == event.registration_id)
        .join(Edition, Edition.id == Registration.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .order_by(Registration.edition_id, event.id)
    )


def _next(line: Line, standing: Standing, row: Any) -> Iterator[Finding]:
    before, after = row.from_state, row.to_state
    if before != standing.state:
        yield _told(
            N_("%(reference)s (%(edition)s): de geschiedenis springt van ‘%(one)s’ naar ‘%(other)s’."),
            standing,
            one=_word(standing.state),
            other=_word(before),
        )
    if before != after and (before, after) not in STEPS:
        yield _told(
            N_("%(reference)s (%(edition)s): van ‘%(one)s’ naar ‘%(other)s’ kan niet, maar het is gebeurd."),
            standing,
            one=_word(before),
            other=_word(after),
        )
    if (before, after) in GETS_A_SEAT:
        yield from _overtaken(line, standing, row)
    standing.state = after
    standing.passed = PASSED_OVER.get(row.action, standing.passed and after == R.WAITLISTED)
    if after == R.WAITLISTED:
        line.joins(standing)
    else:
        line.leaves(standing)


def _overtaken(line: Line, standing: Standing, row: Any) -> Iterator[Finding]:
    given: dict[int, str] = dict(row.details.get("overtook", []))
    for other in line.before(standing.number):
        reason = given.get(other.id)
        if reason in REASONS and (reason != Why.SKIPPED or row.why or other.passed):
            continue
        yield _told(
            N_(
                "%(reference)s (%(edition)s) kreeg plek terwijl %(other)s eerder in de rij stond, "
                "zonder dat daar een reden bij staat."
            ),
            standing,
            other=other.reference,
        )


def _ends_as_stored(line: Line) -> Iterator[Finding]:
    for standing in line.people.values():
        if standing.state != standing.stored:
            yield _told(
                N_(
                    "%(reference)s (%(edition)s): volgens de geschiedenis ‘%(one)s’, "
                    "maar de inschrijving zegt ‘%(other)s’."
                ),
                standing,
                one=_word(standing.state),
                other=_word(standing.stored),
            )


def _told(sentence: str, standing: Standing, **values: str) -> Finding:
    return Finding(_(sentence, reference=standing.reference, edition=standing.edition, **values))


def _word(state: str) -> str:
    return state_words(R(state)) if state in set(R) else state
