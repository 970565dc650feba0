"""How the portal is served, in the demo and in production: gunicorn wsgi:app

Changed from outside by WEB_CONCURRENCY (worker processes) and WEB_THREADS (threads of each).
"""

import gc
import os
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from portal.database import db

wsgi_app = "wsgi:app"

# Two processes use two cores; the few threads let one person's slow commit not hold up another's page.
# More threads than this only make SQLite's writers sleep longer between their tries.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
backlog = 2048
keepalive = 5
timeout = 30
graceful_timeout = 20
# The sign of life of a worker is a file: in memory it never waits for a busy disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # nosec B108

limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# Who the visitor is behind a proxy, and over which scheme, is decided in one place: PORTAL_PROXY_HOPS.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
control_socket_disable = True

accesslog = None
loglevel = "info"


def when_ready(_server: Arbiter) -> None:
    """Puts what is loaded out of the garbage collector's reach, so that the workers keep sharing it."""
    gc.collect()
    gc.freeze()


def post_fork(_server: Arbiter, worker: Worker) -> None:
    """A connection made before the fork must never be used by two processes."""
    with worker.app.wsgi().app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)
