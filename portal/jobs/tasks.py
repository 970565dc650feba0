"""The tasks of the scheduler, each thin, each also `flask job NAME`, each safe to run twice.

A task is a function of a `Run`. It writes inside `with run.transaction() as session:`, never otherwise.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import cast

from flask import current_app
from sqlalchemy.orm import Session

from portal.assessments import keeping, spread
from portal.config import Settings
from portal.database import db
from portal.erasure import invoices as kept_invoices
from portal.erasure import queries as erasures
from portal.erasure import service as erasing
from portal.errors import NotFound
from portal.goals import letters as goal_letters
from portal.insight import service as insight
from portal.invites import service as agendas
from portal.jobs import answers, delivery
from portal.jobs.leases import FenceLost, Held
from portal.jobs.running import Run
from portal.mailings import feeding, freezing, reminders
from portal.mailings import tidying as mailings_tidying
from portal.material import letters as material_letters
from portal.material import tidying as material_tidying
from portal.people import limits, tokens
from portal.people import tidying as people_tidying
from portal.programmes import tidying as programmes_tidying
from portal.registrations import tidying as registrations_tidying
from portal.registrations import upkeep

_log = logging.getLogger(__name__)
LETS_OTHERS_IN = 0.01
"""Seconds between two transactions on one edition: SQLite's writers that wait look again now and then."""


@dataclass(frozen=True)
class Task:
    """What to do and how often. The function returns counts for the log."""

    do: Callable[[Run], Mapping[str, int]]
    every: timedelta


def deliver_letters(run: Run) -> Mapping[str, int]:
    """Sends the letters that are due."""
    return delivery.deliver(run)


def purge(run: Run) -> Mapping[str, int]:
    """Removes what has had its time."""
    with run.transaction() as session:
        counts = {
            "tokens": tokens.purge(session, run.now),
            "counts": limits.forget(session, now=run.now),
        }
        for room in (
            people_tidying,
            programmes_tidying,
            registrations_tidying,
            material_tidying,
            mailings_tidying,
            kept_invoices,
        ):
            room.tidy(session, now=run.now)
        return counts


def settle(run: Run) -> Mapping[str, int]:
    """Ends offers, holds and invitations that are over, and passes their seats on."""
    return _each_edition(run, upkeep.editions_to_settle, upkeep.settle_edition)


def remind(run: Run) -> Mapping[str, int]:
    """Reminds people of an offer or an invitation that ends soon."""
    return _each_edition(run, upkeep.editions_to_remind, upkeep.remind_edition)


def announce(run: Run) -> Mapping[str, int]:
    """Tells people who asked for it that registration opened."""
    return _each_edition(run, upkeep.editions_to_announce, upkeep.announce_edition)


def update_agendas(run: Run) -> Mapping[str, int]:
    """Brings the agendas of every edition that changed up to date, a few people in each transaction."""
    return _in_each(run, agendas.editions_to_update, _walk)


def _walk(run: Run, edition_id: int) -> None:
    walk = agendas.Round(edition_id)
    with run.transaction() as session:
        walk.begin(session, now=run.portal_time())
    walk.look(db.session(), now=run.portal_time())
    while not (walk.done or run.stop.is_set()):
        with run.transaction() as session:
            walk.step(session, now=run.portal_time())
        run.stop.wait(0 if walk.done else LETS_OTHERS_IN)


def announce_material(run: Run) -> Mapping[str, int]:
    """Tells participants that material was released."""
    return _each_edition(run, material_letters.editions_to_announce, material_letters.announce_edition)


def remind_of_meetings(run: Run) -> Mapping[str, int]:
    """Reminds participants of the meetings that come."""
    return _each_edition(run, reminders.editions_to_remind, reminders.remind_edition)


def remind_of_goals(run: Run) -> Mapping[str, int]:
    """Reminds people of learning goals that lie still, a person in each transaction."""
    with run.transaction() as session:
        people = goal_letters.people_to_remind(session, run.now)
    reminded = 0
    for person_id in people:
        if run.stop.is_set():
            break
        with run.transaction() as session:
            reminded += goal_letters.remind_person(session, person_id=person_id, now=run.portal_time())
    return {"reminded": reminded}


def erase_accounts(run: Run) -> Mapping[str, int]:
    """Goes on with accounts that are being erased, a step in each transaction."""
    with run.transaction() as session:
        people = erasures.under_way(session)
    steps = failed = 0
    for person_id in people:
        try:
            steps += _erase(run, person_id)
        except FenceLost:
            raise
        except Exception:  # one account's fault stays with that account
            failed += 1
            _log.exception("erasing failed", extra={"facts": {"person": person_id}})
    return {"steps": steps, "failed": failed}


def _erase(run: Run, person_id: int) -> int:
    steps = 0
    while not run.stop.is_set():
        with run.transaction() as session:
            if not erasing.advance(session, person_id=person_id, now=run.portal_time()):
                break
        steps += 1
    return steps


