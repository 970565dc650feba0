"""Invitations: to come along, or to take a colleague's place; signed in, or by the link of the mail."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.database import db, transaction
from portal.eligibility.question import current_positions
from portal.errors import Refused
from portal.people import profile, service, tokens
from portal.people.facts import PositionKind
from portal.people.models import Token
from portal.people.service import Factor, Proved
from portal.people.tokens import TokenRefused
from portal.registrations import assessing, duo, substitution
from portal.registrations.ledger import take_turn
from portal.registrations.links import Invitation
from portal.registrations.models import Participant
from portal.registrations.reasons import NotEligible, Reason
from portal.texts import gettext as _
from portal.texts import local
from portal.web.kit import origin
from portal.web.kit.access import subject, viewer
from portal.web.kit.entrance import let_in, present_secret
from portal.web.kit.errors import sentence
from portal.web.participant import doorway, invitation_words, words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.doorway import Reply
from portal.web.participant.forms import ELSEWHERE, HERE, InvitationForm
from portal.web.participant.offers import somebody_else

# Answered at the same moment, by a second press: the page says what became of it.
_ANSWERED = (TokenRefused.USED, Reason.INVITE_OVER)


@blueprint.get("/mijn/uitnodigingen/<participant>")
def invitation(**_address: str) -> Reply:
    """Somebody asks to come along."""
    return _show(subject(Invitation))


@blueprint.post("/mijn/uitnodigingen/<participant>")
def answer_invitation(**_address: str) -> Reply:
    """Yes or no."""
    return _answer(subject(Invitation))


@blueprint.get("/uitnodiging/<secret>")
def invitation_by_link(**_address: str) -> Reply:
    """The same by the link of the mail."""
    return _show(subject(Invitation))


@blueprint.post("/uitnodiging/<secret>")
def answer_invitation_by_link(**_address: str) -> Reply:
    """Yes or no by the link of the mail; yes signs in, because the link proves the address."""
    return _answer(subject(Invitation))


@blueprint.get("/mijn/overnames/<participant>")
def takeover(**_address: str) -> Reply:
    """A colleague asks to take the place over."""
    return _show(subject(Invitation))


@blueprint.post("/mijn/overnames/<participant>")
def answer_takeover(**_address: str) -> Reply:
    """Yes or no."""
    return _answer(subject(Invitation))


@blueprint.get("/overname/<secret>")
def takeover_by_link(**_address: str) -> Reply:
    """The same by the link of the mail."""
    return _show(subject(Invitation))


@blueprint.post("/overname/<secret>")
def answer_takeover_by_link(**_address: str) -> Reply:
    """Yes or no by the link of the mail."""
    return _answer(subject(Invitation))


def _here() -> str:
    return request.script_root + request.path


def _show(found: Invitation) -> Reply:
    if somebody_else(found.person.id):
        return render_template("participant/offers_other.html", name=found.person.name, back=_here())
    if found.accepted and viewer() is not None:
        return redirect(url_for("participant.registration", registration=found.registration.public_id), 303)
    if not found.stands(clock.now()):
        return render_template("participant/invitations_over.html", **invitation_words.outcome(found))
    return _page(found, _form(found, InvitationForm(formdata=None, data={"name": found.person.name})))


def _form(found: Invitation, form: InvitationForm) -> InvitationForm:
    """Asks only what the portal does not know yet."""
    facts = assessing.facts_of(db.session(), found.person.id)
    if current_positions(facts, local(clock.now()).date()):
        del form.kind
        del form.work
        del form.organisation
    elif found.host_organisation is None:
        del form.work
    else:
        form.work.choices = [
            SelectChoice(HERE, found.host_organisation.name),
            SelectChoice(ELSEWHERE, _("Ergens anders")),
        ]
    return form


def _page(found: Invitation, form: InvitationForm, reasons: list[doorway.Spoken] | None = None) -> str:
    price, price_notes = _price(found, form)
    return render_template(
        "participant/invitations_ask.html",
        found=found,
        sheet=found.sheet,
        form=form,
        action=_here(),
        start=words.start(found.sheet),
        price=price,
        price_notes=price_notes,
        reasons=reasons or [],
    )


def _price(found: Invitation, form: InvitationForm) -> tuple[str, list[str]]:
    """What this person's place costs, and what a membership does to that when the place goes over."""
    sheet, registration, participant = found.sheet, found.registration, found.participant
    before = words.price_for_one(sheet, registration.price, participant)
    if not found.takes_over:
        return before, []
    price = substitution.price_with(
        db.session(),
        sheet=sheet,
        registration=registration,
        participant=participant,
        colleague_id=found.person.id,
        now=clock.now(),
    )
    after, notes = words.price_for_one(sheet, price, participant), []
    if after != before:
        notes.append(
            _(
                "%(name)s betaalde een andere prijs: %(price)s. De prijs hangt af van of je lid bent.",
                name=found.inviter,
                price=before,
            )
        )
    if form.kind is not None and sheet.member_price_cents is not None:
        notes.append(
            _("Is je organisatie lid, dan geldt de prijs voor leden. Die staat dan op je inschrijving.")
        )
    return after, notes


