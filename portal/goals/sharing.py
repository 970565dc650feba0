"""Who may see which goals: always as it is now, so that withdrawing works from the next request on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from portal.attendance import queries as attendance
from portal.goals.facts import Audience
from portal.goals.models import Goal, GoalReader
from portal.people.models import Person
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, EditionFacilitator, Meeting, Programme
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ParticipantState, RegistrationState


@dataclass(frozen=True)
class Circle:
    """The people around somebody in one edition, by id and name. `others`: how many more take part."""

    edition_id: int
    public_id: str
    programme: str
    label: str
    beside: tuple[tuple[int, str], ...]
    guides: tuple[tuple[int, str], ...]
    others: int

    @property
    def companion(self) -> str:
        """The other one of a duo; "" when one comes alone."""
        return self.beside[0][1] if self.beside else ""

    @property
    def facilitators(self) -> tuple[str, ...]:
        """Who guides it."""
        return tuple(name for _id, name in self.guides)

    def named(self, audience: Audience) -> tuple[int, ...]:
        """Whom one shares with by name: who comes in their place later does not see it."""
        people = {Audience.COMPANION: self.beside, Audience.FACILITATOR: self.guides}.get(audience, ())
        return tuple(person_id for person_id, _name in people)

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


def seated_in(session: Session, person_id: int) -> frozenset[int]:
    """The editions in which this person has a confirmed place: only there somebody else sees a goal."""
    mine = (
        select(Registration.edition_id)
        .join(Participant, Participant.registration_id == Registration.id)
        .where(Participant.person_id == person_id, _seated(Participant, Registration))
    )
    return frozenset(session.scalars(mine))


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
            beside=tuple(beside.get(registration_id, ())),
            guides=tuple(guides.get(edition_id, ())),
            others=others.get(edition_id, 0),
        )
        for edition_id, public_id, title, label, registration_id in mine
    ]


def _seated(participant: type[Participant], registration: type[Registration]) -> ColumnElement[bool]:
    return and_(
        participant.state == ParticipantState.CONFIRMED, registration.state == RegistrationState.CONFIRMED
    )


def _companions(
    session: Session, registrations: Sequence[int], person_id: int
) -> dict[int, list[tuple[int, str]]]:
    return _gathered(
        session,
        select(Participant.registration_id, Person.id, Person.name)
        .join(Person, Person.id == Participant.person_id)
        .where(
            Participant.registration_id.in_(registrations),
            Participant.state == ParticipantState.CONFIRMED,
            Participant.person_id != person_id,
        ),
    )


def _facilitators(
    session: Session, editions: Sequence[int], person_id: int
) -> dict[int, list[tuple[int, str]]]:
    return _gathered(
        session,
        select(EditionFacilitator.edition_id, Person.id, Person.name)
        .join(Person, Person.id == EditionFacilitator.person_id)
        .where(EditionFacilitator.edition_id.in_(editions), EditionFacilitator.person_id != person_id)
        .order_by(Person.name),
    )


def _gathered(session: Session, rows: Select[int, int, str]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for key, person_id, name in session.execute(rows):
        found.setdefault(key, []).append((person_id, name))
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
    found = session.execute(_with_me(person_id))
    return [SharedGoal(goal, owner, owner_id) for goal, owner, owner_id in found]


def count_with_me(session: Session, person_id: int) -> int:
    """How many goals that are."""
    ids = _with_me(person_id).with_only_columns(Goal.id).order_by(None)
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def _with_me(person_id: int) -> Select[Goal, str, int]:
    me, my_place = aliased(Participant), aliased(Registration)
    return (
        _shared()
        .join(my_place, my_place.edition_id == Goal.edition_id)
        .join(me, and_(me.registration_id == my_place.id, me.person_id == person_id))
        .where(
            _seated(me, my_place),
            Goal.person_id != person_id,
            or_(
                Goal.audience == Audience.COHORT,
                and_(
                    Goal.audience == Audience.COMPANION,
                    my_place.id == Registration.id,
                    _named(person_id),
                ),
            ),
        )
    )


def _named(person_id: int) -> ColumnElement[bool]:
    return exists().where(GoalReader.goal_id == Goal.id, GoalReader.person_id == person_id)


def name_readers(session: Session, goal: Goal, people: Sequence[int]) -> None:
    """Remembers with whom a goal is shared by name, in the place of those before."""
    session.execute(delete(GoalReader).where(GoalReader.goal_id == goal.id))
    session.add_all(GoalReader(goal_id=goal.id, person_id=person_id) for person_id in people)
    session.flush()


def with_facilitator(session: Session, edition_id: int, person_id: int) -> list[SharedGoal]:
    """What participants of an edition share with this one of its facilitators now."""
    by_name = and_(Goal.audience == Audience.FACILITATOR, _named(person_id))
    found = _shared().where(Goal.edition_id == edition_id, or_(by_name, Goal.audience == Audience.COHORT))
    return [SharedGoal(goal, owner, owner_id) for goal, owner, owner_id in session.execute(found)]


@dataclass(frozen=True)
class Guest:
    """Somebody who is expected at a meeting, with what they share with its facilitator."""

    person_id: int
    name: str
    goals: tuple[Goal, ...]


def expected_at(session: Session, meeting: Meeting, facilitator_id: int) -> list[Guest]:
    """Who is expected at this meeting, with the goals that they share with this facilitator now."""
    people = attendance.expected_at(session, meeting)
    goals = with_facilitator(session, meeting.edition_id, facilitator_id)
    found = [
        Guest(person_id, name, tuple(one.goal for one in goals if one.person_id == person_id))
        for person_id, (_public_id, name) in people.items()
    ]
    return sorted(found, key=lambda guest: (guest.name.lower(), guest.person_id))
