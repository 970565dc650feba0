"""kill -9 among the portions in which readers of a group mail are written down: nobody is lost or doubled."""

import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from demo.sink import BackgroundSink
from portal.people import tokens
from tests.faults.conftest import BOTH
from tests.faults.mailed import Mailed, confirmed
from tests.faults.support import every_letter_sent, fresh_database, wait_for
from tests.support.environment import TEST_KEY, settings
from tests.support.proof import FULL, size
from tests.support.servers import SchedulerProcess

PORTION = 3
READERS = size(7, 13)
GUESTS = (("Gast", "gast@elders.example"), ("", "zonder.naam@elders.example"))
_AROUND_A_BORDER = [(1, "before"), (1, "after")]
DEATHS = _AROUND_A_BORDER * (READERS // PORTION) if FULL else [*_AROUND_A_BORDER, (2, "before")]
"""In which portion each scheduler dies, counted from its start: before that one is kept, or right after."""


class Mortal(SchedulerProcess):
    """A scheduler with its fate."""

    def __init__(self, environment: Mapping[str, str], folder: Path, number: int, moment: str) -> None:
        super().__init__(environment, folder)
        self.fate = [str(PORTION), str(number), moment]

    def command(self) -> list[str]:
        """The scheduler as it dies."""
        return [sys.executable, "-m", "tests.faults.mortal", *self.fate]

    def dies(self) -> None:
        """Waits for its moment."""
        wait_for(lambda: self.code() is not None, 60, "a scheduler that dies")
        assert self.code() == -signal.SIGKILL, self.log.read_text(encoding="utf-8")

    def code(self) -> int | None:
        """How it ended."""
        return self.program.exit_code() if self.program else None


@dataclass
class Portions(Mailed):
    """`left` is how many readers were still to be written down after each death."""

    left: list[int] = field(default_factory=list)

    def run(self, folder: Path) -> None:
        """Every scheduler dies its death; the last one does all that is left."""
        for number, moment in DEATHS:
            with Mortal(self.environment, folder, number, moment) as scheduler:
                scheduler.dies()
            self.time_passes()
            self.left.append(self.unwritten())
        with SchedulerProcess(self.environment, folder):
            everyone = len(self.addresses)
            wait_for(lambda: len(self.sent_to()) == everyone and every_letter_sent(self), 60, "every letter")

    def unwritten(self) -> int:
        """How many readers are still to be written down."""
        with self.database() as connection:
            return connection.execute(text("SELECT unwritten FROM mailings")).scalar_one()


@pytest.fixture(scope="module", params=BOTH if FULL else ["sqlite"])
def siege(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portions]:
    """The whole siege, once for each kind of database in the proof."""
    folder = tmp_path_factory.mktemp("portions")
    tokens.configure(TEST_KEY)
    with fresh_database(request, folder) as database, BackgroundSink(folder / "postbus") as sink:
        environment = settings(database, sink=sink)
        addresses, mailing_id = confirmed(environment, participants=READERS, body="Tot dan.", guests=GUESTS)
        found = Portions(environment, sink, addresses, mailing_id)
        found.run(folder)
        yield found


def test_every_scheduler_died_among_the_portions(siege: Portions) -> None:
    everyone, kept, found = len(siege.addresses), 0, []
    for number, moment in DEATHS:
        kept += number if moment == "after" else number - 1
        found.append(everyone - kept * PORTION)
    assert siege.left == found
    assert siege.left[-1] > 0


def test_everyone_gets_the_mail_once(siege: Portions) -> None:
    received = siege.sent_to()
    assert {address: len(names) for address, names in received.items()} == dict.fromkeys(siege.addresses, 1)


def test_everyone_is_written_down_once(siege: Portions) -> None:
    with siege.database() as connection:
        written = connection.scalars(text("SELECT address FROM mailing_recipients"))
        assert sorted(written) == sorted(siege.addresses)
    assert siege.unwritten() == 0
