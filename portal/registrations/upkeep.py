"""What goes on by itself: offers and holds that end, reminders, the opening told to who asked for it.

Nothing here is needed for a seat decision to be right (every turn settles first); it makes things
happen at the hour, also when nobody comes by.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.outbox.letter import Letter
from portal.outbox.service import post
from portal.programmes.facts import EditionState, Publication
from portal.programmes.interest import removal_link, waiting_for
from portal.programmes.models import Edition, Interest, RegistrationWindow
from portal.registrations import called_off, electives, letters, party_letters, substitution
from portal.registrations.ledger import Turn, finish, note, take_turn
from portal.registrations.models import Claim, Participant, Registration
from portal.registrations.promotion import settle
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState
from portal.working_days import offer_reminder_at


def editions_to_settle(session: Session, now: datetime) -> list[int]:
    """The editions in which something is over, or in which someone waits."""
    over = (
        select(Registration.edition_id)
        .join(Claim, Claim.registration_id == Registration.id)
        .where(Claim.state.in_((ClaimState.OFFERED, ClaimState.HELD)), Claim.deadline <= now)
    )
    invites = select(Participant.edition_id).where(
        Participant.state == ParticipantState.INVITED, Participant.confirm_by <= now
    )
    asked = select(Participant.edition_id).where(Participant.substitute_until <= now)
    waiting = (
        select(Registration.edition_id)
        .join(Claim, Claim.registration_id == Registration.id)
        .join(Edition, Edition.id == Registration.edition_id)
        .where(Claim.state == ClaimState.WAITING, Edition.publication == Publication.PUBLISHED)
    )
    behind = called_off.electives_left_behind(now).with_only_columns(Registration.edition_id)
    return sorted(session.scalars(over.union(invites, asked, waiting, behind)))


def settle_edition(session: Session, *, edition_id: int, now: datetime) -> None:
    """One turn at the edition's lock: ends what is over, passes free seats on."""
    turn = take_turn(session, edition_id=edition_id, now=now)
    substitution.end_terms(turn)
    called_off.leave_behind(turn)
    settle(turn)
    finish(turn)


def editions_to_remind(session: Session, now: datetime) -> list[int]:
    """The editions with an offer or an invitation that nobody was reminded of yet."""
    offers = select(Registration.edition_id).where(
        Registration.state == RegistrationState.OFFERED,
        Registration.offer_reminded_at.is_(None),
        Registration.offer_deadline > now,
    )
    invites = select(Participant.edition_id).where(
        Participant.state == ParticipantState.INVITED,
        Participant.reminded_at.is_(None),
        Participant.confirm_by > now,
    )
    choices = {claim.registration.edition_id for claim in electives.to_remind(session, now)}
    return sorted(choices.union(session.scalars(offers.union(invites))))


def remind_edition(session: Session, *, edition_id: int, now: datetime) -> None:
    """One reminder, a working day before the end of an offer or of a companion's term."""
    turn = take_turn(session, edition_id=edition_id, now=now)
    _remind_offers(turn)
    electives.remind(turn)
    _remind_companions(turn)
    finish(turn)


def _due(deadline: datetime | None, since: datetime, now: datetime) -> bool:
    """Whether to remind now; who was asked after the hour of reminding was asked just now."""
    return deadline is not None and since < offer_reminder_at(deadline) <= now < deadline


def _remind_offers(turn: Turn) -> None:
    offered = turn.session.scalars(
        select(Registration).where(
            Registration.edition_id == turn.sheet.edition_id,
            Registration.state == RegistrationState.OFFERED,
            Registration.offer_reminded_at.is_(None),
        )
    ).all()
    for registration in offered:
        offered_lines = (e for e in registration.events if e.to_state == RegistrationState.OFFERED)
        made = [e.at for e in offered_lines if e.from_state != e.to_state]
        if not _due(registration.offer_deadline, made[-1], turn.now):
            continue
        registration.offer_reminded_at = turn.now
        event = note(turn, registration, "offer_reminded")
        turn.session.flush()
        letters.offer_reminder(turn, registration, event)


def _remind_companions(turn: Turn) -> None:
    invited = turn.session.scalars(
        select(Participant).where(
            Participant.edition_id == turn.sheet.edition_id,
            Participant.state == ParticipantState.INVITED,
            Participant.reminded_at.is_(None),
        )
    ).all()
    for participant in invited:
        registration = participant.registration
        asked = [e.at for e in registration.events if e.action == "companion_invited"]
        if not _due(participant.confirm_by, max(asked, default=registration.requested_at), turn.now):
            continue
        participant.reminded_at = turn.now
        event = note(turn, registration, "companion_reminded", companion=participant.shown_name)
        turn.session.flush()
        party_letters.companion_invited(turn, registration, participant, event, kind="companion_reminder")


def editions_to_announce(session: Session, now: datetime) -> list[int]:
    """Published editions whose opening was not told yet to the people who asked for it."""
    return list(
        session.scalars(
            select(Edition.id).where(
                Edition.publication == Publication.PUBLISHED,
                Edition.opening_announced_at.is_(None),
                Edition.id.in_(
                    select(RegistrationWindow.edition_id).where(RegistrationWindow.opens_at <= now)
                ),
            )
        )
    )


def announce_edition(session: Session, *, edition_id: int, now: datetime) -> int:
    """Tells the opening to the interest list, in order of entry; returns how many letters. Once."""
    return announce(take_turn(session, edition_id=edition_id, now=now))


def announce(turn: Turn) -> int:
    """The same in a turn that goes on: nothing when registration is not open, or it was told before."""
    phase = turn.sheet.phase(turn.now)
    if turn.edition.opening_announced_at is not None or phase.state is not EditionState.OPEN:
        return 0
    turn.edition.opening_announced_at = turn.now
    interested = waiting_for(turn.session, programme_id=turn.sheet.programme_id)
    return sum(_tell(turn, interest) for interest in interested)


def _tell(turn: Turn, interest: Interest) -> bool:
    remove_link, token_id = removal_link(turn.session, interest=interest, now=turn.now)
    who = interest.email, interest.name, interest.language
    occasion = f"interest_opened:{turn.sheet.edition_id}:{interest.id}"
    return post(turn.session, opened(turn, who, occasion, remove_link, token_id), now=turn.now)


def opened(turn: Turn, who: tuple[str, str, str], occasion: str, remove_link: str, token_id: int) -> Letter:
    """That registration is open, to `who`: an address, a name and a language."""
    sheet, (address, name, language) = turn.sheet, who
    return Letter(
        kind="interest_opened",
        occasion=occasion,
        to_address=address,
        to_name=name,
        language=language,
        sender_name=sheet.organiser_names,
        sender_address=sheet.organiser_mail,
        edition_id=sheet.edition_id,
        facts={
            **letters.edition_facts(turn),
            "link": f"/leergangen/{sheet.programme_slug}/{sheet.edition_slug}",
            "remove_link": remove_link,
            "opens": "",
            "head_start_until": head_start_until(turn),
        },
        token_ids=(token_id,),
    )


def head_start_until(turn: Turn) -> str:
    """Until when only the interest list may register, as an ISO instant; empty without a head start."""
    rules = [r for r in turn.sheet.rules if r.kind == "interest_first"]
    return str(rules[0].values["until"]) if rules else ""
