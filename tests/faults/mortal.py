"""A scheduler that dies at one very moment: `python -m tests.faults.mortal PORTION NUMBER before|after`.

It writes the readers of a group mail down in small portions, and kills itself (SIGKILL: nothing is tidied up)
in the portion with this number, before what it wrote is kept or right after.
"""

import os
import signal
import sys
from typing import Any

from portal.app import create_app
from portal.jobs import timetable
from portal.mailings import freezing


def main(portion: int, number: int, moment: str) -> None:
    """Runs until it is told to stop, or until its moment."""
    write_down, done = freezing.write_down, 0

    def dying(*given: Any, **named: Any) -> int:
        nonlocal done
        if moment == "after" and done == number:  # the transaction of the last one is over
            os.kill(os.getpid(), signal.SIGKILL)
        written = write_down(*given, **named)
        done += 1
        if moment == "before" and done == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return written

    freezing.PORTION, freezing.write_down = portion, dying
    timetable.main(create_app())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
