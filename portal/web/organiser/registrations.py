"""One registration with everything an organiser may know of it."""

from portal.database import db
from portal.eligibility.facts import Moment, Outcome
from portal.eligibility.models import Decision
from portal.eligibility.queries import decisions_of
from portal.eligibility.sentences import readable
from portal.erasure.invoices import kept_of
from portal.erasure.models import KeptInvoice
from portal.outbox import failing
from portal.outbox import queries as outbox
from portal.registrations import desk_queries, money
from portal.registrations.history import sentence
from portal.registrations.models import Choice, Claim, Participant, Registration, RegistrationEvent
from portal.registrations.queries import place_in_line
from portal.registrations.sheets import EditionSheet, sheet_of
from portal.registrations.states import ACTIVE, ClaimState, RegistrationState
from portal.registrations.waitlist import by_choice
from portal.registrations.words import claim as claim_in_words
from portal.registrations.words import participant as participant_in_words
from portal.texts import N_, format_date, format_moment, local
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.kit.engine import own, say
from portal.web.organiser import frame, words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.letter_words import badge as letter_badge
from portal.web.organiser.letter_words import kind

MOMENTS: dict[Moment, str] = {
    Moment.PREVIEW: N_("Vooraf"),
    Moment.APPLICATION: N_("Bij het inschrijven"),
    Moment.PROMOTION: N_("Toen er een plek vrijkwam"),
    Moment.ACCEPTANCE: N_("Bij het aannemen"),
    Moment.SUBSTITUTION: N_("Bij het overnemen van de plek"),
    Moment.BY_HAND: N_("Toen een organisator de plek gaf"),
}
OUTCOMES: dict[Outcome, tuple[str, str]] = {
    Outcome.ADMIT: (N_("Mag meedoen"), "ok"),
    Outcome.APPROVE: (N_("De organisator beslist"), "warn"),
    Outcome.WAIT: (N_("Wachtlijst"), "warn"),
    Outcome.REFUSE: (N_("Voldoet niet"), "error"),
}
R = RegistrationState


@blueprint.get("/edities/<edition_id>/inschrijvingen/<registration_id>")
def registration(**_address: str) -> str:
    """State, people, decisions, choices, invoice, letters and history."""
    found, database = subject(Registration), db.session()
    edition = found.edition
    sheet = sheet_of(database, edition_id=edition.id, version=edition.version)
    place = place_in_line(database, found) if found.state == R.WAITLISTED else 0
    letters = outbox.of_registration(database, found.id)
    organisations = desk_queries.organisation_names(database, [found])
    return frame.page(
        "organiser/registrations_show.html",
        edition,
        "waitlist" if found.state in (R.WAITLISTED, R.OFFERED) else "participants",
        registration=found,
        names=words.names(found),
        mark=words.state_badge(found),
        facts=_facts(found, place),
        passed=words.passed_over(found),
        people=[_person(p, organisations, sheet, found.claims) for p in found.participants],
        invoice=_invoice(found, kept_of(database, registration_id=found.id)),
        decisions=[_decision(d) for d in decisions_of(database, found.id)],
        kind_words=kind,
        letters=[(letter, letter_badge(letter.state)) for letter in letters],
        history=[
            (event.at, sentence(event, say=say, own=own), _why(event, found), event.actor)
            for event in desk_queries.events_of(database, found.id)
        ],
        may=allowed(found),
    )


def _why(event: RegistrationEvent, found: Registration) -> str:
    """The reason; in Dutch when an organiser typed it."""
    theirs = event.actor_id in {participant.person_id for participant in found.participants}
    return event.why if theirs else own(event.why)


def allowed(found: Registration) -> dict[str, bool]:
    """Which decisions its state leaves open, and that of the edition."""
    live = not frame.is_over(found.edition)
    waits = live and found.state == R.WAITLISTED
    skipped = by_choice(found.passed_reason)
    return {
        "decide": live and found.state == R.REQUESTED,
        "offer": waits,
        "skip": waits and not skipped,
        "unskip": waits and skipped,
        "cancel": live and found.state in ACTIVE,
    }


