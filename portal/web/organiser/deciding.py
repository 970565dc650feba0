"""Decisions about one registration that need a reason, each with a page that says what it will do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.registrations import desk, desk_queries
from portal.registrations.effects import observe, rehearse
from portal.registrations.models import Registration
from portal.registrations.reasons import Reason
from portal.registrations.states import RegistrationState as S
from portal.texts import N_
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.organiser import effects, frame, words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.forms import OptionalReasonForm, ReasonForm
from portal.web.organiser.registrations import allowed

Answer = Response | str | tuple[str, int]
Verb = Callable[..., Registration]
NO_REASON_YET = "…"


@dataclass(frozen=True)
class Decision:
    """One of these decisions: its service, and how its page speaks."""

    verb: Verb
    post: str
    title: str
    button: str
    hint: str
    told: str
    done: str
    active: str
    may: str
    optional: bool = False


IN_THE_MAIL = N_("Deze tekst staat ook in de mail aan %(names)s.")
IN_THE_HISTORY = N_("Deze tekst staat in de geschiedenis van de inschrijving. Ook %(names)s leest die.")

CANCEL = Decision(
    desk.cancel_registration,
    "cancel_registration",
    N_("Inschrijving annuleren"),
    N_("Annuleer de inschrijving"),
    IN_THE_MAIL,
    N_("De deelname van %(names)s stopt. Daarover gaat een mail weg."),
    N_("De inschrijving van %(names)s is geannuleerd."),
    "participants",
    "cancel",
)
DECLINE = Decision(
    desk.decline_request,
    "decline",
    N_("Aanvraag afwijzen"),
    N_("Wijs de aanvraag af"),
    IN_THE_MAIL,
    N_("De aanvraag van %(names)s wordt afgewezen. Daarover gaat een mail weg."),
    N_("De aanvraag van %(names)s is afgewezen."),
    "requests",
    "decide",
)
OFFER = Decision(
    desk.offer_now,
    "offer",
    N_("Plek geven aan iemand op de wachtlijst"),
    N_("Geef de plek"),
    IN_THE_HISTORY,
    "",
    N_("Daarover gaat een mail naar %(names)s."),
    "waitlist",
    "offer",
    optional=True,
)
SKIP = Decision(
    desk.skip,
    "skip",
    N_("Voorlopig overslaan"),
    N_("Sla over"),
    IN_THE_HISTORY,
    N_("Er komt geen aanbod voor %(names)s tot je dit ongedaan maakt. De plaats op de lijst blijft."),
    N_("De inschrijving van %(names)s wordt voorlopig overgeslagen."),
    "waitlist",
    "skip",
)


def _page(decision: Decision, form: ReasonForm | OptionalReasonForm, problem: str = "") -> str:
    found = subject(Registration)
    names, overtaken, held = words.names(found), [], []
    if decision is OFFER:
        overtaken = [
            words.names(r) for r in desk_queries.ahead_of(db.session(), found) if not r.passed_reason
        ]
        held = [effects.kept(words.names(r)) for r in desk_queries.held_for_others(db.session(), found)]
    lines = [] if problem else _lines(decision, found, names)
    if isinstance(lines, str):
        problem, lines = lines, []
    return frame.page(
        "organiser/deciding_reason.html",
        found.edition,
        decision.active,
        form=form,
        registration=found,
        names=names,
        overtaken=overtaken,
        held=held,
        needs_reason=not decision.optional or bool(overtaken or found.passed_reason),
        title=_(decision.title),
        button_label=_(decision.button),
        hint=_(decision.hint, names=names) if "%(names)s" in decision.hint else _(decision.hint),
        action=_address(f"organiser.{decision.post}", found),
        lines=lines,
        problem_text=problem,
        more_seats=decision is OFFER,
    )


def _lines(decision: Decision, found: Registration, names: str) -> list[str] | str:
    """What the decision would do; or, as one text, why it cannot be made."""
    try:
        effect = rehearse(
            db.session(), edition_id=found.edition_id, change=_change(decision, db.session(), NO_REASON_YET)
        )
    except Refused as refusal:
        return words.refusal(refusal)
    told = [_(decision.told, names=names)] if decision.told else []
    nothing = not (effect.offered or effect.seated or effect.held)
    return told if nothing and told else [*told, *effects.sentences(effect)]


def _change(decision: Decision, session: Session, why: str) -> Callable[[], object]:
    row_id, actor_id, now = subject(Registration).id, member().person_id, clock.now()
    return lambda: decision.verb(session, registration_id=row_id, actor_id=actor_id, why=why, now=now)


def _address(endpoint: str, found: Registration) -> str:
    return url_for(endpoint, edition_id=found.edition.public_id, registration_id=found.public_id)


def _ask(decision: Decision) -> Answer:
    found = subject(Registration)
    frame.check_not_over(found.edition)
    if not allowed(found)[decision.may]:
        flash(words.refusal(Refused(Reason.NOT_CONFIRMED)), "error")
        return redirect(_address("organiser.registration", found), 303)
    return _page(decision, OptionalReasonForm(formdata=None))


def _decide(decision: Decision) -> Answer:
    found = subject(Registration)
    form: Any = OptionalReasonForm() if decision.optional else ReasonForm()
    if not form.validate():
        return _page(decision, form), 422
    back, names = _back(decision.active, found), words.names(found)
    edition_id = found.edition_id
    try:
        with transaction() as session:
            effect = observe(
                session, edition_id=edition_id, change=_change(decision, session, form.why.data or "")
            )
    except Refused as refusal:
        if str(refusal.reason) == "organiser.why_needed":
            form.refuse("why", refusal)
            return _page(decision, form), 422
        return _page(decision, form, words.refusal(refusal)), 409
    others = effects.sentences(effect) if effect.offered or effect.seated else []
    flash(" ".join([*others, _(decision.done, names=names)]), "ok")
    return redirect(back, 303)


def _back(active: str, found: Registration) -> str:
    """The list where the next one stands; a cancelled registration is shown itself."""
    if active == "participants":
        return _address("organiser.registration", found)
    return url_for(f"organiser.{active}", edition_id=found.edition.public_id)


_PATH = "/edities/<edition_id>/inschrijvingen/<registration_id>"


@blueprint.get(f"{_PATH}/annuleren")
def cancelling_registration(**_address: str) -> Answer:
    """Are you sure?"""
    return _ask(CANCEL)


@blueprint.post(f"{_PATH}/annuleren")
def cancel_registration(**_address: str) -> Answer:
    """Ends the registration, with the reason; its seat passes on at once."""
    return _decide(CANCEL)


@blueprint.get(f"{_PATH}/afwijzen")
def declining(**_address: str) -> Answer:
    """Why not?"""
    return _ask(DECLINE)


@blueprint.post(f"{_PATH}/afwijzen")
def decline(**_address: str) -> Answer:
    """No to a request, with the reason."""
    return _decide(DECLINE)


@blueprint.get(f"{_PATH}/aanbieden")
def offering(**_address: str) -> Answer:
    """Whom this would overtake."""
    return _ask(OFFER)


@blueprint.post(f"{_PATH}/aanbieden")
def offer(**_address: str) -> Answer:
    """Offers or gives a free seat to this one now."""
    return _decide(OFFER)


@blueprint.get(f"{_PATH}/overslaan")
def skipping(**_address: str) -> Answer:
    """Why?"""
    return _ask(SKIP)


@blueprint.post(f"{_PATH}/overslaan")
def skip(**_address: str) -> Answer:
    """Passes this one over until it is undone."""
    return _decide(SKIP)


@blueprint.post(f"{_PATH}/weer-meetellen")
def unskip(**_address: str) -> Answer:
    """This one counts again in the order."""
    return _at_once(desk.unskip, "waitlist")


@blueprint.post(f"{_PATH}/goedkeuren")
def approve(**_address: str) -> Answer:
    """Yes to a request: a seat, or the waitlist place of the moment of the request."""
    return _at_once(desk.approve, "requests")


DONE = {
    ("requests", S.CONFIRMED): N_("De aanvraag van %(names)s is goedgekeurd. Er is een plek."),
    ("requests", S.WAITLISTED): N_(
        "De aanvraag van %(names)s is goedgekeurd. Er is nog geen plek: die komt van de wachtlijst."
    ),
    ("waitlist", S.WAITLISTED): N_("De inschrijving van %(names)s telt weer mee op de wachtlijst."),
    ("waitlist", S.OFFERED): N_("De inschrijving van %(names)s telt weer mee en krijgt nu een aanbod."),
    ("waitlist", S.CONFIRMED): N_("De inschrijving van %(names)s telt weer mee en krijgt nu een plek."),
}


def _at_once(verb: Verb, active: str) -> Answer:
    found = subject(Registration)
    row_id, actor_id, now = found.id, member().person_id, clock.now()
    back, names = _back(active, found), words.names(found)
    try:
        with transaction() as session:
            state = verb(session, registration_id=row_id, actor_id=actor_id, now=now).state
    except Refused as refusal:
        flash(words.refusal(refusal), "error")
        return redirect(_address("organiser.registration", found), 303)
    done = DONE.get((active, S(state)))
    if done:
        flash(_(done, names=names), "ok")
    return redirect(back, 303)
