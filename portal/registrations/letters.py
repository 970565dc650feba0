"""Registration → letter: which facts go in, with an occasion that makes each letter happen once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from portal.eligibility.facts import Verdict
from portal.eligibility.sentences import sentence
from portal.outbox.letter import Fact, Letter, token_path
from portal.people.models import Person, TokenPurpose
from portal.people.tokens import issue
from portal.registrations import money
from portal.registrations.ledger import Turn
from portal.registrations.models import Claim, Participant, PoolKind, Registration, RegistrationEvent
from portal.registrations.outcome import otherwise
from portal.registrations.states import IN, ClaimState
from portal.registrations.words import waitlist_rules
from portal.texts import gettext as _
from portal.texts import use

SIGN_IN_VALID = timedelta(days=14)


def edition_facts(turn: Turn) -> dict[str, str]:
    """The facts that every letter about an edition has; `starts` is an instant, a day, a month or empty."""
    sheet = turn.sheet
    return {
        "programme": sheet.programme_title,
        "edition": sheet.label,
        "starts": sheet.starts,
        "place": sheet.place,
    }


def edition_page(turn: Turn) -> str:
    """The path of the edition's own page."""
    return f"/leergangen/{turn.sheet.programme_slug}/{turn.sheet.edition_slug}"


def registration_facts(turn: Turn, registration: Registration) -> dict[str, str]:
    """The facts that every letter about a registration has."""
    return {
        **edition_facts(turn),
        "reference": registration.reference,
        "link": f"/mijn/inschrijvingen/{registration.public_id}",
    }


def send(
    turn: Turn,
    kind: str,
    registration: Registration,
    person: Person,
    event: RegistrationEvent,
    facts: Mapping[str, Fact],
    tokens: Sequence[int] = (),
) -> None:
    """Puts a letter in the turn, with an occasion that makes it happen once."""
    turn.letters.append(
        Letter(
            kind=kind,
            occasion=f"{kind}:{event.id}:{person.id}",
            to_address=person.email,
            to_name=person.name,
            language=person.language,
            sender_name=turn.sheet.organiser_names,
            sender_address=turn.sheet.organiser_mail,
            person_id=person.id,
            edition_id=turn.sheet.edition_id,
            registration_id=registration.id,
            facts=facts,
            token_ids=tuple(tokens),
        )
    )


def _inside(registration: Registration) -> list[Participant]:
    return [p for p in registration.participants if p.state in IN]


def _companion_name(registration: Registration) -> str:
    names = [p.shown_name for p in _inside(registration) if p.person_id != registration.person_id]
    return names[0] if names else ""


def choices_in_words(turn: Turn, registration: Registration, participant: Participant) -> list[str]:
    """The breakouts and electives of this person, one line each, with whether one still waits there."""
    lines = []
    for claim in registration.claims:
        if claim.participant_id != participant.id or claim.state == ClaimState.RELEASED:
            continue
        title = title_of(turn, claim)
        lines.append(_("%(title)s (wachtlijst)", title=title) if claim.state == ClaimState.WAITING else title)
    return [line for line in lines if line]


def title_of(turn: Turn, claim: Claim) -> str:
    """The title of what a claim is on."""
    if claim.kind == PoolKind.BREAKOUT:
        place = turn.sheet.round(claim.slot_id)
        breakout = place.breakout(claim.breakout_id) if place else None
        return breakout.title if breakout else ""
    group = turn.sheet.group(claim.group_id)
    module = group.module(claim.module_id) if group else None
    return module.title if module else ""


def confirmed(
    turn: Turn,
    registration: Registration,
    event: RegistrationEvent,
    only: Participant | None = None,
) -> None:
    """To everyone who confirmed (or `only` one of them): you have a seat."""
    for participant in _inside(registration):
        if participant.state != "confirmed" or only not in (None, participant):
            continue
        person = participant.person
        with use(person.language):
            facts = {
                **registration_facts(turn, registration),
                "price": money.line(registration.price),
                "choices": choices_in_words(turn, registration, participant),
                "otherwise": otherwise(turn, registration, participant),
                "companion": _companion_name(registration) if person.id == registration.person_id else "",
            }
        send(turn, "registration_confirmed", registration, person, event, facts)


def admitted_by_hand(turn: Turn, registration: Registration, event: RegistrationEvent) -> None:
    """The late desk: you have a seat, and a link that signs you in once."""
    person = registration.person
    token = issue(
        turn.session,
        purpose=TokenPurpose.SIGN_IN,
        now=turn.now,
        valid_for=SIGN_IN_VALID,
        person_id=person.id,
        detail=f"/mijn/inschrijvingen/{registration.public_id}",
    )
    admitted_with(turn, registration, event, token.expires_at, token.id)


