"""Delivers letters: claim, render once, store, send, mark. Nothing slow happens in a transaction."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.goals import letters as goal_letters
from portal.invites.letters import calendar_part
from portal.jobs.running import Run
from portal.mailings import group_letters
from portal.mailings import letters as reminders
from portal.material import letters as material
from portal.outbox import rendering, service
from portal.outbox.letter import Letter
from portal.outbox.mailer import Envelope, Mailer, Never, NoServer, TryLater
from portal.outbox.models import LetterState
from portal.outbox.rendering import CannotRender, LinkIsGone, Rendered
from portal.outbox.service import Claimed
from portal.people import tokens

BATCH = 10
CLAIM_SECONDS = 60.0
MARK_TRIES = 3
_log = logging.getLogger(__name__)
T = TypeVar("T")


class Outcome(StrEnum):
    """What became of one letter in this run."""

    SENT = "sent"
    LATER = "later"
    FAILED = "failed"
    TAKEN = "taken"
    NO_SERVER = "no_server"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Ready:
    """A letter whose try has begun, with the secrets of its one-time links."""

    claimed: Claimed
    rendered: Rendered
    secrets: Mapping[int, str]


def deliver(run: Run) -> dict[str, int]:
    """Sends every letter that is due; returns how many were sent, wait for a new try, or failed."""
    counts: Counter[str] = Counter()
    with Mailer(run.settings.mail) as mailer:
        while not run.stop.is_set():
            with run.transaction() as session:
                batch = service.claim_due(
                    session, real_now=run.real_time(), limit=BATCH, lease_seconds=CLAIM_SECONDS
                )
            if not batch or not _deliver_batch(run, mailer, batch, counts):
                break
    return dict(counts)


def _deliver_batch(run: Run, mailer: Mailer, batch: list[Claimed], counts: Counter[str]) -> bool:
    began = run.real_time()
    ready = _begin(run, batch, counts)
    for number, one in enumerate(ready):
        outcome, rest = None, ready[number:]
        late = run.real_time() - began > timedelta(seconds=CLAIM_SECONDS / 3)
        if not (late or run.stop.is_set()):
            outcome, rest = _send(run, mailer, one), ready[number + 1 :]
            counts[outcome] += 1
        if outcome in (None, Outcome.NO_SERVER):
            # The others keep their tries: the next run finds out with one letter whether it can go on.
            with run.transaction() as session:
                service.give_back(session, [one.claimed for one in rest])
            return late and outcome is None
    return True


def _begin(run: Run, batch: list[Claimed], counts: Counter[str]) -> list[Ready]:
    """Renders the letters of a batch, and stores in one go what will be sent."""
    rendered = [
        (claimed, found) for claimed in batch if (found := _text_of(run, claimed, counts)) is not None
    ]
    ready = []
    with run.transaction() as session:
        for claimed, text in rendered:
            if not _is_wanted(session, claimed.letter, run):
                service.mark_dropped(
                    session, claimed, why="the addressee left, or what it says is no longer so"
                )
                counts[Outcome.DROPPED] += 1
                continue
            begun = service.begin_try(
                session,
                claimed,
                rendered=text,
                message_id=claimed.message_id or rendering.message_id(claimed.public_id),
                real_now=run.real_time(),
                lease_seconds=CLAIM_SECONDS,
            )
            if begun is None:
                counts[Outcome.TAKEN] += 1
                continue
            ready.append(Ready(begun, text, tokens.secrets_of(session, claimed.letter.token_ids)))
    return ready


def _text_of(run: Run, claimed: Claimed, counts: Counter[str]) -> Rendered | None:
    """What the letter says; None when it cannot leave, which is stored."""
    if claimed.tries >= service.MAX_TRIES:
        counts[_failed(run, claimed, "the process stopped during every try")] += 1
        return None
    try:
        return claimed.rendered or _render(claimed)
    except CannotRender as error:
        counts[_failed(run, claimed, str(error))] += 1
        return None


def _is_wanted(session: Session, letter: Letter, run: Run) -> bool:
    """Whether it may still leave: things change between writing and sending."""
    return (
        material.is_wanted(session, letter)
        and group_letters.is_wanted(session, letter)
        and reminders.is_wanted(session, letter, now=run.portal_time())
        and goal_letters.is_wanted(session, letter, now=run.portal_time())
    )


def _render(claimed: Claimed) -> Rendered:
    rendered = rendering.render(claimed.letter, claimed.public_id)
    if not claimed.letter.thread:
        return rendered
    return replace(rendered, calendar=calendar_part(claimed.letter))


def _send(run: Run, mailer: Mailer, ready: Ready) -> Outcome:
    claimed = ready.claimed
    try:
        mailer.send(_envelope(claimed, ready.rendered, ready.secrets), sent_at=run.portal_time())
    except (Never, LinkIsGone) as error:
        return _failed(run, claimed, str(error))
    except TryLater as error:
        return _later(run, claimed, error)
    except Exception as error:  # one letter's fault stays with that letter
        _log.exception("letter could not be handed over")
        return _later(run, claimed, error)
    _store(run, lambda session: service.mark_sent(session, claimed, now=run.portal_time()))
    _tell("letter sent", claimed)
    return Outcome.SENT


def _envelope(claimed: Claimed, rendered: Rendered, secrets: Mapping[int, str]) -> Envelope:
    letter, key = claimed.letter, claimed.public_id
    return Envelope(
        to_address=letter.to_address,
        to_name=letter.to_name,
        sender_name=letter.sender_name or rendering.house().site_name,
        reply_to=letter.sender_address or rendering.house().contact,
        subject=rendered.subject,
        text=rendering.fill(rendered.text, key, secrets),
        html=rendering.fill(rendered.html, key, secrets),
        message_id=claimed.message_id,
        language=letter.language,
        calendar=rendered.calendar,
        calendar_method=str(letter.facts["method"]) if rendered.calendar else "",
        unsubscribe=rendering.fill(rendering.link(letter, "remove_link", key), key, secrets),
    )


def _failed(run: Run, claimed: Claimed, error: str) -> Outcome:
    _store(run, lambda session: service.mark_failed(session, claimed, error=error))
    _tell("letter failed", claimed, error=error)
    return Outcome.FAILED


def _later(run: Run, claimed: Claimed, error: Exception) -> Outcome:
    words = str(error) or type(error).__name__
    state = _store(
        run, lambda session: service.mark_later(session, claimed, error=words, real_now=run.real_time())
    )
    _tell("letter failed" if state == LetterState.FAILED else "letter waits", claimed, error=words)
    if isinstance(error, NoServer):
        return Outcome.NO_SERVER
    return Outcome.FAILED if state == LetterState.FAILED else Outcome.LATER


def _store(run: Run, write: Callable[[Session], T]) -> T:
    for tries_left in reversed(range(MARK_TRIES)):
        try:
            with run.transaction() as session:
                return write(session)
        except OperationalError:  # locked by another for long: what happened to a letter must be kept
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def _tell(what: str, claimed: Claimed, **more: object) -> None:
    facts = {"letter": claimed.public_id, "kind": claimed.letter.kind, "tries": claimed.tries, **more}
    _log.info(what, extra={"facts": facts})
