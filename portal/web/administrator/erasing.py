"""Erasing somebody's account, for who asks by mail."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db
from portal.erasure import queries as erasures
from portal.erasure.facts import WHY_WORDS, Why
from portal.errors import Refused
from portal.people.models import Person
from portal.texts import gettext
from portal.web.administrator.blueprint import blueprint
from portal.web.administrator.forms import EraseForm
from portal.web.kit import erasing
from portal.web.kit.access import member, subject
from portal.web.kit.errors import sentence

Answer = Response | str | tuple[str, int]


@blueprint.get("/mensen/<person_id>/verwijderen")
def erase(**_address: str) -> Answer:
    """What goes and what stays, and why it is done."""
    found = subject(Person)
    if found.id == member().person_id:  # one's own account asks for one's own password
        return redirect(url_for("account.erase"), 303)
    return _page(found, EraseForm(formdata=None).offer())


@blueprint.post("/mensen/<person_id>/verwijderen")
def carry_out_erasure(**_address: str) -> Answer:
    """Erases the account; twice is once."""
    found, form = subject(Person), EraseForm().offer()
    row_id, name, asked_by = found.id, found.name, member().person_id
    if row_id == asked_by:
        return redirect(url_for("account.erase"), 303)
    if not form.is_whole():
        return _page(found, form), 422
    try:
        erasing.erase(person_id=row_id, asked_by_id=asked_by, why=Why(form.why.data))
    except Refused as refusal:
        form.form_errors.append(sentence(refusal))
        return _page(subject(Person), form), 422
    flash(gettext("Het account van %(name)s wordt verwijderd. Dat duurt hooguit een dag.", name=name), "ok")
    return redirect(url_for("administrator.people"), 303)


def _page(found: Person, form: EraseForm) -> str:
    database = db.session()
    erasure = erasures.of_person(database, person_id=found.id)
    consequences = erasures.consequences(database, person_id=found.id, now=clock.now())
    return render_template(
        "administrator/erasing_ask.html",
        form=form,
        person=found,
        erasure=erasure,
        why=gettext(WHY_WORDS[erasure.why]) if erasure and erasure.why else "",
        told=erasing.told(consequences, own=False),
    )
