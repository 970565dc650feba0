"""What a task gets: the moment it runs at, its transactions, and whether it should stop."""

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.jobs.leases import Held, fenced


@dataclass(frozen=True)
class Run:
    """One run of a task. `now` is the portal's time, `real_now` the machine's, both at the start."""

    now: datetime
    real_now: datetime
    settings: Settings
    held: Held | None = None
    stop: Event = field(default_factory=Event)
    _began: float = field(default_factory=time.monotonic)

    def transaction(self, *, durable: bool = True) -> AbstractContextManager[Session]:
        """A write transaction that refuses to begin when another process took over."""
        return fenced(self.held, durable=durable)

    def real_time(self) -> datetime:
        """The machine's time at this moment of the run, for claims and pauses."""
        return self.real_now + timedelta(seconds=time.monotonic() - self._began)

    def portal_time(self) -> datetime:
        """The portal's time at this moment of the run."""
        return self.now + timedelta(seconds=time.monotonic() - self._began)
