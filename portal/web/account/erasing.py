"""Erasing one's own account: the consequences first, then the password or a mailed link, then one button."""

from flask import redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.erasure import queries as erasures
from portal.erasure.facts import ErasureReason
from portal.errors import Refused
from portal.people import leaving, limits, passwords, queries, service
from portal.people.queries import Credentials
from portal.web.account.blueprint import blueprint
from portal.web.account.profile_forms import EraseForm
from portal.web.kit import erasing, origin
from portal.web.kit.access import member
from portal.web.kit.errors import sentence

Answer = Response | str | tuple[str, int]


@blueprint.get("/profiel/verwijderen")
def erase() -> Answer:
    """What goes, what stays, and what proves that it is you."""
    return _page(EraseForm(formdata=None), _credentials())


@blueprint.post("/profiel/verwijderen")
def send_erasure() -> Answer:
    """Erases the account after the password; who has none gets a link by mail."""
    form, known, who = EraseForm(), _credentials(), member()
    if known is None or known.password_hash is None:
        return _mail_link(form, known)
    if not form.fits(known):
        return _page(form, known), 422
    counted = limits.sign_in_limits(who.email, origin.network())
    try:
        limits.enforce(db.session(), limits=counted, now=clock.now())
        if not passwords.matches(known.password_hash, form.current.data or ""):
            raise Refused(service.AccountReason.WRONG_PASSWORD)
        erasing.erase(person_id=who.person_id)
    except Refused as refusal:
        return _refused(form, known, refusal)
    return _goodbye()


def _mail_link(form: EraseForm, known: Credentials | None) -> Answer:
    who, now = member(), clock.now()
    try:
        limits.enforce(db.session(), limits=limits.mail_limits(who.email, origin.network()), now=now)
        if erasures.obstacles(db.session(), person_id=who.person_id, now=now).any:
            raise Refused(ErasureReason.ARRANGE_FIRST)
        with transaction() as database:
            leaving.mail_link(database, person_id=who.person_id, now=now)
    except Refused as refusal:
        return _refused(form, known, refusal)
    return redirect(url_for("account.erasure_sent"), 303)


def _refused(form: EraseForm, known: Credentials | None, refusal: Refused) -> Answer:
    if refusal.reason is service.AccountReason.WRONG_PASSWORD:
        form.refuse("current", refusal)
    else:
        form.form_errors.append(sentence(refusal))
    return _page(form, known), 429 if refusal.reason is limits.LimitReason.TOO_OFTEN else 422


def _credentials() -> Credentials | None:
    return queries.credentials(db.session(), person_id=member().person_id)


def _page(form: EraseForm, known: Credentials | None) -> str:
    found = erasures.consequences(db.session(), person_id=member().person_id, now=clock.now())
    return render_template(
        "account/erasing_ask.html",
        form=form,
        told=erasing.told(found, own=True),
        has_password=known is not None and known.password_hash is not None,
        address=member().email,
    )


@blueprint.get("/profiel/verwijderen/verstuurd")
def erasure_sent() -> Answer:
    """Look in your mail."""
    return render_template("account/erasing_sent.html")


@blueprint.get("/profiel/verwijderen/<secret>")
def confirm_erasure(secret: str) -> Answer:
    """The page of the mailed link: the consequences once more, and one button."""
    return _confirm(secret)


@blueprint.post("/profiel/verwijderen/<secret>")
def use_erasure(secret: str) -> Answer:
    """Erases the account of the link."""
    person = leaving.person_of(db.session(), secret=secret, now=clock.now())
    try:
        erasing.erase(person_id=person.id)
    except Refused:
        return _confirm(secret), 422
    return _goodbye()


def _confirm(secret: str) -> str:
    database, now = db.session(), clock.now()
    person = leaving.person_of(database, secret=secret, now=now)
    found = erasures.consequences(database, person_id=person.id, now=now)
    return render_template(
        "account/erasing_confirm.html", secret=secret, person=person, told=erasing.told(found, own=True)
    )


def _goodbye() -> Response:
    session.clear()
    return redirect(url_for("account.erased"), 303)


@blueprint.get("/account-verwijderd")
def erased() -> Answer:
    """It is done; what still happens."""
    return render_template("account/erasing_done.html")
