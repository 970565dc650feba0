"""How a recommendation was computed, in tables whose lines add up exactly."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from portal.assessments.advice import Advice, Need, Rated
from portal.assessments.facts import Instrument
from portal.assessments.scoring import margin
from portal.frameworks.vocabulary import ASPECT, ASPECTS, ROLE, ROLES, name_of
from portal.recommendations.facts import NUMBERS
from portal.texts import gettext as _
from portal.texts import language

Line = tuple[str, str, str]
ORDER = [*(aspect.id for aspect in ASPECTS), *(role.id for role in ROLES)]
_SIX, _EIGHT = Decimal("0.000001"), Decimal("0.00000001")


def named(dimension: str) -> str:
    """An aspect or role by its name."""
    known = ASPECT.get(dimension) or ROLE.get(dimension)
    return name_of(known, language()) if known else dimension


def number(value: Decimal | float, decimals: int) -> str:
    """A number with its decimals, as people write it here."""
    text = f"{value:.{decimals}f}"
    return text if language() == "en" else text.replace(".", ",")


def table(rated: Rated, needs: Mapping[str, Need], *, hours_known: bool) -> list[Line]:
    """What, need times coverage, and points, the most first; the last line is exactly the sum of them all."""
    coverage = {**rated.entry.coverage, **rated.entry.role_coverage}
    parts = sorted(rated.parts.items(), key=lambda part: (-part[1], part[0]))
    taken = _taken_off(rated, hours_known=hours_known)
    decimals = _places([4 * needs[name].millionths for name, _part in parts])
    points = _places([*rated.parts.values(), *(quarters for _label, quarters in taken), rated.score])
    lines = []
    for name, part in parts:
        need = number(Decimal(needs[name].millionths) * _SIX, decimals)
        covered = number(Decimal(coverage[name]) / 4, 2)
        lines.append((named(name), f"{need} × {covered}", _points(part, points)))
    lines += [(label, "", _points(quarters, points)) for label, quarters in taken]
    return [*lines, (_("Samen"), "", _points(rated.score, points))]


def _taken_off(rated: Rated, *, hours_known: bool) -> list[tuple[str, int]]:
    """The penalties that there are, in words and in quarter millionths."""
    effort = _("Inspanning: %(hours)s uur", hours=rated.entry.hours)
    if not hours_known:
        effort = _(
            "Inspanning: het aantal uur is onbekend, we rekenen met %(hours)s", hours=rated.entry.hours
        )
    taken = rated.penalty
    penalties = [
        (effort, taken.effort),
        (_("Wachtlijst"), taken.waitlist),
        (_("Nog geen datum of inschrijfmoment"), taken.planned),
        (_("Begint pas over %(days)s dagen of later", days=NUMBERS.config.late_days + 1), taken.late),
    ]
    return [(label, -4 * amount) for label, amount in penalties if amount]


def _places(quarters: Sequence[int]) -> int:
    """How many decimals these need to stand there exactly, all alike; never less than two."""
    return next(
        places for places in range(2, 9) if all(25 * one % 10 ** (8 - places) == 0 for one in quarters)
    )


def _points(quarters: int, decimals: int) -> str:
    sign = "−" if quarters < 0 else ""
    return sign + number(Decimal(abs(quarters)) * 25 * _EIGHT, decimals)


def needs_table(advice: Advice, instrument: Instrument) -> list[tuple[str, ...]]:
    """Where the needs come from: name, score, margin, target, gap, weight and need."""
    found: list[tuple[str, ...]] = []
    for name in sorted(advice.needs, key=lambda id_: ORDER.index(id_) if id_ in ORDER else len(ORDER)):
        need = advice.needs[name]
        if name in ROLE and not need.weight:
            continue
        score = need.score if need.score and need.score.exact is not None else None
        found.append(
            (
                named(name),
                number(float(score.exact or 0), 2) if score else _("te weinig beantwoord"),
                number(margin(score, instrument.scoring) or 0, 2) if score else "",
                number(need.target, 1),
                number(need.gap, 6),
                number(need.weight, 2),
                number(Decimal(need.millionths) * _SIX, 6),
            )
        )
    return found
