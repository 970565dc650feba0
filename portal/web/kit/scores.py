"""A score of the self-scan to work towards, as people type it and read it."""

import re

from portal.goals.facts import HIGHEST_TARGET, LOWEST_TARGET
from portal.texts import language, lazy
from portal.web.kit.inputs import Typed

_SCORE = re.compile(r"([1-5])(?:[.,](\d))?", re.ASCII)


def _tenths(text: str) -> int:
    found = _SCORE.fullmatch(text)
    value = int(found[1]) * 10 + int(found[2] or 0) if found else 0
    if not LOWEST_TARGET <= value <= HIGHEST_TARGET:
        raise ValueError(text)
    return value


def written(tenths: int) -> str:
    """Tenths of a point as the reader writes them."""
    point = "." if language() == "en" else ","
    return f"{tenths // 10}{point}{tenths % 10}"


class TargetField(Typed):
    """A score to work towards, in tenths of a point."""

    read = staticmethod(_tenths)
    words = lazy("Vul een score in van 1 tot 5, zoals 4 of 3,5.")

    def write(self, value: int) -> str:
        """As Dutch people write it."""
        return f"{value // 10},{value % 10}"
