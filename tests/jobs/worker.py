"""One process of the portal for tests: python -m tests.jobs.worker ROLE DATABASE_URL SMTP_PORT.

deliver: sends what is due until nothing is left; dying: the same, but dies before the first mark;
scheduler: runs the timetable until SIGTERM.
"""

import os
import sys

from portal import clock
from portal.jobs import delivery, log, timetable
from portal.jobs.tasks import run_task
from portal.outbox import tries
from tests.outbox.support import settings_for, small_app


def die(*_: object, **__: object) -> None:
    """The machine stops here."""
    os._exit(9)


def main(role: str, database_url: str, port: str) -> None:
    """Plays the role."""
    log.start()
    delivery.CLAIM_SECONDS = float(os.environ.get("CLAIM_SECONDS", "60"))
    app = small_app(settings_for(database_url, port=int(port), timeout=30))
    if role == "scheduler":
        timetable.main(app)
        return
    if role == "dying":
        tries.mark_sent = die  # type: ignore[assignment]
    with app.app_context():
        run_task("deliver_letters", now=clock.now(), real_now=clock.real_now())


if __name__ == "__main__":
    main(*sys.argv[1:])
