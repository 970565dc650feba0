"""Answering an offer: signed in, or by the link of the mail without signing in. A look changes nothing."""

from typing import Any

from flask import redirect, render_template, request, url_for

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import tokens
from portal.people.models import Token, TokenPurpose
from portal.registrations import links, money, offers
from portal.registrations.links import Offer
from portal.registrations.reasons import NotEligible
from portal.registrations.states import RegistrationState
from portal.texts import N_, format_moment
from portal.texts import gettext as _
from portal.web.kit.access import subject, viewer
from portal.web.kit.engine import own, say
from portal.web.kit.errors import sentence
from portal.web.participant import doorway, words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.doorway import Reply, Spoken

YES, STAY, LEAVE = "ja", "blijf", "weg"
R = RegistrationState


@blueprint.get("/mijn/aanbod/<registration>")
def offer(**_address: str) -> Reply:
    """A seat is free: what, until when, yes or no."""
    return _show(subject(Offer))


@blueprint.get("/mijn/aanbod/<registration>/nee")
def offer_no(**_address: str) -> Reply:
    """No: stay on the waitlist, or leave?"""
    return _show(subject(Offer), declining=True)


@blueprint.post("/mijn/aanbod/<registration>")
def answer_offer(**_address: str) -> Reply:
    """Answers the offer."""
    return _answer(subject(Offer))


@blueprint.get("/aanbod/<secret>")
def offer_by_link(**_address: str) -> Reply:
    """The same by the link of the mail."""
    return _show(subject(Offer))


@blueprint.get("/aanbod/<secret>/nee")
def offer_no_by_link(**_address: str) -> Reply:
    """The same question by the link of the mail."""
    return _show(subject(Offer), declining=True)


@blueprint.post("/aanbod/<secret>")
def answer_offer_by_link(**_address: str) -> Reply:
    """Answers by the link of the mail; it works once."""
    return _answer(subject(Offer))


def _urls(found: Offer) -> dict[str, str]:
    if found.token is not None:
        secret = (request.view_args or {})["secret"]
        return {
            "yes": url_for("participant.answer_offer_by_link", secret=secret),
            "no": url_for("participant.offer_no_by_link", secret=secret),
            "back": url_for("participant.offer_by_link", secret=secret),
        }
    public_id = found.registration.public_id
    return {
        "yes": url_for("participant.answer_offer", registration=public_id),
        "no": url_for("participant.offer_no", registration=public_id),
        "back": url_for("participant.offer", registration=public_id),
    }


def somebody_else(person_id: int) -> bool:
    """Whether the browser is signed in as someone other than whom the link is for."""
    found = viewer()
    return found is not None and found.person_id != person_id


def _show(found: Offer, *, declining: bool = False) -> str:
    urls = _urls(found)
    if somebody_else(found.person.id):
        return render_template("participant/offers_other.html", name=found.person.name, back=urls["back"])
    if not found.stands(clock.now()):
        return render_template("participant/offers_over.html", **_outcome(found))
    page = "participant/offers_no.html" if declining else "participant/offers_ask.html"
    return render_template(page, **_context(found, urls))


def _context(found: Offer, urls: dict[str, str], reasons: list[Spoken] | None = None) -> dict[str, Any]:
    registration = found.registration
    return {
        "sheet": found.sheet,
        "registration": registration,
        "name": found.person.name,
        "deadline": registration.offer_deadline,
        "start": words.start(found.sheet),
        "price": money.line(registration.price),
        "terms": words.terms(registration.terms, registration.price),
        "urls": urls,
        "reasons": reasons or [],
    }


def _answer(found: Offer) -> Reply:
    """Yes, no but stay, or leave. A second press finds the answer of the first."""
    urls, answer, now = _urls(found), request.form.get("answer", ""), clock.now()
    if somebody_else(found.person.id) or not found.stands(now) or answer not in (YES, STAY, LEAVE):
        return redirect(urls["back"], 303)
    registration_id, person_id = found.registration.id, found.person.id
    token_id = found.token.id if found.token else None
    try:
        with transaction() as session:
            if answer == YES:
                offers.accept_offer(session, registration_id=registration_id, actor_id=person_id, now=now)
            else:
                offers.decline_offer(
                    session,
                    registration_id=registration_id,
                    actor_id=person_id,
                    now=now,
                    stay=answer == STAY,
                )
            if token_id is not None:  # after the answer: the lock of the edition comes first
                tokens.use(session, session.get_one(Token, token_id), now)
            tokens.revoke(session, purpose=TokenPurpose.OFFER, subject_id=registration_id, now=now)
    except NotEligible as refusal:
        reasons = doorway.spoken(found.sheet, refusal.verdict.refusals)
        return render_template("participant/offers_ask.html", **_context(found, urls, reasons)), 422
    except Refused as refusal:
        again = links.offer_of(db.session(), public_id=found.registration.public_id, person_id=person_id)
        return render_template("participant/offers_over.html", **_outcome(again, sentence(refusal))), 409
    return redirect(urls["back"], 303)


def _outcome(found: Offer, trouble: str = "") -> dict[str, Any]:
    """What became of the offer, and what one can do now."""
    registration, title = found.registration, own(found.sheet.programme_title)
    said: dict[RegistrationState, tuple[str, str, str]] = {
        R.CONFIRMED: (_("Je doet mee"), say(N_("Je hebt een plek bij %(title)s."), title=title), "ok"),
        R.WAITLISTED: (
            _("Je blijft op de wachtlijst"),
            say(
                N_(
                    "Je houdt je plaats op de lijst van %(title)s. "
                    "Wil je weer een aanbod? Zeg dat bij je inschrijving."
                ),
                title=title,
            ),
            "info",
        ),
        R.WITHDRAWN: (
            _("Je doet niet mee"),
            say(N_("Je staat niet meer op de lijst van %(title)s."), title=title),
            "info",
        ),
        R.LAPSED: (
            _("Het aanbod is verlopen"),
            say(N_("Je antwoordde niet op tijd. De plek bij %(title)s is doorgegeven."), title=title),
            "warning",
        ),
        R.CANCELLED: (
            _("Dit aanbod geldt niet meer"),
            say(N_("Je inschrijving voor %(title)s is beëindigd."), title=title),
            "warning",
        ),
    }
    heading, text, kind = said.get(
        RegistrationState(registration.state),
        (
            _("Dit aanbod geldt niet meer"),
            say(N_("Er is intussen iets veranderd bij %(title)s."), title=title),
            "warning",
        ),
    )
    until = registration.offer_deadline
    if registration.state == R.OFFERED and until is not None:
        if until <= clock.now():
            heading, kind = _("Het aanbod is verlopen"), "warning"
            text = _(
                "Je kon antwoorden tot %(moment)s. De plek gaat naar de volgende op de lijst.",
                moment=format_moment(until),
            )
        else:
            text = _("Deze link is al gebruikt. Er staat een ander aanbod open. Kijk in je nieuwste mail.")
    return {
        "sheet": found.sheet,
        "registration": registration,
        "heading_text": heading,
        "text": trouble or text,
        "kind": "warning" if trouble else kind,
        "again": registration.state in (R.LAPSED, R.WITHDRAWN),
    }
