"""One's own registration: the page, the confirmation, and asking for offers again."""

from flask import flash, redirect, render_template, url_for

from portal import clock
from portal.database import db, transaction
from portal.registrations import money, offers, queries
from portal.registrations.queries import Own
from portal.registrations.states import ACTIVE, ParticipantState, RegistrationState
from portal.registrations.waitlist import PASSED
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.participant import attendance, material, shown, words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.chosen import chosen, offered_electives
from portal.web.participant.doorway import Reply
from portal.web.participant.steps import places

R = RegistrationState


@blueprint.get("/mijn/inschrijvingen/<registration>")
def registration(**_address: str) -> Reply:
    """Everything about one registration, with what one can do."""
    own, now, session = subject(Own), clock.now(), db.session()
    if own.mine.state == ParticipantState.INVITED:
        return redirect(url_for("participant.invitation", participant=own.mine.public_id), 303)
    if not own.inside and own.registration.state in ACTIVE:
        return render_template("participant/registrations_gone.html", own=own, sheet=own.sheet)
    queries.with_details(session, own)
    found = own.registration
    place = queries.place_in_line(session, found) if found.state == R.WAITLISTED else 0
    phase = own.sheet.phase(now)
    active = found.state in ACTIVE and phase.may_withdraw
    return render_template(
        "participant/registrations_show.html",
        own=own,
        sheet=own.sheet,
        registration=found,
        badge=words.badge(found.state, edition=phase.state, place=place),
        news=shown.news(own, place, now),
        start=words.start(own.sheet),
        active=active,
        offered=active and own.leads and found.state == R.OFFERED and _stands(own),
        asks_again=found.state == R.WAITLISTED and found.passed_reason == PASSED and own.leads,
        may_choose=active and found.state in shown.CHOOSING and bool(places(own.sheet)),
        may_hand_over=active and found.state == R.CONFIRMED and own.sheet.substitution_allowed,
        may_bring=active and own.leads and own.sheet.companion_allowed,
        choices=chosen(own, own.mine),
        electives=offered_electives(own, now),
        people=shown.people(own, now),
        price=money.line(found.price),
        terms=words.terms(found.terms, found.price),
        invoice=shown.invoice(own),
        meetings=shown.meetings(session, own, now) if found.state in ACTIVE else [],
        history=shown.history(own),
        days=attendance.own_days(own),
        material=material.beside_meetings(session, own, now),
    )


def _stands(own: Own) -> bool:
    until = own.registration.offer_deadline
    return until is not None and until > clock.now()


@blueprint.get("/mijn/inschrijvingen/<registration>/bevestiging")
def confirmation(**_address: str) -> Reply:
    """What happened, what happens next and when, and how to undo it."""
    own, now = subject(Own), clock.now()
    found = own.registration
    if found.state not in ACTIVE or own.mine.state != ParticipantState.CONFIRMED:
        return redirect(url_for("participant.registration", registration=found.public_id), 303)
    session = db.session()
    place = queries.place_in_line(session, found) if found.state == R.WAITLISTED else 0
    if places(own.sheet):
        queries.with_details(session, own)
    return render_template(
        "participant/registrations_confirmation.html",
        choices=chosen(own, own.mine) if places(own.sheet) else [],
        own=own,
        sheet=own.sheet,
        registration=found,
        news=shown.news(own, place, now),
        start=words.start(own.sheet),
        days_to_come=words.days_to_come(own.sheet, own.mine.person.channel),
        email=member().email,
        beside=own.beside,
        invited=own.beside is not None and own.beside.state == ParticipantState.INVITED,
        terms=words.terms(found.terms, found.price),
        limited=found.edition.pool.capacity is not None,
    )


@blueprint.post("/mijn/inschrijvingen/<registration>/weer-aanbod")
def wait_again(registration: str) -> Reply:
    """Someone who passed an offer wants the next one."""
    registration_id = subject(Own).registration.id
    with transaction() as session:
        offers.wait_again(
            session, registration_id=registration_id, actor_id=member().person_id, now=clock.now()
        )
    flash(_("Je krijgt weer een aanbod als er een plek vrijkomt en jij aan de beurt bent."), "ok")
    return redirect(url_for("participant.registration", registration=registration), 303)
