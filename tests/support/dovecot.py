"""Dovecot, a real IMAP server, for one test worker: one mailbox per user, mail put in as files."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PASSWORD = "geheim-van-de-postbus"
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
"""


def program() -> str | None:
    """Where Dovecot is, if it is installed."""
    return shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")


class Dovecot:
    """A server in a folder of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="leergang-imap-", dir="/tmp"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])

    def __enter__(self) -> "Dovecot":
        config = self.folder / "dovecot.conf"
        owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())  # never root's
        config.write_text(
            CONFIG.format(
                folder=self.folder,
                user=owner.pw_name,
                group=grp.getgrgid(owner.pw_gid).gr_name,
                port=self.port,
                password=PASSWORD,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
            )
        )
        (self.folder / "mail").mkdir()
        for path in (self.folder, self.folder / "mail"):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        self._owner = owner
        found = program()
        assert found is not None
        self._process = subprocess.Popen([found, "-F", "-c", str(config)])
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError((self.folder / "dovecot.log").read_text())

    def __exit__(self, *_error: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, user: str) -> str:
        """The address of a mailbox, as in the settings."""
        return f"imap://{user}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def put(self, user: str, raw: bytes) -> None:
        """A mail that comes in."""
        box = self.folder / "mail" / user
        name = f"{time.time_ns()}.M1.toets"
        for path in (box, *(box / part for part in ("cur", "new", "tmp"))):
            path.mkdir(exist_ok=True)
            os.chown(path, self._owner.pw_uid, self._owner.pw_gid)
        (box / "tmp" / name).write_bytes(raw)
        os.chown(box / "tmp" / name, self._owner.pw_uid, self._owner.pw_gid)
        (box / "tmp" / name).rename(box / "new" / name)

    def count(self, user: str, folder: str = "") -> int:
        """How many mails are in a folder of a mailbox; the inbox without its name."""
        box = self.folder / "mail" / user
        box = box / f".{folder}" if folder else box
        return sum(len(list((box / part).glob("*"))) for part in ("new", "cur") if (box / part).is_dir())


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A running server."""
    if program() is None:
        if os.environ.get("CI"):
            pytest.fail("Dovecot is not installed: apt-get install dovecot-imapd")
        pytest.skip("NO IMAP SERVER: install it with apt-get install dovecot-imapd")
    with Dovecot() as server:
        yield server
