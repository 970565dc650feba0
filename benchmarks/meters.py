"""Reading what processes use, from /proc: CPU seconds and memory."""

import math
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.M)


def family(pid: int) -> list[int]:
    """A process and everything below it."""
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = path.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in below:
            found += family(int(child))
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time so far, with that of children that ended."""
    ticks = 0
    for pid in pids:
        try:
            after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += sum(int(value) for value in after_name[11:15])
    return ticks / TICK


def pss_mebibytes(pids: Iterable[int]) -> float:
    """Memory, with pages that are shared counted once among those that share them."""
    total = 0
    for pid in pids:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        total += int(_PSS.findall(text)[0])
    return total / 1024


@dataclass(frozen=True)
class Used:
    """CPU seconds of the web server and of the database server (0 when it runs inside the workers)."""

    web: float
    database: float

    def __sub__(self, earlier: "Used") -> "Used":
        return Used(self.web - earlier.web, self.database - earlier.database)

    @property
    def both(self) -> float:
        """Together."""
        return self.web + self.database


@dataclass(frozen=True)
class Meter:
    """Watches the processes below these two."""

    web_pid: int
    database_pid: int | None = None

    def read(self) -> Used:
        """Used until now."""
        database = cpu_seconds(family(self.database_pid)) if self.database_pid else 0.0
        return Used(cpu_seconds(family(self.web_pid)), database)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * share) - 1)]
