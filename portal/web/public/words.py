"""How public pages say states, prices, lengths and places: always from the facts, never from text."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from markupsafe import Markup

from portal.eligibility.wording import POSITIONS
from portal.programmes.facts import EditionState, VatBasis
from portal.programmes.states import end_of_month
from portal.registrations import money
from portal.texts import (
    format_date,
    format_list,
    format_month,
    format_short,
    ngettext,
)
from portal.texts import gettext as _
from portal.web.kit.engine import own as own

Badge = tuple[str, str]
LAST_SEATS = 3


def listed(words: Iterable[str]) -> str:
    """Words with commas and a last "and"."""
    return format_list(words)


def capital(text: str) -> str:
    """The text with a capital to begin with."""
    return text[:1].upper() + text[1:]


def badge(
    state: EditionState,
    *,
    free: int | None = None,
    opens_at: datetime | None = None,
    capacity: int | None = None,
) -> Badge:
    """The state in a few words with its colour. `free` None is unlimited; `capacity` adds "of the …"."""
    if state is EditionState.OPEN:
        return _seats(free, capacity)
    if state is EditionState.ANNOUNCED:
        return (
            (_("Inschrijven vanaf %(day)s", day=format_short(opens_at)), "muted")
            if opens_at
            else (_("Nog geen inschrijfmoment"), "muted")
        )
    words = {
        EditionState.DRAFT: (_("Concept"), "muted"),
        EditionState.FULL: (_("Vol, wachtlijst open"), "muted"),
        EditionState.CLOSED: (_("Inschrijving gesloten"), "muted"),
        EditionState.RUNNING: (_("Bezig"), "muted"),
        EditionState.FINISHED: (_("Geweest"), "muted"),
        EditionState.CANCELLED: (_("Gaat niet door"), "error"),
    }
    return words[state]


def _seats(free: int | None, capacity: int | None) -> Badge:
    if free is None:
        return _("Open voor inschrijving"), "ok"
    look = "warn" if free <= LAST_SEATS else "ok"
    if capacity is None:
        return ngettext("Nog %(num)s plek", "Nog %(num)s plekken", free), look
    return (
        ngettext(
            "Nog %(num)s van de %(capacity)s plekken",
            "Nog %(num)s van de %(capacity)s plekken",
            free,
            capacity=capacity,
        ),
        look,
    )


def price(cents: int | None, basis: str, percentage: int | None) -> str:
    """An amount with its VAT basis in words."""
    if cents is None and basis != VatBasis.FREE:
        return _("Nog niet bekend")
    return money.line({"total": cents, "vat_basis": basis, "vat_percentage": percentage})


def length(stated_days: int | None, days: Sequence[date], undated: int) -> str:
    """How long an edition takes: "6 dagen in 4 maanden"; empty when nothing is known.

    `undated` meetings have no day yet, and then nobody knows in how many months.
    """
    count = stated_days or len(set(days)) + undated
    if not count:
        return ""
    months = 0 if undated else _months(days)
    if months < 2:
        return ngettext("%(num)s dag", "%(num)s dagen", count)
    return ngettext(
        "%(num)s dag in %(months)s maanden", "%(num)s dagen in %(months)s maanden", count, months=months
    )


def _months(days: Sequence[date]) -> int:
    if not days:
        return 0
    first, last = min(days), max(days)
    return (last.year - first.year) * 12 + last.month - first.month + 1


def start(starts_on: date | None, until_month: str = "") -> str:
    """The heading of the panel."""
    if starts_on:
        return _("Start %(day)s", day=format_date(starts_on))
    last = end_of_month(until_month)
    if last:
        return _("Tot en met %(month)s", month=format_month(last))
    return _("Start nog niet bekend")


def place(places: Sequence[str], *, online: bool, note: str = "") -> str:
    """Where an edition is, in one line."""
    if online:
        return listed([*places, _("online")]) if places else _("Online")
    return listed(places) if places else note or _("Nog niet bekend")


def audience(kinds: Iterable[str]) -> str:
    """For whom, as a list of positions; empty when the organiser names none."""
    words = [_(POSITIONS[kind][1]) if kind in POSITIONS else kind for kind in kinds]
    return capital(listed(words)) if words else ""


def position_label(kind: str) -> str:
    """One position as the name of a filter."""
    return capital(_(POSITIONS[kind][1])) if kind in POSITIONS else kind


def example(text: str, name: str, examples: Iterable[str]) -> str:
    """Marks a value that the organiser did not state."""
    if name not in examples:
        return text
    marked = _("%(value)s (voorbeeld)")
    if isinstance(
        text, Markup
    ):  # our own words around it; what is filled in is escaped or marked safe already
        return Markup(marked) % {"value": text}  # noqa: S704 # nosec B704
    return marked % {"value": text}
