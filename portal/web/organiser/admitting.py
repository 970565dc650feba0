"""The late desk: people come in by hand, with a reason."""

import hashlib
import secrets

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.people.pasted import Pasted
from portal.programmes.models import Edition
from portal.registrations import desk, desk_queries
from portal.registrations.ledger import seats_of
from portal.registrations.reasons import Reason
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.kit.access import member, subject
from portal.web.organiser import frame, words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.forms import AdmittingForm
from portal.web.organiser.pasting import parse

Answer = Response | str | tuple[str, int]
KEY_LENGTH = 30


@blueprint.get("/edities/<edition_id>/toelaten")
def admitting(**_address: str) -> str:
    """The form: who, and why."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    return _form(AdmittingForm(formdata=None, data={"key": secrets.token_urlsafe(16)}), edition)


def _form(form: AdmittingForm, edition: Edition) -> str:
    return frame.page("organiser/admitting_form.html", edition, "admitting", form=form)


@blueprint.post("/edities/<edition_id>/toelaten")
def check_admitting(**_address: str) -> Answer:
    """What will happen, by name; or back to the form with what was typed."""
    edition, form = subject(Edition), AdmittingForm()
    if request.form.get("terug"):
        return _form(form, edition)
    people = _people(form)
    if people and _none_inside(form, edition, people):
        return _check(form, edition, people)
    return _form(form, edition), 422


def _people(form: AdmittingForm) -> list[Pasted]:
    """The people on the lines; nobody when something must be mended, which the form then says."""
    fine = form.validate()
    people, problems = parse(form.people.data or "")
    _say(form, problems)
    return people if fine and not problems else []


def _none_inside(form: AdmittingForm, edition: Edition, people: list[Pasted]) -> bool:
    """Whether nobody of them takes part already; the form says who does."""
    inside = desk_queries.inside(db.session(), edition.id, [person.address for person in people])
    _say(form, [_already_in(person) for person in people if person.address in inside])
    return not inside


def _already_in(person: Pasted) -> str:
    return _(
        "Regel %(number)s: %(email)s doet al mee of wacht al. Haal dit adres weg.",
        number=person.line,
        email=person.address,
    )


def _say(form: AdmittingForm, problems: list[str]) -> None:
    form.people.errors = [*form.people.errors, *problems]


def _check(form: AdmittingForm, edition: Edition, people: list[Pasted]) -> str:
    seats = seats_of(db.session(), [edition.pool_id])[edition.pool_id]
    over = 0 if seats.capacity is None else max(0, seats.taken + len(people) - seats.capacity)
    return frame.page(
        "organiser/admitting_check.html",
        edition,
        "admitting",
        form=form,
        people=people,
        lines=_consequences(len(people), over, seats.waiting),
    )


def _consequences(number: int, over: int, waiting: int) -> list[str]:
    lines = [
        ngettext(
            "%(num)s persoon krijgt een plek, en een mail met een link om in te loggen.",
            "%(num)s mensen krijgen een plek, en elk een mail met een eigen link om in te loggen.",
            number,
        )
    ]
    if over:
        lines.append(
            ngettext(
                "De editie is dan overvol: %(num)s plek meer bezet dan er is.",
                "De editie is dan overvol: %(num)s plekken meer bezet dan er zijn.",
                over,
            )
        )
    if waiting:
        lines.append(
            ngettext(
                "%(num)s inschrijving op de wachtlijst wordt ingehaald. Je reden staat daarbij.",
                "%(num)s inschrijvingen op de wachtlijst worden ingehaald. Je reden staat daarbij.",
                waiting,
            )
        )
    return lines


def _key_for(key: str, person: Pasted) -> str:
    """One of the form for each person: who goes back and fills in somebody else, admits somebody else."""
    return f"{key}:{hashlib.sha256(person.address.encode()).hexdigest()[:9]}"


@blueprint.post("/edities/<edition_id>/toelaten/definitief")
def admit(edition_id: str) -> Answer:
    """Everyone on the list comes in, or nobody; pressing twice is once."""
    edition, form = subject(Edition), AdmittingForm()
    people = _people(form)
    if not people:
        return _form(form, edition), 422
    row_id, actor_id, now = edition.id, member().person_id, clock.now()
    key = (form.key.data or secrets.token_urlsafe(16))[:KEY_LENGTH]
    person = people[0]
    try:
        with transaction() as session:
            for person in people:
                desk.admit(
                    session,
                    edition_id=row_id,
                    actor_id=actor_id,
                    name=person.name,
                    email=person.address,
                    why=form.why.data or "",
                    now=now,
                    form_key=_key_for(key, person),
                )
    except Refused as refusal:
        already = refusal.reason == Reason.ALREADY_IN
        _say(form, [_already_in(person) if already else words.refusal(refusal)])
        return _form(form, edition), 409
    flash(
        ngettext(
            "%(num)s persoon is toegelaten en krijgt een mail met een link om in te loggen.",
            "%(num)s mensen zijn toegelaten en krijgen een mail met een link om in te loggen.",
            len(people),
        ),
        "ok",
    )
    return redirect(url_for("organiser.participants", edition_id=edition_id, op="sinds", af="1"), 303)
