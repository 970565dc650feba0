"""Examples of the letters about a seat: asked, waited for, got, shared, taken over, chosen, given up.

Who is not there, such as a colleague whom nobody asked yet, is a name between brackets.
"""

from datetime import datetime

from portal.eligibility.facts import RuleKind
from portal.outbox.letter import Letter, token_path
from portal.registrations import letters, money, party_letters, returning_letters, upkeep
from portal.registrations.companions import alone_allowed
from portal.registrations.ledger import Turn
from portal.registrations.letters import SIGN_IN_VALID
from portal.registrations.models import Participant, ParticipantRole, PoolKind, RegistrationEvent
from portal.registrations.states import IN, ClaimState, RegistrationState
from portal.texts import gettext as _
from portal.texts import local, use
from portal.working_days import end_of_working_day_after

DAYS_TO_ANSWER = 3
_REQUESTS = {RuleKind.APPROVAL, RuleKind.CONFIRM_POSITION}


class Seat:
    """What this participant is written about the seat; some of it only to who made the registration."""

    def __init__(self, turn: Turn, participant: Participant) -> None:
        self.turn, self.participant = turn, participant
        self.registration, self.person = participant.registration, participant.person
        self.first = participant.role == ParticipantRole.FIRST
        with use(self.person.language):
            self.somebody = _("[naam van de collega]")

    def _taken(self) -> list[Letter]:
        written, self.turn.letters = self.turn.letters, []
        return written

    def _until(self) -> datetime:
        return end_of_working_day_after(self.turn.now, DAYS_TO_ANSWER)

    def before(self) -> list[Letter]:
        """Registration opens, and somebody asks for a place."""
        who = self.person.email, self.person.name, self.person.language
        opened = upkeep.opened(self.turn, who, "example", token_path("/op-de-hoogte/stop/", 0), 0)
        asks = any(rule.kind in _REQUESTS for rule in self.turn.sheet.rules)
        if asks or self.registration.state == RegistrationState.REQUESTED:
            if self.first:
                letters.requested(self.turn, self.registration, _event())
            with use(self.person.language):
                why = _("Hier staat de reden die je invult.")
            letters.declined(self.turn, self.registration, [self.person], _event(), why)
        return [opened, *self._taken()]

    def waiting(self) -> list[Letter]:
        """On the waitlist, and what comes of it."""
        turn, registration = self.turn, self.registration
        if self.first:
            letters.waitlisted(turn, registration, _event(), 1)
            for kind in ("offer", "offer_reminder"):
                letters.offer_with(turn, registration, _event(), self._until(), 0, kind=kind)
            letters.offer_passed(turn, registration, _event(), 1)
        letters.offer_lapsed(turn, registration, [self.person], _event())
        if self.first:
            with use(self.person.language):
                rules = [_("Hier staat aan welke voorwaarde iemand niet meer voldoet.")]
            letters.not_eligible_for(turn, registration, _event(), rules)
        return self._taken()

    def inside(self) -> list[Letter]:
        """With a seat."""
        letters.confirmed(self.turn, self.registration, _event(), self.participant)
        if self.first:
            until = self.turn.now + SIGN_IN_VALID
            letters.admitted_with(self.turn, self.registration, _event(), until, 0)
        return self._taken()

    def duo(self) -> list[Letter]:
        """To who is asked to come along, and to who asked."""
        turn, registration = self.turn, self.registration
        inside = [one for one in registration.participants if one.state in IN]
        other = next((one for one in inside if one is not self.participant), None)
        if not turn.sheet.companion_allowed and other is None:
            return []
        name = other.person.name if other else self.somebody
        inviter = self.somebody if self.first else name
        for kind in ("companion_invited", "companion_reminder"):
            party_letters.ask_companion(
                turn, registration, self.person, _event(), inviter, self._until(), 0, kind=kind
            )
        party_letters.question_ended(
            turn, "companion_uninvited", registration, _event(), self.person, inviter
        )
        if self.first:
            for kind in ("companion_confirmed", "companion_declined", "companion_lapsed"):
                party_letters.about_companion(turn, kind, registration, _event(), name)
        stays = other is None or alone_allowed(turn, registration, other)
        party_letters.companion_left(turn, registration, _event(), self.person, name, stays=stays)
        return self._taken()

    def substitute(self) -> list[Letter]:
        """To who is asked to take a place over, and to who asked."""
        turn, registration = self.turn, self.registration
        if not turn.sheet.substitution_allowed:
            return []
        colleague = self.participant.substitute
        name = colleague.name if colleague else self.somebody
        asked, until = self.somebody, self._until()
        party_letters.ask_substitute(turn, registration, self.person, _event(), asked, until, 0)
        for kind in ("substitute_dropped", "substitute_over"):
            party_letters.question_ended(turn, kind, registration, _event(), self.person, asked)
        for kind in ("substitute_declined", "substitute_lapsed"):
            told = _event(substitute=name)
            party_letters.no_substitute(turn, kind, registration, self.participant, told)
        party_letters.went_over(turn, registration, _event(), self.person, self.person.name, stays=True)
        party_letters.went_over(turn, registration, _event(), self.person, name, stays=False)
        return self._taken()

    def choices(self) -> list[Letter]:
        """About electives and breakouts: the ones this participant chose, else the first there are."""
        turn, registration, participant = self.turn, self.registration, self.participant
        electives = [module.title for group in turn.sheet.groups for module in group.modules]
        if electives:
            title = self._chosen(PoolKind.MODULE) or electives[0]
            for kind in ("elective_offer", "elective_reminder"):
                party_letters.elective_offer(
                    turn, registration, participant, _event(), title, self._until(), kind=kind
                )
            party_letters.elective_lapsed(turn, registration, participant, _event(choice=title))
            party_letters.elective_restored(turn, registration, participant, _event(), title)
        breakouts = [one.title for place in turn.sheet.rounds for one in place.breakouts if not one.cancelled]
        if breakouts or electives:
            title = self._chosen(PoolKind.BREAKOUT) or next(iter(breakouts or electives))
            party_letters.breakout_cancelled(turn, registration, participant, _event(), title, "", left=True)
            party_letters.breakout_seat(turn, registration, participant, _event(), title)
        return self._taken()

    def _chosen(self, kind: PoolKind) -> str:
        claims = (
            claim
            for claim in self.registration.claims
            if claim.participant_id == self.participant.id
            and claim.kind == kind
            and claim.state != ClaimState.RELEASED
        )
        return next((letters.title_of(self.turn, claim) for claim in claims), "")

    def endings(self) -> list[Letter]:
        """They leave, the organiser ends it, or the whole edition is off, and on again."""
        turn, registration, people = self.turn, self.registration, [self.person]
        cost = money.leaving_costs(registration.price, registration.terms, local(turn.now).date())
        letters.withdrawn(turn, registration, people, _event(), cost)
        with use(self.person.language):
            why = _("Hier staat de reden die je invult.")
        for whole in (False, True):
            letters.cancelled(turn, registration, people, _event(), why, whole_edition=whole)
        returning_letters.restored_for(turn, registration, self.person, _event(), why)
        return self._taken()


def _event(**details: str) -> RegistrationEvent:
    """A line of history that is never written."""
    return RegistrationEvent(id=0, details=details)
