"""What one should know of programmes that are recommended together: hours, waitlists, days that clash."""

from collections.abc import Sequence
from itertools import combinations, permutations

from portal.programmes.facts import EditionState
from portal.recommendations.offers import Offer
from portal.texts import N_, format_date, format_list, ngettext
from portal.web.kit.engine import own, say


def together(offers: Sequence[Offer]) -> list[str]:
    """A sentence each; nothing for one programme, which says all of it itself."""
    if len(offers) < 2:
        return []
    return [*_hours(offers), *_too_soon(offers), *_clashes(offers), *_full(offers)]


def _hours(offers: Sequence[Offer]) -> list[str]:
    known = [one.hours for one in offers if one.hours is not None]
    if len(known) < len(offers):
        return []
    hours = sum(known)
    return [ngettext("Samen ongeveer %(num)s uur.", "Samen ongeveer %(num)s uur.", hours)]


def _too_soon(offers: Sequence[Offer]) -> list[str]:
    """What begins before that is over which is to come first: then the order cannot be kept now."""
    found: list[str] = []
    for one, other in permutations(offers, 2):
        if one.key not in other.entry.prerequisites or one.now is None or other.now is None:
            continue
        last, start = max(one.now.kept.days, default=None), other.now.kept.starts_on
        if last is not None and start is not None and start <= last:
            message = N_(
                "%(other)s begint voordat %(one)s klaar is. Wil je die volgorde aanhouden, wacht dan op een "
                "volgende editie van %(other)s."
            )
            found.append(say(message, one=own(one.title), other=own(other.title)))
    return found


def _clashes(offers: Sequence[Offer]) -> list[str]:
    found: list[str] = []
    for one, other in combinations(offers, 2):
        if one.now is None or other.now is None or one.programme == other.programme:
            continue
        days = sorted({*one.now.kept.days} & {*other.now.kept.days})
        if days:
            message = N_("%(one)s en %(other)s zijn allebei op %(days)s. Dan kun je er maar bij één zijn.")
            when = format_list([format_date(day) for day in days])
            found.append(say(message, one=own(one.title), other=own(other.title), days=when))
    return found


def _full(offers: Sequence[Offer]) -> list[str]:
    full = [one for one in offers if one.now is not None and one.now.phase.state is EditionState.FULL]
    return [
        say(N_("%(title)s zit nu vol: je komt daar op de wachtlijst."), title=own(one.title)) for one in full
    ]