def _answer(found: Invitation) -> Reply:
    """A second press finds the answer of the first."""
    says_no, other = request.form.get("answer") == "nee", somebody_else(found.person.id)
    if other or not found.stands(clock.now()):
        if says_no and found.accepted and not other:
            flash(_("Je zei al ja. Wil je toch niet meedoen? Meld je dan af."), "info")
        return redirect(_here(), 303)
    if says_no:
        return _decline(found)
    form = _form(found, InvitationForm())
    if not form.validate() or not form.fits():
        return _page(found, form), 422
    try:
        return _accept(found, form)
    except NotEligible as refusal:
        return _page(found, form, doorway.spoken(found.sheet, refusal.verdict.refusals)), 422
    except Refused as refusal:
        if refusal.reason in _ANSWERED:
            return redirect(_here(), 303)
        form.form_errors.append(sentence(refusal))
        return _page(found, form), 422


def _accept(found: Invitation, form: InvitationForm) -> Reply:
    now, person_id, participant_id = clock.now(), found.person.id, found.participant.id
    token_id = found.token.id if found.token else None
    host = found.host_organisation.public_id if found.host_organisation else ""
    takes_over, opened = found.takes_over, None
    page = url_for("participant.registration", registration=found.registration.public_id)
    edition_id = found.registration.edition_id
    with transaction() as session:
        take_turn(session, edition_id=edition_id, now=now)  # its lock comes before those of link and person
        proved = _prove(session, token_id, person_id)
        _know(session, form, person_id, host)
        if takes_over:
            substitution.take_over(session, participant_id=participant_id, actor_id=person_id, now=now)
        else:
            duo.confirm_companion(session, participant_id=participant_id, person_id=person_id, now=now)
        registration = session.get_one(Participant, participant_id).registration
        told = invitation_words.told(registration.state, takes_over=takes_over)
        if viewer() is None:
            opened = service.open_sign_in(
                session, proved=proved, now=now, browser=origin.browser(), replaces=present_secret()
            )
    answer = let_in(opened, back=page) if opened else redirect(page, 303)
    flash(told, "ok")
    return answer


def _prove(session: Session, token_id: int | None, person_id: int) -> Proved:
    if token_id is None:
        return Proved(person_id, Factor.MAILED_LINK)
    return service.prove_by_link(session, session.get_one(Token, token_id), now=clock.now())


def _know(session: Session, form: InvitationForm, person_id: int, host: str) -> None:
    """Keeps the name, and the position that was not known yet."""
    service.rename(session, person_id=person_id, name=form.name.data)
    if form.kind is None:
        return
    elsewhere = form.work is None or form.work.data == ELSEWHERE
    profile.put_position(
        session,
        person_id=person_id,
        kind=PositionKind(form.kind.data),
        organisation_public_id="" if elsewhere else host,
        new_organisation=form.organisation.data if elsewhere else "",
        starts_on=None,
        ends_on=None,
    )


def _decline(found: Invitation) -> Reply:
    token_id = found.token.id if found.token else None
    try:
        _say_no(found, token_id)
    except Refused as refusal:
        if refusal.reason not in _ANSWERED:
            raise
        return redirect(_here(), 303)
    if token_id is None:
        flash(_("Je hebt nee gezegd. We laten het weten."), "ok")
        return redirect(url_for("participant.home"), 303)
    return redirect(_here(), 303)


def _say_no(found: Invitation, token_id: int | None) -> None:
    now, person_id, participant_id = clock.now(), found.person.id, found.participant.id
    registration_id, takes_over = found.registration.id, found.takes_over
    with transaction() as session:
        if takes_over:
            substitution.drop_substitute(
                session,
                registration_id=registration_id,
                participant_id=participant_id,
                actor_id=person_id,
                now=now,
            )
        else:
            duo.decline_companion(session, participant_id=participant_id, person_id=person_id, now=now)
        if token_id is not None:  # after the answer: the lock of the edition comes first
            tokens.use(session, session.get_one(Token, token_id), now)
