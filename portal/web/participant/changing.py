"""Changes of a registration afterwards: choices, an offered elective, the data for the invoice."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for

from portal import clock
from portal.database import db, transaction
from portal.errors import NotFound, Refused
from portal.registrations import electives, queries, service
from portal.registrations.queries import Own
from portal.registrations.reasons import Reason
from portal.registrations.states import ClaimState
from portal.registrations.wishes import Wish
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.kit.engine import own as in_dutch
from portal.web.kit.errors import sentence
from portal.web.participant import choosing
from portal.web.participant.blueprint import blueprint
from portal.web.participant.choosing import ChoicesForm
from portal.web.participant.chosen import Chosen, chosen
from portal.web.participant.doorway import Reply
from portal.web.participant.forms import InvoiceForm
from portal.web.participant.steps import LATER, SECOND, Place


@blueprint.get("/mijn/inschrijvingen/<registration>/keuzes")
def change_choices(**_address: str) -> Reply:
    """What one chose, to change while there is room."""
    own = queries.with_details(db.session(), subject(Own))
    data: dict[str, str] = {}
    for one in chosen(own, own.mine):
        second = one.choice.second_id if one.choice else None
        data[one.place.name] = _public_id(one.place, one.held_id)
        data[one.place.name + SECOND] = _public_id(one.place, second if second != one.held_id else None)
    form, now = choosing.form_class(own.sheet)(formdata=None, data=data), clock.now()
    form.leave_out_what_begun(now)
    return _page(own, form, now)


def _public_id(place: Place, option_id: int | None) -> str:
    option = place.named(option_id)
    return option.public_id if option else LATER


@blueprint.post("/mijn/inschrijvingen/<registration>/keuzes")
def store_choices(registration: str) -> Reply:
    """Changes what is different; a full one is refused next to its field."""
    own = queries.with_details(db.session(), subject(Own))
    form, now = choosing.form_class(own.sheet)(), clock.now()
    form.leave_out_what_begun(now)
    if not form.validate() or not form.fits() or _too_late(own, form, now):
        return _page(own, form, now), 422
    wishes = _changed(own, form, now)
    registration_id, participant_id = own.registration.id, own.mine.id
    try:
        with transaction() as session:
            service.choose(
                session,
                registration_id=registration_id,
                participant_id=participant_id,
                wishes=wishes,
                actor_id=member().person_id,
                now=now,
            )
    except Refused as refusal:
        _put(form, refusal)
        return _page(queries.with_details(db.session(), own), form, now), 422
    flash(_("Je keuzes zijn opgeslagen."), "ok")
    return redirect(url_for("participant.registration", registration=registration), 303)


def _too_late(own: Own, form: ChoicesForm, now: datetime) -> bool:
    """Whether something else was chosen in a round that began after the page was opened; says so."""
    for one in chosen(own, own.mine):
        stands = _public_id(one.place, one.held_id)
        if one.place.begun(now) and request.form.get(one.place.name, stands) != stands:
            form.form_errors.append(sentence(Refused(Reason.CHOICE_BEGUN, title=one.place.title)))
    return bool(form.form_errors)


def _changed(own: Own, form: ChoicesForm, now: datetime) -> list[Wish]:
    """The wishes that differ from what stands, and those that one was asked about."""
    found = []
    for one in (one for one in chosen(own, own.mine) if not one.place.begun(now)):
        wish = one.place.wish(form[one.place.name].data, form[one.place.name + SECOND].data)
        if _differs(one, wish):
            found.append(wish)
    return found


def _differs(one: Chosen, wish: Wish) -> bool:
    waits = one.claim is not None and one.claim.state == ClaimState.WAITING
    second = one.choice.second_id if one.choice else None
    same_second = wish.second_id == second or (wish.second_id is None and not waits)
    if one.choice is None:
        return wish.first_id is not None
    return not (wish.first_id == one.held_id and same_second) or one.ask_again not in ("", "full")


def _put(form: ChoicesForm, refusal: Refused) -> None:
    """Puts the refusal at the field that chose the title it names."""
    title = refusal.values.get("title")
    for place in form.chosen_places:
        option = place.option(form[place.name].data)
        if option is not None and option.title == title:
            form.refuse(place.name, refusal)
            return
    form.form_errors.append(sentence(refusal))


def _page(own: Own, form: ChoicesForm, now: datetime) -> str:
    session, found = db.session(), chosen(own, own.mine)
    mine = [claim.pool_id for claim in own.registration.claims if claim.participant_id == own.mine.id]
    return render_template(
        "participant/changing_choices.html",
        own=own,
        sheet=own.sheet,
        registration=own.registration,
        form=form,
        places=[(form[p.name], form[p.name + SECOND]) for p in form.chosen_places],
        status=choosing.status(session, own.sheet, mine),
        notes=choosing.notes(session, own.sheet),
        asks=[one.ask_again for one in found if not one.place.begun(now)],
        begun=[(in_dutch(one.place.title), one.words()) for one in found if one.place.begun(now)],
    )


@blueprint.post("/mijn/inschrijvingen/<registration>/keuzes/aanbod")
def answer_elective(registration: str) -> Reply:
    """Takes an elective that came free, or passes it on."""
    own, accept = subject(Own), request.form.get("answer") == "ja"
    module = next(
        (m for g in own.sheet.groups for m in g.modules if m.public_id == request.form.get("module")), None
    )
    if module is None:
        raise NotFound
    registration_id, participant_id = own.registration.id, own.mine.id
    with transaction() as session:
        electives.answer_offered_elective(
            session,
            registration_id=registration_id,
            participant_id=participant_id,
            module_id=module.id,
            accept=accept,
            actor_id=member().person_id,
            now=clock.now(),
        )
    flash(_("De plek is van jou.") if accept else _("De plek gaat naar de volgende."), "ok")
    return redirect(url_for("participant.registration", registration=registration), 303)


@blueprint.get("/mijn/inschrijvingen/<registration>/factuur")
def invoice(**_address: str) -> Reply:
    """The data for the invoice, to change."""
    found = subject(Own).registration
    data = {
        "purchase_order": found.purchase_order,
        "cost_centre": found.cost_centre,
        "name": found.invoice_name,
        "address": found.invoice_address,
        "email": found.invoice_email,
    }
    return _invoice_page(InvoiceForm(formdata=None, data=data))


@blueprint.post("/mijn/inschrijvingen/<registration>/factuur")
def change_invoice(registration: str) -> Reply:
    """Stores other data for the invoice."""
    registration_id, form = subject(Own).registration.id, InvoiceForm()
    if not form.validate():
        return _invoice_page(form), 422
    with transaction() as session:
        service.change_invoice(
            session,
            registration_id=registration_id,
            actor_id=member().person_id,
            invoice=service.Invoice(**form.data),
            now=clock.now(),
        )
    flash(_("De gegevens voor de factuur zijn opgeslagen."), "ok")
    return redirect(url_for("participant.registration", registration=registration), 303)


def _invoice_page(form: InvoiceForm) -> str:
    own = subject(Own)
    return render_template(
        "participant/changing_invoice.html",
        own=own,
        sheet=own.sheet,
        registration=own.registration,
        form=form,
    )
