"""Log lines as JSON, one line each, whatever stands in a name."""

import json
import logging
from datetime import UTC, datetime
from typing import TextIO


class JsonLines(logging.Formatter):
    """One record is one line of ASCII: newlines and terminal codes arrive as escapes."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with what was given as `extra={"facts": {…}}`."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        line.update(getattr(record, "facts", {}))
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def start(stream: TextIO | None = None, *, level: str = "info") -> None:
    """Sends what is logged at `level` or above it to `stream` (standard error) as JSON lines."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
