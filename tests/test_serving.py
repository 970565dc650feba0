"""Requests of one process take turns, and nobody waits long (decision 0014)."""

import runpy
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SERVING = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
one_at_a_time = SERVING["one_at_a_time"]
LONG = 5.0  # seconds: no test waits for it unless something is wrong

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def asked(application: Application, body: bytes = b"", **environ: Any) -> bytes:
    """What a request is answered."""
    environ = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body), **environ}
    return b"".join(application(environ, lambda *_: None))


class Inside:
    """An application that knows how many are in it, and lets them go when told."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.count = threading.Lock()
        self.entered = threading.Semaphore(0)
        self.go = threading.Event()

    def __call__(self, environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        with self.count:
            self.now += 1
            self.most = max(self.most, self.now)
        self.entered.release()
        self.go.wait(LONG)
        with self.count:
            self.now -= 1
        return [environ["wsgi.input"].read()]


def test_two_forms_are_never_worked_at_once() -> None:
    inside = Inside()
    application = one_at_a_time(inside, patience=LONG)
    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(asked, application, b"naam=%d" % one) for one in range(4)]
        assert inside.entered.acquire(timeout=LONG)
        assert not inside.entered.acquire(timeout=0.05)
        inside.go.set()
    assert sorted(answer.result() for answer in answers) == [b"naam=%d" % one for one in range(4)]
    assert inside.most == 1


def test_a_long_page_holds_up_another_only_shortly() -> None:
    inside = Inside()
    application = one_at_a_time(inside, patience=0.01)
    with ThreadPoolExecutor(2) as threads:
        threads.submit(asked, application)
        threads.submit(asked, application)
        assert inside.entered.acquire(timeout=LONG)
        assert inside.entered.acquire(timeout=LONG)
        inside.go.set()
    assert inside.most == 2


def test_an_upload_is_read_without_a_turn() -> None:
    inside = Inside()
    application = one_at_a_time(inside, patience=LONG)
    large = b"x" * (SERVING["FORM"] + 1)
    with ThreadPoolExecutor(3) as threads:
        threads.submit(asked, application)
        threads.submit(asked, application, large)
        threads.submit(asked, application, HTTP_TRANSFER_ENCODING="chunked")
        for _ in range(3):
            assert inside.entered.acquire(timeout=LONG)
        inside.go.set()
    assert inside.most == 3


def test_a_page_that_fails_gives_its_turn_back() -> None:
    def failing(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["CONTENT_LENGTH"] == "4":
            raise OSError("gone")
        return [b"served"]

    application = one_at_a_time(failing, patience=LONG)
    for _ in range(2):
        try:
            asked(application, b"stuk")
        except OSError:
            continue
        raise AssertionError("it must fail")
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(asked, application).result(timeout=1) == b"served"


def test_a_form_cut_short_reaches_the_page_as_it_came() -> None:
    def reading(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        return [environ["wsgi.input"].read()]

    assert asked(one_at_a_time(reading), b"naam=", CONTENT_LENGTH="500") == b"naam="
    assert asked(one_at_a_time(reading), b"naam=", CONTENT_LENGTH="-5") == b"naam="
    assert asked(one_at_a_time(reading), b"naam=", CONTENT_LENGTH="veel") == b"naam="
