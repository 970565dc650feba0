"""Mijn overzicht: what comes next, what waits for an answer, and everything one takes part in."""

from datetime import date, datetime

from flask import render_template, url_for
from markupsafe import Markup

from portal import clock
from portal.attendance import queries as attendance
from portal.database import db
from portal.goals.queries import open_goals
from portal.goals.sharing import count_with_me
from portal.material.queries import guided_by
from portal.outbox import failing
from portal.programmes.facts import EditionState
from portal.recommendations import service as recommendations
from portal.registrations.models import Participant
from portal.registrations.overview import Entry, HandedOn, NextMeeting, Overview, overview
from portal.registrations.states import ParticipantState, RegistrationState
from portal.registrations.waitlist import PASSED, SKIP
from portal.registrations.words import waitlist_rules
from portal.texts import N_, format_date, format_moment, local, ngettext
from portal.texts import gettext as _
from portal.web.kit.access import member
from portal.web.kit.engine import own, say
from portal.web.participant import goal_words, words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.scan_block import scan_block

Todo = tuple[str, str, str, str]
R, P = RegistrationState, ParticipantState


@blueprint.get("/mijn")
def home() -> str:
    """Everything that waits for this person, and everything one takes part in."""
    now, viewer = clock.now(), member()
    found = overview(db.session(), person_id=viewer.person_id, now=now)
    living = [e for e in found.entries if e.living and e.mine.state == P.CONFIRMED]
    living.sort(key=lambda entry: entry.kept.starts_on or date.max)
    return render_template(
        "participant/home_overview.html",
        name=viewer.name.split(maxsplit=1)[0],
        next_meeting=_next_meeting(found.next_meeting) if found.next_meeting else None,
        offers=[e for e in living if e.leads and _offer_stands(e, now)],
        cards=[_card(e, now) for e in living],
        earlier=[_earlier(e) for e in found.entries if not e.living and e.mine.state != P.DECLINED]
        + [_handed_on(one) for one in found.handed_on],
        todo=_todo(found, now),
        guided=guided_by(db.session(), viewer.person_id),
        scan=scan_block(db.session(), viewer.person_id),
        going=open_goals(db.session(), viewer.person_id),
        shared_goals=count_with_me(db.session(), viewer.person_id),
        goal_words=goal_words,
        today=local(now).date(),
        recommended=recommendations.last(db.session(), viewer.person_id),
        email=viewer.email,
        failing=failing.is_failing(db.session(), address=viewer.email),
    )


def _offer_stands(entry: Entry, now: datetime) -> bool:
    until = entry.registration.offer_deadline
    return until is not None and until > now


def _next_meeting(found: NextMeeting) -> dict[str, object]:
    meeting, entry = found.meeting, found.entry
    eyebrow = ngettext(
        "Je volgende bijeenkomst is over %(num)s dag",
        "Je volgende bijeenkomst is over %(num)s dagen",
        found.days,
    )
    if found.days == 0:
        eyebrow = _("Je volgende bijeenkomst is vandaag")
    elif found.days == 1:
        eyebrow = _("Je volgende bijeenkomst is morgen")
    details = [("cal", _("Wanneer"), words.when(meeting)), ("pin", _("Waar"), words.where(meeting))]
    code = attendance.code_of(db.session(), meeting.id) if found.days == 0 else ""
    title = f"{entry.programme}: {meeting.title}" if meeting.title else entry.programme
    return {
        "eyebrow": eyebrow,
        "title": title,
        "details": [detail for detail in details if detail[2]],
        "url": url_for("participant.registration", registration=entry.registration.public_id),
        "check_in": url_for("participant.enter_code") if code else "",
        "leave": url_for("participant.withdraw", registration=entry.registration.public_id),
    }


def _card(entry: Entry, now: datetime) -> dict[str, object]:
    registration = entry.registration
    starts = entry.kept.starts_on
    small = _("Start %(day)s", day=format_date(starts)) if starts else _("Start nog niet bekend")
    return {
        "title": own(entry.programme),
        "url": url_for("participant.registration", registration=registration.public_id),
        "status": [words.badge(registration.state, edition=entry.state, place=entry.place)],
        "text": _what_next(entry, now),
        "small": Markup("{}. {}").format(own(entry.kept.edition.label), small),
    }


