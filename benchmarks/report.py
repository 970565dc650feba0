"""Prints what was measured, beside what is aimed at."""

from collections.abc import Sequence

from benchmarks.meters import percentile
from benchmarks.races import Result
from benchmarks.walks import Cost


def _line(name: str, value: str, aim: str = "") -> None:
    print(f"  {name:<44} {value:>34}" + (f"   aim {aim}" if aim else ""))


def pages(kind: str, pattern: str, costs: Sequence[Cost]) -> None:
    """CPU of each page, and of the whole registration."""
    print(f"\n{kind}, CPU per page in ms ({pattern}): web + database")
    for cost in costs:
        aim = "<= 5" if cost.name.startswith(("catalogue", "programme")) else ""
        aim = "<= 12" if cost.name == "send controleren" else aim
        _line(cost.name, f"{cost.used.web * 1e3:.2f} + {cost.used.database * 1e3:.2f}", aim)
    web, database = (sum(getattr(c.used, n) for c in costs if c.part) * 1e3 for n in ("web", "database"))
    _line("whole registration", f"{web:.1f} + {database:.1f} = {web + database:.1f}", "<= 40")


def race(kind: str, result: Result, commits: Sequence[float]) -> None:
    """Throughput, waiting and the lock, with a bare durable commit beside them."""
    count, commit = len(result.everyone), percentile(commits, 0.5)
    print(f"\n{kind}, the race: {count} press in the same moment")
    _line("answers, states", f"{dict(result.statuses)} {dict(result.states)}")
    _line("registrations per second", f"{count / result.seconds:.0f}")
    web, database = (used / count * 1e3 for used in (result.used.web, result.used.database))
    _line("CPU of the deciding request, web + database", f"{web:.2f} + {database:.2f} ms", "<= 12")
    for name, values, aim in (("everyone", result.everyone, ""), ("winners", result.winners, "p99 < 500")):
        p50, p99 = (percentile(values, share) * 1e3 for share in (0.5, 0.99))
        _line(f"deciding request, {name}: p50 / p99", f"{p50:.0f} / {p99:.0f} ms", aim)
    held, worst = percentile(result.locks, 0.5), percentile(result.locks, 0.99)
    _line("lock held: median / p99", f"{held:.2f} / {worst:.2f} ms", "median < 3")
    _line("one bare durable commit: median / p99", f"{commit:.2f} / {percentile(commits, 0.99):.2f} ms")
    _line("in bare commits: CPU, lock", f"{(web + database) / commit:.0f} x, {held / commit:.0f} x")


def memory(workers: float, scheduler: float, started: float) -> None:
    """Memory after load, and the time to the first page."""
    print("  after load")
    total = workers + scheduler
    _line("PSS: workers + scheduler", f"{workers:.0f} + {scheduler:.0f} = {total:.0f} MiB", "< 300")
    _line("from start to first page", f"{started:.2f} s", "1.5")
