"""Asking for an account and confirming the address."""

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, texts
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import limits, passwords, service, tokens
from portal.people.models import Person, TokenPurpose
from portal.web.account.blueprint import blueprint
from portal.web.account.entrance import let_in, present_secret
from portal.web.account.forms import ConfirmForm, SignUpForm
from portal.web.kit import origin
from portal.web.kit.errors import sentence

Answer = Response | str | tuple[str, int]


@blueprint.get("/aanmelden")
def sign_up() -> Answer:
    """The form to ask for an account."""
    back = origin.safe_back(request.args.get("next"))
    return _ask(SignUpForm(formdata=None, data={"next": back or ""}))


@blueprint.post("/aanmelden")
def ask_account() -> Answer:
    """Mails a link to confirm; the answer is the same when the address has an account already."""
    form = SignUpForm()
    form.next.data = origin.safe_back(form.next.data) or ""
    if not form.validate():
        return _ask(form), 422
    now, email = clock.now(), form.email.data
    try:
        limits.enforce(db.session(), limits=limits.mail_limits(email, origin.network()), now=now)
    except Refused as refusal:
        form.form_errors.append(sentence(refusal))
        return _ask(form), 429
    with transaction() as database:
        service.sign_up(
            database,
            email=email,
            name=form.name.data,
            language=texts.language(),
            back=origin.carried(form.next.data),
            now=now,
        )
    return redirect(url_for("account.confirmation_sent"), 303)


def _ask(form: SignUpForm) -> str:
    return render_template("account/sign_up.html", form=form, back=form.next.data or None)


@blueprint.get("/aanmelden/verstuurd")
def confirmation_sent() -> Answer:
    """Look in your mail."""
    return render_template("account/sign_up_sent.html")


@blueprint.get("/aanmelden/bevestig/<secret>")
def confirm(secret: str) -> Answer:
    """The page of the mailed link: name and password, and one button."""
    database = db.session()
    token = tokens.find(database, purpose=TokenPurpose.CONFIRM_EMAIL, secret=secret, now=clock.now())
    person = database.get_one(Person, token.person_id)
    back = origin.safe_back(request.args.get("next"))
    form = ConfirmForm(formdata=None, data={"name": token.detail or person.name, "next": back or ""})
    return _confirm(form, secret, person)


@blueprint.post("/aanmelden/bevestig/<secret>")
def use_confirmation(secret: str) -> Answer:
    """The account is theirs, and they are signed in."""
    form, now, database = ConfirmForm(), clock.now(), db.session()
    token = tokens.find(database, purpose=TokenPurpose.CONFIRM_EMAIL, secret=secret, now=now)
    person = database.get_one(Person, token.person_id)
    own = (person.email, form.name.data or "", current_app.extensions["settings"].site_name)
    if not form.validate() or (form.password.data and not form.is_good_enough(own=own)):
        return _confirm(form, secret, person), 422
    database.rollback()  # hashing takes its time: not inside a transaction
    password_hash = passwords.hashed(form.password.data) if form.password.data else None
    with transaction() as changing:
        proved = service.confirm_email(
            changing, secret=secret, name=form.name.data, password_hash=password_hash, now=now
        )
        opened = service.open_sign_in(
            changing, proved=proved, browser=origin.browser(), replaces=present_secret(), now=now
        )
    return let_in(opened, back=form.next.data)


def _confirm(form: ConfirmForm, secret: str, person: Person) -> str:
    return render_template("account/sign_up_confirm.html", form=form, secret=secret, person=person)
