"""Why a part of a schedule cannot be like that."""

from enum import StrEnum


class ScheduleRefused(StrEnum):
    """A module, meeting, line of a timetable or breakout that cannot be; spoken in web/kit/refusals.py."""

    GROUP_HAS_MODULES = "schedule.group_has_modules"
    CHOSEN = "schedule.chosen"
    NO_DAY = "schedule.no_day"
    IN_ANOTHER_ROUND = "schedule.in_another_round"
    IN_TWO_ROUNDS = "schedule.in_two_rounds"
    ROUND_HAS_BREAKOUTS = "schedule.round_has_breakouts"
    BEFORE_MEETING = "schedule.before_meeting"
    AFTER_MEETING = "schedule.after_meeting"
    MEETING_CANCELLED = "schedule.meeting_cancelled"
    NOT_A_ROUND = "schedule.not_a_round"
    NOTHING_TO_CANCEL = "schedule.nothing_to_cancel"
