"""Delivers letters: claim, render once, store, send, mark. Nothing slow happens in a transaction."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
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
from portal.outbox import rendering, service, tries
from portal.outbox.letter import Letter
from portal.outbox.mailer import Envelope, Mailer, Never, NoServer, TryLater
from portal.outbox.models import LetterState
from portal.outbox.rendering import CannotRender, LinkIsGone, Rendered
from portal.outbox.service import Claimed
from portal.people import tokens

BATCH = 10
CLAIM_SECONDS = 60.0
MARK_TRIES = 3
UNWANTED = "the addressee left, or what it says is no longer so"
MARKED_TOGETHER = 5
MARKED_WITHIN = timedelta(seconds=0.1)
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
    secrets: Mapping[int, str]


@dataclass
class _Handed:
    """Letters that the server took and that are not marked yet: what a kill now repeats, under the same name.

    A commit takes longer than a letter, so a few share one; of a slow server each is marked by itself.
    """

    run: Run
    letters: list[Claimed] = field(default_factory=list)
    since: datetime | None = None

    def add(self, claimed: Claimed, began: datetime) -> None:
        """One more, whose handing over began then."""
        self.letters.append(claimed)
        self.since = self.since or began
        if len(self.letters) >= MARKED_TOGETHER or self.run.real_time() - self.since >= MARKED_WITHIN:
            self.mark()

    def mark(self) -> None:
        """Marks them all."""
        if self.letters:
            self.mark_and(lambda _session: None)

    def mark_and(self, write: Callable[[Session], T]) -> T:
        """Marks them all, and then writes something else in the same transaction."""
        letters, now = list(self.letters), self.run.portal_time()

        def both(session: Session) -> T:
            if letters:
                tries.mark_sent(session, letters, now=now)
            return write(session)

        # Every batch begins with a commit that waits for the disk, and for these as well.
        found = _store(self.run, both, durable=False)
        self.letters, self.since = [], None
        for claimed in letters:
            _tell("letter sent", claimed)
        return found


def deliver(run: Run) -> dict[str, int]:
    """Sends every letter that is due; returns how many were sent, wait for a new try, or failed."""
    counts: Counter[str] = Counter()
    handed = _Handed(run)

    def claim(session: Session) -> list[Claimed]:
        return service.claim_due(session, real_now=run.real_time(), limit=BATCH, lease_seconds=CLAIM_SECONDS)

    with Mailer(run.settings.mail) as mailer:
        try:
            while not run.stop.is_set():
                batch = handed.mark_and(claim)
                if not batch or not _deliver_batch(run, mailer, batch, handed, counts):
                    break
        finally:
            handed.mark()
    return dict(counts)


def _deliver_batch(
    run: Run, mailer: Mailer, batch: list[Claimed], handed: _Handed, counts: Counter[str]
) -> bool:
    began = run.real_time()
    ready = _begin(run, batch, counts)
    for number, one in enumerate(ready):
        outcome, rest = None, ready[number:]
        late = run.real_time() - began > timedelta(seconds=CLAIM_SECONDS / 3)
        if not (late or run.stop.is_set()):
            outcome, rest = _send(run, mailer, one, handed), ready[number + 1 :]
            counts[outcome] += 1
        if outcome in (None, Outcome.NO_SERVER):
            # The others keep their tries: the next run finds out with one letter whether it can go on.
            with run.transaction() as session:
                tries.give_back(session, [one.claimed for one in rest])
            return late and outcome is None
    return True


def _begin(run: Run, batch: list[Claimed], counts: Counter[str]) -> list[Ready]:
    """Renders the letters of a batch, and stores in one go what will be sent."""
    written = [one for claimed in batch if (one := _written(run, claimed, counts)) is not None]
    wanted = []
    with run.transaction() as session:
        for claimed in written:
            if not _is_wanted(session, claimed.letter, run):
                tries.mark_dropped(
                    session, claimed, why="the addressee left, or what it says is no longer so"
                )
                counts[Outcome.DROPPED] += 1
                continue
            wanted.append(claimed)
        begun = tries.begin(session, wanted, real_now=run.real_time(), lease_seconds=CLAIM_SECONDS)
        if len(begun) < len(wanted):
            counts[Outcome.TAKEN] += len(wanted) - len(begun)
        known = tokens.secrets_of(session, (number for one in begun for number in one.letter.token_ids))
        return [Ready(one, {n: known[n] for n in one.letter.token_ids if n in known}) for one in begun]


def _written(run: Run, claimed: Claimed, counts: Counter[str]) -> Claimed | None:
    """The letter with what it says, and its name; None when it cannot leave, which is stored."""
    if claimed.tries >= tries.MAX_TRIES:
        counts[_failed(run, claimed, "the process stopped during every try")] += 1
        return None
    try:
        rendered = claimed.rendered or _render(claimed)
    except CannotRender as error:
        counts[_failed(run, claimed, str(error))] += 1
        return None
    name = claimed.message_id or rendering.message_id(claimed.public_id)
    return replace(claimed, rendered=rendered, message_id=name)


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
    try:
        return replace(rendered, calendar=calendar_part(claimed.letter))
    except (ValueError, LookupError) as error:
        raise CannotRender(f"its meeting: {error}") from error


def _send(run: Run, mailer: Mailer, ready: Ready, handed: _Handed) -> Outcome:
    claimed, began = ready.claimed, run.real_time()
    try:
        mailer.send(_envelope(claimed, ready.secrets), sent_at=run.portal_time())
    except (Never, LinkIsGone) as error:
        return _failed(run, claimed, str(error))
    except TryLater as error:
        return _later(run, claimed, error)
    except Exception as error:  # one letter's fault stays with that letter
        _log.exception("letter could not be handed over")
        return _later(run, claimed, error)
    handed.add(claimed, began)
    return Outcome.SENT


def _envelope(claimed: Claimed, secrets: Mapping[int, str]) -> Envelope:
    letter, key, rendered = claimed.letter, claimed.public_id, claimed.rendered
    assert rendered is not None
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
    _store(run, lambda session: tries.mark_failed(session, claimed, error=error))
    _tell("letter failed", claimed, error=error)
    return Outcome.FAILED


def _later(run: Run, claimed: Claimed, error: Exception) -> Outcome:
    words = str(error) or type(error).__name__
    state = _store(
        run, lambda session: tries.mark_later(session, claimed, error=words, real_now=run.real_time())
    )
    _tell("letter failed" if state == LetterState.FAILED else "letter waits", claimed, error=words)
    if isinstance(error, NoServer):
        return Outcome.NO_SERVER
    return Outcome.FAILED if state == LetterState.FAILED else Outcome.LATER


def _store(run: Run, write: Callable[[Session], T], *, durable: bool = True) -> T:
    for tries_left in reversed(range(MARK_TRIES)):
        try:
            with run.transaction(durable=durable) as session:
                return write(session)
        except OperationalError:  # locked by another for long: what happened to a letter must be kept
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def _tell(what: str, claimed: Claimed, **more: object) -> None:
    facts = {"letter": claimed.public_id, "kind": claimed.letter.kind, "tries": claimed.tries, **more}
    _log.info(what, extra={"facts": facts})
