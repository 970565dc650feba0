"""What the page of one's own registration shows: people, meetings, history and what one can do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from portal.programmes import kept
from portal.programmes.models import Meeting
from portal.registrations import money
from portal.registrations.history import sentence
from portal.registrations.ledger import held_claims
from portal.registrations.models import Participant, Registration, RegistrationEvent
from portal.registrations.opening import Invoice
from portal.registrations.queries import Own
from portal.registrations.states import ACTIVE, ClaimState, ParticipantState, RegistrationState
from portal.registrations.waitlist import PASSED, SKIP, by_choice
from portal.registrations.words import waitlist_rules
from portal.texts import N_, format_moment, format_money, local
from portal.texts import gettext as _
from portal.web.kit.engine import own as in_dutch
from portal.web.kit.engine import say
from portal.web.participant import words
from portal.web.participant.chosen import chosen
from portal.web.participant.steps import costs_money

R = RegistrationState
Rows = list[tuple[str, Any, str]]
BY_ORGANISER = (
    *("approved", "declined", "admitted", "skipped", "unskipped", "cancelled"),
    *("breakout_cancelled", "elective_restored"),
)
BY_ITSELF = (
    "seated",
    "offered",
    "lapsed",
    "not_eligible",
    "held",
    "hold_ended",
    "not_alone",
    "second_choice",
    "choice_waits",
    "choice_seat",
    "elective_offered",
    "elective_lapsed",
    "elective_reminded",
    "substitute_lapsed",
    "substitute_over",
    "companion_lapsed",
    "price_changed",
)
CHOOSING = (R.CONFIRMED, R.WAITLISTED, R.REQUESTED)


@dataclass(frozen=True)
class News:
    """The state of the registration as a message: colour, heading and sentences."""

    kind: str
    title: str
    lines: list[str]


def news(own: Own, place: int, now: datetime) -> News:
    """What the state means, what happens next and when."""
    registration = own.registration
    if registration.state == R.CONFIRMED:
        return News("ok", _("Je bent ingeschreven"), [])
    if registration.state == R.REQUESTED:
        line = _("De organisator beslist over je aanvraag. Je krijgt daarover een mail.")
        return News("info", _("Je aanvraag ligt bij de organisator"), [line])
    if registration.state == R.WAITLISTED:
        return News(
            "warning", _("Je staat op plek %(place)s van de wachtlijst", place=place), _waiting(own, now)
        )
    if registration.state == R.OFFERED and registration.offer_deadline:
        until = format_moment(registration.offer_deadline)
        if registration.offer_deadline > now:
            return News(
                "warning",
                _("Er is een plek vrij voor je"),
                [_("Antwoord uiterlijk %(moment)s.", moment=until)],
            )
        line = _("Het aanbod liep tot %(moment)s. De plek gaat naar de volgende op de lijst.", moment=until)
        return News("info", _("Het aanbod is verlopen"), [line])
    return News(
        "info", words.badge(registration.state, edition=own.sheet.phase(now).state)[0], _ended(registration)
    )


def _waiting(own: Own, now: datetime) -> list[str]:
    registration = own.registration
    if registration.passed_reason == PASSED:
        return [_("Je nam een aanbod niet aan en krijgt er nu geen. Je plaats op de lijst blijft.")]
    if registration.passed_reason.startswith(SKIP):
        return [words.passed_over(), _("Wil je weten waarom, of hoelang? Vraag het aan de organisator.")]
    lines = waitlist_rules(own.sheet)
    kept_until = next(
        (c.deadline for c in held_claims(registration) if c.deadline and c.deadline > now), None
    )
    if kept_until is not None:
        lines.insert(0, words.seat_kept(kept_until, own.sheet.promotion))
    elif registration.hold_spent:
        gone = _("De plek die we voor jullie vasthielden, is vrijgegeven. Jullie plaats op de lijst blijft.")
        lines.insert(0, gone)
    if registration.passed_reason.startswith("per_organisation"):
        lines.insert(
            0,
            _("Het maximum voor je organisatie is bereikt. Je komt aan de beurt als een collega stopt."),
        )
    elif registration.passed_reason and not by_choice(registration.passed_reason):
        lines.insert(
            0, _("Een voorwaarde klopt nu niet meer. Kijk in de mail die je kreeg wat je kunt doen.")
        )
    return lines


def _ended(registration: Registration) -> list[str]:
    lines = {
        R.WITHDRAWN: _("Je doet niet meer mee. Wil je toch? Schrijf je dan opnieuw in."),
        R.LAPSED: _("Je antwoordde niet op tijd. Wil je toch meedoen? Schrijf je dan opnieuw in."),
        R.DECLINED: _("De organisator wees je aanvraag af. De reden staat hieronder en in je mail."),
        R.CANCELLED: _("Deze inschrijving is beëindigd. De reden staat hieronder en in je mail."),
    }
    line = lines.get(RegistrationState(registration.state))
    cost = money.cost_of_having_left(registration) if registration.state == R.WITHDRAWN else 0
    paid = [_("Afmelden kostte %(amount)s.", amount=format_money(cost))] if cost else []
    return [*paid, line] if line else []


def people(own: Own, now: datetime) -> Rows:
    """Who takes part."""
    mine = own.mine
    rows: Rows = [(_("Jij"), _named(mine), "")]
    beside = own.beside
    if beside is not None:
        text = _named(beside)
        if beside.state == ParticipantState.INVITED and beside.confirm_by:
            text = _(
                "%(name)s, bevestigt uiterlijk %(moment)s",
                name=text,
                moment=format_moment(beside.confirm_by),
            )
        url = url_for("participant.companion", registration=own.registration.public_id) if own.leads else ""
        rows.append((_("Wie meegaat") if own.leads else _("Met wie je meegaat"), text, url))
    if mine.substitute and mine.substitute_until:
        text = _(
            "%(name)s, kan antwoorden tot %(moment)s",
            name=mine.substitute_name,
            moment=format_moment(mine.substitute_until),
        )
        if mine.substitute_until <= now:
            text = _("Nog niemand: %(name)s antwoordde niet op tijd", name=mine.substitute_name)
        rows.append(
            (
                _("Wie je plek overneemt"),
                text,
                url_for("participant.substitute", registration=own.registration.public_id),
            )
        )
    return rows


def _named(participant: Participant) -> str:
    word = words.position_word(participant.stated_position)
    return f"{participant.shown_name}, {word.lower()}" if word else participant.shown_name


def invoice(own: Own) -> Rows:
    """The data for the invoice; only for who made the registration."""
    found = own.registration
    if not (own.leads and costs_money(own.sheet)):
        return []
    url = url_for("participant.invoice", registration=found.public_id) if found.state in ACTIVE else ""
    data = Invoice(
        found.purchase_order,
        found.cost_centre,
        found.invoice_name,
        found.invoice_address,
        found.invoice_email,
    )
    return list(words.invoice_rows(data, url))


def meetings(session: Session, own: Own, now: datetime) -> list[dict[str, object]]:
    """The meetings of this person, for the timeline; one without a title goes by its day."""
    sheet, seated = own.sheet, own.registration.state == R.CONFIRMED
    copy = kept.editions(session, [(sheet.edition_id, sheet.version)])[sheet.edition_id]
    optional = {module.id for group in sheet.groups for module in group.modules}
    held = {
        one.claim.module_id
        for one in chosen(own, own.mine)
        if one.claim and one.claim.state == ClaimState.CONFIRMED
    }
    mine = [m for m in copy.meetings if m.module_id not in optional or m.module_id in held]
    upcoming = next((m for m in mine if m.day and not _is_over(m, now)), None)
    return [
        {
            "id": meeting.id,
            "number": number,
            "name": _("Bijeenkomst %(number)s", number=number),
            "title": meeting.title or words.day_of(meeting),
            "moments": [words.when(meeting) if meeting.title else words.hours_of(meeting)],
            "place": words.where(meeting),
            "state": "done" if _is_over(meeting, now) else "next" if seated and meeting is upcoming else "",
        }
        for number, meeting in enumerate(mine, start=1)
    ]


def _is_over(meeting: Meeting, now: datetime) -> bool:
    if meeting.ends_at is not None:
        return meeting.ends_at <= now
    return meeting.day is not None and meeting.day < local(now).date()


def history(own: Own) -> list[tuple[str, str, str, str]]:
    """What happened, the newest first."""
    people: dict[int | None, str] = {p.person_id: p.shown_name for p in own.registration.participants}
    replaced = {e.details.get("before_name") for e in own.registration.events if e.action == "substituted"}
    for event in own.registration.events:
        if event.actor is not None and event.actor.name in replaced:
            people.setdefault(event.actor_id, event.actor.name)
    return [_line(event, people) for event in reversed(own.registration.events)]


def _line(event: RegistrationEvent, people: dict[int | None, str]) -> tuple[str, str, str, str]:
    """Never names anybody outside this registration: a seat may come free because somebody else left."""
    who = _("Automatisch")
    if event.action in BY_ORGANISER or (event.why and event.actor_id not in people):
        who = _("Door de organisator")
    elif event.action == "substitute_declined":  # by the name as it was typed: they never came in
        who = _("Door %(name)s", name=event.details.get("substitute"))
    elif event.actor is not None and event.actor_id in people and event.action not in BY_ITSELF:
        who = _("Door %(name)s", name=people[event.actor_id])
    if event.why:
        why = event.why if event.actor_id in people else in_dutch(event.why)  # an organiser's own words
        who = say(N_("%(who)s. Reden: %(why)s"), who=who, why=why)
    said = sentence(event, say=say, own=in_dutch)
    return event.at.isoformat(timespec="minutes"), format_moment(event.at), said, who
