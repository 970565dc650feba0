"""Reads the mailboxes that people answer to: each mail is taken in once, and then filed."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from sqlalchemy.exc import DataError

from portal.inbox.mailbox import DONE, UNMATCHED, Found, Unreachable, mailbox
from portal.inbox.reading import UNREADABLE, Answer, Headers, Other, headers, read
from portal.invites import answers, service
from portal.invites.answers import Arrived
from portal.invites.models import Became
from portal.jobs.running import Run

MOST = 100
"""Mails of one mailbox in one run: the rest comes a minute later."""
_log = logging.getLogger(__name__)


def read_mailboxes(run: Run) -> Mapping[str, int]:
    """Takes in what came in every mailbox of the settings; one that is down waits for the next run."""
    return _read(run, run.settings.mailboxes)


def read_folders(run: Run) -> Mapping[str, int]:
    """The same for mailboxes that are folders of this machine, which costs nobody anything."""
    return _read(run, [address for address in run.settings.mailboxes if address.startswith("file:")])


def _read(run: Run, addresses: Iterable[str]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for address in addresses:
        name = urlsplit(address).username or urlsplit(address).path
        try:
            _read_one(run, address, name, counts)
        except Unreachable as error:
            counts["unreachable"] += 1
            _log.warning("mailbox cannot be read", extra={"facts": {"mailbox": name, "error": str(error)}})
    return dict(counts)


def _read_one(run: Run, address: str, name: str, counts: Counter[str]) -> None:
    with mailbox(address) as box:
        for found in box.mails(MOST):
            if run.stop.is_set():
                return
            became = _take_in_or_leave(run, name, found)
            counts[became or "known"] += 1
            box.file_away(found, UNMATCHED if became is Became.UNMATCHED else DONE)


def _take_in_or_leave(run: Run, name: str, found: Found) -> Became | None:
    """One mail that nobody foresaw must not keep all later ones from being read: it is for a person."""
    try:
        return _take_in(run, name, found)
    except (DataError, *UNREADABLE) as error:
        # without a trace: it would quote the mail
        facts = {"mailbox": name, "mail": found.name, "error": type(error).__name__}
        _log.error("mail cannot be taken in", extra={"facts": facts})
        return Became.UNMATCHED


def _take_in(run: Run, name: str, found: Found) -> Became | None:
    above = headers(found.raw) if found.raw is not None else Headers(message_id=found.name)
    reading = read(found.raw) if found.raw is not None else Other("too large")
    arrived = Arrived(name, run.portal_time(), above.message_id, above.sender, above.subject)
    with run.transaction() as session:
        became = answers.take_in(session, arrived, reading)
        if became is Became.ASKED_AGAIN and isinstance(reading, Answer):
            service.send_again(session, uid=reading.uid, now=run.portal_time())
    return became
