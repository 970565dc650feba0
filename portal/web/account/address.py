"""Another e-mail address, the way back, and the browsers that are signed in."""

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.invites import channels
from portal.outbox import failing
from portal.people import limits, passwords, queries, service, tokens
from portal.people import profile as own
from portal.people.models import Person, TokenPurpose
from portal.texts import gettext
from portal.web.account.blueprint import blueprint
from portal.web.account.profile_forms import ChangeEmailForm
from portal.web.kit import origin
from portal.web.kit.access import member, viewer
from portal.web.kit.errors import sentence

Answer = Response | str | tuple[str, int]


@blueprint.get("/profiel/e-mail")
def email() -> Answer:
    """The form for another address."""
    known = queries.credentials(db.session(), person_id=member().person_id)
    return _email(ChangeEmailForm(formdata=None), known)


@blueprint.post("/profiel/e-mail")
def ask_email() -> Answer:
    """Mails a link to the new address; the answer is the same when somebody has it."""
    form, now, who = ChangeEmailForm(), clock.now(), member()
    known = queries.credentials(db.session(), person_id=who.person_id)
    if not form.fits(known):
        return _email(form, known), 422
    network = origin.network()
    counted = (*limits.mail_limits(form.email.data, network), *limits.sign_in_limits(who.email, network))
    try:
        limits.enforce(db.session(), limits=counted, now=now)
        _prove(known, form.current.data or "")
        with transaction() as database:
            own.request_email_change(database, person_id=who.person_id, new_address=form.email.data, now=now)
            limits.give_back(database, limits=limits.sign_in_limits(who.email, network), now=now)
    except Refused as refusal:
        return _refused(form, known, refusal)
    return redirect(url_for("account.email_sent"), 303)


def _prove(known: queries.Credentials | None, password: str) -> None:
    """Whoever has a password must type it; slow, so not inside a transaction."""
    db.session().rollback()
    if known and known.password_hash and not passwords.matches(known.password_hash, password):
        raise Refused(service.AccountReason.WRONG_PASSWORD)


def _refused(form: ChangeEmailForm, known: queries.Credentials | None, refusal: Refused) -> Answer:
    if refusal.reason is limits.LimitReason.TOO_OFTEN:
        form.form_errors.append(sentence(refusal))
        return _email(form, known), 429
    wrong = refusal.reason is service.AccountReason.WRONG_PASSWORD
    form.refuse("current" if wrong else "email", refusal)
    return _email(form, known), 422


def _email(form: ChangeEmailForm, known: queries.Credentials | None) -> str:
    has_password = known is not None and known.password_hash is not None
    return render_template(
        "account/address_email.html", form=form, has_password=has_password, now_used=member().email
    )


@blueprint.post("/profiel/e-mail/werkt")
def address_works() -> Answer:
    """Mail came back from this address, and its owner says that it arrives again."""
    address = member().email
    with transaction() as database:
        failing.works(database, address=address)
    flash(gettext("We mailen je weer op %(address)s.", address=address), "ok")
    return redirect(url_for("account.profile"), 303)


@blueprint.get("/profiel/e-mail/verstuurd")
def email_sent() -> Answer:
    """Look in the mail of the new address."""
    return render_template("account/address_sent.html")


@blueprint.get("/profiel/e-mail/<secret>")
def confirm_email(secret: str) -> Answer:
    """The page of the link to the new address: one button."""
    database = db.session()
    token = tokens.find(database, purpose=TokenPurpose.CHANGE_EMAIL, secret=secret, now=clock.now())
    return render_template(
        "account/address_confirm.html",
        secret=secret,
        person=database.get_one(Person, token.person_id),
        new_address=token.detail,
    )


@blueprint.post("/profiel/e-mail/<secret>")
def use_email(secret: str) -> Answer:
    """The new address counts from now; other browsers are signed out."""
    found = viewer()
    with transaction() as database:
        person = own.change_email(
            database, secret=secret, keep=found.sign_in_id if found else None, now=clock.now()
        )
        channels.agenda_is_behind(database, person_id=person.id)
        address = person.email
        mine = found is not None and found.person_id == person.id
    flash(gettext("Je e-mailadres is nu %(address)s.", address=address), "ok")
    return redirect(url_for("account.profile" if mine else "account.sign_in"), 303)


@blueprint.get("/profiel/e-mail/terug/<secret>")
def undo_email(secret: str) -> Answer:
    """The page of the link to the old address: one button."""
    database = db.session()
    token = tokens.find(database, purpose=TokenPurpose.UNDO_EMAIL, secret=secret, now=clock.now())
    return render_template("account/address_undo.html", secret=secret, old_address=token.detail)


@blueprint.post("/profiel/e-mail/terug/<secret>")
def use_undo(secret: str) -> Answer:
    """Back to the old address; everybody is signed out and the password is gone."""
    with transaction() as database:
        person = own.undo_email_change(database, secret=secret, now=clock.now())
        channels.agenda_is_behind(database, person_id=person.id)
    session.clear()
    flash(gettext("Je oude e-mailadres is terug. We mailden je een link om een wachtwoord te kiezen."), "ok")
    return redirect(url_for("account.sign_in"), 303)


@blueprint.get("/profiel/aanmeldingen")
def sign_ins() -> Answer:
    """The browsers in which the person is signed in."""
    who = member()
    found = queries.sign_ins(db.session(), person_id=who.person_id, now=clock.now())
    return render_template("account/address_sign_ins.html", sign_ins=found, current=who.sign_in_id)


@blueprint.post("/profiel/aanmeldingen")
def end_sign_ins() -> Answer:
    """Signs out one other browser, or all others."""
    who = member()
    with transaction() as database:
        ended = request.form.get("sign_in")
        if ended:
            service.end_one_sign_in(database, person_id=who.person_id, handle=ended)
        else:
            service.end_sign_ins(database, person_id=who.person_id, but=who.sign_in_id)
    flash(gettext("Daar ben je nu uitgelogd."), "ok")
    return redirect(url_for("account.sign_ins"), 303)
