"""What someone chose in each round and elective group, as it stands."""

from dataclasses import dataclass
from datetime import datetime

from portal.registrations.models import Choice, Claim, Participant
from portal.registrations.queries import Own
from portal.registrations.states import ClaimState, RegistrationState
from portal.registrations.wishes import claim_of
from portal.texts import N_
from portal.texts import gettext as _
from portal.web.kit.engine import own as in_dutch
from portal.web.kit.engine import say
from portal.web.participant.steps import Place, places


@dataclass(frozen=True)
class Chosen:
    """One choice as it stands: what is held, waited for or wished."""

    place: Place
    choice: Choice | None
    claim: Claim | None

    @property
    def held_id(self) -> int | None:
        """What one has or waits for, else the wish."""
        if self.claim is not None:
            return self.claim.breakout_id or self.claim.module_id
        return self.choice.first_id if self.choice and self.choice.ask_again in ("", "full") else None

    @property
    def ask_again(self) -> str:
        """Why one is asked to choose anew; `back`: it is held after all; `off`: nothing is."""
        if self.choice is None:
            return ""
        if self.all_off and self.claim is None:
            return "off"
        off = self.choice.ask_again in ("cancelled", "moved")
        return "back" if off and self._all_held() else self.choice.ask_again

    @property
    def all_off(self) -> bool:
        """Whether nothing takes place here: there is nothing to choose."""
        return bool(self.place.options) and all(option.cancelled for option in self.place.options)

    def _all_held(self) -> bool:
        """Whether everything wished for here takes place."""
        assert self.choice is not None
        wished = [self.place.named(one) for one in (self.choice.first_id, self.choice.second_id) if one]
        return bool(wished) and not any(one is None or one.cancelled for one in wished)

    def words(self) -> str:
        """What was chosen, with how it stands."""
        option = self.place.named(self.held_id)
        if option is None:
            return _("Gaat niet door") if self.all_off else _("Nog niet gekozen")
        if self.claim is not None and self.claim.state == ClaimState.WAITING:
            return say(N_("%(title)s (wachtlijst)"), title=in_dutch(option.title))
        if self.claim is not None and self.claim.state == ClaimState.OFFERED:
            return say(N_("%(title)s (plek aangeboden)"), title=in_dutch(option.title))
        return in_dutch(option.title)


def chosen(own: Own, participant: Participant) -> list[Chosen]:
    """The choices of this participant, in the edition's order."""
    found = []
    for place in places(own.sheet):
        key = (place.slot_id, place.group_id, place.rank)
        choice = next((c for c in participant.choices if (c.slot_id, c.group_id, c.rank) == key), None)
        claim = claim_of(own.registration, participant, choice) if choice else None
        found.append(Chosen(place, choice, claim))
    return found


def offered_electives(own: Own, now: datetime) -> list[tuple[str, str, datetime]]:
    """Electives that wait for an answer: public id, title and until when."""
    found = []
    for one in chosen(own, own.mine):
        claim = one.claim
        confirmed = own.registration.state == RegistrationState.CONFIRMED
        if (
            claim
            and confirmed
            and claim.state == ClaimState.OFFERED
            and claim.deadline
            and claim.deadline > now
        ):
            option = one.place.named(claim.module_id)
            if option is not None:
                found.append((option.public_id, option.title, claim.deadline))
    return found
