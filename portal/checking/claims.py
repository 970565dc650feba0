"""Registrations hold exactly the seats that belong to their state, and claims point to the right seats."""

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from portal.checking.findings import Question, edition_name
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Programme
from portal.registrations.models import Claim, PoolKind, Registration
from portal.registrations.states import ACTIVE, ENDED, ClaimState, RegistrationState
from portal.texts import N_

R, C = RegistrationState, ClaimState
_edition = Claim.kind == PoolKind.EDITION
_taking_or_waiting = (C.CONFIRMED, C.OFFERED, C.WAITING)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


_alive = (
    select(
        Claim.registration_id,
        func.count().label("all"),
        _number(_edition & (Claim.state == C.CONFIRMED)).label("confirmed"),
        _number(_edition & (Claim.state == C.OFFERED)).label("offered"),
        _number(_edition & (Claim.state == C.WAITING)).label("waiting"),
        _number(Claim.state == C.HELD).label("held"),
        _number(~_edition).label("parts"),
        _number(~_edition & (Claim.state == C.CONFIRMED)).label("parts_confirmed"),
        _number((Claim.kind == PoolKind.BREAKOUT) & (Claim.state == C.OFFERED)).label("breakouts_offered"),
        func.sum(case((_edition & Claim.state.in_(_taking_or_waiting), Claim.seats), else_=0)).label("seats"),
    )
    .where(Claim.state != C.RELEASED)
    .group_by(Claim.registration_id)
    .subquery("alive")
)


def _of(name: str) -> ColumnElement[int]:
    return func.coalesce(_alive.c[name], 0)


def _only(name: str) -> ColumnElement[bool]:
    """Exactly one claim on the edition, in this state."""
    others = [_of(other) == 0 for other in ("confirmed", "offered", "waiting") if other != name]
    return and_(_of(name) == 1, *others)


_registrations = (
    select(
        Registration.reference,
        edition_name().label("edition"),
        Registration.party,
        _of("seats").label("seats"),
    )
    .join(Edition, Edition.id == Registration.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .outerjoin(_alive, _alive.c.registration_id == Registration.id)
    .order_by(Registration.id)
)
_claims = (
    select(Registration.reference, edition_name().label("edition"))
    .join(Claim, Claim.registration_id == Registration.id)
    .join(Edition, Edition.id == Registration.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .where(Claim.state != C.RELEASED)
    .order_by(Claim.id)
)
_state = Registration.state
_seated = _state.in_((R.CONFIRMED, R.OFFERED, R.WAITLISTED))
_right_size = case((Edition.companion_takes_seat, Registration.party), else_=1)
_has_term = Claim.state.in_((C.HELD, C.OFFERED))

QUESTIONS = (
    Question(
        N_("%(reference)s (%(edition)s): de inschrijving is nooit afgemaakt."),
        _registrations.where(_state == R.NEW),
    ),
    Question(
        N_("%(reference)s (%(edition)s): bevestigd, maar zonder precies één bevestigde plek in de editie."),
        _registrations.where(_state == R.CONFIRMED, ~_only("confirmed")),
    ),
    Question(
        N_("%(reference)s (%(edition)s): heeft een aanbod, maar daarvoor is niet precies één keer plek."),
        _registrations.where(_state == R.OFFERED, ~_only("offered")),
    ),
    Question(
        N_("%(reference)s (%(edition)s): staat op de wachtlijst, maar wacht niet precies één keer op plek."),
        _registrations.where(_state == R.WAITLISTED, ~_only("waiting")),
    ),
    Question(
        N_("%(reference)s (%(edition)s): is nog een aanvraag, maar houdt al plek bezet."),
        _registrations.where(_state == R.REQUESTED, _of("all") > 0),
    ),
    Question(
        N_("%(reference)s (%(edition)s): is voorbij, maar houdt nog plek of een plaats op een wachtlijst."),
        _registrations.where(_state.in_(ENDED), _of("all") > 0),
    ),
    Question(
        N_("%(reference)s (%(edition)s): de editie gaat niet door, maar de inschrijving loopt nog."),
        _registrations.where(_state.in_(ACTIVE), Edition.publication == Publication.CANCELLED),
    ),
    Question(
        N_("%(reference)s (%(edition)s): is voor %(party)s, maar vraagt %(seats)s plekken."),
        _registrations.where(_seated, _of("seats") > 0, _of("seats") != _right_size),
    ),
    Question(
        N_("%(reference)s (%(edition)s): er wordt plek vastgehouden, maar de inschrijving wacht niet."),
        _registrations.where(_state != R.WAITLISTED, _of("held") > 0),
    ),
    Question(
        N_("%(reference)s (%(edition)s): wacht nog, maar heeft al een plek of plaats bij een keuze."),
        _registrations.where(_state == R.WAITLISTED, _of("parts") > 0),
    ),
    Question(
        N_("%(reference)s (%(edition)s): heeft een aanbod, maar een keuze is al bevestigd."),
        _registrations.where(_state == R.OFFERED, _of("parts_confirmed") > 0),
    ),
    Question(
        N_("%(reference)s (%(edition)s): is bevestigd, maar een deelsessie is nog een aanbod."),
        _registrations.where(_state == R.CONFIRMED, _of("breakouts_offered") > 0),
    ),
    Question(
        N_("%(reference)s (%(edition)s): heeft een aanbod zonder termijn, of een termijn zonder aanbod."),
        _registrations.where((_state == R.OFFERED) != Registration.offer_deadline.is_not(None)),
    ),
    Question(
        N_("%(reference)s (%(edition)s): een plek die vastgehouden wordt, heeft geen termijn."),
        _claims.where(_has_term, Claim.deadline.is_(None)),
    ),
    Question(
        N_("%(reference)s (%(edition)s): een plek heeft een termijn, maar wordt niet vastgehouden."),
        _claims.where(~_has_term, Claim.deadline.is_not(None)),
    ),
    Question(
        N_("%(reference)s (%(edition)s): de plek en het aanbod hebben niet dezelfde termijn."),
        _claims.where(
            _state == R.OFFERED,
            Claim.state == C.OFFERED,
            or_(Claim.deadline != Registration.offer_deadline, Registration.offer_deadline.is_(None)),
            Claim.deadline.is_not(None),
        ),
    ),
    Question(
        N_("%(reference)s (%(edition)s): een plek heeft een ander nummer in de rij dan de inschrijving."),
        _claims.where(Claim.queue_number != Registration.queue_number),
    ),
)
