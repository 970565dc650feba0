"""Work on very many small things, of which none is garbage before the end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Python does not look for circles meanwhile: it would go through all that is kept, again and again.

    Between a hundred thousand scans that search takes a quarter of the time, and finds nothing.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
