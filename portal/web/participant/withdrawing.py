"""Leaving: the consequences first, then the button."""

from flask import flash, redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.registrations import companions, duo, money, service
from portal.registrations.outlook import look
from portal.registrations.queries import Own
from portal.registrations.reasons import Reason
from portal.registrations.states import ACTIVE, ParticipantState, RegistrationState
from portal.texts import gettext as _
from portal.texts import local
from portal.web.kit.access import member, subject
from portal.web.kit.errors import sentence
from portal.web.participant.blueprint import blueprint
from portal.web.participant.doorway import Reply
from portal.web.participant.forms import ALL, ONLY_ME, WithdrawForm


@blueprint.get("/mijn/inschrijvingen/<registration>/afmelden")
def withdraw(registration: str) -> Reply:
    """What leaving means: the costs, the seat, the companion."""
    own = subject(Own)
    if not own.inside or own.registration.state not in ACTIVE:
        return redirect(url_for("participant.registration", registration=registration), 303)
    stays = beside_stays(own)
    return _page(own, _form(own, stays, WithdrawForm(formdata=None)), stays)


@blueprint.post("/mijn/inschrijvingen/<registration>/afmelden")
def send_withdrawal(registration: str) -> Reply:
    """Leaves; twice is once."""
    own, now, viewer = subject(Own), clock.now(), member()
    if not own.inside or own.registration.state not in ACTIVE:
        return redirect(url_for("participant.registration", registration=registration), 303)
    stays = beside_stays(own)
    form = _form(own, stays, WithdrawForm())
    if not form.validate():
        return _page(own, form, stays), 422
    leads, registration_id, participant_id = own.leads, own.registration.id, own.mine.id
    only_me = form.who is not None and form.who.data == ONLY_ME
    try:
        with transaction() as session:
            if leads:
                service.withdraw(
                    session,
                    registration_id=registration_id,
                    actor_id=viewer.person_id,
                    now=now,
                    why=form.why.data,
                    only_me=only_me,
                )
            else:
                duo.decline_companion(
                    session, participant_id=participant_id, person_id=viewer.person_id, now=now
                )
    except Refused as refusal:
        if refusal.reason not in (Reason.CANNOT_STAY, Reason.FINISHED):
            raise
        form.form_errors.append(sentence(refusal))
        return _page(own, form, stays), 422
    flash(_("Je bent afgemeld. Je krijgt een bevestiging per mail."), "ok")
    return redirect(url_for("participant.registration", registration=registration), 303)


def beside_stays(own: Own) -> bool:
    """Whether the other person may go on without this one."""
    beside, active = own.beside, own.registration.state in ACTIVE
    if beside is None or beside.state != ParticipantState.CONFIRMED or not active:
        return False
    return companions.alone_allowed(look(db.session(), own.sheet, clock.now()), own.registration, own.mine)


def _form(own: Own, stays: bool, form: WithdrawForm) -> WithdrawForm:
    if own.leads and own.beside is not None and stays:
        name = own.beside.shown_name
        form.who.choices = [
            SelectChoice(ONLY_ME, _("Alleen ik. %(name)s blijft ingeschreven.", name=name)),
            SelectChoice(ALL, _("Wij allebei")),
        ]
    else:
        del form.who
    return form


def _page(own: Own, form: WithdrawForm, stays: bool) -> str:
    found = own.registration
    seated = found.state == RegistrationState.CONFIRMED
    if own.leads:
        cost = money.leaving_costs(found.price, found.terms, local(clock.now()).date()) if seated else 0
    else:
        cost = companions.cost_of_leaving(look(db.session(), own.sheet, clock.now()), found, own.mine)
    return render_template(
        "participant/withdrawing_ask.html",
        own=own,
        sheet=own.sheet,
        registration=found,
        form=form,
        cost=money.cost_of_leaving(cost),
        seated=seated,
        stays=stays,
        beside=own.beside.shown_name if own.beside else "",
    )
