"""The first step of enrolling: who takes part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.database import db, transaction
from portal.eligibility.facts import Answer, Moment, Outcome, RuleKind
from portal.eligibility.question import current_positions
from portal.errors import Refused
from portal.people import limits
from portal.people.facts import PersonFacts, PositionFact
from portal.registrations import assessing, queries
from portal.registrations.drafts import keep_draft
from portal.registrations.queries import Enrolment
from portal.registrations.reasons import Reason
from portal.texts import local
from portal.web.kit import origin
from portal.web.kit.access import member, subject
from portal.web.participant import doorway, words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.doorway import Reply
from portal.web.participant.forms import PeopleForm
from portal.web.participant.steps import DUO, Step, after, steps_of

FIELDS = ("party", "companion_name", "companion_email", "organisation", "code")
ASKED_HERE = ("code.", "companion.", "per_organisation.party")


@dataclass(frozen=True)
class Party:
    """Whom the first step is about, with what the rules say of the person alone."""

    facts: PersonFacts
    positions: tuple[PositionFact, ...]
    found: assessing.Assessment


@blueprint.get("/inschrijven/<edition>")
def enrol(edition: str) -> Reply:
    """Where enrolling starts: at its first step, or at what stands in the way."""
    return enrol_people(edition=edition)


@blueprint.get("/inschrijven/<edition>/mensen")
def enrol_people(**_address: str) -> Reply:
    """Step 1: alone or with somebody."""
    enrolment, now = subject(Enrolment), clock.now()
    turned = doorway.turned_away(enrolment, now)
    if turned is not None:
        return turned
    party = read(enrolment, now)
    if not _may_go_on(party):
        return doorway.refused(enrolment.sheet, party.found.verdict)
    return page(enrolment, party, filled_in(enrolment, party))


@blueprint.post("/inschrijven/<edition>/mensen")
def keep_people(edition: str) -> Reply:
    """Keeps who takes part, when the rules allow it; else says next to the field what would help."""
    enrolment, now = subject(Enrolment), clock.now()
    turned = doorway.turned_away(enrolment, now)
    if turned is not None:
        return turned
    party = read(enrolment, now)
    if not _may_go_on(party):
        return doorway.refused(enrolment.sheet, party.found.verdict, status=422)
    form = asked(enrolment, party, PeopleForm())
    counted: tuple[limits.Limit, ...] = ()
    if form.code is not None:
        counted = limits.code_limits(member().public_id, origin.network())
        try:
            limits.enforce(db.session(), limits=counted, now=now)
        except Refused as refusal:
            form.refuse("code", refusal)
            return page(enrolment, party, form), 429
    if not form.validate() or not _fits(enrolment, party, form, now):
        return page(enrolment, party, form), 422
    with transaction() as session:
        keep_draft(
            session,
            person_id=member().person_id,
            edition_id=enrolment.sheet.edition_id,
            data={Step.PEOPLE: _typed(form, party)},
            now=now,
        )
        limits.give_back(session, limits=counted, now=now)
    return redirect(url_for(after(enrolment.sheet, Step.PEOPLE), edition=edition), 303)


def read(enrolment: Enrolment, now: datetime) -> Party:
    """What the portal knows of the person, and what the rules say."""
    session, viewer, sheet = db.session(), member(), enrolment.sheet
    facts = assessing.facts_of(session, viewer.person_id)
    found = assessing.assess(
        session, sheet, person=facts, companion=None, now=now, moment=Moment.PREVIEW, email=viewer.email
    )
    return Party(facts, _places_of_work(facts, now), found)


def _places_of_work(facts: PersonFacts, now: datetime) -> tuple[PositionFact, ...]:
    """One current position for each organisation."""
    found: dict[int, PositionFact] = {}
    for position in current_positions(facts, local(now).date()):
        found.setdefault(position.organisation_id, position)
    return tuple(found.values())


def _may_go_on(party: Party) -> bool:
    """Whether nothing stands in the way but what this step asks."""
    return all(answer.reason.startswith(ASKED_HERE) for answer in party.found.verdict.refusals)


def asked(enrolment: Enrolment, party: Party, form: PeopleForm) -> PeopleForm:
    """The form with only what this edition asks of this person."""
    if not enrolment.sheet.companion_allowed:
        del form.party
        del form.companion_name
        del form.companion_email
    if len(party.positions) > 1:
        form.organisation.choices = [
            SelectChoice(str(p.organisation_id), words.position(p)) for p in party.positions
        ]
    else:
        del form.organisation
    if all(rule.kind is not RuleKind.CODE for rule in enrolment.sheet.rules):
        del form.code
    return form


def filled_in(enrolment: Enrolment, party: Party) -> PeopleForm:
    """The form as it was left."""
    typed: dict[str, Any] = dict(enrolment.data.get(Step.PEOPLE, {}))
    position = party.found.position
    if typed.get("organisation") is None and position:
        typed["organisation"] = position.organisation_id
    return asked(enrolment, party, PeopleForm(formdata=None, data=typed))


def _typed(form: PeopleForm, party: Party) -> dict[str, Any]:
    typed = {name: form[name].data for name in FIELDS if name in form and form[name].data is not None}
    if "organisation" in typed:
        typed["organisation"] = int(typed["organisation"])
    elif party.positions:
        typed["organisation"] = party.positions[0].organisation_id
    return typed


def _fits(enrolment: Enrolment, party: Party, form: PeopleForm, now: datetime) -> bool:
    """Whether the rules allow this party; if not, the reason stands at the field."""
    typed, session, viewer = _typed(form, party), db.session(), member()
    companion = None
    if typed.get("party") == DUO:
        if typed["companion_email"] == viewer.email:
            form.refuse("companion_email", Refused(Reason.COMPANION_ONESELF))
            return False
        edition_id = enrolment.sheet.edition_id
        known = queries.person_at(session, email=typed["companion_email"], edition_id=edition_id)
        if known and known.inside:
            form.refuse("companion_email", Refused(Reason.COMPANION_ALREADY_IN))
            return False
        companion = assessing.facts_of(session, known.person_id if known else None, signed_in=False)
    found = assessing.assess(
        session,
        enrolment.sheet,
        person=party.facts,
        companion=companion,
        now=now,
        moment=Moment.APPLICATION,
        code=typed.get("code", ""),
        email=viewer.email,
        organisation_id=typed.get("organisation"),
    )
    return put_refusals(enrolment, form, found.verdict.refusals)


def put_refusals(enrolment: Enrolment, form: PeopleForm, refusals: tuple[Answer, ...]) -> bool:
    """Puts each refusal next to the field that can mend it; True when there are none."""
    for answer in refusals:
        name = "code" if answer.rule is RuleKind.CODE else "companion_email"
        message = doorway.in_one_line(enrolment.sheet, answer)
        if name not in form or not answer.reason.startswith(ASKED_HERE):
            form.form_errors.append(message)
        else:
            form[name].errors = [*form[name].errors, message]
    return not refusals


def page(enrolment: Enrolment, party: Party, form: PeopleForm) -> str:
    """The page of this step."""
    sheet = enrolment.sheet
    waits = [a for a in party.found.verdict.answers if a.outcome in (Outcome.WAIT, Outcome.APPROVE)]
    return render_template(
        "participant/enrol_people.html",
        sheet=sheet,
        form=form,
        edition=sheet.public_id,
        total=len(steps_of(sheet)),
        intro=words.intro(sheet),
        name=party.facts.name,
        email=member().email,
        position=words.position(party.found.position),
        bring=words.whom_to_bring(sheet.rules) if sheet.companion_allowed else "",
        notes=[note.text for note in doorway.spoken(sheet, waits)],
    )
