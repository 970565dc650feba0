"""Pieces of HTML that are made once for the same content.

The key of a piece holds everything that it is made of, so that a remembered piece is never stale.
"""

from collections.abc import Callable, Hashable

from markupsafe import Markup

MOST = 500
_pieces: dict[Hashable, Markup] = {}


def piece(key: Hashable, make: Callable[[], str]) -> Markup:
    """The piece with this key; made when it is not there."""
    found = _pieces.get(key)
    if found is None:
        found = Markup(make())  # noqa: S704 # nosec B704 - the engine made and escaped it
        if len(_pieces) >= MOST:
            _pieces.clear()
        _pieces[key] = found
    return found
