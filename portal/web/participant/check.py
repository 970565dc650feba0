"""The summary of enrolling, with the one button that decides."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import redirect, render_template, url_for

from portal import clock
from portal.database import db, transaction
from portal.eligibility.facts import Moment, Outcome, RuleKind
from portal.errors import Refused
from portal.people import limits
from portal.registrations import assessing, money, queries, service
from portal.registrations.ledger import seats_of
from portal.registrations.opening import Invoice
from portal.registrations.outlook import Outlook, outlook
from portal.registrations.queries import Enrolment
from portal.registrations.reasons import NotEligible, Reason
from portal.registrations.sheets import BreakoutSheet, ElectiveSheet
from portal.registrations.words import waitlist_rules
from portal.texts import N_, local
from portal.texts import gettext as _
from portal.web.kit import origin
from portal.web.kit.access import member, subject
from portal.web.kit.engine import own, say
from portal.web.kit.errors import sentence
from portal.web.participant import choices, choosing, doorway, enrol, words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.doorway import Reply
from portal.web.participant.forms import ConsentForm
from portal.web.participant.steps import (
    ENDPOINTS,
    SECOND,
    Step,
    application,
    before,
    companion_in,
    costs_money,
    first_missing,
    places,
)

ABOUT_COMPANION = (
    Reason.COMPANION_ALREADY_IN,
    Reason.COMPANION_ONESELF,
    Reason.COMPANION_NOT_ALLOWED,
)
ABOUT_CHOICES = (Reason.UNKNOWN_CHOICE, Reason.CHOICE_CANCELLED)
ABOUT_TIME = (Reason.NOT_OPEN, Reason.CANCELLED)
Rows = list[tuple[str, Any, str]]
Option = BreakoutSheet | ElectiveSheet


@dataclass(frozen=True)
class Prospect:
    """What pressing the button would bring, as far as one can know."""

    found: assessing.Assessment
    outlook: Outlook
    price: dict[str, Any]

    @property
    def approval(self) -> bool:
        """Whether an organiser decides."""
        return self.found.verdict.outcome is Outcome.APPROVE

    @property
    def label(self) -> str:
        """What the button says."""
        if self.approval:
            return _("Aanvragen")
        return _("Inschrijven") if self.outlook.seat else _("Op de wachtlijst")


@blueprint.get("/inschrijven/<edition>/controleren")
def enrol_check(edition: str) -> Reply:
    """Everything that was filled in, and what pressing the button means."""
    enrolment, now = subject(Enrolment), clock.now()
    turned = doorway.turned_away(enrolment, now)
    if turned is not None:
        return turned
    missing = first_missing(enrolment)
    if missing is not None:
        return redirect(url_for(ENDPOINTS[missing], edition=edition), 303)
    found = prospect(enrolment, now)
    if found.found.verdict.refusals:
        return at_step(enrolment, NotEligible(found.found.verdict), now)
    return page(enrolment, _consent(enrolment), found)


def _consent(enrolment: Enrolment) -> ConsentForm:
    return ConsentForm(formdata=None, data={"key": enrolment.key})


@blueprint.post("/inschrijven/<edition>/controleren")
def send_enrolment(edition: str) -> Reply:
    """Registers; sending the same form again leads to the same confirmation page."""
    enrolment, viewer, form = subject(Enrolment), member(), ConsentForm()
    if enrolment.own or not enrolment.key or form.key.data != enrolment.key:
        return _sent_before(enrolment, form.key.data or "")
    now = clock.now()
    missing = first_missing(enrolment)
    if missing is not None:
        return redirect(url_for(ENDPOINTS[missing], edition=edition), 303)
    if not form.validate():
        return page(enrolment, form, prospect(enrolment, now)), 422
    try:
        wanted = application(enrolment, consent=True)
        if wanted.companion is not None:  # who is mailed an invitation
            counted = limits.mail_limits(wanted.companion.email, origin.network())
            limits.enforce(db.session(), limits=counted, now=now)
        asks = service.applicant_of(db.session(), viewer.person_id)
        with transaction() as session:
            made = service.register(
                session,
                edition_id=enrolment.sheet.edition_id,
                applicant=asks,
                application=wanted,
                now=now,
            ).public_id
    except Refused as refusal:
        return at_step(enrolment, refusal, now)
    return redirect(url_for("participant.confirmation", registration=made), 303)


def _sent_before(enrolment: Enrolment, key: str) -> Reply:
    made = queries.sent_before(db.session(), form_key=key, person_id=member().person_id)
    if made:
        return redirect(url_for("participant.confirmation", registration=made), 303)
    return redirect(url_for("participant.enrol", edition=enrolment.sheet.public_id), 303)


def at_step(enrolment: Enrolment, refusal: Refused, now: datetime) -> Reply:
    """The refusal on the page of the step that can mend it, with everything that was typed."""
    if refusal.reason == Reason.ALREADY_IN:
        return redirect(url_for("participant.enrol", edition=enrolment.sheet.public_id), 303)
    if refusal.reason in ABOUT_CHOICES:
        form = choosing.form_class(enrolment.sheet)(formdata=None, data=enrolment.data.get(Step.CHOICES, {}))
        form.form_errors.append(sentence(refusal))
        return choices.page(enrolment, form), 422
    if refusal.reason in ABOUT_TIME:
        again, why = _consent(enrolment), doorway.why_shut(enrolment.sheet, now)
        return page(enrolment, again, prospect(enrolment, now), over=why), 422
    party = enrol.read(enrolment, now)
    people = enrol.filled_in(enrolment, party)
    if isinstance(refusal, NotEligible):
        mendable = [a for a in refusal.verdict.refusals if a.reason.startswith(enrol.ASKED_HERE)]
        if len(mendable) < len(refusal.verdict.refusals):
            return doorway.refused(enrolment.sheet, refusal.verdict, status=422)
        enrol.put_refusals(enrolment, people, refusal.verdict.refusals)
    elif refusal.reason in ABOUT_COMPANION and "companion_email" in people:
        people.refuse("companion_email", refusal)
    else:
        people.form_errors.append(sentence(refusal))
    return enrol.page(enrolment, party, people), doorway.status_of(refusal)


def prospect(enrolment: Enrolment, now: datetime) -> Prospect:
    """The rules' answer and the seats of this moment."""
    session, sheet, viewer = db.session(), enrolment.sheet, member()
    people = enrolment.data.get(Step.PEOPLE, {})
    facts = assessing.facts_of(session, viewer.person_id)
    companion = companion_in(people)
    beside = None
    if companion is not None:
        known = queries.person_at(session, email=companion.email, edition_id=sheet.edition_id)
        beside = assessing.facts_of(session, known.person_id if known else None, signed_in=False)
    found = assessing.assess(
        session,
        sheet,
        person=facts,
        companion=beside,
        now=now,
        moment=Moment.APPLICATION,
        code=people.get("code", ""),
        email=viewer.email,
        organisation_id=people.get("organisation"),
    )
    member_price = assessing.pays_as_member(sheet, facts, local(now).date())
    price = money.price_of(sheet, member=member_price, duo=companion is not None)
    ahead = outlook(session, sheet, party=2 if companion else 1, groups=found.groups, now=now)
    if found.verdict.outcome is Outcome.WAIT:
        ahead = replace(ahead, seat=False)
    return Prospect(found, ahead, price)


