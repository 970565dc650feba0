"""Who comes along, afterwards: choose somebody (else), mail once more, or go alone."""

from flask import flash, redirect, render_template, url_for

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import limits
from portal.registrations import companions, duo, money
from portal.registrations.ledger import held_claims
from portal.registrations.outlook import look
from portal.registrations.party import is_member
from portal.registrations.queries import Own
from portal.registrations.reasons import NotEligible
from portal.registrations.states import ACTIVE, ParticipantState, RegistrationState
from portal.texts import gettext as _
from portal.web.kit import origin
from portal.web.kit.access import member, subject
from portal.web.kit.errors import sentence
from portal.web.participant import doorway, words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.doorway import Reply
from portal.web.participant.forms import PersonForm


@blueprint.get("/mijn/inschrijvingen/<registration>/meegaan")
def companion(**_address: str) -> Reply:
    """Who comes along now, and what one can do about it."""
    return _page(subject(Own), PersonForm(formdata=None))


@blueprint.post("/mijn/inschrijvingen/<registration>/meegaan")
def choose_companion(registration: str) -> Reply:
    """Invites somebody, or somebody else while the first did not confirm."""
    own, now, form = subject(Own), clock.now(), PersonForm()
    if not form.validate():
        return _page(own, form), 422
    registration_id = own.registration.id
    try:
        counted = limits.mail_limits(form.email.data, origin.network())
        limits.enforce(db.session(), limits=counted, now=now)
        with transaction() as session:
            duo.choose_companion(
                session,
                registration_id=registration_id,
                actor_id=member().person_id,
                name=form.name.data,
                email=form.email.data,
                now=now,
            )
    except NotEligible as refusal:
        lines = [doorway.in_one_line(own.sheet, answer) for answer in refusal.verdict.refusals]
        form.email.errors = lines
        return _page(own, form), 422
    except Refused as refusal:
        form.refuse("email", refusal)
        return _page(own, form), doorway.status_of(refusal)
    flash(_("We mailen %(name)s een uitnodiging.", name=form.name.data), "ok")
    return redirect(url_for("participant.registration", registration=registration), 303)


@blueprint.post("/mijn/inschrijvingen/<registration>/meegaan/opnieuw")
def resend_invitation(registration: str) -> Reply:
    """Mails the invitation once more."""
    own, now = subject(Own), clock.now()
    beside, registration_id = own.beside, own.registration.id
    name = beside.shown_name if beside else ""
    try:
        if beside is not None:
            counted = limits.mail_limits(beside.person.email, origin.network())
            limits.enforce(db.session(), limits=counted, now=now)
        with transaction() as session:
            duo.resend_invitation(
                session, registration_id=registration_id, actor_id=member().person_id, now=now
            )
    except Refused as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(_("We mailen %(name)s de uitnodiging opnieuw.", name=name), "ok")
    return redirect(url_for("participant.companion", registration=registration), 303)


@blueprint.post("/mijn/inschrijvingen/<registration>/alleen")
def go_alone(registration: str) -> Reply:
    """Goes on alone: the other seat passes on."""
    own = subject(Own)
    registration_id, said = own.registration.id, _("Je gaat alleen verder. De andere plek is doorgegeven.")
    if own.registration.state == RegistrationState.WAITLISTED:
        said = _("Je gaat alleen verder.")
    try:
        with transaction() as session:
            duo.split(session, registration_id=registration_id, actor_id=member().person_id, now=clock.now())
    except Refused as refusal:
        flash(sentence(refusal), "error")
        return redirect(url_for("participant.companion", registration=registration), 303)
    flash(said, "ok")
    return redirect(url_for("participant.registration", registration=registration), 303)


def _page(own: Own, form: PersonForm) -> str:
    beside, state = own.beside, own.registration.state
    active = state in ACTIVE
    alone, cost, together = False, "", []
    if beside is None and active:
        turn = look(db.session(), own.sheet, clock.now())
        price = money.price_of(own.sheet, member=is_member(turn, own.registration.person_id), duo=True)
        together = [
            _("Samen is de prijs: %(price)s.", price=money.line(price)),
            words.terms(own.registration.terms, price),
        ]
    if beside is not None and active:
        turn = look(db.session(), own.sheet, clock.now())
        alone = companions.alone_allowed(turn, own.registration, beside)
        cents = companions.cost_of_leaving(turn, own.registration, beside)
        cost = "" if cents == 0 else money.cost_of_leaving(cents)
    invited = beside is not None and beside.state == ParticipantState.INVITED
    return render_template(
        "participant/companion_manage.html",
        own=own,
        sheet=own.sheet,
        registration=own.registration,
        form=form,
        beside=beside,
        invited=invited,
        waiting=state == RegistrationState.WAITLISTED,
        kept=state == RegistrationState.WAITLISTED and bool(held_claims(own.registration)),
        may_choose=active and (beside is None or invited),
        may_go_alone=alone,
        cost=cost,
        together=together,
        bring=words.whom_to_bring(own.sheet.rules),
    )
