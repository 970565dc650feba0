"""What a registration costs, in cents, as data at its moment and as a line of words (pure)."""

from datetime import date, timedelta
from typing import Any, Protocol

from portal.texts import format_date, format_money, local
from portal.texts import gettext as _


class Priced(Protocol):
    """What knows prices: an edition's sheet."""

    @property
    def price_cents(self) -> int | None: ...
    @property
    def member_price_cents(self) -> int | None: ...
    @property
    def companion_price_cents(self) -> int | None: ...
    @property
    def vat_basis(self) -> str: ...
    @property
    def vat_percentage(self) -> int | None: ...
    @property
    def cancel_free_days(self) -> int | None: ...
    @property
    def cancel_percentage(self) -> int | None: ...
    @property
    def first_day(self) -> date | None: ...


def price_of(edition: Priced, *, member: bool, duo: bool) -> dict[str, Any]:
    """The price at this moment: cents per head in order, total, VAT basis and rate. Unknown stays None."""
    if edition.vat_basis == "free":
        return {"heads": [0] * (2 if duo else 1), "total": 0, "vat_basis": "free", "vat_percentage": None}
    first = edition.price_cents
    if member and edition.member_price_cents is not None:
        first = edition.member_price_cents
    heads = [first]
    if duo:
        heads.append(first if edition.companion_price_cents is None else edition.companion_price_cents)
    known = [head for head in heads if head is not None]
    return {
        "heads": heads,
        "total": sum(known) if len(known) == len(heads) else None,
        "vat_basis": str(edition.vat_basis),
        "vat_percentage": edition.vat_percentage,
    }


def with_other_first(
    price: dict[str, Any], edition: Priced, *, was_member: bool, member: bool
) -> dict[str, Any]:
    """The price when somebody else takes the first seat: it changes only where a member pays differently.

    `was_member` counts when the recorded price tells nothing, because the edition's prices changed since.
    """
    heads, prices = price.get("heads", []), (edition.member_price_cents, edition.price_cents)
    if edition.member_price_cents is None or not heads or price.get("vat_basis") == "free":
        return price
    paid_as_member = heads[0] == prices[0] if heads[0] in prices else was_member
    if paid_as_member == member or prices[0] == prices[1]:
        return price
    new = price_of(edition, member=member, duo=len(heads) == 2)["heads"]
    if edition.companion_price_cents is not None:
        new = [new[0], *heads[1:]]
    return {**price, "heads": new, "total": None if None in new else sum(new)}


def vat_words(basis: str, percentage: int | None) -> str:
    """How the amount relates to VAT, in words."""
    if basis == "excl":
        if percentage is None:
            return _("exclusief btw")
        return _("exclusief %(rate)s procent btw", rate=percentage)
    if basis == "incl":
        if percentage is None:
            return _("inclusief btw")
        return _("inclusief %(rate)s procent btw", rate=percentage)
    if basis == "exempt":
        return _("vrijgesteld van btw")
    return _("btw niet vermeld")


def line(price: dict[str, Any]) -> str:
    """One line: the amount with its basis; says so when it is free or unknown."""
    if price.get("vat_basis") == "free":
        return _("Gratis")
    if price.get("total") is None:
        return _("Prijs nog niet bekend")
    words = vat_words(price["vat_basis"], price.get("vat_percentage"))
    amount = format_money(price["total"])
    heads = price.get("heads", [])
    if len(heads) == 2:
        return _("%(amount)s voor jullie samen, %(vat)s", amount=amount, vat=words)
    return _("%(amount)s, %(vat)s", amount=amount, vat=words)


def terms_of(edition: Priced) -> dict[str, Any]:
    """The cancellation terms at this moment: free until a day, then a percentage; {} when none are stated."""
    if edition.cancel_free_days is None or edition.first_day is None:
        return {}
    until = edition.first_day - timedelta(days=edition.cancel_free_days)
    percentage = 100 if edition.cancel_percentage is None else edition.cancel_percentage
    return {"free_until": until.isoformat(), "percentage": percentage}


def free_at_least_until(terms: dict[str, Any], day: date) -> dict[str, Any]:
    """The same terms, free until this day or the later one that was agreed; {} stays {}."""
    if not terms or date.fromisoformat(terms["free_until"]) >= day:
        return terms
    return {**terms, "free_until": day.isoformat()}


def may_leave(terms: dict[str, Any]) -> str:
    """Until when one may leave for nothing, as a sentence; without terms only that one may leave."""
    if not terms:
        return _("Kun of wil je niet meer? Meld je dan af bij je inschrijving.")
    day = format_date(date.fromisoformat(terms["free_until"]))
    return _(
        "Kun of wil je niet meer? Meld je dan af bij je inschrijving. Tot en met %(day)s kost dat niets.",
        day=day,
    )


def leaving_costs(price: dict[str, Any], terms: dict[str, Any], today: date) -> int | None:
    """What leaving today costs in cents: 0 is free, None is not known (no terms, or no price)."""
    if price.get("total") == 0:
        return 0
    if not terms:
        return None
    if today <= date.fromisoformat(terms["free_until"]):
        return 0
    total = price.get("total")
    return None if total is None else round(total * terms["percentage"] / 100)


class Left(Protocol):
    """What knows when it ended, and how: a registration."""

    price: Any
    terms: Any
    seated_at: Any
    ended_at: Any


def cost_of_having_left(left: Left) -> int | None:
    """What leaving cost in cents, for who has left: nothing without a seat; None is not known."""
    if left.seated_at is None or left.ended_at is None:
        return 0
    return leaving_costs(left.price, left.terms, local(left.ended_at).date())


def cost_of_leaving(cents: int | None) -> str:
    """What leaving costs, as a sentence."""
    if cents is None:
        return _("Over kosten bij afmelden heeft de organisator niets vastgelegd. Vraag het als je twijfelt.")
    if cents == 0:
        return _("Afmelden kost je niets.")
    return _("Afmelden kost nu %(amount)s.", amount=format_money(cents))
