"""Letters about who comes along, who takes over, and what was chosen."""

from datetime import datetime

from portal.outbox.letter import Fact, token_path
from portal.people.models import Person, TokenPurpose
from portal.people.tokens import issue
from portal.registrations import money
from portal.registrations.ledger import Turn
from portal.registrations.letters import edition_facts, edition_page, registration_facts, send
from portal.registrations.models import Participant, Registration, RegistrationEvent
from portal.texts import use


def elective_offer(
    turn: Turn,
    registration: Registration,
    participant: Participant,
    event: RegistrationEvent,
    title: str,
    deadline: datetime,
    *,
    kind: str = "elective_offer",
) -> None:
    """A seat in an elective module is free for you, until the deadline."""
    facts = {**registration_facts(turn, registration), "choice": title, "deadline": deadline.isoformat()}
    send(turn, kind, registration, participant.person, event, facts)


def elective_lapsed(
    turn: Turn, registration: Registration, participant: Participant, event: RegistrationEvent
) -> None:
    """The seat in the elective went on: choose something else."""
    facts = {**registration_facts(turn, registration), "choice": event.details["choice"]}
    send(turn, "elective_lapsed", registration, participant.person, event, facts)


def elective_restored(
    turn: Turn, registration: Registration, participant: Participant, event: RegistrationEvent, title: str
) -> None:
    """The elective you chose takes place after all, and you have your seat again."""
    facts = {**registration_facts(turn, registration), "choice": title}
    send(turn, "elective_restored", registration, participant.person, event, facts)


def companion_invited(
    turn: Turn,
    registration: Registration,
    participant: Participant,
    event: RegistrationEvent,
    *,
    kind: str = "companion_invited",
) -> None:
    """To the companion: come along? With a link of their own."""
    assert participant.confirm_by is not None
    token = issue(
        turn.session,
        purpose=TokenPurpose.COMPANION,
        now=turn.now,
        valid_for=participant.confirm_by - turn.now,
        person_id=participant.person_id,
        subject_id=participant.id,
    )
    inviter, until = registration.person.name, participant.confirm_by
    ask_companion(turn, registration, participant.person, event, inviter, until, token.id, kind=kind)


def ask_companion(
    turn: Turn,
    registration: Registration,
    person: Person,
    event: RegistrationEvent,
    inviter: str,
    until: datetime,
    token_id: int,
    *,
    kind: str,
) -> None:
    """That question, with a link that is there already."""
    facts = {
        **edition_facts(turn),
        "link": token_path("/uitnodiging/", token_id),
        "inviter": inviter,
        "deadline": until.isoformat(),
    }
    send(turn, kind, registration, person, event, facts, [token_id])


def about_companion(
    turn: Turn, kind: str, registration: Registration, event: RegistrationEvent, companion: str
) -> None:
    """To the first person: companion_confirmed, companion_declined or companion_lapsed."""
    facts = {**registration_facts(turn, registration), "companion": companion}
    send(turn, kind, registration, registration.person, event, facts)


def companion_left(
    turn: Turn,
    registration: Registration,
    event: RegistrationEvent,
    person: Person,
    companion: str,
    *,
    stays: bool,
) -> None:
    """To who is left of a duo: the other one left; you stay, or not."""
    facts: dict[str, Fact] = {
        **registration_facts(turn, registration),
        "companion": companion,
        "stays": stays,
    }
    send(turn, "companion_left", registration, person, event, facts)


def substitute_invited(
    turn: Turn, registration: Registration, participant: Participant, event: RegistrationEvent
) -> None:
    """To the colleague: take over this place?"""
    assert participant.substitute is not None
    assert participant.substitute_until is not None
    token = issue(
        turn.session,
        purpose=TokenPurpose.SUBSTITUTE,
        now=turn.now,
        valid_for=participant.substitute_until - turn.now,
        person_id=participant.substitute_id,
        subject_id=participant.id,
    )
    inviter, until = participant.person.name, participant.substitute_until
    ask_substitute(turn, registration, participant.substitute, event, inviter, until, token.id)


def ask_substitute(
    turn: Turn,
    registration: Registration,
    colleague: Person,
    event: RegistrationEvent,
    inviter: str,
    until: datetime,
    token_id: int,
) -> None:
    """That question, with a link that is there already."""
    facts = {
        **edition_facts(turn),
        "link": token_path("/overname/", token_id),
        "inviter": inviter,
        "deadline": until.isoformat(),
    }
    send(turn, "substitute_invited", registration, colleague, event, facts, [token_id])


def substitute_done(
    turn: Turn, registration: Registration, event: RegistrationEvent, before: Person, after: Person
) -> None:
    """To both: the place went over. Who had it cannot see the registration any more."""
    for person, stays in ((before, False), (after, True)):
        went_over(turn, registration, event, person, after.name, stays=stays)


def went_over(
    turn: Turn, registration: Registration, event: RegistrationEvent, person: Person, to: str, *, stays: bool
) -> None:
    """To one of them; `stays`: who has the place from now on."""
    with use(person.language):
        facts: dict[str, Fact] = {
            **registration_facts(turn, registration),
            "substitute": to,
            "stays": stays,
            "price": money.line(registration.price),
        }
    if not stays:
        facts["link"] = "/mijn"
    send(turn, "substitute_done", registration, person, event, facts)


def no_substitute(
    turn: Turn, kind: str, registration: Registration, participant: Participant, event: RegistrationEvent
) -> None:
    """To who asked: the colleague said no (substitute_declined) or nothing (substitute_lapsed)."""
    facts = {**registration_facts(turn, registration), "substitute": event.details["substitute"]}
    send(turn, kind, registration, participant.person, event, facts)


def question_ended(
    turn: Turn,
    kind: str,
    registration: Registration,
    event: RegistrationEvent,
    colleague: Person,
    inviter: str,
) -> None:
    """To the colleague: the question was taken back (substitute_dropped, companion_uninvited) or the place
    is gone (substitute_over).
    """
    facts = {**edition_facts(turn), "link": edition_page(turn), "inviter": inviter}
    send(turn, kind, registration, colleague, event, facts)


def breakout_cancelled(
    turn: Turn,
    registration: Registration,
    participant: Participant,
    event: RegistrationEvent,
    title: str,
    second: str,
    *,
    left: bool,
) -> None:
    """Your breakout is off; you are in your second choice, or choose again, if there is anything `left`."""
    facts: dict[str, Fact] = {
        **registration_facts(turn, registration),
        "breakout": title,
        "second_choice": second,
        "left": left,
    }
    send(turn, "breakout_cancelled", registration, participant.person, event, facts)


def breakout_seat(
    turn: Turn, registration: Registration, participant: Participant, event: RegistrationEvent, title: str
) -> None:
    """The seat you waited for came free."""
    facts = {**registration_facts(turn, registration), "breakout": title}
    send(turn, "breakout_seat", registration, participant.person, event, facts)
