"""An answer to an invitation as a mail program sends it (RFC 5546, RFC 6047), put in a folder."""

import os
import secrets
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from icalendar import Calendar, Event, vCalAddress

ANSWERS = ("ACCEPTED", "TENTATIVE", "DECLINED")
_SUBJECTS = {"ACCEPTED": "Geaccepteerd", "TENTATIVE": "Misschien", "DECLINED": "Afgewezen"}
_BACK = ("UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "RECURRENCE-ID")


def invitation_in(message: EmailMessage) -> Event | None:
    """The event that a mail asks an answer to, if it does."""
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            content = part.get_payload(decode=True)
            calendar = _parsed(content if isinstance(content, bytes) else b"")
            if calendar is not None and calendar.get("METHOD") == "REQUEST":
                return next((one for one in calendar.walk("VEVENT") if isinstance(one, Event)), None)
    return None


def _parsed(content: bytes) -> Calendar | None:
    try:
        return Calendar.from_ical(content.decode("utf-8", "replace"))
    except ValueError:
        return None


def reply(event: Event, partstat: str, *, now: datetime) -> EmailMessage:
    """The mail that says so, from who was invited to who asked."""
    attendee, organiser = str(event["ATTENDEE"]), str(event["ORGANIZER"])
    back = Event()
    for name in _BACK:
        if name in event:
            back[name] = event[name]
    back.add("dtstamp", now.astimezone(UTC))
    answered = vCalAddress(attendee)
    answered.params["PARTSTAT"] = partstat
    back.add("attendee", answered)
    calendar = Calendar()
    calendar.add("prodid", "-//Leergang//Postbus van de demo//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "REPLY")
    calendar.add_component(back)
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"] = attendee.removeprefix("mailto:"), organiser.removeprefix("mailto:")
    message["Subject"] = f"{_SUBJECTS[partstat]}: {' '.join(str(event.get('SUMMARY', '')).split())}"
    message["Date"], message["Message-ID"] = format_datetime(now), make_msgid(domain="postbus.example")
    message.set_content(_SUBJECTS[partstat])
    message.add_alternative(
        bytes(calendar.to_ical()),
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"charset": "UTF-8", "method": "REPLY"},
    )
    return message


def drop(folder: Path, message: EmailMessage, *, now: datetime) -> None:
    """Puts the mail in the folder, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
    partial = final.with_suffix(".part")
    with partial.open("xb") as file:
        file.write(message.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    partial.rename(final)
