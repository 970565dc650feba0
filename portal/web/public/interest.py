"""Houd mij op de hoogte: ask, confirm by mail, stop.

A link in a mail only shows a page; the button on it acts.
"""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock, texts
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import limits
from portal.people.models import TokenPurpose
from portal.programmes import interest as service
from portal.programmes.models import Interest, Programme
from portal.web.kit import access, origin
from portal.web.kit.errors import sentence
from portal.web.public.blueprint import blueprint
from portal.web.public.forms import InterestForm
from portal.web.public.reading import visible_programme

Answer = Response | str | tuple[str, int]


@blueprint.get("/leergangen/<slug>/op-de-hoogte")
def interest(slug: str) -> Answer:
    """The form, on a page of its own: only here a cookie is needed."""
    known = access.viewer()
    return _ask(
        slug, InterestForm(formdata=None, data={"email": known.email, "name": known.name} if known else None)
    )


@blueprint.post("/leergangen/<slug>/op-de-hoogte")
def ask_interest(slug: str) -> Answer:
    """Mails a link to confirm; the answer is the same for every address.

    Who is signed in has proved the own address already, and is on the list at once.
    """
    form, now = InterestForm(), clock.now()
    visible_programme(db.session(), slug)
    if not form.validate():
        return _ask(slug, form), 422
    try:
        limits.enforce(db.session(), limits=limits.mail_limits(form.email.data, origin.network()), now=now)
    except Refused as refusal:
        form.form_errors.append(sentence(refusal))
        return _ask(slug, form), 429
    known = access.viewer()
    own = known is not None and known.email == form.email.data
    with transaction() as session:
        service.ask(
            session,
            programme_slug=slug,
            email=form.email.data,
            name=form.name.data,
            language=texts.language(),
            now=now,
            is_proven=own,
        )
    if own:
        return redirect(url_for("public.interest_confirmed"), 303)
    return redirect(url_for("public.interest_sent", slug=slug), 303)


def _ask(slug: str, form: InterestForm) -> str:
    programme = visible_programme(db.session(), slug)
    return render_template(
        "public/interest_ask.html", form=form, programme=programme, is_known=access.viewer() is not None
    )


@blueprint.get("/leergangen/<slug>/op-de-hoogte/verstuurd")
def interest_sent(slug: str) -> Answer:
    """Look in your mail."""
    return render_template("public/interest_sent.html", programme=visible_programme(db.session(), slug))


@blueprint.get("/op-de-hoogte/bevestig/<secret>")
def interest_confirm(secret: str) -> Answer:
    """The page of the mailed link, with one button."""
    programme = _programme(_found(secret, TokenPurpose.INTEREST_CONFIRM))
    return render_template("public/interest_confirm.html", programme=programme, secret=secret)


@blueprint.post("/op-de-hoogte/bevestig/<secret>")
def confirm_interest(secret: str) -> Answer:
    """The address is theirs."""
    with transaction() as session:
        service.confirm(session, secret=secret, now=clock.now())
    return redirect(url_for("public.interest_confirmed"), 303)


@blueprint.get("/op-de-hoogte/gelukt")
def interest_confirmed() -> Answer:
    """You will hear from us."""
    return render_template("public/interest_confirmed.html")


@blueprint.get("/op-de-hoogte/stop/<secret>")
def interest_remove(secret: str) -> Answer:
    """The page of the link that ends the mails, with one button."""
    programme = _programme(_found(secret, TokenPurpose.INTEREST_REMOVE))
    return render_template("public/interest_remove.html", programme=programme, secret=secret)


@blueprint.post("/op-de-hoogte/stop/<secret>")
def remove_interest(secret: str) -> Answer:
    """No more mail about this programme."""
    with transaction() as session:
        service.remove(session, secret=secret, now=clock.now())
    return redirect(url_for("public.interest_removed"), 303)


@blueprint.get("/op-de-hoogte/gestopt")
def interest_removed() -> Answer:
    """It has stopped."""
    return render_template("public/interest_removed.html")


def _found(secret: str, purpose: TokenPurpose) -> Interest:
    return service.found(db.session(), secret=secret, purpose=purpose, now=clock.now())


def _programme(of: Interest) -> Programme:
    return db.session().get_one(Programme, of.programme_id)
