"""What every list of the administration has: words to search for, and pages."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for


def words() -> str:
    """What was typed in the search field."""
    return request.args.get("q", "").strip()[:100]


def page_number() -> int:
    """Which page was asked for; nonsense is the first."""
    text = request.args.get("pagina", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def page_address(endpoint: str, **values: str) -> Callable[[int], str]:
    """The address of each page of this list, with the search kept."""
    kept: dict[str, Any] = {name: value for name, value in values.items() if value}
    return lambda number: url_for(endpoint, pagina=number, **kept)
