"""Why something that fits is not among what goes well together (SCORING: overlap, effort, less benefit)."""

from collections.abc import Mapping
from fractions import Fraction

from portal.assessments.advice import Advice, Rated
from portal.assessments.catalogue import Entry
from portal.texts import N_
from portal.texts import gettext as _
from portal.web.kit.engine import say

HALF = Fraction(1, 2)


def beside(rated: Rated, advice: Advice, titles: Mapping[str, str]) -> str:
    """A sentence; empty when nothing goes before it."""
    package = [advice.rated[key].entry for key in advice.package]
    if not package:
        return ""
    left = sum((part * _not_covered(package, name) for name, part in rated.parts.items()), Fraction(0))
    if left < rated.benefit * HALF:
        most = max(package, key=lambda one: (_shared(one, rated), one.id))
        title = titles.get(most.id, most.id)
        return say(N_("Het overlapt met %(title)s: een groot deel komt daar al aan bod."), title=title)
    if 4 * rated.penalty.total > left * HALF:
        return _("Het kost in verhouding veel voor wat het nog toevoegt aan wat hierboven staat.")
    return _("Het voegt minder toe dan wat hierboven bij elkaar staat.")


def _quarters(entry: Entry, name: str) -> int:
    return entry.coverage.get(name, 0) or entry.role_coverage.get(name, 0)


def _not_covered(package: list[Entry], name: str) -> Fraction:
    """Which share of this aspect or role the package leaves open, as its value counts it."""
    found = Fraction(1)
    for one in package:
        found *= Fraction(4 - _quarters(one, name), 4)
    return found


def _shared(entry: Entry, rated: Rated) -> int:
    return sum(part * _quarters(entry, name) for name, part in rated.parts.items())