def _what_next(entry: Entry, now: datetime) -> str:
    """What the state means for this person, in a sentence."""
    registration = entry.registration
    if registration.state == R.WAITLISTED:
        if registration.passed_reason == PASSED:
            return _("Je krijgt nu geen aanbod. Laat het weten als je dat weer wilt.")
        if registration.passed_reason.startswith(SKIP):
            return words.passed_over()
        if entry.kept_until and entry.kept_until > now:
            return words.seat_kept(entry.kept_until, entry.kept.edition.promotion)
        return waitlist_rules(entry.kept.edition)[0]
    if registration.state == R.OFFERED and registration.offer_deadline:
        if registration.offer_deadline > now:
            return _("Antwoord uiterlijk %(moment)s.", moment=format_moment(registration.offer_deadline))
        return _("Het aanbod is verlopen. De plek gaat naar de volgende op de lijst.")
    if registration.state == R.REQUESTED:
        return _("De organisator beslist over je aanvraag. Je krijgt daarover een mail.")
    if entry.beside:
        return _with(entry.beside, entry.beside_name)
    return ""


def _with(beside: Participant, name: str) -> str:
    if beside.state == P.INVITED:
        return _("%(name)s heeft nog niet bevestigd.", name=name)
    return _("Je doet mee met %(name)s.", name=name)


def _earlier(entry: Entry) -> tuple[str, str, str]:
    """Label, address and state of what is over."""
    gone = entry.mine.state in (P.LEFT, P.LAPSED, P.REPLACED) and entry.registration.state in (
        R.CONFIRMED,
        R.WAITLISTED,
    )
    state = _("Afgemeld") if gone else words.badge(entry.registration.state, edition=entry.state)[0]
    if entry.state is EditionState.CANCELLED:
        state = _("Gaat niet door")
    label = own(f"{entry.programme}, {entry.kept.edition.label}")
    return label, url_for("participant.registration", registration=entry.registration.public_id), state


def _handed_on(one: HandedOn) -> tuple[str, str, str]:
    """Label, no address (the page is the colleague's now), and who has the place."""
    label = own(f"{one.programme}, {one.edition}")
    return label, "", _("Overgedragen aan %(name)s", name=one.to)


def _todo(found: Overview, now: datetime) -> list[Todo]:
    """What waits for this person: the icon, what to do, where, and until when."""
    living = {entry.registration.id: entry for entry in found.entries if entry.living}
    todo: list[Todo] = []
    for entry in living.values():
        todo += _about(entry, now)
    for one in found.take_over:
        label = _("Neem je de plek van %(name)s over?", name=one.name)
        url = url_for("participant.takeover", participant=one.participant_public_id)
        todo.append(("swap", label, url, _until(one.programme, one.until)))
    for elective in found.electives:
        label = say(N_("Er is een plek bij %(title)s. Wil je die?"), title=own(elective.title))
        url = url_for("participant.registration", registration=elective.registration_public_id)
        todo.append(("bell", label, url, _until("", elective.deadline)))
    for registration_id, why in found.ask_again:
        if registration_id in living and why != "full":
            entry = living[registration_id]
            url = url_for("participant.change_choices", registration=entry.registration.public_id)
            label = _("Bekijk je nieuwe keuze") if why == "moved" else _("Kies opnieuw")
            todo.append(
                (
                    "pen",
                    label,
                    url,
                    say(N_("%(programme)s. Ongeveer 2 minuten."), programme=own(entry.programme)),
                )
            )
    if not found.has_position:
        note = _("Dan zien we voor welke leergangen je je kunt inschrijven.")
        todo.append(("person", _("Vul je functie in"), url_for("account.profile"), note))
    return list(dict.fromkeys(todo))


def _about(entry: Entry, now: datetime) -> list[Todo]:
    mine, registration = entry.mine, entry.registration
    if mine.state == P.INVITED and mine.confirm_by and mine.confirm_by > now:
        label = _("Ga je mee met %(name)s?", name=entry.beside_name)
        url = url_for("participant.invitation", participant=mine.public_id)
        return [("mail", label, url, _until(entry.programme, mine.confirm_by))]
    if registration.state == R.OFFERED and entry.leads and _offer_stands(entry, now):
        assert registration.offer_deadline is not None
        url = url_for("participant.offer", registration=registration.public_id)
        return [
            ("bell", _("Antwoord op je aanbod"), url, _until(entry.programme, registration.offer_deadline))
        ]
    beside = entry.beside
    if entry.leads and beside and beside.state == P.INVITED and beside.confirm_by:
        label = _("%(name)s moet nog bevestigen", name=entry.beside_name)
        url = url_for("participant.companion", registration=registration.public_id)
        return [("people", label, url, _until(entry.programme, beside.confirm_by))]
    return []


def _until(programme: str, moment: datetime) -> str:
    until = format_moment(local(moment))
    return (
        say(N_("%(programme)s. Voor %(moment)s."), programme=own(programme), moment=until)
        if programme
        else _("Voor %(moment)s.", moment=until)
    )
