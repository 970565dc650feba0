"""Invariant 2 for choices: one breakout per round, no more electives than a group allows, the right seats."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.checking.findings import Question, edition_name
from portal.people.models import Person
from portal.programmes.models import Breakout, Edition, ElectiveGroup, Meeting, Module, Programme, Slot
from portal.registrations.models import Choice, Claim, Participant, PoolKind, Registration
from portal.registrations.states import IN, TAKING, ClaimState
from portal.texts import N_

_living = Claim.state != ClaimState.RELEASED
_per_person = (Participant.id, Person.name, Registration.reference)

_named = (Registration.reference, Person.name.label("name"))
_twice_in_round = (
    select(*_named, Slot.title.label("title"), func.count().label("times"))
    .select_from(Claim)
    .join(Registration, Registration.id == Claim.registration_id)
    .join(Participant, Participant.id == Claim.participant_id)
    .join(Person, Person.id == Participant.person_id)
    .join(Slot, Slot.id == Claim.slot_id)
    .where(_living)
    .group_by(*_per_person, Slot.id, Slot.title)
    .having(func.count() > 1)
    .order_by(Participant.id, Slot.id)
)
_too_many_electives = (
    select(
        *_named,
        ElectiveGroup.title.label("title"),
        ElectiveGroup.choose.label("most"),
        func.count().label("times"),
    )
    .select_from(Claim)
    .join(Registration, Registration.id == Claim.registration_id)
    .join(Participant, Participant.id == Claim.participant_id)
    .join(Person, Person.id == Participant.person_id)
    .join(ElectiveGroup, ElectiveGroup.id == Claim.group_id)
    .where(_living)
    .group_by(*_per_person, ElectiveGroup.id, ElectiveGroup.title, ElectiveGroup.choose)
    .having(func.count() > ElectiveGroup.choose)
    .order_by(Participant.id, ElectiveGroup.id)
)
_same_elective = (
    select(*_named, Module.title.label("title"), func.count().label("times"))
    .select_from(Claim)
    .join(Registration, Registration.id == Claim.registration_id)
    .join(Participant, Participant.id == Claim.participant_id)
    .join(Person, Person.id == Participant.person_id)
    .join(Module, Module.id == Claim.module_id)
    .where(_living)
    .group_by(*_per_person, Module.id, Module.title)
    .having(func.count() > 1)
    .order_by(Participant.id, Module.id)
)
_claims = (
    select(Registration.reference, edition_name().label("edition"))
    .select_from(Claim)
    .join(Registration, Registration.id == Claim.registration_id)
    .join(Edition, Edition.id == Registration.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .outerjoin(Participant, Participant.id == Claim.participant_id)
    .outerjoin(Module, Module.id == Claim.module_id)
    .outerjoin(Breakout, Breakout.id == Claim.breakout_id)
    .outerjoin(Slot, Slot.id == Breakout.round_id)
    .outerjoin(Meeting, Meeting.id == Slot.meeting_id)
    .where(_living)
    .order_by(Claim.id)
)
_in_its_edition = and_(
    Claim.kind == PoolKind.EDITION,
    Claim.pool_id == Edition.pool_id,
    Claim.participant_id.is_(None),
)
_in_its_module = and_(
    Claim.kind == PoolKind.MODULE,
    Claim.pool_id == Module.pool_id,
    Module.edition_id == Registration.edition_id,
    Claim.group_id == Module.group_id,
)
_in_its_breakout = and_(
    Claim.kind == PoolKind.BREAKOUT,
    Claim.pool_id == Breakout.pool_id,
    Meeting.edition_id == Registration.edition_id,
    Claim.slot_id == Breakout.round_id,
)
_right = func.coalesce(or_(_in_its_edition, _in_its_module, _in_its_breakout), False)
_theirs = func.coalesce(
    and_(Participant.registration_id == Claim.registration_id, Participant.state.in_(IN)), False
)
_chosen = func.coalesce(Claim.breakout_id, Claim.module_id)
_wished = (
    select(Choice.id)
    .where(
        Choice.participant_id == Claim.participant_id,
        or_(Choice.slot_id == Claim.slot_id, Choice.group_id == Claim.group_id),
        or_(Choice.first_id == _chosen, Choice.second_id == _chosen),
    )
    .exists()
)
_days = select(Meeting.id).where(Meeting.module_id == Claim.module_id).correlate(Claim)
_module_is_off = and_(_days.exists(), ~_days.where(Meeting.cancelled_at.is_(None)).exists())
_later = aliased(Claim)
_overtaken = select(_later.id).where(
    _later.pool_id == Claim.pool_id, _later.state.in_(TAKING), _later.id > Claim.id
)

QUESTIONS = (
    Question(
        N_("%(reference)s: %(name)s heeft %(times)s deelsessies in de ronde ‘%(title)s’."), _twice_in_round
    ),
    Question(
        N_("%(reference)s: %(name)s heeft %(times)s keuzemodules in ‘%(title)s’, terwijl er %(most)s mag."),
        _too_many_electives,
    ),
    Question(N_("%(reference)s: %(name)s heeft de keuzemodule ‘%(title)s’ %(times)s keer."), _same_elective),
    Question(
        N_("%(reference)s (%(edition)s): een plek hoort niet bij deze editie of bij deze keuze."),
        _claims.where(~_right),
    ),
    Question(
        N_("%(reference)s (%(edition)s): een keuze staat op naam van iemand die niet meedoet."),
        _claims.where(Claim.kind != PoolKind.EDITION, ~_theirs),
    ),
    Question(
        N_("%(reference)s (%(edition)s): er is een plek voor iets wat niemand koos."),
        _claims.where(Claim.kind != PoolKind.EDITION, ~_wished),
    ),
    Question(
        N_("%(reference)s (%(edition)s): er is plek bezet in ‘%(title)s’, maar die deelsessie vervalt."),
        _claims.add_columns(Breakout.title.label("title")).where(Breakout.cancelled_at.is_not(None)),
    ),
    Question(
        N_("%(reference)s (%(edition)s): er is plek bezet in ‘%(title)s’, maar die keuzemodule vervalt."),
        _claims.add_columns(Module.title.label("title")).where(_module_is_off),
    ),
    Question(
        N_("%(reference)s (%(edition)s): wacht op een keuze waar iemand later wel een plek kreeg."),
        _claims.where(Claim.kind != PoolKind.EDITION, Claim.state == ClaimState.WAITING, _overtaken.exists()),
    ),
)
