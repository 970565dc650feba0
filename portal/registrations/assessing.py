"""Asks the gates about a party, with the facts of now."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.eligibility.facts import EditionFacts, Moment, Outcome, RuleKind, Verdict
from portal.eligibility.gates import decide, set_aside_groups, stated_position
from portal.eligibility.queries import on_interest_list, person_facts
from portal.people.facts import PersonFacts, PositionFact
from portal.registrations.models import Participant, Registration
from portal.registrations.sheets import EditionSheet
from portal.registrations.states import IN, RegistrationState
from portal.texts import local


@dataclass(frozen=True)
class Assessment:
    """The verdict on a party, the set-aside groups it belongs to, the positions stated and who pays what."""

    verdict: Verdict
    groups: tuple[int, ...]
    position: PositionFact | None
    companion_position: PositionFact | None
    pays_as_member: bool

    @property
    def admitted(self) -> bool:
        """Whether nothing stands in the way of a seat."""
        return self.verdict.outcome in (Outcome.ADMIT, Outcome.APPROVE)

    @property
    def companion_organisation_id(self) -> int | None:
        """What who comes along counts for: their own organisation when it is known, else the person's."""
        position = self.companion_position or self.position
        return position.organisation_id if position else None


def seated_per_organisation(
    session: Session, edition_id: int, *, except_registration: int | None = None
) -> dict[int, int]:
    """How many people of each organisation have a seat, confirmed or offered."""
    query = (
        select(Participant.stated_organisation_id, func.count())
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Registration.edition_id == edition_id,
            Registration.state.in_((RegistrationState.CONFIRMED, RegistrationState.OFFERED)),
            Participant.state.in_(IN),
            Participant.stated_organisation_id.is_not(None),
            Registration.id != (except_registration or 0),
        )
        .group_by(Participant.stated_organisation_id)
    )
    return {organisation: count for organisation, count in session.execute(query) if organisation is not None}


def facts_of(session: Session, person_id: int | None, *, signed_in: bool = True) -> PersonFacts:
    """What the gates may know of this person; None is a visitor."""
    if person_id is None:
        return PersonFacts()
    return person_facts(session, person_id, signed_in=signed_in)


def assess(
    session: Session,
    sheet: EditionSheet,
    *,
    person: PersonFacts,
    companion: PersonFacts | None,
    now: datetime,
    moment: Moment,
    code: str = "",
    email: str = "",
    organisation_id: int | None = None,
    registration_id: int | None = None,
) -> Assessment:
    """The gates' answer for this party at this moment."""
    kinds = {rule.kind for rule in sheet.rules}
    today: date = local(now).date()
    seated = (
        seated_per_organisation(session, sheet.edition_id, except_registration=registration_id)
        if RuleKind.PER_ORGANISATION in kinds
        else {}
    )
    listed = RuleKind.INTEREST_FIRST in kinds and on_interest_list(session, sheet.programme_id, email)
    edition = EditionFacts(
        rules=sheet.rules,
        companion_allowed=sheet.companion_allowed,
        seated_per_organisation=seated,
        on_interest_list=listed,
        code=code,
        organisation_id=organisation_id,
    )
    verdict = decide(person=person, companion=companion, edition=edition, today=today, now=now, moment=moment)
    position = stated_position(person=person, today=today, rules=sheet.rules, organisation_id=organisation_id)
    beside = companion and stated_position(
        person=companion, today=today, organisation_id=position.organisation_id if position else None
    )
    groups = set_aside_groups(rules_with_ids=sheet.rules, person=person, today=today)
    return Assessment(verdict, tuple(groups), position, beside or None, pays_as_member(sheet, person, today))


def pays_as_member(sheet: EditionSheet, person: PersonFacts, today: date) -> bool:
    """Whether the member price holds: a membership that the edition asks for or gives priority to."""
    if sheet.member_price_cents is None:
        return False
    slugs = {
        slug
        for rule in sheet.rules
        if rule.kind in (RuleKind.MEMBERSHIP, RuleKind.EARLY)
        for slug in rule.values.get("associations", [])
    }
    return any((not slugs or m.association in slugs) and m.period.holds_on(today) for m in person.memberships)
