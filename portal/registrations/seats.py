"""How many seats are free (pure): the same for an edition, an elective module and a breakout."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seats:
    """The count of one pool. `capacity` None is unlimited; `shut` is full by the organiser's word.

    `taken` counts the seats of confirmed, offered and held claims; `waiting` the claims that wait.
    """

    capacity: int | None
    taken: int = 0
    waiting: int = 0
    shut: bool = False
    overbooked: int = 0

    @property
    def free(self) -> int | None:
        """Seats to give now; None is unlimited."""
        if self.shut:
            return 0
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def over_full(self) -> int:
        """Seats taken above the capacity."""
        return 0 if self.capacity is None else max(0, self.taken - self.capacity)

    def has_room(self, seats: int) -> bool:
        """Whether so many seats fit."""
        return self.free is None or self.free >= seats


def overbooking_after(*, capacity: int | None, taken: int, overbooked: int) -> int:
    """The recorded overbooking that remains: it shrinks when seats come free and never grows by itself."""
    return 0 if capacity is None else min(overbooked, max(0, taken - capacity))


def overbooking_needed(*, capacity: int | None, taken: int) -> int:
    """The overbooking that an organiser's own decision (lower capacity, admit by hand) puts on record."""
    return 0 if capacity is None else max(0, taken - capacity)
