"""Headers that are written by hand, beside those of the library."""

from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.outbox import headers

NAMES = st.one_of(
    st.from_regex(r"[A-Za-z0-9 .,'\"()<>@:;=?_-]{0,90}", fullmatch=True),
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40),
).map(lambda text: " ".join(text.replace("=?", "= ?").split()))
BROKEN = (ValueError, LookupError, MessageError)
MAILBOXES = st.from_regex(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,40}@[a-z0-9-]{1,20}(\.[a-z0-9.-]{1,20}){0,2}",
    fullmatch=True,
)


def by_the_library(header: str, value: str | Address | datetime) -> bytes:
    message = EmailMessage(policy=SMTP)
    message[header] = value
    return message.as_bytes().removesuffix(b"\r\n")


@given(name=NAMES, spec=MAILBOXES, header=st.sampled_from(["From", "To", "Reply-To"]))
@example(name="Zo\u00eb de Vries", spec="zoe@gemeente.example", header="To")
@example(name="van 't Hof", spec="hof@gemeente.example", header="To")
@example(name="", spec="hof@gemeente.example", header="Reply-To")
@example(name="A" * 44, spec="a@" + "b" * 20 + ".example", header="To")
@example(name="A" * 45, spec="a@" + "b" * 20 + ".example", header="To")
@example(name="", spec="=?utf-8?q?x?=@b.example", header="Reply-To")
@example(name="xn--a", spec="a@xn--gemeent-hya.example", header="From")
def test_address_is_what_the_library_writes(name: str, spec: str, header: str) -> None:
    try:
        address = Address(name, addr_spec=spec)
    except BROKEN:
        with pytest.raises(BROKEN):
            headers.address(header, name, spec)
        return
    assert headers.address(header, name, spec) == by_the_library(header, address)


@given(st.from_regex(r"<[A-Za-z0-9._-]{1,60}@[A-Za-z0-9-]{1,20}(\.[a-z]{1,20})?>", fullmatch=True))
@example("<letter.A2_-bbbbbbbbbbbbbbbbbb@leren.gemeente.example>")
@example("<letter.A2_-bbbbbbbbbbbbbbbbbb@leren.gemeente-met-een-lange-naam.example>")
def test_message_id_is_what_the_library_writes(value: str) -> None:
    assert headers.message_id(value) == by_the_library("Message-ID", value)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), max_size=120))
def test_subject_is_what_the_library_writes(text: str) -> None:
    assert headers.words("Subject", text) == by_the_library("Subject", text)


def test_date_is_what_the_library_writes() -> None:
    now = datetime(2027, 1, 10, 9, tzinfo=UTC)
    assert headers.moment("Date", now) == by_the_library("Date", now)


@pytest.mark.parametrize(
    "value", ["<https://a.example/\r\nBcc: x>", "<a b>", "<a><b>", "https://a.example/", "<\u00e9>"]
)
def test_way_out_is_one_address_or_none(value: str) -> None:
    with pytest.raises(ValueError, match="no address on the web"):
        headers.whole("List-Unsubscribe", value)


@pytest.mark.parametrize("value", ["a\r\nBcc: x@y.example", "a\nBcc: x@y.example"])
def test_line_break_makes_no_header(value: str) -> None:
    for write in (headers.message_id, lambda text: headers.words("Subject", text)):
        with pytest.raises(ValueError, match=r"(?i)linefeed|newline|carriage"):
            write(value)
    for name, spec in ((value, "a@b.example"), ("Noor", value)):
        with pytest.raises(BROKEN):
            headers.address("To", name, spec)
