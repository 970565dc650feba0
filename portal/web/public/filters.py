"""What a visitor asks of the catalogue: read from the address, applied, counted, written back (pure).

Anything in an address that means nothing is left out: a bad parameter never breaks the page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.frameworks.facts import Action, Advice
from portal.frameworks.vocabulary import ASPECTS, FRAMEWORK, name_of
from portal.programmes.facts import EditionState
from portal.texts import gettext as _
from portal.texts import language
from portal.web.kit.numbers import whole
from portal.web.public.reading import Listed
from portal.web.public.words import position_label

SOON = timedelta(days=92)
PAGE_SIZE = 10
LONGEST_QUERY = 100
MOST_WORDS = 6
PLACE, ONLINE, BOTH = "locatie", "online", "combinatie"
SOON_KEY, LATER_KEY, UNKNOWN_KEY, BEGUN_KEY = "binnenkort", "later", "onbekend", "begonnen"
SEATS_KEY, WAIT_KEY = "plek", "wachtlijst"
BY_NAME = "naam"

Option = tuple[str, str]

NUMBERED: dict[str, Advice | Action] = {
    **{one.number: one for one in FRAMEWORK.advices},
    **{one.number: one for one in FRAMEWORK.actions},
}
"""Advice and actions by their number in the study."""


@dataclass(frozen=True)
class Group:
    """One group of filters: which values a programme has, and how a value is called.

    With an order, only its values are offered; others stand there as long as they are asked for.
    """

    name: str
    label: str
    of: Callable[[Listed, date], Sequence[Option]]
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What the visitor asks for; `chosen` has the values of each group."""

    query: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_name: bool = False
    page: int = 1

    @property
    def words(self) -> tuple[str, ...]:
        """The words that must all occur."""
        return tuple(self.query.split()[:MOST_WORDS])

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of the address, without the page."""
        found = [("q", self.query)] if self.query else []
        found += [(name, value) for name, values in self.chosen.items() for value in values]
        return [*found, ("sorteer", BY_NAME)] if self.by_name else found

    def address(self, base: str, page: int = 1) -> str:
        """The address that asks for this."""
        found = self.parameters() + ([("pagina", str(page))] if page > 1 else [])
        return f"{base}?{urlencode(found)}" if found else base

    def without(self, name: str, value: str) -> "Asked":
        """The same without one filter."""
        left = tuple(v for v in self.chosen.get(name, ()) if v != value)
        return replace(self, chosen={**self.chosen, name: left}, page=1)


def _who(item: Listed, _today: date) -> Sequence[Option]:
    return [(kind, position_label(kind)) for kind in item.audience]


def _maker(item: Listed, _today: date) -> Sequence[Option]:
    return [(maker.slug, maker.name) for maker in item.organisers]


def _theme(item: Listed, _today: date) -> Sequence[Option]:
    return [(item.theme, item.theme)] if item.theme else []


def _form(item: Listed, _today: date) -> Sequence[Option]:
    kept = item.main.kept
    if kept.online and kept.places:
        return [(BOTH, _("Combinatie"))]
    if kept.online:
        return [(ONLINE, _("Online"))]
    return [(PLACE, _("Op locatie"))] if kept.places or kept.edition.location_note else []


def _start(item: Listed, today: date) -> Sequence[Option]:
    day = item.main.starts_on
    if item.main.state in (EditionState.RUNNING, EditionState.FINISHED):
        return [(BEGUN_KEY, _("Al begonnen of geweest"))]
    if day is None:
        return [(UNKNOWN_KEY, _("Nog niet bekend"))]
    if day <= today + SOON:
        return [(SOON_KEY, _("Binnen 3 maanden"))]
    return [(LATER_KEY, _("Later"))]


def _open(item: Listed, _today: date) -> Sequence[Option]:
    if item.main.state is EditionState.OPEN:
        return [(SEATS_KEY, _("Nog plek"))]
    return [(WAIT_KEY, _("Wachtlijst open"))] if item.main.state is EditionState.FULL else []


def _aspects(item: Listed, _today: date) -> Sequence[Option]:
    return [(one.id, name_of(one, language())) for one in ASPECTS if one.id in item.aspects]


def advised(tags: Iterable[str]) -> set[str]:
    """The numbers of the study that these tags answer to: an action's own, and that of its advice."""
    return {number for tag in tags for number in (tag, tag.partition(".")[0])}


