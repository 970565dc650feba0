"""What a decision does to people, in sentences; the same before (it would) and after (it did)."""

from collections.abc import Iterable, Sequence

from portal.registrations.effects import Effect
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.organiser.words import listed

MOST_NAMES = 12


def people(groups: Iterable[Sequence[str]]) -> list[str]:
    """Everyone in these registrations, by name."""
    return [name for group in groups for name in group]


def some(names: Sequence[str]) -> str:
    """The names, or the first of them and how many more there are."""
    if len(names) <= MOST_NAMES:
        return listed(names)
    more = len(names) - MOST_NAMES
    others = ngettext("nog %(num)s ander", "nog %(num)s anderen", more)
    return listed([*names[:MOST_NAMES], others])


def sentences(effect: Effect) -> list[str]:
    """What happens to those who wait or take part; one sentence when nothing does."""
    found = list(_given(effect))
    if effect.over_full:
        found.append(
            ngettext(
                "Niemand verliest een plek. De editie is overvol: %(num)s plek meer bezet dan er is.",
                "Niemand verliest een plek. De editie is overvol: %(num)s plekken meer bezet dan er zijn.",
                effect.over_full,
            )
        )
    return found or [_("Er verandert niets voor mensen die meedoen of wachten.")]


def kept(names: str) -> str:
    """A seat that is kept for a duo."""
    return _("Voor %(names)s houden we een plek vast, tot er plek is voor twee.", names=names)


def _given(effect: Effect) -> Iterable[str]:
    if offered := people(effect.offered):
        yield ngettext(
            "%(num)s persoon van de wachtlijst krijgt een aanbod: %(names)s.",
            "%(num)s mensen van de wachtlijst krijgen een aanbod: %(names)s.",
            len(offered),
            names=some(offered),
        )
    if seated := people(effect.seated):
        yield ngettext(
            "%(num)s persoon krijgt meteen een plek: %(names)s.",
            "%(num)s mensen krijgen meteen een plek: %(names)s.",
            len(seated),
            names=some(seated),
        )
    for group in effect.held:
        yield kept(listed(group))
