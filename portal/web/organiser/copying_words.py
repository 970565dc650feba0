"""A copy in words: dates before and after, what to look out for, and what still needs a human."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.programmes.moved import Dated, Flags, Moved, Subject
from portal.programmes.school_holidays import DaysOff, Region, SchoolHoliday
from portal.texts import N_, format_day, format_list, format_moment
from portal.texts import gettext as _

SCHOOL: dict[SchoolHoliday, str] = {
    SchoolHoliday.AUTUMN: N_("Herfstvakantie in %(regions)s"),
    SchoolHoliday.CHRISTMAS: N_("Kerstvakantie in %(regions)s"),
    SchoolHoliday.SPRING: N_("Voorjaarsvakantie in %(regions)s"),
    SchoolHoliday.MAY: N_("Meivakantie in %(regions)s"),
    SchoolHoliday.SUMMER: N_("Zomervakantie in %(regions)s"),
}
REGIONS: dict[Region, str] = {
    Region.NORTH: N_("regio Noord"),
    Region.MIDDLE: N_("regio Midden"),
    Region.SOUTH: N_("regio Zuid"),
}
SUBJECTS: dict[Subject, str] = {
    Subject.STARTS: N_("Eerste dag"),
    Subject.ENDS: N_("Laatste dag"),
    Subject.OPENS: N_("Inschrijving open"),
    Subject.CLOSES: N_("Inschrijving dicht"),
}
Badge = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One line of the preview. `own` marks a title that an organiser wrote."""

    what: str
    own: bool
    before: str
    after: str
    flags: list[Badge]


def rows(moves: Iterable[Moved]) -> list[Row]:
    """The preview, a line for each date."""
    return [
        Row(
            what=_what(move.dated),
            own=bool(move.dated.name),
            before=_date(move.dated.before),
            after=_date(move.after),
            flags=flags(move.flags),
        )
        for move in moves
    ]


def _what(dated: Dated) -> str:
    if dated.subject is Subject.MEETING:
        return dated.name or _("Bijeenkomst %(number)s", number=dated.number)
    return _(SUBJECTS[dated.subject])


def _date(value: date | datetime | None) -> str:
    if value is None:
        return _("Nog niet bekend")
    return format_moment(value) if isinstance(value, datetime) else format_day(value)


def flags(found: Flags) -> list[Badge]:
    """What to look out for, with its colour."""
    badges = []
    if found.past:
        badges.append((_("Al geweest"), "error"))
    if found.public_holiday:
        badges.append((_("Feestdag"), "error"))
    if found.school:
        badges.append((school(found.school), "warn"))
    if found.school_unknown:
        badges.append((_("Schoolvakanties nog niet bekend"), "muted"))
    return badges


def school(found: DaysOff) -> str:
    """A school holiday, with where it is."""
    whole_country = len(found.regions) == len(Region)
    regions = [_("heel Nederland")] if whole_country else [_(REGIONS[region]) for region in found.regions]
    return _(SCHOOL[found.holiday], regions=format_list(regions))
