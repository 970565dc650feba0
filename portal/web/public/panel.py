"""The enrol panel as a pure function: from the edition's state and the decision on this person follow one
button and the sentences beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.eligibility.facts import Answer, Outcome, Verdict
from portal.programmes.facts import EditionState
from portal.registrations.states import RegistrationState
from portal.texts import N_


class Button(StrEnum):
    """What the one button of the panel does."""

    ENROL = "enrol"
    WAIT = "wait"
    SIGN_IN = "sign_in"
    INTEREST = "interest"
    OWN = "own"


class Note(StrEnum):
    """What the panel says about the edition, or about one's own registration."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    REQUESTED = "requested"
    OPENS_LATER = "opens_later"
    NO_MOMENT = "no_moment"
    FULL = "full"
    QUEUE = "queue"
    ACCOUNT = "account"
    CLOSED = "closed"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


LABELS: dict[Button, str] = {
    Button.ENROL: N_("Inschrijven"),
    Button.WAIT: N_("Op de wachtlijst"),
    Button.SIGN_IN: N_("Log in om in te schrijven"),
    Button.INTEREST: N_("Houd mij op de hoogte"),
    Button.OWN: N_("Bekijk je inschrijving"),
}

ENDPOINTS: dict[Button, str] = {
    Button.ENROL: "participant.enrol",
    Button.WAIT: "participant.enrol",
    Button.SIGN_IN: "account.sign_in",
    Button.INTEREST: "public.interest",
    Button.OWN: "participant.registration",
}

_OWN: dict[RegistrationState, Note] = {
    RegistrationState.CONFIRMED: Note.CONFIRMED,
    RegistrationState.WAITLISTED: Note.WAITLISTED,
    RegistrationState.OFFERED: Note.OFFERED,
    RegistrationState.REQUESTED: Note.REQUESTED,
}

_SHUT: dict[EditionState, Note] = {
    EditionState.CLOSED: Note.CLOSED,
    EditionState.RUNNING: Note.RUNNING,
    EditionState.FINISHED: Note.FINISHED,
    EditionState.CANCELLED: Note.CANCELLED,
}

ASKED_WHILE_ENROLLING = frozenset({"code.missing"})
"""What a person can still give in the steps of enrolling is no reason to withhold the button."""

NOT_SIGNED_IN = "sign_in.visitor"

WORTH_KNOWING = frozenset({"set_aside.others", "early.member", "interest_first.listed"})
"""Answers that let a person in, and yet belong beside the button."""

PASSING = frozenset({"early.not_yet", "interest_first.not_yet", "set_aside.others"})
"""Answers that only a date changes: a promise to who is refused for another reason as well."""


@dataclass(frozen=True)
class Panel:
    """One button or none, what the page says beside it, and the answers of the rules that count."""

    button: Button | None
    notes: tuple[Note, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def label(self) -> str:
        """The source text of the button."""
        return LABELS[self.button] if self.button else ""

    @property
    def endpoint(self) -> str:
        """Where the button leads."""
        return ENDPOINTS[self.button] if self.button else ""


def panel(
    state: EditionState,
    verdict: Verdict | None = None,
    *,
    own: RegistrationState | None = None,
    signed_in: bool = False,
    waiting: int = 0,
    opens_at: datetime | None = None,
) -> Panel:
    """What this person sees. `verdict` is the decision of now; None where nobody has asked."""
    if own is not None and own in _OWN:
        return Panel(Button.OWN, (_OWN[own],))
    if state is EditionState.ANNOUNCED:
        return Panel(Button.INTEREST, (Note.OPENS_LATER if opens_at else Note.NO_MOMENT,))
    if state in (EditionState.OPEN, EditionState.FULL):
        return _open(state is EditionState.FULL, verdict, signed_in, waiting)
    return Panel(None, (_SHUT[state],) if state in _SHUT else ())


def _open(full: bool, verdict: Verdict | None, signed_in: bool, waiting: int) -> Panel:
    answers = _spoken(verdict.answers, signed_in) if verdict else ()
    seats = ((Note.FULL, Note.QUEUE) if waiting else (Note.FULL,)) if full else ()
    if not signed_in:
        return Panel(Button.SIGN_IN, seats if answers else (*seats, Note.ACCOUNT), answers)
    refused = [a for a in answers if a.outcome is Outcome.REFUSE and a.reason not in ASKED_WHILE_ENROLLING]
    if refused:
        return Panel(None, seats, answers)
    waits = full or any(a.outcome is Outcome.WAIT for a in answers)
    return Panel(Button.WAIT if waits else Button.ENROL, seats, answers)


def _spoken(answers: Iterable[Answer], signed_in: bool) -> tuple[Answer, ...]:
    """The answers that a person needs: what is in the way or still to come, each reason once."""
    found: dict[str, Answer] = {}
    for answer in answers:
        worth = signed_in and answer.reason in WORTH_KNOWING
        if answer.outcome is not Outcome.ADMIT or worth:
            found.setdefault(str(answer.reason), answer)
    if any(reason.endswith(".visitor") and reason != NOT_SIGNED_IN for reason in found):
        found.pop(NOT_SIGNED_IN, None)  # the other rule says so too, and why
    if any(_lasts(answer) for answer in found.values()):
        return tuple(answer for answer in found.values() if answer.reason not in PASSING)
    return tuple(found.values())


def _lasts(answer: Answer) -> bool:
    """Whether waiting does not help."""
    passes = answer.reason in PASSING or answer.reason in ASKED_WHILE_ENROLLING
    return answer.outcome is Outcome.REFUSE and not passes and not str(answer.reason).endswith(".visitor")
