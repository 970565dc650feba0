"""How the portal is served, in the demo and in production: gunicorn wsgi:app

Changed from outside by WEB_CONCURRENCY (worker processes) and WEB_THREADS (threads of each).
"""

import gc
import os
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from gunicorn.workers.gthread import TConn, ThreadWorker

from portal.database import db

wsgi_app = "wsgi:app"
FORM = 64 * 1024  # bytes of a body that is read before its turn; forms are smaller, files are larger


def one_at_a_time(
    application: Callable[..., Iterable[bytes]], *, patience: float = 0.3
) -> Callable[..., Iterable[bytes]]:
    """The application, worked for one request at a time; a turn is awaited at most `patience` seconds.

    Threads of one process share one interpreter: while four make pages, the one that holds the lock of an
    edition gets a quarter of it, and everybody waits. Reading a form and sending a page over a slow line
    happen outside the turn, and one that takes long holds up another no longer than the patience.
    """
    turn = threading.Lock()

    def answer(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = request.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > FORM or "HTTP_TRANSFER_ENCODING" in request:
            return application(request, start_response)  # an upload: its own pace
        if length != "0":
            request["wsgi.input"] = BytesIO(request["wsgi.input"].read(int(length)))
        mine = turn.acquire(timeout=patience)
        try:
            return application(request, start_response)
        finally:
            if mine:
                turn.release()

    return answer


class FairWorker(ThreadWorker):
    """A worker that takes in no more requests than it has threads, and none that is not there yet.

    What nobody can answer yet waits in the queue that all workers share, first come first served: a crowd
    spreads over the workers, and one that is killed takes few requests along. A connection without a
    request (browsers open them to be quick) waits beside the threads, not in one.
    """

    in_hand = 0

    def load_wsgi(self) -> None:
        """Puts a turnstile before the application."""
        super().load_wsgi()
        self.wsgi = one_at_a_time(self.wsgi)

    def accept(self, listener: socket.socket) -> None:
        """Called when somebody connects."""
        try:
            client, address = listener.accept()
        except BlockingIOError:
            return  # another worker was first
        except ConnectionAbortedError:
            return
        self.nr_conns += 1
        connection = TConn(self.cfg, client, address, listener.getsockname())
        connection.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(connection)
        self.poller.register(
            client, selectors.EVENT_READ, partial(self.on_pending_socket_readable, connection)
        )

    def enqueue_req(self, conn: TConn) -> None:
        """Hands a request to a thread."""
        self.in_hand += 1
        super().enqueue_req(conn)
        self.set_accept_enabled(self._accepting)

    def finish_request(self, conn: TConn, fs: Future[object]) -> None:
        """Called when a request was answered."""
        self.in_hand -= 1
        super().finish_request(conn, fs)

    def set_accept_enabled(self, enabled: bool) -> None:
        """The loop asks for new connections before it waits; there are none while every thread has work."""
        super().set_accept_enabled(enabled and self.in_hand < self.cfg.threads)


# Two processes use two cores; the few threads let one person's slow line not hold up another's page.
# More threads than this only make SQLite's writers sleep longer between their tries.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = FairWorker
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


def when_ready(server: Arbiter) -> None:
    """Puts what is loaded out of the garbage collector's reach, so that the workers keep sharing it.

    Connections show up only once there is a request on them: their order is the order of the requests.
    """
    gc.collect()
    gc.freeze()
    for listener in server.LISTENERS:
        if listener.sock.family in (socket.AF_INET, socket.AF_INET6) and sys.platform == "linux":
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, keepalive)


def post_fork(_server: Arbiter, worker: Worker) -> None:
    """A connection made before the fork must never be used by two processes."""
    with worker.app.wsgi().app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)
