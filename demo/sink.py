"""A mail server that refuses nothing and keeps each message as one file; its answers can be scripted.

python -m demo.sink --port 8025 --folder instance/postbus
"""

import argparse
import asyncio
import os
import re
import secrets
import signal
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
LARGEST_MESSAGE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Reply:
    """What the server does with one message. Without `line` it breaks the connection instead of answering."""

    line: str | None = "250 2.0.0 Kept"
    keep: bool = True
    wait: float = 0.0


KEEP = Reply()
TRY_LATER = Reply("451 4.3.0 Try again later", keep=False)
REFUSE = Reply("550 5.1.1 No such mailbox", keep=False)
DROP = Reply(None, keep=False)
KEEP_AND_DROP = Reply(None)  # the message arrived, but the sender never hears so


def slow(seconds: float) -> Reply:
    """Keeps the message, and answers after a while."""
    return Reply(wait=seconds)


def file_name(now: datetime) -> str:
    """A new name; names sort by time."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"


def delivered(envelope: Envelope) -> bytes:
    """The message as received, under the lines that a mail server adds on delivery."""
    lines = [f"Return-Path: <{envelope.mail_from or ''}>"]
    lines += [f"Delivered-To: {address}" for address in envelope.rcpt_tos]
    safe = [re.sub(r"[\x00-\x1f\x7f]", "", line) for line in lines]
    return "".join(f"{line}\r\n" for line in safe).encode() + (envelope.original_content or b"")


def keep(folder: Path, content: bytes) -> Path:
    """Writes the file whole or not at all, and onto the disk before the sender hears 250."""
    final = folder / file_name(datetime.now(UTC))
    partial = final.with_suffix(".part")
    with partial.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(final)
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return final


def hang_up(conversation: SMTP) -> None:
    """Breaks the connection, as a failing network does."""
    if isinstance(conversation.transport, asyncio.Transport):
        conversation.transport.abort()


class Sink:
    """Answers each message by `plan`, once the replies lined up with `answer_next` are used up."""

    def __init__(self, folder: Path, plan: Callable[[Envelope], Reply] = lambda _: KEEP) -> None:
        self.folder = folder
        self.plan = plan
        self._lined_up: deque[Reply] = deque()
        folder.mkdir(parents=True, exist_ok=True)

    def answer_next(self, *replies: Reply) -> None:
        """Lines up the answers to the next messages."""
        self._lined_up.extend(replies)

    def files(self) -> list[Path]:
        """Every message kept, oldest first."""
        return sorted(self.folder.glob("*.eml"))

    def protocol(self) -> SMTP:
        """The conversation with one sender."""
        return SMTP(self, enable_SMTPUTF8=True, data_size_limit=LARGEST_MESSAGE, ident="Leergang demo")

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called when a message is in."""
        reply = self._lined_up.popleft() if self._lined_up else self.plan(envelope)
        if reply.keep:
            keep(self.folder, delivered(envelope))
        if reply.wait:
            await asyncio.sleep(reply.wait)
        if reply.line is None:
            hang_up(server)
            await asyncio.sleep(60)  # the lost connection cancels this
        return reply.line or ""

    async def handle_exception(self, error: Exception) -> str:
        """What the sender hears when keeping fails, for instance because the disk is full."""
        return f"451 4.3.0 {type(error).__name__}"


async def serve(
    sink: Sink, port: int, stop: asyncio.Event, ready: Callable[[int], None] | None = None
) -> None:
    """Serves until `stop` is set; `ready` hears the port, which is a free one when `port` is 0."""
    loop = asyncio.get_running_loop()
    open_conversations: set[SMTP] = set()

    def conversation() -> SMTP:
        protocol = sink.protocol()
        open_conversations.add(protocol)
        return protocol

    server = await loop.create_server(conversation, HOST, port)
    if ready:
        ready(server.sockets[0].getsockname()[1])
    await stop.wait()
    server.close()
    for protocol in open_conversations:
        hang_up(protocol)
    await asyncio.sleep(0)


class BackgroundSink(Sink):
    """A sink in a thread of its own, on a free port: `with BackgroundSink(folder) as sink: sink.port`."""

    port = 0

    def __enter__(self) -> "BackgroundSink":
        ready = threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=(self._main(ready),), daemon=True)
        self._thread.start()
        if not ready.wait(10):
            raise RuntimeError("the mail sink does not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _main(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()

        def on_ready(port: int) -> None:
            self.port = port
            ready.set()

        await serve(self, self.port, self._stop, on_ready)


async def _until_signal(sink: Sink, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(sink, port, stop)


def main() -> None:
    """Serves until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    chosen = parser.parse_args()
    asyncio.run(_until_signal(Sink(chosen.folder), chosen.port))


if __name__ == "__main__":
    main()