def _facts(found: Registration, place: int) -> list[tuple[str, str]]:
    facts = [
        (_("Kenmerk"), found.reference),
        (_("Aangemeld op"), format_moment(local(found.requested_at))),
        (_("Prijs"), money.line({**found.price, "heads": []})),
    ]
    if place:
        facts.insert(0, (_("Plaats op de wachtlijst"), str(place)))
    if found.offer_deadline:
        facts.insert(0, (_("Aanbod geldt tot"), format_moment(found.offer_deadline)))
    if found.admitted_by_id is not None:
        facts.append((_("Met de hand toegelaten"), found.admitted_reason))
    return facts


def _person(
    found: Participant, organisations: dict[int, str], sheet: EditionSheet, claims: list[Claim]
) -> dict[str, object]:
    organisation = organisations.get(found.stated_organisation_id or 0, "")
    return {
        "name": found.shown_name,
        "email": found.person.shown_email,
        "email_fails": failing.is_failing(db.session(), address=found.person.email),
        "state": participant_in_words(found.state),
        "position": words.position(found.stated_position),
        "organisation": organisation,
        "confirm_by": found.confirm_by,
        "choices": [_choice(choice, sheet, claims) for choice in found.choices],
    }


def _choice(choice: Choice, sheet: EditionSheet, claims: list[Claim]) -> dict[str, str]:
    """Where something is chosen, and what: the seat there is with its state, what is off, or the wishes."""
    place, group = sheet.round(choice.slot_id), sheet.group(choice.group_id)
    titles = {b.id: b.title for b in place.breakouts} if place else {}
    titles |= {m.id: m.title for m in group.modules} if group else {}
    where = place.title if place else group.title if group else ""
    claim = next((c for c in claims if _stands_for(c, choice)), None)
    if claim is not None:
        title = titles.get(claim.breakout_id or claim.module_id or 0, "")
        return {"where": where, "first": title, "second": "", "state": claim_in_words(claim.state)}
    wishes = [titles[id_] for id_ in (choice.first_id, choice.second_id) if id_ in titles]
    first, second, *_rest = [*wishes, "", ""]
    if choice.ask_again in ("cancelled", "passed"):
        return {"where": where, "first": first, "second": "", "state": _("moet opnieuw kiezen")}
    return {"where": where, "first": first, "second": second, "state": ""}


def _stands_for(claim: Claim, choice: Choice) -> bool:
    if claim.participant_id != choice.participant_id or claim.state == ClaimState.RELEASED:
        return False
    if choice.slot_id is not None:
        return claim.slot_id == choice.slot_id
    return claim.group_id == choice.group_id and claim.module_id in (choice.first_id, choice.second_id)


def _invoice(registration: Registration, kept: KeptInvoice | None) -> list[tuple[str, str]]:
    """Of an erased account only what bookkeeping still needs, with its last day."""
    found = kept or registration
    until = [(_("Bewaard tot en met"), format_date(kept.until))] if kept else []
    return [
        (_("Inkoopnummer"), found.purchase_order),
        (_("Kostenplaats"), found.cost_centre),
        (_("Naam op de factuur"), found.invoice_name),
        (_("Factuuradres"), found.invoice_address),
        (_("E-mailadres voor de factuur"), found.invoice_email),
        *until,
    ]


def _decision(found: Decision) -> dict[str, object]:
    text, look = OUTCOMES[Outcome(found.outcome)]
    lines = []
    for answer in readable(found):
        about = _("Over wie meegaat: %(sentence)s", sentence=answer.sentence)
        lines.append(about if answer.about == "companion" else answer.sentence)
    return {
        "at": found.at,
        "moment": _(MOMENTS[Moment(found.moment)]),
        "badge": (_(text), look),
        "lines": lines,
    }
