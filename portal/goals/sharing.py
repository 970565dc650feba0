"""Who may see which goals: always as it is now, so that withdrawing works from the next request on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from portal.attendance import queries as attendance
from portal.goals.facts import Audience
from portal.goals.models import Goal
from portal.people.models import Person
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, EditionFacilitator, Meeting, Programme
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ParticipantState, RegistrationState


@dataclass(frozen=True)
class Circle:
    """The people around somebody in one edition. `others`: how many more take part."""

    edition_id: int
    public_id: str
    programme: str
    label: str
    companion: str
    facilitators: tuple[str, ...]
    others: int

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """With whom one can share here."""
        found = []
        if self.companion:
            found.append(Audience.COMPANION)
        if self.facilitators:
            found.append(Audience.FACILITATOR)
        if self.others:
            found.append(Audience.COHORT)
        return tuple(found)


@dataclass(frozen=True)
class SharedGoal:
    """A goal of somebody else, as it is shared."""

    goal: Goal
    owner: str
    person_id: int


def circles(session: Session, person_id: int) -> list[Circle]:
    """The editions in which this person has a confirmed place, the newest first."""
    mine = session.execute(
        select(Edition.id, Edition.public_id, Programme.title, Edition.label, Registration.id)
        .join(Registration, Registration.edition_id == Edition.id)
        .join(Participant, Participant.registration_id == Registration.id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(
            Participant.person_id == person_id,
            _seated(Participant, Registration),
            Edition.publication == Publication.PUBLISHED,
        )
        .order_by(Edition.id.desc())
    ).all()
    if not mine:
        return []
    editions = [row[0] for row in mine]
    beside = _companions(session, [row[4] for row in mine], person_id)
    guides = _facilitators(session, editions, person_id)
    others = _others(session, editions, person_id)
    return [
        Circle(
            edition_id=edition_id,
            public_id=public_id,
            programme=title,
            label=label,
            companion=beside.get(registration_id, ""),
            facilitators=tuple(guides.get(edition_id, ())),
            others=others.get(edition_id, 0),
        )
        for edition_id, public_id, title, label, registration_id in mine
    ]


def _seated(participant: type[Participant], registration: type[Registration]) -> ColumnElement[bool]:
    return and_(
        participant.state == ParticipantState.CONFIRMED, registration.state == RegistrationState.CONFIRMED
    )


def _companions(session: Session, registrations: Sequence[int], person_id: int) -> dict[int, str]:
    rows = session.execute(
        select(Participant.registration_id, Person.name)
        .join(Person, Person.id == Participant.person_id)
        .where(
            Participant.registration_id.in_(registrations),
            Participant.state == ParticipantState.CONFIRMED,
            Participant.person_id != person_id,
        )
    )
    return {key: value for key, value in rows}  # noqa: C416 - a result is no sequence of pairs


def _facilitators(session: Session, editions: Sequence[int], person_id: int) -> dict[int, list[str]]:
    rows = session.execute(
        select(EditionFacilitator.edition_id, Person.name)
        .join(Person, Person.id == EditionFacilitator.person_id)
        .where(EditionFacilitator.edition_id.in_(editions), EditionFacilitator.person_id != person_id)
        .order_by(Person.name)
    )
    found: dict[int, list[str]] = {}
    for edition_id, name in rows:
        found.setdefault(edition_id, []).append(name)
    return found


def _others(session: Session, editions: Sequence[int], person_id: int) -> dict[int, int]:
    rows = session.execute(
        select(Registration.edition_id, func.count(Participant.id))
        .join(Participant, Participant.registration_id == Registration.id)
        .where(
            Registration.edition_id.in_(editions),
            Participant.person_id != person_id,
            _seated(Participant, Registration),
        )
        .group_by(Registration.edition_id)
    )
    return {key: value for key, value in rows}  # noqa: C416 - a result is no sequence of pairs


def _shared() -> Select[Goal, str, int]:
    """Goals with their owners, as long as those still have their place in the edition they share in."""
    return (
        select(Goal, Person.name, Person.id)
        .join(Person, Person.id == Goal.person_id)
        .join(Edition, Edition.id == Goal.edition_id)
        .join(Registration, Registration.edition_id == Goal.edition_id)
        .join(
            Participant,
            and_(Participant.registration_id == Registration.id, Participant.person_id == Goal.person_id),
        )
        .where(_seated(Participant, Registration), Edition.publication == Publication.PUBLISHED)
        .options(selectinload(Goal.steps), selectinload(Goal.edition).joinedload(Edition.programme))
        .order_by(Person.name, Goal.id)
    )


def with_me(session: Session, person_id: int) -> list[SharedGoal]:
    """What companions and fellow participants share with this person now."""
    me, my_place = aliased(Participant), aliased(Registration)
    found = (
        _shared()
        .join(my_place, my_place.edition_id == Goal.edition_id)
        .join(me, and_(me.registration_id == my_place.id, me.person_id == person_id))
        .where(
            _seated(me, my_place),
            Goal.person_id != person_id,
            or_(
                Goal.audience == Audience.COHORT,
                and_(Goal.audience == Audience.COMPANION, my_place.id == Registration.id),
            ),
        )
    )
    return [SharedGoal(goal, owner, owner_id) for goal, owner, owner_id in session.execute(found)]


def with_facilitators(session: Session, edition_id: int) -> list[SharedGoal]:
    """What participants of an edition share with its facilitators now."""
    found = _shared().where(
        Goal.edition_id == edition_id, Goal.audience.in_((Audience.FACILITATOR, Audience.COHORT))
    )
    return [SharedGoal(goal, owner, owner_id) for goal, owner, owner_id in session.execute(found)]


@dataclass(frozen=True)
class Guest:
    """Somebody who is expected at a meeting, with what they share with its facilitators."""

    person_id: int
    name: str
    goals: tuple[Goal, ...]


def expected_at(session: Session, meeting: Meeting) -> list[Guest]:
    """Who is expected at this meeting, with the goals that they share now."""
    people = attendance.expected_at(session, meeting)
    goals = with_facilitators(session, meeting.edition_id)
    found = [
        Guest(person_id, name, tuple(one.goal for one in goals if one.person_id == person_id))
        for person_id, (_public_id, name) in people.items()
    ]
    return sorted(found, key=lambda guest: (guest.name.lower(), guest.person_id))