def page(enrolment: Enrolment, form: ConsentForm, found: Prospect, *, over: str = "") -> str:
    """The summary. `over` says why it cannot be sent any more."""
    sheet = enrolment.sheet
    waits = [a for a in found.found.verdict.answers if a.outcome in (Outcome.WAIT, Outcome.APPROVE)]
    return render_template(
        "participant/check_summary.html",
        sheet=sheet,
        form=form,
        edition=sheet.public_id,
        prospect=found,
        duo=len(found.price["heads"]) == 2,
        over=over,
        intro=words.intro(sheet),
        rows=_people(enrolment, found) + _choices(enrolment) + _invoice(enrolment),
        price=money.line(found.price),
        terms=words.terms(money.terms_of(sheet), found.price),
        notes=[note.text for note in doorway.spoken(sheet, waits)],
        rules=[] if found.outlook.seat or found.approval else waitlist_rules(sheet),
        back=url_for(before(sheet, None), edition=sheet.public_id),
    )


def _url(enrolment: Enrolment, step: Step) -> str:
    return url_for(ENDPOINTS[step], edition=enrolment.sheet.public_id)


def _people(enrolment: Enrolment, found: Prospect) -> Rows:
    people, url = enrolment.data.get(Step.PEOPLE, {}), _url(enrolment, Step.PEOPLE)
    rows: Rows = [(_("Jij"), member().name, "")]
    place = words.position(found.found.position)
    if place:
        rows.append((_("Functie"), place, url if "organisation" in people else ""))
    if enrolment.sheet.companion_allowed:
        beside = companion_in(people)
        text = f"{beside.name} ({beside.email})" if beside else _("Niemand, je komt alleen")
        rows.append((_("Wie je meeneemt"), text, url))
    if any(rule.kind is RuleKind.CODE for rule in enrolment.sheet.rules):
        rows.append((_("Code"), people.get("code", ""), url))
    return rows


def _choices(enrolment: Enrolment) -> Rows:
    typed = enrolment.data.get(Step.CHOICES, {})
    chosen = [
        (place, place.option(typed.get(place.name, "")), place.option(typed.get(place.name + SECOND, "")))
        for place in places(enrolment.sheet)
    ]
    pools = {one.pool_id for _place, *both in chosen for one in both if one}
    counts = seats_of(db.session(), pools).items() if pools else ()
    full = {pool for pool, seats in counts if seats.waiting or not seats.has_room(1)}
    return [
        (own(place.title), _choice(first, second, full), _url(enrolment, Step.CHOICES))
        for place, first, second in chosen
    ]


def _choice(first: Option | None, second: Option | None, full: set[int]) -> str:
    """What was chosen, and what one gets when that is full already."""
    if first is None:
        return _("Je kiest later")
    words = N_("%(first)s")
    if second is not None:
        words = N_("%(first)s (tweede keuze: %(second)s)")
    if first.pool_id in full and second is not None and second.pool_id not in full:
        words = N_("%(first)s is vol. Je krijgt je tweede keuze: %(second)s")
    elif first.pool_id in full and second is not None:
        words = N_("%(first)s is vol, en je tweede keuze ook: %(second)s. Je komt op de wachtlijst")
    elif first.pool_id in full:
        words = N_("%(first)s is vol. Je komt daarvoor op de wachtlijst")
    return say(words, first=own(first.title), second=own(second.title) if second else "")


def _invoice(enrolment: Enrolment) -> Rows:
    if not costs_money(enrolment.sheet):
        return []
    typed = Invoice(**enrolment.data.get(Step.INVOICE, {}))
    return list(words.invoice_rows(typed, _url(enrolment, Step.INVOICE)))