def admitted_with(
    turn: Turn, registration: Registration, event: RegistrationEvent, until: datetime, token_id: int
) -> None:
    """The same, with a link that is there already."""
    person = registration.person
    with use(person.language):
        facts = {
            **registration_facts(turn, registration),
            "link": token_path("/inloggen/link/", token_id),
            "valid_until": until.isoformat(),
            "price": money.line(registration.price),
        }
    send(turn, "admitted_by_hand", registration, person, event, facts, [token_id])


def waitlisted(turn: Turn, registration: Registration, event: RegistrationEvent, position: int) -> None:
    """You are on the waitlist, here, and this is how it goes on."""
    with use(registration.person.language):
        facts: dict[str, Fact] = {
            **registration_facts(turn, registration),
            "position": position,
            "rules": waitlist_rules(turn.sheet),
            "together": _companion_name(registration),
        }
    send(turn, "registration_waitlisted", registration, registration.person, event, facts)


def requested(turn: Turn, registration: Registration, event: RegistrationEvent) -> None:
    """Your request is with the organiser."""
    send(
        turn,
        "registration_requested",
        registration,
        registration.person,
        event,
        {**registration_facts(turn, registration)},
    )


def declined(
    turn: Turn, registration: Registration, people: Sequence[Person], event: RegistrationEvent, why: str
) -> None:
    """The organiser said no, with the reason: to everyone who asked."""
    facts = {**registration_facts(turn, registration), "reason": why}
    for person in people:
        send(turn, "request_declined", registration, person, event, facts)


def offer(turn: Turn, registration: Registration, event: RegistrationEvent, *, kind: str = "offer") -> None:
    """A seat is free for you, until the deadline; the link answers without signing in."""
    assert registration.offer_deadline is not None
    person = registration.person
    token = issue(
        turn.session,
        purpose=TokenPurpose.OFFER,
        now=turn.now,
        valid_for=registration.offer_deadline - turn.now,
        person_id=person.id,
        subject_id=registration.id,
    )
    offer_with(turn, registration, event, registration.offer_deadline, token.id, kind=kind)


def offer_with(
    turn: Turn,
    registration: Registration,
    event: RegistrationEvent,
    until: datetime,
    token_id: int,
    *,
    kind: str,
) -> None:
    """The same, with a link that is there already."""
    facts = {
        **registration_facts(turn, registration),
        "link": token_path("/aanbod/", token_id),
        "deadline": until.isoformat(),
        "together": _companion_name(registration),
    }
    send(turn, kind, registration, registration.person, event, facts, [token_id])


def offer_reminder(turn: Turn, registration: Registration, event: RegistrationEvent) -> None:
    """The offer ends soon."""
    offer(turn, registration, event, kind="offer_reminder")


def offer_lapsed(
    turn: Turn, registration: Registration, people: Sequence[Person], event: RegistrationEvent
) -> None:
    """The offer is over, the seat went on: to everyone it was for."""
    for person in people:
        together = [p for p in registration.participants if p.person in people]
        others = [p.shown_name for p in together if p.person is not person]
        facts = {
            **registration_facts(turn, registration),
            "link": edition_page(turn),
            "together": others[0] if others else "",
        }
        send(turn, "offer_lapsed", registration, person, event, facts)


def offer_passed(turn: Turn, registration: Registration, event: RegistrationEvent, position: int) -> None:
    """You declined the offer and keep waiting."""
    facts: dict[str, Fact] = {
        **registration_facts(turn, registration),
        "position": position,
        "together": _companion_name(registration),
    }
    send(turn, "offer_passed", registration, registration.person, event, facts)


def not_eligible_now(
    turn: Turn, registration: Registration, event: RegistrationEvent, verdict: Verdict
) -> None:
    """A seat came free, but a rule no longer holds; the place on the list stays."""
    with use(registration.person.language):
        rules = [sentence(a) for a in verdict.answers if a.outcome in ("refuse", "wait")]
    not_eligible_for(turn, registration, event, rules)


def not_eligible_for(
    turn: Turn, registration: Registration, event: RegistrationEvent, rules: list[str]
) -> None:
    """The same, with the rules in words."""
    facts: dict[str, Fact] = {**registration_facts(turn, registration), "rules": rules}
    send(turn, "not_eligible_now", registration, registration.person, event, facts)


def withdrawn(
    turn: Turn,
    registration: Registration,
    people: Sequence[Person],
    event: RegistrationEvent,
    cost_cents: int | None,
) -> None:
    """You left, and what that costs."""
    for person in people:
        with use(person.language):
            facts = {**registration_facts(turn, registration), "cost": money.cost_of_leaving(cost_cents)}
        send(turn, "registration_withdrawn", registration, person, event, facts)


def cancelled(
    turn: Turn,
    registration: Registration,
    people: Sequence[Person],
    event: RegistrationEvent,
    why: str,
    *,
    whole_edition: bool = False,
) -> None:
    """The organiser ended the registration, or the whole edition."""
    kind = "edition_cancelled" if whole_edition else "registration_cancelled"
    for person in people:
        facts = {**registration_facts(turn, registration), "reason": why}
        send(turn, kind, registration, person, event, facts)
