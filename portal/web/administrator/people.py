"""The people of the portal."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.outbox import queries as outbox
from portal.people import directory, listings, queries, service
from portal.people.facts import POSITION_WORDS
from portal.people.models import OrganisationState, Person
from portal.texts import gettext, local
from portal.web.administrator.blueprint import blueprint
from portal.web.administrator.listing import page_address, page_number, words
from portal.web.kit.access import subject
from portal.web.kit.errors import sentence

Answer = Response | str | tuple[str, int]
_LETTERS = 20


@blueprint.get("/mensen")
def people() -> Answer:
    """Everybody with an account, and those who were added but did not come yet."""
    only = request.args.get("soort", "")
    return render_template(
        "administrator/people_list.html",
        page=listings.people(db.session(), words=words(), only=only, number=page_number()),
        q=words(),
        only=only,
        page_url=page_address("administrator.people", q=words(), soort=only),
    )


@blueprint.get("/mensen/<person_id>")
def person(**_address: str) -> Answer:
    """One person: positions, memberships, roles, sign-ins and letters."""
    return _person(subject(Person))


def _person(found: Person, problem: str = "") -> str:
    database, now = db.session(), clock.now()
    return render_template(
        "administrator/people_show.html",
        profile=queries.profile(database, person_id=found.id),
        roles=listings.roles_of(database, person_id=found.id),
        sign_ins=queries.sign_ins(database, person_id=found.id, now=now),
        letters=outbox.of_person(database, found.id, limit=_LETTERS),
        words=POSITION_WORDS,
        proposed=OrganisationState.PROPOSED,
        today=local(now).date(),
        problem_text=problem,
    )


@blueprint.post("/mensen/<person_id>/uitloggen")
def end_sign_ins(person_id: str) -> Answer:
    """Signs the person out everywhere."""
    found = subject(Person)
    row_id, text = found.id, gettext("%(name)s is overal uitgelogd.", name=found.name)
    with transaction() as database:
        service.end_sign_ins(database, person_id=row_id)
    flash(text, "ok")
    return redirect(url_for("administrator.person", person_id=person_id), 303)


@blueprint.get("/mensen/<person_id>/beheerder")
def administrator(**_address: str) -> Answer:
    """Are you sure?"""
    return render_template("administrator/people_administrator.html", person=subject(Person))


@blueprint.post("/mensen/<person_id>/beheerder")
def set_administrator(person_id: str) -> Answer:
    """Makes the person an administrator, or takes that away; never the last one."""
    found = subject(Person)
    row_id, name = found.id, found.name
    wanted = request.form.get("maak") == "ja"
    try:
        with transaction() as database:
            if wanted:
                directory.make_administrator(database, person_id=row_id)
            else:
                directory.unmake_administrator(database, person_id=row_id)
    except Refused as refusal:
        return _person(found, sentence(refusal)), 422
    text = gettext("%(name)s is nu beheerder.") if wanted else gettext("%(name)s is geen beheerder meer.")
    flash(text % {"name": name}, "ok")
    return redirect(url_for("administrator.person", person_id=person_id), 303)
