"""Log lines."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from portal.jobs import log


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers[:] = []
    stream = io.StringIO()
    log.start(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def test_line_break_and_colour_in_a_name_stay_one_line(lines: io.StringIO) -> None:
    name = 'Noor\r\n{"level": "error"}\x1b[31m\u2028\x00 é'
    logging.getLogger("portal.jobs").info("letter for %s", name, extra={"facts": {"name": name, "tries": 1}})
    written = lines.getvalue()
    line = json.loads(written)
    assert (written.count("\n"), len(written.splitlines()), written.isascii()) == (1, 1, True)
    assert not any(sign in written[:-1] for sign in "\r\x1b\x00")
    assert (line["message"], line["name"], line["tries"]) == (f"letter for {name}", name, 1)
    assert (line["level"], line["from"]) == ("info", "portal.jobs")


def test_fault_is_one_line_with_its_trace(lines: io.StringIO) -> None:
    try:
        raise ValueError("a\nb")
    except ValueError:
        logging.getLogger("portal").exception("task failed")
    line = json.loads(lines.getvalue())
    assert line["trace"].endswith("ValueError: a\nb")


def test_scheduler_library_is_quiet(lines: io.StringIO) -> None:
    logging.getLogger("apscheduler.scheduler").warning("skipped")
    assert lines.getvalue() == ""


def test_quiet_log_keeps_what_goes_wrong(lines: io.StringIO) -> None:
    log.start(lines, level="warning")
    logging.getLogger("portal.jobs").info("letter sent")
    logging.getLogger("portal.jobs").warning("letter not sent")
    assert [json.loads(line)["message"] for line in lines.getvalue().splitlines()] == ["letter not sent"]
