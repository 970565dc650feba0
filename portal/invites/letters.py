"""Message → letter: what people read, and the part that their agenda reads."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal import texts
from portal.invites import ics
from portal.invites.facts import Event, Message, Method, News, Role
from portal.outbox.letter import Letter
from portal.outbox.rendering import house
from portal.registrations.sheets import EditionSheet
from portal.texts import gettext as _

_KINDS = {
    News.INVITED: "meeting_invited",
    News.INVITED_AGAIN: "meeting_invited_again",
    News.MOVED: "meeting_moved",
    News.CHANGED: "meeting_changed",
    News.CALLED_OFF: "meeting_called_off",
    News.NOT_EXPECTED: "meeting_not_expected",
    News.FEED_ONLY: "meeting_in_feed",
}


@dataclass(frozen=True)
class Stamped:
    """A message with what the ledger gave it. `answer` is the attendee's PARTSTAT."""

    message: Message
    uid: str
    stamped_at: datetime
    answer: str

    @property
    def occasion(self) -> str:
        """The one occasion of its letter."""
        return f"agenda:{self.uid}:{self.message.sequence}:{int(self.stamped_at.timestamp())}"


def letter(
    sheet: EditionSheet, stamped: Stamped, *, name: str, language: str, explanation: str, left: bool = False
) -> Letter:
    """The letter of a message, to the address that its line of the agenda has.

    Who `left` may not have a page of their own any more, and reads the edition's. Where there is nothing to
    join, there is no link for it.
    """
    message = stamped.message
    assert message.method is not None
    page = f"/leergangen/{sheet.programme_slug}/{sheet.edition_slug}"
    event = message.event if message.live else replace(message.event, link="")
    facts: dict[str, Any] = {
        "programme": sheet.programme_title,
        "edition": sheet.label,
        "link": page if left else event.path,
        "explanation": explanation,
        "uid": stamped.uid,
        "sequence": message.sequence,
        "stamped_at": stamped.stamped_at.isoformat(),
        "method": message.method.value,
        "role": message.role.value,
        "guides": message.role is Role.CHAIR,
        "answer": stamped.answer,
        **_event_facts(event),
    }
    if event.form:
        facts |= {"room": event.location, "form": event.form}
    if message.before is not None:
        facts |= {f"before_{key}": value for key, value in _event_facts(message.before).items()}
    return Letter(
        kind=_KINDS[message.news],
        occasion=stamped.occasion,
        to_address=message.key.address,
        to_name=name,
        language=language,
        sender_name=sheet.organiser_names,
        sender_address=message.key.organiser,
        person_id=message.key.person_id,
        edition_id=sheet.edition_id,
        facts=facts,
        thread=stamped.uid,
    )


def overview(sheet: EditionSheet, invited: Sequence[Stamped], *, name: str, language: str) -> Letter:
    """All days in one plain letter, for who is invited to several at once."""
    first = invited[0]
    marks = "\n".join(one.occasion for one in invited)
    with texts.use(language):
        days = [_day_line(one.message.event) for one in invited]
    return Letter(
        kind="agenda_overview",
        occasion=f"overview:{hashlib.sha256(marks.encode()).hexdigest()[:40]}",
        to_address=first.message.key.address,
        to_name=name,
        language=language,
        sender_name=sheet.organiser_names,
        sender_address=first.message.key.organiser,
        person_id=first.message.key.person_id,
        edition_id=sheet.edition_id,
        facts={
            "programme": sheet.programme_title,
            "edition": sheet.label,
            "link": first.message.event.path,
            "days": days,
            "agenda_link": "/profiel/agenda",
            "guides": first.message.role is Role.CHAIR,
        },
    )


def _day_line(event: Event) -> str:
    when = texts.format_span(event.span.day, event.span.starts_at, event.span.ends_at)
    return f"{when}: {event.summary}" + (f" ({event.place})" if event.place else "")


def _event_facts(event: Event) -> dict[str, Any]:
    span = event.span
    return {
        "meeting": event.summary,
        "day": span.day.isoformat(),
        "starts_at": span.starts_at.isoformat() if span.starts_at else "",
        "ends_at": span.ends_at.isoformat() if span.ends_at else "",
        "place": event.place,
        "join": event.link,
        "choices": event.description.split("\n") if event.description else [],
    }


def calendar_part(letter: Letter) -> str:
    """The iCalendar of a letter that is about a meeting: the same for the same letter, always."""
    facts = letter.facts
    page = house().site_url + ("/en" if letter.language == "en" else "") + str(facts["link"])
    with texts.use(letter.language):
        notes = [_("Deelnemen: %(link)s", link=facts["join"])] if facts["join"] else []
        notes.append(_("Meer over deze bijeenkomst: %(link)s", link=page))
    content = ics.invitation(
        ics.Invitation(
            uid=str(facts["uid"]),
            method=Method(str(facts["method"])),
            sequence=int(str(facts["sequence"])),
            stamped_at=datetime.fromisoformat(str(facts["stamped_at"])),
            event=_event(facts),
            organiser=ics.Party(letter.sender_name, letter.sender_address),
            attendee=ics.Party(letter.to_name, letter.to_address),
            role=Role(str(facts["role"])),
            answer=str(facts["answer"]),
            page=page,
            footnote="\n".join(notes),
        )
    )
    return content.decode()


def _event(facts: Mapping[str, Any]) -> Event:
    return Event.from_json(
        {
            **{key: facts[key] for key in ("day", "starts_at", "ends_at")},
            "summary": facts["meeting"],
            "location": facts.get("room", facts["place"]),
            "form": facts.get("form", ""),
            "description": "\n".join(facts["choices"]),
            "link": facts["join"],
            "path": facts["link"],
        }
    )
