"""What comes in: answers of the mail programs that people use, bounces, and rubbish."""

import email
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.inbox.reading import LARGEST_PART, Answer, Ask, Bounce, Headers, Other, headers, read

UID = "5b1c7f@portaal.example"


def a_calendar(*lines: str, method: str = "REPLY", attendee: str = "PARTSTAT=ACCEPTED") -> str:
    """A calendar part with one event that answers."""
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//Iemand//NL",
            "VERSION:2.0",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
            f"UID:{UID}",
            "DTSTAMP:20270302T101500Z",
            "SEQUENCE:2",
            f"ATTENDEE;CN=Noor;{attendee}:mailto:Noor@Veldrijk.example",
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def a_mail(content: str | bytes, *, method: str = "REPLY", **more: str) -> bytes:
    """A mail with a calendar part in it, as most programs send one."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = "noor@veldrijk.example", "leren@vgs.example"
    message["Subject"] = "Geaccepteerd: Module 1"
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content("Noor doet mee.")
    body = content.encode() if isinstance(content, str) else content
    params = {"method": method, "charset": "UTF-8"}
    message.add_alternative(body, maintype="text", subtype="calendar", params=params)
    return message.as_bytes()


ACCEPTED = Answer(
    Ask.REPLY, UID, "noor@veldrijk.example", "ACCEPTED", 2, datetime(2027, 3, 2, 10, 15, tzinfo=UTC)
)


def test_answer_of_a_participant_is_read() -> None:
    organiser = "ORGANIZER;CN=VGS:mailto:leren@vgs.example"
    assert read(a_mail(a_calendar(organiser))) == ACCEPTED


def test_outlook_answers_without_an_organiser() -> None:
    assert read(a_mail(a_calendar())) == ACCEPTED


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("utf-8", "Café"),
        ("utf-8-sig", "Café"),
        ("iso-8859-1", "Café"),
        ("utf-16", "Café"),
        ("onbekend", "Caf�"),
    ],
)
def test_answer_is_read_in_its_own_letters(charset: str, words: str) -> None:
    content = a_calendar("COMMENT:Café").encode("latin-1" if charset == "onbekend" else charset)
    message = EmailMessage(policy=SMTP)
    params = {"method": "REPLY", "charset": charset.removesuffix("-sig")}
    message.set_content(content, maintype="text", subtype="calendar", params=params)
    found = read(message.as_bytes())
    assert found == replace(ACCEPTED, comment=words)


def test_broken_calendar_part_hides_no_good_one() -> None:
    message = email.message_from_bytes(a_mail("BEGIN:VCALENDAR\r\nonzin"), policy=SMTP)
    assert isinstance(message, EmailMessage)
    message.add_attachment(a_calendar().encode(), maintype="application", subtype="ics", filename="a.ics")
    assert read(message.as_bytes()) == ACCEPTED


def test_answer_without_a_moment_that_can_be_read_counts() -> None:
    content = a_calendar().replace("20270302T101500Z", "2 maart")
    assert read(a_mail(content)) == replace(ACCEPTED, stamped_at=None)


def test_answer_as_a_file_counts_as_well() -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = "noor@veldrijk.example"
    message.set_content("Zie bijlage")
    message.add_attachment(
        a_calendar().encode(), maintype="application", subtype="octet-stream", filename="Antwoord.ICS"
    )
    assert read(message.as_bytes()) == ACCEPTED


@pytest.mark.parametrize("partstat", ["TENTATIVE", "DECLINED"])
def test_no_and_perhaps_are_answers(partstat: str) -> None:
    found = read(a_mail(a_calendar("COMMENT:Ik ben dan weg", attendee=f"PARTSTAT={partstat}")))
    assert isinstance(found, Answer)
    assert (found.partstat, found.comment) == (partstat, "Ik ben dan weg")


def test_another_time_that_is_proposed_is_no_answer_yet() -> None:
    found = read(a_mail(a_calendar("DTSTART:20270401T080000Z", method="COUNTER"), method="COUNTER"))
    assert isinstance(found, Answer)
    assert (found.ask, found.partstat) == (Ask.COUNTER, "")


def test_who_asks_for_the_invitation_again_is_heard() -> None:
    found = read(a_mail(a_calendar(method="REFRESH", attendee="RSVP=TRUE"), method="REFRESH"))
    assert isinstance(found, Answer)
    assert found.ask is Ask.REFRESH


@pytest.mark.parametrize(
    "content",
    [
        a_calendar(method="REQUEST"),
        a_calendar("ATTENDEE;PARTSTAT=ACCEPTED:mailto:een@ander.example"),
        a_calendar(attendee="PARTSTAT=DELEGATED"),
        a_calendar().replace(f"UID:{UID}", "UID:"),
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        "dit is geen agenda",
        "",
    ],
    ids=["someone invites us", "two people", "delegated", "no uid", "cut off", "rubbish", "empty"],
)
def test_what_answers_nothing_is_left_to_a_person(content: str) -> None:
    assert isinstance(read(a_mail(content)), Other)


def test_calendar_part_of_megabytes_is_not_read() -> None:
    content = a_calendar("DESCRIPTION:" + "x" * LARGEST_PART)
    assert read(a_mail(content)) == Other("no_answer")


def test_out_of_office_is_known_as_automatic() -> None:
    message = EmailMessage(policy=SMTP)
    message["Auto-Submitted"] = "auto-replied"
    message.set_content("Ik ben er niet.")
    assert read(message.as_bytes()) == Other("automatic", automatic=True)


def a_report(status: str = "5.1.1", action: str = "failed") -> bytes:
    """What a mail server sends back about a letter that it could not deliver."""
    return (
        'From: mailer-daemon@veldrijk.example\r\nContent-Type: multipart/report; boundary="x"; '
        "report-type=delivery-status\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.veldrijk.example\r\n\r\n"
        f"Final-Recipient: rfc822; Noor@Veldrijk.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        "--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <letter.abc@portaal.example>\r\n"
        "Subject: Uitnodiging\r\n\r\n--x--\r\n"
    ).encode()


def test_bounce_tells_which_address_fails_and_which_letter() -> None:
    assert read(a_report()) == Bounce(
        "noor@veldrijk.example", True, "smtp; 550 no such user", "<letter.abc@portaal.example>"
    )


def test_bounce_without_our_mail_names_it_as_what_it_answers() -> None:
    ours = b"text/rfc822-headers\r\n\r\nMessage-ID: <letter.abc@portaal.example>\r\n"
    bare = a_report().replace(ours, b"text/plain\r\n\r\n")
    named = b"In-Reply-To: <letter.abc@portaal.example>\r\n" + bare

    assert [_letter_of(one) for one in (bare, named)] == ["", "<letter.abc@portaal.example>"]


def _letter_of(raw: bytes) -> str:
    found = read(raw)
    assert isinstance(found, Bounce)
    return found.message_id


@pytest.mark.parametrize(("status", "action"), [("4.2.2", "delayed"), ("4.4.7", "failed")])
def test_delay_is_not_for_good(status: str, action: str) -> None:
    found = read(a_report(status, action))
    assert isinstance(found, Bounce)
    assert not found.for_good


def test_report_of_a_read_mail_is_automatic() -> None:
    assert read(a_report(action="delivered")) == Other("report", automatic=True)


@given(st.binary(max_size=2000))
def test_rubbish_never_raises(raw: bytes) -> None:
    assert isinstance(read(raw), Other)


@pytest.mark.parametrize("name", ["From", "Subject", "Message-ID", "Auto-Submitted", "Content-Type"])
def test_brackets_without_end_never_raise(name: str) -> None:
    raw = f"{name}: {'(' * 3000}x{')' * 3000}\r\nTo: a@b.example\r\n\r\nHoi\r\n".encode()
    assert isinstance(read(raw), Other)
    assert headers(raw) == Headers() or name not in ("From", "Message-ID")


@given(st.binary(max_size=300), st.integers(0, 800))
def test_damaged_answer_never_raises(noise: bytes, place: int) -> None:
    whole = a_mail(a_calendar())
    assert isinstance(read(whole[:place] + noise + whole[place:]), Answer | Bounce | Other)


@pytest.mark.parametrize("name", ["Subject", "From", "To", "X-Anything"])
def test_headers_without_end_are_not_read(name: str) -> None:
    raw = f"{name}: {'=?utf-8?q?a?= ' * 40_000}\r\n\r\nHoi\r\n".encode()
    assert (read(raw), headers(raw)) == (Other("unreadable: ValueError"), Headers())


def test_headers_of_a_part_without_end_are_not_read() -> None:
    many = "; ".join(f"a*{number}*=utf-8''%41" for number in range(4000))
    part = f"--b\r\nContent-Type: text/calendar; {many}\r\n\r\nHoi\r\n"
    for parts in (part, "--b\r\nContent-Type: text/plain\r\n\r\nHoi\r\n" * 10_000):
        raw = f"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n"
        assert (read(raw.encode()), headers(raw.encode())) == (Other("unreadable: ValueError"), Headers())


def test_no_words_hold_what_a_database_does_not_keep() -> None:
    said = a_calendar("COMMENT:we\0g").replace(UID, f"{UID}\0").replace("Noor@", "No\0or@")
    raw = a_mail(said).replace(b"Subject: Geaccepteerd", b"Subject: =?utf-8?b?SmEA7aCA?=")
    found = read(raw)
    assert isinstance(found, Answer)
    assert (found.uid, found.attendee, found.comment) == (UID, "noor@veldrijk.example", "weg")
    assert "\0" not in headers(raw).subject
    headers(raw).subject.encode()  # no half of a character either
    back = read(a_report().replace(b"smtp; 550", b"=?utf-8?b?eAB57aCA?= 550"))
    assert isinstance(back, Bounce)
    assert "\0" not in back.said
    back.said.encode()


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_moments_that_no_zone_can_write_are_none(year: str) -> None:
    said = a_calendar(f"DTSTART:{year}1231T235959Z", method="COUNTER").replace(
        "DTSTAMP:2027", f"DTSTAMP:{year}"
    )
    found = read(a_mail(said, method="COUNTER"))
    assert isinstance(found, Answer)
    assert (found.ask, found.proposed, found.stamped_at) == (Ask.COUNTER, None, None)
