"""What every list of the workbench has: words to search for, pages, and heads to sort by."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import request, url_for

from portal.web.kit.numbers import whole

LONGEST = 100


def asked(name: str) -> str:
    """What the address says under this name."""
    return request.args.get(name, "").strip()[:LONGEST]


def page_number() -> int:
    """Which page was asked for; nonsense is the first."""
    return whole(request.args.get("pagina"), 1)


def page_address(endpoint: str, kept: Mapping[str, str], **address: str) -> Callable[[int], str]:
    """The address of each page of this list, with the search kept."""
    values: dict[str, Any] = {**{name: value for name, value in kept.items() if value}, **address}
    return lambda number: url_for(endpoint, pagina=number, **values)
