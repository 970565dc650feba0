"""A throw-away PostgreSQL: started when first needed, gone at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from tests.support.need import missing

PATIENCE = 60


def programs() -> Path | None:
    """The folder with the server's programs, the newest version first."""
    places = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda place: [int(part) for part in place.parent.name.split(".") if part.isdigit()],
        reverse=True,
    )
    found = shutil.which("initdb")
    if found:
        places.append(Path(found).resolve().parent)
    return next(
        (place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None
    )


def owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then another user owns the cluster."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class Cluster:
    """A server on a unix socket of its own: `with Cluster() as cluster: url = cluster.create("name")`."""

    def __init__(self, *, durable: bool = True, connections: int = 100) -> None:
        found = programs()
        if found is None:
            missing("PostgreSQL", "apt-get install postgresql")
        self._bin = found
        self._owner = owner()
        self._folder = Path(tempfile.mkdtemp(prefix="leergang-pg-"))
        self._data = self._folder / "data"
        if self._owner:
            os.chown(self._folder, self._owner["user"], self._owner["group"])
        self._options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._folder),
            "max_connections": str(connections),
            "shared_buffers": "64MB",
            "fsync": "on" if durable else "off",
        }

    def __enter__(self) -> Self:
        try:
            self._run(
                "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"
            )
            settings = " ".join(f"-c {name}='{value}'" for name, value in self._options.items())
            log = str(self._folder / "log")
            self._run(
                "pg_ctl",
                "--wait",
                "--silent",
                f"--timeout={PATIENCE}",
                f"--log={log}",
                f"-o{settings}",
                "start",
            )
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._run("pg_ctl", "--wait", "--silent", "--mode=immediate", "stop")
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        """The server's first process, for measuring what it uses."""
        return int((self._data / "postmaster.pid").read_text(encoding="ascii").split()[0])

    def url(self, database: str) -> str:
        """The DATABASE_URL of a database in this cluster."""
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def create(self, database: str, template: str = "template0") -> str:
        """Makes a database, as a quick copy of another if asked, and returns its DATABASE_URL."""
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY {self._strategy}')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Removes a database, whoever still uses it."""
        self.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Runs one statement as the owner of everything."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    _strategy = "file_copy"

    def _run(self, program: str, *words: str) -> None:
        # Output goes to a file: the server inherits it and would keep a pipe open for ever.
        with (self._folder / f"{program}.out").open("w+", encoding="utf-8") as output:
            command = [str(self._bin / program), f"--pgdata={self._data}", *words]
            done = subprocess.run(
                command, cwd=self._folder, stdout=output, stderr=output, check=False, **self._owner
            )
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program} failed:\n{output.read()}")
