"""Handing one's place to a colleague: ask, or take the question back."""

from flask import flash, redirect, render_template, url_for

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import limits
from portal.registrations import substitution
from portal.registrations.queries import Own
from portal.texts import gettext as _
from portal.web.kit import origin
from portal.web.kit.access import member, subject
from portal.web.participant import doorway
from portal.web.participant.blueprint import blueprint
from portal.web.participant.doorway import Reply
from portal.web.participant.forms import PersonForm


@blueprint.get("/mijn/inschrijvingen/<registration>/overdragen")
def substitute(**_address: str) -> Reply:
    """Who takes the place over, and how that goes."""
    return _page(subject(Own), PersonForm(formdata=None))


@blueprint.post("/mijn/inschrijvingen/<registration>/overdragen")
def ask_substitute(registration: str) -> Reply:
    """Invites a colleague; until they say yes, nothing changes."""
    own, now, form = subject(Own), clock.now(), PersonForm()
    if not form.validate():
        return _page(own, form), 422
    registration_id, participant_id = own.registration.id, own.mine.id
    try:
        counted = limits.mail_limits(form.email.data, origin.network())
        limits.enforce(db.session(), limits=counted, now=now)
        with transaction() as session:
            substitution.ask_substitute(
                session,
                registration_id=registration_id,
                participant_id=participant_id,
                actor_id=member().person_id,
                name=form.name.data,
                email=form.email.data,
                now=now,
            )
    except Refused as refusal:
        form.refuse("email", refusal)
        return _page(own, form), doorway.status_of(refusal)
    flash(_("We mailen %(name)s of die je plek overneemt.", name=form.name.data), "ok")
    return redirect(url_for("participant.registration", registration=registration), 303)


@blueprint.post("/mijn/inschrijvingen/<registration>/overdragen/intrekken")
def drop_substitute(registration: str) -> Reply:
    """Takes the question back: the place stays with who has it."""
    own = subject(Own)
    registration_id, participant_id = own.registration.id, own.mine.id
    with transaction() as session:
        substitution.drop_substitute(
            session,
            registration_id=registration_id,
            participant_id=participant_id,
            actor_id=member().person_id,
            now=clock.now(),
        )
    flash(_("De vraag is ingetrokken. Je houdt je plek."), "ok")
    return redirect(url_for("participant.registration", registration=registration), 303)


def _page(own: Own, form: PersonForm) -> str:
    return render_template(
        "participant/substitute_ask.html",
        own=own,
        sheet=own.sheet,
        registration=own.registration,
        form=form,
        asked=own.mine.substitute_name if own.mine.substitute else "",
        until=own.mine.substitute_until,
        too_late=own.mine.substitute_until is not None and own.mine.substitute_until <= clock.now(),
    )
