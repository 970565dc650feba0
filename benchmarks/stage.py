"""Where races are run: a database with the real programmes, an edition with few seats, people."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from benchmarks.crowd import Contender, people_in
from demo.programs import HOST, ROOT
from portal.config import read
from tests.support.environment import run_command

HERE = Path(__file__).resolve().parent
PROGRAMME = "de-transformerende-gemeentesecretaris"
PLAIN, CHOICES = "wedloop", "wedloop-keuze"
_FILES = {PLAIN: "race.toml", CHOICES: "race-choices.toml"}


@dataclass(frozen=True)
class Stage:
    """One race: an edition with `seats` seats. `environment` is that of the web server."""

    environment: Mapping[str, str]
    folder: Path
    key: str
    seats: int

    @property
    def programme(self) -> str:
        """The address of the programme page with this edition's enrol button."""
        with self.database() as connection:
            slug = connection.scalar(
                text("SELECT slug FROM editions WHERE loaded_as = :key"), {"key": self.key}
            )
        return f"/leergangen/{PROGRAMME}/{slug}"

    @contextmanager
    def database(self) -> Iterator[Connection]:
        """A look into the database, beside the portal."""
        engine = create_engine(read(self.environment).database_url, poolclass=NullPool)
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    def contenders(self, number: int) -> list[Contender]:
        """So many signed-in people, at the first page."""
        file = self.folder / "people.jsonl"
        run_command(self.environment, "bench-people", str(number), "--out", str(file))
        port = int(self.environment["SITE_URL"].rsplit(":", 1)[1])
        return people_in(file, HOST, port)

    def results(self) -> list[tuple[str, str, int]]:
        """Everyone's address, state and place in the order of requests."""
        query = text(
            "SELECT p.email, r.state, r.queue_number FROM registrations r "
            "JOIN people p ON p.id = r.person_id "
            "JOIN editions e ON e.id = r.edition_id WHERE e.loaded_as = :key ORDER BY r.queue_number"
        )
        with self.database() as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(query, {"key": self.key})]

    def states(self) -> Counter[str]:
        """How many registrations there are in each state."""
        return Counter(state for _email, state, _number in self.results())

    def check(self) -> str:
        """What `flask check` says; raises with its words when it finds something."""
        return run_command(self.environment, "check")


def load_programmes(environment: Mapping[str, str]) -> None:
    """The four real programmes."""
    run_command(environment, "seed")


def set_up(
    environment: Mapping[str, str], folder: Path, *, seats: int, pattern: str = PLAIN, name: str = ""
) -> Stage:
    """Adds an edition with so many seats, after this pattern, to a migrated database."""
    key = name or pattern
    content = (HERE / _FILES[pattern]).read_text(encoding="utf-8")
    for word, value in {"NAME": key, "SEATS": seats, "HALF": max(1, seats // 2)}.items():
        content = content.replace(word, str(value))
    file = folder / f"{key}.toml"
    file.write_text(content, encoding="utf-8")
    programme = ROOT / "seeds" / "programmes" / f"{PROGRAMME}.toml"
    run_command(environment, "seed", str(ROOT / "seeds" / "organisations.toml"), str(programme), str(file))
    return Stage(environment, folder, key, seats)
