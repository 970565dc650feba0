"""Reading a mailbox of a real IMAP server, and a folder of files."""

import secrets
from pathlib import Path

import pytest

from portal.inbox.mailbox import DONE, LARGEST, UNMATCHED, Unreachable, mailbox
from tests.support.dovecot import Dovecot

FIRST, SECOND = b"Subject: een\r\n\r\nEen.\r\n", b"Subject: twee\r\n\r\nTwee.\r\n"


@pytest.fixture
def user() -> str:
    return f"leren-{secrets.token_hex(4)}"


def test_mails_are_read_in_order_and_filed(dovecot: Dovecot, user: str) -> None:
    dovecot.put(user, FIRST)
    dovecot.put(user, SECOND)
    with mailbox(dovecot.address(user)) as box:
        found = list(box.mails(10))
        assert [mail.raw for mail in found] == [FIRST, SECOND]
        box.file_away(found[0], DONE)
        box.file_away(found[1], UNMATCHED)
        assert list(box.mails(10)) == []
    assert (dovecot.count(user), dovecot.count(user, DONE), dovecot.count(user, UNMATCHED)) == (0, 1, 1)


def test_mail_that_was_not_filed_comes_again(dovecot: Dovecot, user: str) -> None:
    dovecot.put(user, FIRST)
    for _time in range(2):
        with mailbox(dovecot.address(user)) as box:
            assert [mail.raw for mail in box.mails(10)] == [FIRST]


def test_only_so_many_are_read_at_a_time(dovecot: Dovecot, user: str) -> None:
    for _time in range(3):
        dovecot.put(user, FIRST)
    with mailbox(dovecot.address(user)) as box:
        assert len(list(box.mails(2))) == 2


def test_mail_of_megabytes_is_not_read(dovecot: Dovecot, user: str) -> None:
    dovecot.put(user, b"Subject: groot\r\n\r\n" + b"x" * LARGEST)
    with mailbox(dovecot.address(user)) as box:
        (found,) = box.mails(10)
        assert found.raw is None
        box.file_away(found, UNMATCHED)
    assert dovecot.count(user, UNMATCHED) == 1


def test_wrong_password_is_told_without_it(dovecot: Dovecot, user: str) -> None:
    address = dovecot.address(user).replace("geheim", "geraden")
    with pytest.raises(Unreachable) as refused, mailbox(address):
        pass
    assert "geraden" not in str(refused.value)


def test_server_that_is_down_is_unreachable() -> None:
    with pytest.raises(Unreachable), mailbox("imap://leren:x@127.0.0.1:1/INBOX"):
        pass


def test_folder_of_files_works_the_same(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(FIRST)
    (tmp_path / "2.eml").write_bytes(SECOND)
    with mailbox(f"file://{tmp_path}") as box:
        found = list(box.mails(10))
        assert [mail.raw for mail in found] == [FIRST, SECOND]
        box.file_away(found[0], DONE)
        box.file_away(found[0], DONE)
        assert [mail.name for mail in box.mails(10)] == ["2.eml"]
    assert (tmp_path / DONE / "1.eml").read_bytes() == FIRST


@pytest.mark.parametrize("address", ["", "http://x", "imap://host", "imap:///INBOX"])
def test_address_that_is_no_mailbox_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="a mailbox is"):
        mailbox(address)
