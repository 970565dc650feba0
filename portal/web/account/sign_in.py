"""Signing in, with a password or by a mailed link, and signing out."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import limits, passwords, queries, service, tokens
from portal.people.models import Person, TokenPurpose
from portal.texts import gettext
from portal.web.account.blueprint import blueprint
from portal.web.account.entrance import home_of, let_in, present_secret
from portal.web.account.forms import AddressForm, SignInForm
from portal.web.kit import origin
from portal.web.kit.access import viewer
from portal.web.kit.errors import sentence

Answer = Response | str | tuple[str, int]


@blueprint.get("/inloggen")
def sign_in() -> Answer:
    """The sign-in page; who is signed in already goes on."""
    back = origin.safe_back(request.args.get("next"))
    found = viewer()
    if found is not None:
        return redirect(back or home_of(found), 303)
    return _page(SignInForm(formdata=None, data={"next": back or ""}))


@blueprint.post("/inloggen")
def sign_in_with_password() -> Answer:
    """Signs in, or says that address and password do not match: the same for unknown addresses."""
    form = SignInForm()
    form.next.data = origin.safe_back(form.next.data) or ""
    if not form.validate():
        return _page(form), 422
    now, email = clock.now(), form.email.data
    counted = limits.sign_in_limits(email, origin.network())
    database = db.session()
    try:
        limits.enforce(database, limits=counted, now=now)
    except Refused as refusal:
        return _page(form, refusal), 429
    known = queries.credentials(database, email=email)
    database.rollback()  # hashing takes its time: not inside a transaction
    try:
        proved = service.prove_password(known, form.password.data)
        new_hash = _newer_hash(proved.against, form.password.data)
        with transaction() as changing:
            secret = service.open_sign_in(
                changing,
                proved=proved,
                new_hash=new_hash,
                browser=origin.browser(),
                replaces=present_secret(),
                now=now,
            )
            limits.give_back(changing, limits=counted, now=now)
    except Refused as refusal:
        return _page(form, refusal), 422
    return let_in(secret, back=form.next.data)


def _newer_hash(against: str | None, password: str) -> str | None:
    return passwords.hashed(password) if against and passwords.outdated(against) else None


def _page(form: SignInForm | AddressForm, refusal: Refused | None = None) -> str:
    if refusal is not None:
        form.form_errors.append(sentence(refusal))
    return render_template(
        "account/sign_in.html",
        form=form,
        back=form.next.data or None,
        demo_logins=current_app.extensions["demo_logins"],
    )


@blueprint.post("/inloggen/link")
def send_link() -> Answer:
    """Mails a link to sign in, if the address has an account; the answer is the same if not."""
    form = SignInForm()
    form.next.data = origin.safe_back(form.next.data) or ""
    del form.password
    if not form.validate():
        return _page(_with_password(form)), 422
    now, email = clock.now(), form.email.data
    try:
        limits.enforce(db.session(), limits=limits.mail_limits(email, origin.network()), now=now)
    except Refused as refusal:
        return _page(_with_password(form), refusal), 429
    with transaction() as database:
        service.send_sign_in_link(database, email=email, back=origin.carried(form.next.data), now=now)
    return redirect(url_for("account.link_sent"), 303)


def _with_password(form: SignInForm) -> SignInForm:
    """The whole page again, with what is wrong with the address."""
    page = SignInForm(formdata=None, data=form.data)
    page.email.errors = form.email.errors
    return page


@blueprint.get("/inloggen/verstuurd")
def link_sent() -> Answer:
    """Look in your mail."""
    return render_template("account/sign_in_sent.html")


@blueprint.get("/inloggen/link/<secret>")
def link(secret: str) -> Answer:
    """The page of a mailed link: one button, nothing changes yet. Who came in with it already goes on."""
    database, found = db.session(), viewer()
    known = tokens.look_up(database, purpose=TokenPurpose.SIGN_IN, secret=secret)
    if known.used_at is not None and found is not None and known.person_id == found.person_id:
        return redirect(origin.safe_back(request.args.get("next") or known.detail) or home_of(found), 303)
    token = tokens.find(database, purpose=TokenPurpose.SIGN_IN, secret=secret, now=clock.now())
    return render_template(
        "account/sign_in_link.html",
        secret=secret,
        person=database.get(Person, token.person_id),
        back=origin.safe_back(request.args.get("next") or token.detail),
    )


@blueprint.post("/inloggen/link/<secret>")
def use_link(secret: str) -> Answer:
    """Signs in with a mailed link."""
    now = clock.now()
    with transaction() as database:
        proved = service.use_sign_in_link(database, secret=secret, now=now)
        opened = service.open_sign_in(
            database, proved=proved, browser=origin.browser(), replaces=present_secret(), now=now
        )
    return let_in(opened, back=request.form.get("next"))


@blueprint.post("/uitloggen")
def sign_out() -> Answer:
    """Signs this browser out."""
    secret = present_secret()
    if secret:
        with transaction() as database:
            service.end_sign_in(database, secret=secret)
    session.clear()
    flash(gettext("Je bent uitgelogd."), "ok")
    back = origin.safe_back(request.form.get("next"))
    return redirect(back or url_for("public.home"), 303)
