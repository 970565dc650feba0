"""Why something cannot be done with a goal."""

from enum import StrEnum


class GoalRefused(StrEnum):
    """Spoken beside the field where it belongs."""

    TOO_MANY = "goals.too_many"
    TOO_MANY_PRIORITIES = "goals.too_many_priorities"
    TARGET_TOO_LOW = "goals.target_too_low"
    IN_THE_PAST = "goals.in_the_past"
    CHANGED_MEANWHILE = "goals.changed_meanwhile"
    CLOSED = "goals.closed"
    NOT_IN_THIS_CIRCLE = "goals.not_in_this_circle"
    TOO_MUCH_FOCUS = "goals.too_much_focus"
    AIMS_MEANWHILE = "goals.aims_meanwhile"