def publish_figures(run: Run) -> Mapping[str, int]:
    """Publishes new figures of cohorts and then of organisations, where enough changed."""
    caught_up = 0
    while not run.stop.is_set():
        with run.transaction() as session:
            number = keeping.catch_up(session)
        if not number:
            break
        caught_up += number
    counts = dict(_each_edition(run, lambda session, _now: insight.editions_to_renew(session), insight.renew))
    theirs = _each_edition(
        run,
        lambda session, _now: insight.organisations_to_renew(session),
        insight.renew_organisation,
        of="organisation",
    )
    failed = counts.pop("failed") + theirs["failed"]
    return {"caught_up": caught_up, **counts, "organisations": theirs["organisations"], "failed": failed}


def renew_spread(run: Run) -> Mapping[str, int]:
    """Renews how much single answers of a scan vary, as new results take it over."""
    with run.transaction() as session:
        return {"renewed": spread.renew(session)}


def send_mailings(run: Run) -> Mapping[str, int]:
    """Writes the readers of every group mail down and puts their letters in the outbox, a few at a time."""
    with run.transaction() as session:
        mailings = feeding.mailings_to_feed(session)
    posted = failed = 0
    for mailing_id in mailings:
        try:
            posted += _feed(run, mailing_id)
        except FenceLost:
            raise
        except Exception:  # one mail's fault stays with that mail
            failed += 1
            _log.exception("mailing failed", extra={"facts": {"mailing": mailing_id}})
    return {"posted": posted, "failed": failed}


def _feed(run: Run, mailing_id: int) -> int:
    posted, written = 0, 1
    while written and not run.stop.is_set():
        with run.transaction() as session:
            written = freezing.write_down(session, mailing_id=mailing_id)
        run.stop.wait(LETS_OTHERS_IN if written else 0)
    while not run.stop.is_set():
        with run.transaction() as session:
            number = feeding.feed(
                session, mailing_id=mailing_id, now=run.portal_time(), real_now=run.real_time()
            )
        if not number:
            break
        posted += number
    return posted


def _each_edition(
    run: Run,
    which: Callable[[Session, datetime], list[int]],
    verb: Callable[..., object],
    *,
    of: str = "edition",
) -> Mapping[str, int]:
    """One short transaction per edition: nobody waits long for its lock, and no edition for another."""

    def do(run: Run, one_id: int) -> None:
        with run.transaction() as session:
            verb(session, **{f"{of}_id": one_id}, now=run.portal_time())

    return _in_each(run, which, do, of=of)


def _in_each(
    run: Run,
    which: Callable[[Session, datetime], list[int]],
    do: Callable[[Run, int], None],
    *,
    of: str = "edition",
) -> Mapping[str, int]:
    with run.transaction() as session:
        found = which(session, run.now)
    failed = 0
    for one_id in found:
        if run.stop.is_set():
            break
        try:
            do(run, one_id)
        except FenceLost:
            raise
        except Exception:  # one edition's fault stays with that edition
            failed += 1
            _log.exception("%s failed", of, extra={"facts": {of: one_id}})
    return {f"{of}s": len(found), "failed": failed}


TASKS: dict[str, Task] = {
    "deliver_letters": Task(deliver_letters, every=timedelta(seconds=2)),
    "settle": Task(settle, every=timedelta(seconds=30)),
    "remind": Task(remind, every=timedelta(minutes=10)),
    "announce": Task(announce, every=timedelta(seconds=60)),
    "update_agendas": Task(update_agendas, every=timedelta(seconds=5)),
    "read_mailboxes": Task(answers.read_mailboxes, every=timedelta(minutes=1)),
    "announce_material": Task(announce_material, every=timedelta(seconds=60)),
    "send_mailings": Task(send_mailings, every=timedelta(seconds=2)),
    "remind_of_meetings": Task(remind_of_meetings, every=timedelta(seconds=30)),
    "publish_figures": Task(publish_figures, every=timedelta(hours=12)),
    "renew_spread": Task(renew_spread, every=timedelta(hours=24)),
    "erase_accounts": Task(erase_accounts, every=timedelta(minutes=1)),
    "remind_of_goals": Task(remind_of_goals, every=timedelta(hours=1)),
    "read_folders": Task(answers.read_folders, every=timedelta(seconds=3)),
    "purge": Task(purge, every=timedelta(hours=1)),
}


def run_task(
    name: str,
    *,
    now: datetime,
    real_now: datetime,
    held: Held | None = None,
    stop: Event | None = None,
) -> Mapping[str, int]:
    """Runs one task now, inside an app context; raises `NotFound` for an unknown name."""
    if name not in TASKS:
        raise NotFound(f"no task {name!r}; there are {', '.join(sorted(TASKS))}")
    settings = cast(Settings, current_app.extensions["settings"])
    run = Run(now=now, real_now=real_now, settings=settings, held=held, stop=stop or Event())
    return TASKS[name].do(run)
