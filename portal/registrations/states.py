"""The life of a registration, as a table (pure). The same table stands in the README."""

from enum import StrEnum


class RegistrationState(StrEnum):
    """Where a registration is. `NEW` exists only inside the transaction that makes it."""

    NEW = "new"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    LAPSED = "lapsed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What may happen to a registration."""

    REQUEST = "request"
    SEAT = "seat"
    QUEUE = "queue"
    REFUSE_REQUEST = "refuse_request"
    OFFER = "offer"
    ACCEPT = "accept"
    PASS = "pass"  # noqa: S105 - declines the offer but stays on the waitlist
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    SEAT_AGAIN = "seat_again"
    QUEUE_AGAIN = "queue_again"
    REQUEST_AGAIN = "request_again"


R, A = RegistrationState, Action

ACTIVE = frozenset({R.REQUESTED, R.CONFIRMED, R.WAITLISTED, R.OFFERED})
SEATED = frozenset({R.CONFIRMED, R.OFFERED})
ENDED = frozenset({R.LAPSED, R.DECLINED, R.WITHDRAWN, R.CANCELLED})
# Only for what ended with its whole edition, when that is held after all.
BACK = frozenset({A.SEAT_AGAIN, A.QUEUE_AGAIN, A.REQUEST_AGAIN})

TABLE: dict[tuple[RegistrationState, Action], RegistrationState] = {
    (R.NEW, A.REQUEST): R.REQUESTED,
    (R.NEW, A.SEAT): R.CONFIRMED,
    (R.NEW, A.QUEUE): R.WAITLISTED,
    (R.REQUESTED, A.SEAT): R.CONFIRMED,
    (R.REQUESTED, A.QUEUE): R.WAITLISTED,
    (R.REQUESTED, A.REFUSE_REQUEST): R.DECLINED,
    (R.WAITLISTED, A.OFFER): R.OFFERED,
    (R.WAITLISTED, A.SEAT): R.CONFIRMED,
    (R.OFFERED, A.ACCEPT): R.CONFIRMED,
    (R.OFFERED, A.PASS): R.WAITLISTED,
    (R.OFFERED, A.LAPSE): R.LAPSED,
    (R.CANCELLED, A.SEAT_AGAIN): R.CONFIRMED,
    (R.CANCELLED, A.QUEUE_AGAIN): R.WAITLISTED,
    (R.CANCELLED, A.REQUEST_AGAIN): R.REQUESTED,
    **{(state, A.WITHDRAW): R.WITHDRAWN for state in (R.REQUESTED, R.CONFIRMED, R.WAITLISTED, R.OFFERED)},
    **{(state, A.CANCEL): R.CANCELLED for state in (R.REQUESTED, R.CONFIRMED, R.WAITLISTED, R.OFFERED)},
}


class ClaimState(StrEnum):
    """Where a claim on seats is. The first three take seats."""

    CONFIRMED = "confirmed"
    OFFERED = "offered"
    HELD = "held"
    WAITING = "waiting"
    RELEASED = "released"


TAKING = (ClaimState.CONFIRMED, ClaimState.OFFERED, ClaimState.HELD)


class ParticipantState(StrEnum):
    """Where a person inside a registration is; the first two are in, the others are out."""

    CONFIRMED = "confirmed"
    INVITED = "invited"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"
    REPLACED = "replaced"


IN = (ParticipantState.CONFIRMED, ParticipantState.INVITED)
