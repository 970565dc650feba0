"""Headers that are written by hand, beside those of the library."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
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
@example(name="Vereniging; 'Gemeente, provincie' " * 3, spec="leren@vgs.example", header="From")
@example(name="名前 太郎 " * 12, spec="a@b.example", header="To")
@example(name="A" * 120, spec="a@b.example", header="To")
@example(name="van Gemeenten " * 8, spec="a@b.example", header="To")
def test_address_says_name_and_mailbox(name: str, spec: str, header: str) -> None:
    name = " ".join(name.split())
    try:
        address = Address(name, addr_spec=spec)
    except BROKEN:
        with pytest.raises(BROKEN):
            headers.address(header, name, spec)
        return
    written = headers.address(header, name, spec)
    lines = written.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 78 for line in lines if b"<" not in line and name)
    if name.isascii() and len(lines) == 1:
        assert written == by_the_library(header, address)
    if name:
        said, _, where = read_back(written).rpartition(" <")
        plain = said[1:-1].replace('\\"', '"').replace("\\\\", "\\") if said[:1] == '"' != name[:1] else said
        assert (plain, where) == (name, f"{address.addr_spec}>")


def read_back(written: bytes) -> str:
    """What a reader of RFC 2047 takes from a header; a broken line is one line for it."""
    assert written.isascii()
    value = written.decode().partition(":")[2].removesuffix("\r\n").replace("\r\n", "").strip()
    return str(make_header(decode_header(value)))


@given(st.from_regex(r"<[A-Za-z0-9._-]{1,60}@[A-Za-z0-9-]{1,20}(\.[a-z]{1,20})?>", fullmatch=True))
@example("<letter.A2_-bbbbbbbbbbbbbbbbbb@leren.gemeente.example>")
@example("<letter.A2_-bbbbbbbbbbbbbbbbbb@leren.gemeente-met-een-lange-naam.example>")
def test_message_id_is_what_the_library_writes(value: str) -> None:
    assert headers.message_id(value) == by_the_library("Message-ID", value)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"], include_characters=" "), max_size=120))
@example("Uitnodiging: " + "名前 太郎 " * 12)
@example("Gewijzigd: Sturen op 😀 heel lang onderwerp 😀 heel lang onderwerp 😀 dinsdag 13 april 2027")
@example("Geannuleerd: " + "x" * 150)
@example("Gewijzigd: " + "woorden en nog veel meer woorden " * 5)
def test_subject_reads_as_it_was_meant(text: str) -> None:
    text = " ".join(text.replace("=?", "= ?").split())
    written = headers.words("Subject", text)
    assert all(len(line) <= 78 for line in written.split(b"\r\n"))
    assert read_back(written) == text
    assert message_from_bytes(written + b"\r\n", policy=SMTP)["Subject"] == text


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


def test_encoded_name_is_broken_after_a_space() -> None:
    written = headers.address(
        "To", "Vereniging van Gemeenten en Provincies in Oost-Brabant; café", "a@b.example"
    )
    said = message_from_bytes(written + b"\r\n", policy=SMTP)["To"].addresses[0].display_name
    assert " ".join(said.split()) == "Vereniging van Gemeenten en Provincies in Oost-Brabant; café"
