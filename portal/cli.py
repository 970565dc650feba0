"""Commands: flask --app wsgi NAME. Each is thin: read the words, call a service, print."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import click
from flask import Flask

from portal import bench_people, clock
from portal.assessments.audit import audit
from portal.assessments.instrument_file import read_text
from portal.checking import run
from portal.config import ROOT, Settings
from portal.database import db, transaction
from portal.errors import NotFound, PortalError, Refused
from portal.jobs import timetable
from portal.jobs.tasks import run_task
from portal.people import appointing
from portal.seeding import files as seed_files
from portal.seeding import loading, report
from portal.tables import FileProblem
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.kit.errors import sentence


def register(app: Flask) -> None:
    """Makes the commands known."""
    _running(app)
    _making(app)
    _seeding(app)
    _appointing(app)
    _checking(app)
    _advising(app)


def for_audits() -> Flask:
    """An app that only advises: who audits has no database, no mail server and no secret key."""
    app = Flask("portal")
    _advising(app)
    return app


def _running(app: Flask) -> None:
    @app.cli.command("scheduler")
    def scheduler() -> None:
        """Runs every task in its rhythm until it is told to stop."""
        timetable.main(app)

    @app.cli.command("job")
    @click.argument("name")
    def job(name: str) -> None:
        """Runs one task now, by hand."""
        try:
            counts = run_task(name, now=clock.now(), real_now=clock.real_now())
        except NotFound as unknown:
            raise click.ClickException(str(unknown)) from None
        click.echo(json.dumps(dict(counts)))


def _appointing(app: Flask) -> None:
    @app.cli.command("add-administrator")
    @click.argument("email")
    @click.argument("name")
    def add_administrator(email: str, name: str) -> None:
        """Makes EMAIL an administrator called NAME; prints a link to sign in with once."""
        with _spoken(), transaction() as session:
            link = appointing.appoint_administrator(session, email=email, name=name, now=clock.now())
        site = cast(Settings, app.extensions["settings"]).site_url
        click.echo(f"{email} runs the portal now. Sign in within half an hour: {site}{link}")

    @app.cli.command("add-organiser")
    @click.argument("email")
    @click.argument("organisation")
    def add_organiser(email: str, organisation: str) -> None:
        """Makes EMAIL an organiser for ORGANISATION (its slug, such as vgs)."""
        with _spoken(), transaction() as session:
            appointing.appoint_organiser(session, email=email, slug=organisation, now=clock.now())
        click.echo(f"{email} organises for {organisation} now.")


@contextmanager
def _spoken() -> Iterator[None]:
    """A refusal ends the command with a sentence."""
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(sentence(refusal)) from None
    except NotFound as missing:
        raise click.ClickException(str(missing)) from None


def _making(app: Flask) -> None:
    @app.cli.command("bench-people")
    @click.argument("number", type=click.IntRange(1, 100_000))
    @click.option("--out", type=click.Path(path_type=Path), help="write to this file instead of the screen")
    def people(number: int, out: Path | None) -> None:
        """Makes NUMBER signed-in people for races; prints one JSON line each: email and cookie."""
        if not cast(Settings, app.extensions["settings"]).demo:
            raise click.ClickException("bench-people only runs in demo and test mode")
        with transaction() as session:
            made = bench_people.make(session, number=number, now=clock.now())
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        name = app.config["SESSION_COOKIE_NAME"]
        lines = [
            json.dumps({"email": email, "cookie": f"{name}={signer.dumps({'_user_id': secret})}"})
            for email, secret in made
        ]
        if out is None:
            click.echo("\n".join(lines))
        else:
            out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _seeding(app: Flask) -> None:
    @app.cli.command("seed")
    @click.option("--demo", is_flag=True, help="also the invented people, editions and registrations")
    @click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
    def seed(demo: bool, files: tuple[Path, ...]) -> None:
        """Loads the programmes in seeds/ (or just FILES); prints what does not add up in them."""
        if demo and not cast(Settings, app.extensions["settings"]).demo:
            raise click.ClickException("seed --demo only runs in demo and test mode")
        try:
            seeds = seed_files.read(ROOT / "seeds", demo=demo, files=files)
            with _spoken(), transaction() as session:
                done = loading.load(session, seeds, now=clock.now())
        except PortalError as problem:
            raise click.ClickException(str(problem)) from None
        click.echo("\n".join(report.lines(done)))


def _checking(app: Flask) -> None:
    @app.cli.command("check")
    def check() -> None:
        """Verifies every invariant over the whole database; exits 1 when one is broken."""
        findings = run.check_database(db.session(), now=clock.now(), real_now=clock.real_now())
        faults = [finding for finding in findings if not finding.note]
        for finding in faults:
            click.echo(_("FOUT: %(text)s", text=finding.text))
        for finding in findings:
            if finding.note:
                click.echo(_("Let op: %(text)s", text=finding.text))
        if faults:
            number = len(faults)
            click.echo(ngettext("Er klopt %(num)s ding niet.", "Er kloppen %(num)s dingen niet.", number))
            sys.exit(1)
        click.echo(_("Alles klopt."))


def _advising(app: Flask) -> None:
    file = click.Path(exists=True, dir_okay=False, path_type=Path)

    @app.cli.command("advise")
    @click.option("--catalogue", required=True, type=file, help="what can be recommended, on which day")
    @click.option("--respondents", required=True, type=file, help="answers, goals and what else counts")
    @click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
    def advise(catalogue: Path, respondents: Path, out: Path) -> None:
        """Computes recommendations outside the database: the same input gives the same bytes."""
        default, _problems = read_text((ROOT / "seeds/assessments/zelfscan.toml").read_text(encoding="utf-8"))
        assert default is not None, "the instrument that comes along can be read"
        try:
            text, notes = audit(_read(catalogue), _read(respondents), default.instrument)
            _write_whole(out, text)
        except FileProblem as problem:
            raise BadInput(_on_a_line(str(problem))) from None
        except OSError as problem:
            raise BadInput(f"{out}: {problem.strerror}") from None
        for note in notes:
            click.echo(_on_a_line(note), err=True)


class BadInput(click.ClickException):
    """What was given cannot be used; ends as a wrong word on the command line does."""

    exit_code = 2


def _on_a_line(text: str) -> str:
    """So that a strange id cannot break the line, or the screen."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path}: not UTF-8 text") from None


def _write_whole(path: Path, text: str) -> None:
    """Writes everything or nothing; a device or pipe just gets the text. Who may read it is as for any file
    that the operator makes, or as it was: it is about people."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    half = Path(name)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        half.chmod(mode)
        half.replace(path)
    except BaseException:
        half.unlink()
        raise


def _umask() -> int:
    """What the operator keeps from others; it can only be read by setting it."""
    now = os.umask(0o077)
    os.umask(now)
    return now
