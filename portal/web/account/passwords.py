"""A forgotten password, and another one."""

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import limits, passwords, queries, service, tokens
from portal.people.models import Person, TokenPurpose
from portal.texts import gettext
from portal.web.account.blueprint import blueprint
from portal.web.account.entrance import let_in, present_secret
from portal.web.account.forms import AddressForm, ChangePasswordForm, NewPasswordForm
from portal.web.kit import origin
from portal.web.kit.access import member
from portal.web.kit.errors import sentence

Answer = Response | str | tuple[str, int]


@blueprint.get("/.well-known/change-password")
def well_known() -> Answer:
    """Where password managers look for the page to change a password."""
    return redirect(url_for("account.change_password"), 302)


@blueprint.get("/wachtwoord-vergeten")
def forgotten() -> Answer:
    """The form to have a link mailed."""
    return _forgotten(AddressForm(formdata=None))


@blueprint.post("/wachtwoord-vergeten")
def send_reset() -> Answer:
    """Mails a link to choose a password, if the address has an account; the answer is the same if not."""
    form = AddressForm()
    if not form.validate():
        return _forgotten(form), 422
    now, email = clock.now(), form.email.data
    try:
        limits.enforce(db.session(), limits=limits.mail_limits(email, origin.network()), now=now)
    except Refused as refusal:
        form.form_errors.append(sentence(refusal))
        return _forgotten(form), 429
    with transaction() as database:
        service.send_reset(database, email=email, now=now)
    return redirect(url_for("account.reset_sent"), 303)


def _forgotten(form: AddressForm) -> str:
    return render_template("account/passwords_forgotten.html", form=form)


@blueprint.get("/wachtwoord-vergeten/verstuurd")
def reset_sent() -> Answer:
    """Look in your mail."""
    return render_template("account/passwords_sent.html")


@blueprint.get("/wachtwoord/<secret>")
def reset(secret: str) -> Answer:
    """The page of the mailed link: a new password."""
    return _reset(NewPasswordForm(formdata=None), secret, _owner(secret))


@blueprint.post("/wachtwoord/<secret>")
def use_reset(secret: str) -> Answer:
    """Stores the new password, ends every sign-in and opens one here."""
    form, now = NewPasswordForm(), clock.now()
    person = _owner(secret)
    if not form.validate() or not form.is_good_enough(own=_own_words(person.email, person.name)):
        return _reset(form, secret, person), 422
    db.session().rollback()  # hashing takes its time: not inside a transaction
    password_hash = passwords.hashed(form.password.data)
    with transaction() as database:
        proved = service.reset_password(database, secret=secret, password_hash=password_hash, now=now)
        opened = service.open_sign_in(
            database, proved=proved, browser=origin.browser(), replaces=present_secret(), now=now
        )
    answer = let_in(opened)
    flash(gettext("Je nieuwe wachtwoord is opgeslagen. Op andere apparaten ben je uitgelogd."), "ok")
    return answer


def _owner(secret: str) -> Person:
    database = db.session()
    token = tokens.find(database, purpose=TokenPurpose.RESET_PASSWORD, secret=secret, now=clock.now())
    return database.get_one(Person, token.person_id)


def _reset(form: NewPasswordForm, secret: str, person: Person) -> str:
    return render_template("account/passwords_reset.html", form=form, secret=secret, person=person)


def _own_words(email: str, name: str) -> tuple[str, ...]:
    return (email, name, current_app.extensions["settings"].site_name)


@blueprint.get("/profiel/wachtwoord")
def change_password() -> Answer:
    """The form for another password."""
    known = queries.credentials(db.session(), person_id=member().person_id)
    return _change(ChangePasswordForm(formdata=None), known)


@blueprint.post("/profiel/wachtwoord")
def store_password() -> Answer:
    """Another password; the other browsers are signed out."""
    form, now, who = ChangePasswordForm(), clock.now(), member()
    counted = limits.sign_in_limits(who.email, origin.network())
    try:
        limits.enforce(db.session(), limits=counted, now=now)
    except Refused as refusal:
        form.form_errors.append(sentence(refusal))
        return _change(form, queries.credentials(db.session(), person_id=who.person_id)), 429
    known = queries.credentials(db.session(), person_id=who.person_id)
    db.session().rollback()  # hashing takes its time: not inside a transaction
    if not form.fits(known, own=_own_words(who.email, who.name)):
        return _change(form, known), 422
    password_hash = passwords.hashed(form.password.data)
    with transaction() as database:
        service.change_password(
            database,
            person_id=who.person_id,
            against=known.password_hash if known else None,
            password_hash=password_hash,
            keep=who.sign_in_id,
            now=now,
        )
        limits.give_back(database, limits=counted, now=now)
    flash(gettext("Je wachtwoord is gewijzigd. Op andere apparaten ben je uitgelogd."), "ok")
    return redirect(url_for("account.profile"), 303)


def _change(form: ChangePasswordForm, known: queries.Credentials | None) -> str:
    has_password = known is not None and known.password_hash is not None
    return render_template("account/passwords_change.html", form=form, has_password=has_password)
