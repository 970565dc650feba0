"""What something develops, in words: the same on every page."""

from collections.abc import Mapping

from portal.coverage.facts import Coverage
from portal.frameworks.vocabulary import ASPECTS, ROLES, name_of
from portal.texts import N_, format_list, language
from portal.texts import gettext as _

WEIGHTS: Mapping[int, str] = {
    4: N_("Hoofddoel"),
    3: N_("Voor een flink deel"),
    2: N_("Deels"),
    1: N_("Raakt aan"),
}


def aspects_in_words(weights: Mapping[str, int]) -> list[tuple[str, str]]:
    """How much, and of what, the most first: Hoofddoel, Houding en Kennis & competenties."""
    return _lines({name_of(a, language()): weights[a.id] for a in ASPECTS if a.id in weights})


def roles_in_words(weights: Mapping[str, int]) -> list[tuple[str, str]]:
    """The same of the roles."""
    return _lines({name_of(r, language()): weights[r.id] for r in ROLES if r.id in weights})


def _lines(named: Mapping[str, int]) -> list[tuple[str, str]]:
    return [
        (_(word), format_list(name for name, weight in named.items() if weight == quarters))
        for quarters, word in WEIGHTS.items()
        if quarters in named.values()
    ]


def in_one_line(stated: Coverage) -> str:
    """The aspects and roles that something is about for a good part, or else whatever it touches."""
    weights = {**stated.aspects, **stated.roles}
    most = [key for key, weight in weights.items() if weight > 1] or list(weights)
    names = [name_of(aspect, language()) for aspect in ASPECTS if aspect.id in most]
    names += [name_of(role, language()) for role in ROLES if role.id in most]
    return format_list(names)
