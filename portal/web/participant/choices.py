"""Rounds and electives: a step of enrolling."""

from flask import redirect, render_template, url_for

from portal import clock
from portal.database import db, transaction
from portal.registrations.drafts import keep_draft
from portal.registrations.queries import Enrolment
from portal.web.kit.access import member, subject
from portal.web.participant import choosing, doorway, words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.choosing import ChoicesForm
from portal.web.participant.doorway import Reply
from portal.web.participant.steps import SECOND, Step, after, before, companion_in, places, steps_of


@blueprint.get("/inschrijven/<edition>/keuzes")
def enrol_choices(**_address: str) -> Reply:
    """Step 2: a breakout for each round, an elective for each group."""
    enrolment = subject(Enrolment)
    turned = _turned_away(enrolment)
    if turned is not None:
        return turned
    make = choosing.form_class(enrolment.sheet)
    return page(enrolment, make(formdata=None, data=enrolment.data.get(Step.CHOICES, {})))


@blueprint.post("/inschrijven/<edition>/keuzes")
def keep_choices(edition: str) -> Reply:
    """Keeps the choices."""
    enrolment = subject(Enrolment)
    turned = _turned_away(enrolment)
    if turned is not None:
        return turned
    form = choosing.form_class(enrolment.sheet)()
    if not form.validate() or not form.fits():
        return page(enrolment, form), 422
    with transaction() as session:
        keep_draft(
            session,
            person_id=member().person_id,
            edition_id=enrolment.sheet.edition_id,
            data={Step.CHOICES: form.typed()},
            now=clock.now(),
        )
    return redirect(url_for(after(enrolment.sheet, Step.CHOICES), edition=edition), 303)


def _turned_away(enrolment: Enrolment) -> Reply | None:
    turned = doorway.turned_away(enrolment, clock.now())
    if turned is None and not (places(enrolment.sheet) and enrolment.key):
        return redirect(url_for("participant.enrol", edition=enrolment.sheet.public_id), 303)
    return turned


def page(enrolment: Enrolment, form: ChoicesForm) -> str:
    """The page of this step."""
    sheet, session = enrolment.sheet, db.session()
    found = steps_of(sheet)
    return render_template(
        "participant/choices_step.html",
        sheet=sheet,
        form=form,
        edition=sheet.public_id,
        places=[(form[p.name], form[p.name + SECOND]) for p in form.chosen_places],
        status=choosing.status(session, sheet),
        notes=choosing.notes(session, sheet),
        step=found.index(Step.CHOICES) + 1,
        total=len(found),
        intro=words.intro(sheet),
        back=url_for(before(sheet, Step.CHOICES), edition=sheet.public_id),
        duo=companion_in(enrolment.data.get(Step.PEOPLE, {})) is not None,
    )
