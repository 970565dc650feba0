"""Invariants 2 and 5: who is in which registration, once per edition, both of a duo or none."""

from sqlalchemy import case, func, select

from portal.checking.findings import Question, edition_name
from portal.people.models import Person
from portal.programmes.models import Edition, Programme
from portal.registrations.models import Participant, ParticipantRole, Registration
from portal.registrations.states import ACTIVE, ENDED, IN, ParticipantState
from portal.texts import N_

_in = Participant.state.in_(IN)
_first = Participant.role == ParticipantRole.FIRST

_heads = (
    select(
        Participant.registration_id,
        func.count(case((_in, 1))).label("inside"),
        func.count(case((_in & _first, 1))).label("firsts"),
    )
    .group_by(Participant.registration_id)
    .subquery("heads")
)
_inside = func.coalesce(_heads.c.inside, 0)
_firsts = func.coalesce(_heads.c.firsts, 0)

_registrations = (
    select(
        Registration.reference,
        edition_name().label("edition"),
        Registration.party,
        _inside.label("inside"),
    )
    .join(Edition, Edition.id == Registration.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .outerjoin(_heads, _heads.c.registration_id == Registration.id)
    .order_by(Registration.id)
)
_participants = (
    select(Registration.reference, edition_name().label("edition"), Person.name.label("name"))
    .join(Participant, Participant.registration_id == Registration.id)
    .join(Person, Person.id == Participant.person_id)
    .join(Edition, Edition.id == Registration.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .order_by(Participant.id)
)
_twice = (
    select(Person.name.label("name"), edition_name().label("edition"), func.count().label("times"))
    .select_from(Participant)
    .join(Person, Person.id == Participant.person_id)
    .join(Edition, Edition.id == Participant.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .where(_in)
    .group_by(Person.id, Person.name, Edition.id, Programme.title, Edition.label)
    .having(func.count() > 1)
    .order_by(Edition.id, Person.id)
)

QUESTIONS = (
    Question(N_("%(name)s doet %(times)s keer mee aan %(edition)s."), _twice),
    Question(
        N_("%(reference)s (%(edition)s): %(name)s staat bij een andere editie dan de inschrijving."),
        _participants.where(Participant.edition_id != Registration.edition_id),
    ),
    Question(
        N_("%(reference)s (%(edition)s): er is niet precies één eerste persoon."),
        _registrations.where(Registration.state.in_(ACTIVE), _firsts != 1),
    ),
    Question(
        N_("%(reference)s (%(edition)s): de inschrijving is voor %(party)s, maar er doen %(inside)s mee."),
        _registrations.where(Registration.state.in_(ACTIVE), _inside != Registration.party),
    ),
    Question(
        N_("%(reference)s (%(edition)s): de inschrijving is voorbij, maar er doen nog %(inside)s mee."),
        _registrations.where(Registration.state.in_(ENDED), _inside > 0),
    ),
    Question(
        N_("%(reference)s (%(edition)s): de inschrijving staat niet op naam van de eerste persoon."),
        _participants.where(
            _in, _first, Registration.state.in_(ACTIVE), Participant.person_id != Registration.person_id
        ),
    ),
    Question(
        N_("%(reference)s (%(edition)s): %(name)s moet nog bevestigen, maar zonder termijn."),
        _participants.where(Participant.state == ParticipantState.INVITED, Participant.confirm_by.is_(None)),
    ),
)
