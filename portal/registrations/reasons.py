"""Why the registrations room says no (pure)."""

from enum import StrEnum

from portal.eligibility.facts import Verdict
from portal.errors import Refused


class Reason(StrEnum):
    """Every refusal of this room; the sentences are in web/kit/refusals.py."""

    NOT_OPEN = "registration.not_open"
    DRAFT = "edition.draft"
    CANCELLED = "edition.cancelled"
    FINISHED = "edition.finished"
    HAS_REGISTRATIONS = "edition.has_registrations"
    ALREADY_IN = "registration.already_in"
    NOT_ELIGIBLE = "registration.not_eligible"
    COMPANION_ALREADY_IN = "companion.already_in"
    COMPANION_ONESELF = "companion.oneself_address"
    COMPANION_NOT_ALLOWED = "companion.not_for_this_edition"
    COMPANION_EXISTS = "companion.exists"
    COMPANION_BEYOND_LIMIT = "companion.organisation_full"
    NO_COMPANION = "companion.none"
    NOT_ALONE = "companion.not_alone"
    CANNOT_STAY = "companion.cannot_stay"
    INVITE_OVER = "companion.invite_over"
    INVITED_BEYOND_LIMIT = "invitation.organisation_full"
    OFFER_OVER = "offer.over"
    NO_OFFER = "offer.none"
    TOO_LATE_TO_OFFER = "offer.too_late"
    NO_SEAT_FREE = "seats.none_free"
    UNKNOWN_CHOICE = "choice.unknown"
    CHOICE_CANCELLED = "choice.cancelled"
    CHOICE_FULL = "choice.full"
    CHOICE_BEGUN = "choice.begun"
    CHOICE_TWICE = "choice.twice"
    NOT_CONFIRMED = "registration.not_confirmed"
    SUBSTITUTION_OFF = "substitution.not_allowed"
    SUBSTITUTE_ALREADY_IN = "substitution.already_in"
    SUBSTITUTE_ONESELF = "substitution.oneself"
    WHY_NEEDED = "organiser.why_needed"
    CAPACITY = "organiser.capacity"
    CHANGED_MEANWHILE = "organiser.changed_meanwhile"
    CONSENT = "registration.consent"


class NotEligible(Refused):
    """The gates say no; `verdict` has every reason with its next step."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(Reason.NOT_ELIGIBLE)
        self.verdict = verdict
