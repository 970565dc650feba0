"""What a rule can say, and what each reason comes to (pure)."""

from enum import StrEnum

from portal.eligibility.facts import Outcome


class Reason(StrEnum):
    """What a rule said. Part of stored decisions: a reason may be added, never renamed."""

    SIGN_IN_OK = "sign_in.ok"
    SIGN_IN_VISITOR = "sign_in.visitor"
    MEMBERSHIP_OK = "membership.ok"
    MEMBERSHIP_THROUGH_ORGANISATION = "membership.through_organisation"
    MEMBERSHIP_VISITOR = "membership.visitor"
    MEMBERSHIP_NONE = "membership.none"
    MEMBERSHIP_NOT_FOR_POSITION = "membership.not_for_position"
    MEMBERSHIP_ENDED = "membership.ended"
    MEMBERSHIP_NOT_YET = "membership.not_yet"
    POSITION_OK = "position.ok"
    POSITION_VISITOR = "position.visitor"
    POSITION_NONE = "position.none"
    POSITION_OTHER = "position.other"
    POSITION_TO_CONFIRM = "position.to_confirm"
    ORGANISATION_KIND_OK = "organisation_kind.ok"
    ORGANISATION_KIND_VISITOR = "organisation_kind.visitor"
    ORGANISATION_KIND_NONE = "organisation_kind.none"
    ORGANISATION_KIND_OTHER = "organisation_kind.other"
    COMPANION_OK = "companion.ok"
    COMPANION_ALONE = "companion.alone"
    COMPANION_TO_CONFIRM = "companion.to_confirm"
    COMPANION_NOT_ALLOWED = "companion.not_allowed"
    COMPANION_ONESELF = "companion.oneself"
    COMPANION_NO_POSITION = "companion.no_position"
    COMPANION_OTHER_POSITION = "companion.other_position"
    COMPANION_OTHER_ORGANISATION = "companion.other_organisation"
    COMPANION_NO_MEMBERSHIP = "companion.no_membership"
    PER_ORGANISATION_OK = "per_organisation.ok"
    PER_ORGANISATION_VISITOR = "per_organisation.visitor"
    PER_ORGANISATION_NO_ORGANISATION = "per_organisation.no_organisation"
    PER_ORGANISATION_FULL = "per_organisation.full"
    PER_ORGANISATION_PARTY_TOO_LARGE = "per_organisation.party_too_large"
    SET_ASIDE_OK = "set_aside.ok"
    SET_ASIDE_OTHERS = "set_aside.others"
    SET_ASIDE_PAST = "set_aside.past"
    EARLY_OK = "early.ok"
    EARLY_MEMBER = "early.member"
    EARLY_VISITOR = "early.visitor"
    EARLY_NOT_YET = "early.not_yet"
    INTEREST_FIRST_OK = "interest_first.ok"
    INTEREST_FIRST_LISTED = "interest_first.listed"
    INTEREST_FIRST_NOT_YET = "interest_first.not_yet"
    CODE_OK = "code.ok"
    CODE_MISSING = "code.missing"
    CODE_WRONG = "code.wrong"
    APPROVAL_NEEDED = "approval.needed"


OUTCOMES: dict[Reason, Outcome] = {
    Reason.APPROVAL_NEEDED: Outcome.APPROVE,
    Reason.POSITION_TO_CONFIRM: Outcome.APPROVE,
    Reason.PER_ORGANISATION_FULL: Outcome.WAIT,
} | dict.fromkeys(
    (
        Reason.SIGN_IN_VISITOR,
        Reason.MEMBERSHIP_VISITOR,
        Reason.MEMBERSHIP_NONE,
        Reason.MEMBERSHIP_NOT_FOR_POSITION,
        Reason.MEMBERSHIP_ENDED,
        Reason.MEMBERSHIP_NOT_YET,
        Reason.POSITION_VISITOR,
        Reason.POSITION_NONE,
        Reason.POSITION_OTHER,
        Reason.ORGANISATION_KIND_VISITOR,
        Reason.ORGANISATION_KIND_NONE,
        Reason.ORGANISATION_KIND_OTHER,
        Reason.COMPANION_NOT_ALLOWED,
        Reason.COMPANION_ONESELF,
        Reason.COMPANION_NO_POSITION,
        Reason.COMPANION_OTHER_POSITION,
        Reason.COMPANION_OTHER_ORGANISATION,
        Reason.COMPANION_NO_MEMBERSHIP,
        Reason.PER_ORGANISATION_NO_ORGANISATION,
        Reason.PER_ORGANISATION_PARTY_TOO_LARGE,
        Reason.EARLY_VISITOR,
        Reason.EARLY_NOT_YET,
        Reason.INTEREST_FIRST_NOT_YET,
        Reason.CODE_MISSING,
        Reason.CODE_WRONG,
    ),
    Outcome.REFUSE,
)
"""What a reason comes to; a reason that is not here admits."""

COULD_JOIN = frozenset(
    {
        Reason.POSITION_OTHER,
        Reason.MEMBERSHIP_NONE,
        Reason.MEMBERSHIP_NOT_FOR_POSITION,
        Reason.MEMBERSHIP_ENDED,
        Reason.MEMBERSHIP_NOT_YET,
        Reason.ORGANISATION_KIND_OTHER,
    }
)
"""Refusals of someone who may still come along with another."""