def _advice(item: Listed, _today: date) -> Sequence[Option]:
    return [
        (number, _("%(number)s. %(title)s", number=number, title=name_of(NUMBERED[number], language())))
        for number in advised(item.tags)
        if number in NUMBERED
    ]


def groups() -> tuple[Group, ...]:
    """The groups in the order of the page."""
    return (
        Group("wie", _("Voor wie"), _who),
        Group("organisator", _("Organisator"), _maker),
        Group("thema", _("Thema"), _theme),
        Group("vorm", _("Vorm"), _form, (PLACE, ONLINE, BOTH)),
        Group("start", _("Start"), _start, (SOON_KEY, LATER_KEY, UNKNOWN_KEY, BEGUN_KEY)),
        Group("open", _("Inschrijven"), _open, (SEATS_KEY, WAIT_KEY)),
        Group("ontwikkelt", _("Wat ontwikkel je?"), _aspects, tuple(aspect.id for aspect in ASPECTS)),
        Group("advies", _("Advies uit onderzoek"), _advice, tuple(one.number for one in FRAMEWORK.advices)),
    )


NAMES = ("wie", "organisator", "thema", "vorm", "start", "open", "ontwikkelt", "advies")


def read(args: MultiDict[str, str]) -> Asked:
    """What an address asks for."""
    query = " ".join("".join(c if c.isprintable() else " " for c in args.get("q", "")).split())
    page = args.get("pagina", "1")
    return Asked(
        query=query[:LONGEST_QUERY].strip(),
        chosen={name: tuple(dict.fromkeys(args.getlist(name)))[:20] for name in NAMES if args.getlist(name)},
        by_name=args.get("sorteer") == BY_NAME,
        page=whole(page, 1),
    )


@dataclass(frozen=True)
class Choice:
    """One option of a group, with how many programmes it would show."""

    value: str
    label: str
    count: int
    on: bool


@dataclass(frozen=True)
class Answered:
    """What fits, the options of every group, and the question without what means nothing."""

    items: list[Listed]
    options: list[tuple[Group, list[Choice]]]
    asked: Asked


def answer(items: Sequence[Listed], asked: Asked, today: date, *, hits: set[int] | None = None) -> Answered:
    """Applies the filters: values of one group widen, groups narrow each other. `hits`: what search found."""
    every = groups()
    values = {g.name: [dict(g.of(item, today)) for item in items] for g in every}
    labels: dict[str, dict[str, str]] = {
        name: {key: label for one in of for key, label in one.items()} for name, of in values.items()
    }
    # A programme that names no position is for each of them.
    values["wie"] = [one or labels["wie"] for one in values["wie"]]
    chosen = {
        name: kept
        for name in NAMES
        if (kept := tuple(v for v in asked.chosen.get(name, ()) if v in labels[name]))
    }
    fits = {name: [not set(chosen[name]).isdisjoint(one) for one in values[name]] for name in chosen}
    if hits is not None:
        fits["q"] = [item.id in hits for item in items]
    options = []
    for group in every:
        others = [fit for name, fit in fits.items() if name != group.name]
        rows = [one for i, one in enumerate(values[group.name]) if all(fit[i] for fit in others)]
        options.append((group, _choices(group, labels[group.name], rows, chosen.get(group.name, ()))))
    found = [item for i, item in enumerate(items) if all(fit[i] for fit in fits.values())]
    return Answered(_sorted(found, by_name=asked.by_name), options, replace(asked, chosen=chosen))


def _choices(
    group: Group, labels: dict[str, str], rows: Iterable[dict[str, str]], on: Sequence[str]
) -> list[Choice]:
    counts = dict.fromkeys(labels, 0)
    for row in rows:
        for key in row:
            counts[key] += 1
    offered = group.order or sorted(labels, key=lambda k: labels[k].casefold())
    keys = [key for key in offered if key in labels] + [key for key in on if key not in offered]
    return [Choice(key, labels[key], counts[key], key in on) for key in keys]


def _sorted(items: list[Listed], *, by_name: bool) -> list[Listed]:
    if by_name:
        return sorted(items, key=lambda item: item.title.casefold())

    def by_start(item: Listed) -> tuple[int, int, str]:
        day = item.main.starts_on
        past = item.main.state in (EditionState.RUNNING, EditionState.FINISHED, EditionState.CANCELLED)
        if past:
            return 2, -(day.toordinal() if day else 0), item.title.casefold()
        return (0, day.toordinal(), item.title.casefold()) if day else (1, 0, item.title.casefold())

    return sorted(items, key=by_start)
