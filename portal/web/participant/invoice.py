"""The data for the invoice: a step of enrolling, and a change afterwards."""

from flask import redirect, render_template, url_for

from portal import clock
from portal.database import db, transaction
from portal.registrations import queries
from portal.registrations.drafts import keep_draft
from portal.registrations.queries import Enrolment
from portal.web.kit.access import member, subject
from portal.web.participant import doorway, words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.doorway import Reply
from portal.web.participant.forms import InvoiceForm
from portal.web.participant.steps import Step, after, before, costs_money, steps_of


@blueprint.get("/inschrijven/<edition>/factuur")
def enrol_invoice(**_address: str) -> Reply:
    """The last step: filled in with what was typed, or with what was used the last time."""
    enrolment = subject(Enrolment)
    turned = _turned_away(enrolment)
    if turned is not None:
        return turned
    known = enrolment.data.get(Step.INVOICE) or queries.last_invoice(
        db.session(), person_id=member().person_id
    )
    return page(enrolment, InvoiceForm(formdata=None, data=known))


@blueprint.post("/inschrijven/<edition>/factuur")
def keep_invoice(edition: str) -> Reply:
    """Keeps the data for the invoice."""
    enrolment = subject(Enrolment)
    turned = _turned_away(enrolment)
    if turned is not None:
        return turned
    form = InvoiceForm()
    if not form.validate():
        return page(enrolment, form), 422
    with transaction() as session:
        keep_draft(
            session,
            person_id=member().person_id,
            edition_id=enrolment.sheet.edition_id,
            data={Step.INVOICE: form.data},
            now=clock.now(),
        )
    return redirect(url_for(after(enrolment.sheet, Step.INVOICE), edition=edition), 303)


def _turned_away(enrolment: Enrolment) -> Reply | None:
    turned = doorway.turned_away(enrolment, clock.now())
    if turned is None and not (costs_money(enrolment.sheet) and enrolment.key):
        return redirect(url_for("participant.enrol", edition=enrolment.sheet.public_id), 303)
    return turned


def page(enrolment: Enrolment, form: InvoiceForm) -> str:
    """The page of this step."""
    sheet = enrolment.sheet
    found = steps_of(sheet)
    return render_template(
        "participant/invoice_step.html",
        sheet=sheet,
        form=form,
        edition=sheet.public_id,
        step=found.index(Step.INVOICE) + 1,
        total=len(found),
        intro=words.intro(sheet),
        back=url_for(before(sheet, Step.INVOICE), edition=sheet.public_id),
    )
