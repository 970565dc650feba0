"""Every letter of an edition as one participant would get it: with the real facts, and never sent.

The letters come from the very functions that write them; only what did not happen yet (an offer, another
day) is made up. One-time links stay marks, which are left out where people read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import chain

from sqlalchemy.orm import Session

from portal.mailings.example_agendas import about_meetings
from portal.mailings.example_seats import Seat
from portal.outbox.letter import Letter
from portal.programmes.models import Edition
from portal.registrations.ledger import Turn
from portal.registrations.models import Participant
from portal.registrations.sheets import sheet_of
from portal.registrations.states import RegistrationState
from portal.texts import N_

WHEN: dict[str, str] = {
    "interest_opened": N_("Als de inschrijving opengaat, aan wie op de hoogte wil blijven"),
    "registration_requested": N_("Als iemand een aanvraag doet"),
    "request_declined": N_("Als je een aanvraag afwijst"),
    "registration_confirmed": N_("Als iemand een plek krijgt"),
    "admitted_by_hand": N_("Als je iemand zelf een plek geeft"),
    "registration_waitlisted": N_("Als iemand op de wachtlijst komt"),
    "offer": N_("Als er een plek vrijkomt"),
    "offer_reminder": N_("Een werkdag voordat het aanbod verloopt"),
    "offer_passed": N_("Als iemand de aangeboden plek laat gaan"),
    "offer_lapsed": N_("Als het aanbod verloopt"),
    "not_eligible_now": N_("Als er een plek vrijkomt, maar een voorwaarde niet meer klopt"),
    "companion_invited": N_("Als een collega vraagt om mee te gaan"),
    "companion_reminder": N_("Als het antwoord op die vraag uitblijft"),
    "companion_confirmed": N_("Als de gevraagde collega meegaat"),
    "companion_declined": N_("Als de gevraagde collega niet meegaat"),
    "companion_lapsed": N_("Als de gevraagde collega niet op tijd antwoordt"),
    "companion_uninvited": N_("Als die collega de uitnodiging intrekt"),
    "companion_left": N_("Als de ander van het duo zich afmeldt"),
    "substitute_invited": N_("Als een collega vraagt om een plek over te nemen"),
    "substitute_dropped": N_("Als die collega de vraag intrekt"),
    "substitute_over": N_("Als de plek van die collega er niet meer is"),
    "substitute_declined": N_("Als de gevraagde vervanger nee zegt"),
    "substitute_lapsed": N_("Als de gevraagde vervanger niet op tijd antwoordt"),
    "substitute_done": N_("Als een plek overgaat, aan beide collega’s"),
    "elective_offer": N_("Als er een plek vrijkomt bij een keuzemodule"),
    "elective_reminder": N_("Een werkdag voordat het aanbod van een keuzemodule verloopt"),
    "elective_lapsed": N_("Als het aanbod van een keuzemodule verloopt"),
    "elective_restored": N_("Als een geannuleerde keuzemodule of deelsessie toch doorgaat"),
    "breakout_cancelled": N_("Als een deelsessie of keuzemodule niet doorgaat"),
    "breakout_seat": N_("Als er een plek vrijkomt bij een keuze waarvoor iemand wacht"),
    "meeting_invited": N_("Als iemand een plek krijgt, een per bijeenkomst"),
    "meeting_invited_again": N_("Als een bijeenkomst toch doorgaat, of iemand weer meedoet"),
    "agenda_overview": N_("Samen met de uitnodigingen, bij meer dan één dag"),
    "meeting_moved": N_("Als een bijeenkomst een andere tijd of plaats krijgt"),
    "meeting_changed": N_("Als er bij een bijeenkomst iets bijkomt"),
    "meeting_called_off": N_("Als een bijeenkomst niet doorgaat"),
    "meeting_not_expected": N_("Als iemand niet meer bij een bijeenkomst hoort"),
    "meeting_in_feed": N_("Als iemand overstapt op het agenda-abonnement"),
    "agenda_declined": N_("Als iemand een bijeenkomst afwijst in de eigen agenda"),
    "meeting_reminder": N_("Voor elke bijeenkomst, zoals je bij Herinneringen kiest"),
    "material_released": N_("Als materiaal zichtbaar wordt"),
    "registration_withdrawn": N_("Als iemand zich afmeldt"),
    "registration_cancelled": N_("Als je een inschrijving beëindigt"),
    "edition_cancelled": N_("Als je de hele editie annuleert"),
    "edition_restored": N_("Als een geannuleerde editie toch doorgaat"),
}
ACCOUNT, PROGRAMME = "about an account, in no edition", "about a programme, before there is an edition"
WRITTEN = "in an organiser's own words: shown, for every reader, where it is written"
NO_EXAMPLE: dict[str, str] = {
    "confirm_email": ACCOUNT,
    "sign_in_link": ACCOUNT,
    "reset_password": ACCOUNT,
    "password_changed": ACCOUNT,
    "email_known": ACCOUNT,
    "change_email": ACCOUNT,
    "email_changed_notice": ACCOUNT,
    "erase_account": ACCOUNT,
    "account_erased": ACCOUNT,
    "goal_reminder": "about all learning goals of a person together",
    "interest_confirm": PROGRAMME,
    "interest_removed": PROGRAMME,
    "agenda_proposal": "to the organisers, not to participants",
    "group_mail": WRITTEN,
    "group_mail_interest": WRITTEN,
    "group_mail_guest": WRITTEN,
}
"""The kinds of letters that no participant of an edition has an example of, and why."""


class Part(StrEnum):
    """What letters are about, in the order in which they come."""

    SEAT = "seat"
    DUO = "duo"
    SUBSTITUTE = "substitute"
    MEETINGS = "meetings"
    CHOICES = "choices"
    ENDINGS = "endings"


@dataclass(frozen=True)
class Example:
    """One letter, under a name for addresses; `part` is what it is about."""

    key: str
    part: Part
    letter: Letter


def examples(session: Session, participant: Participant, *, now: datetime) -> list[Example]:
    """What this participant gets, or could get, in the order in which it comes."""
    edition = session.get_one(Edition, participant.edition_id)
    turn = Turn(session, sheet_of(session, edition_id=edition.id, version=edition.version), now)
    numbers: dict[str, int] = {}
    made = []
    for part, letter in _letters(turn, participant):
        numbers[letter.kind] = numbers.get(letter.kind, 0) + 1
        key = f"{letter.kind}-{numbers[letter.kind]}"
        made.append(Example(key, part, replace(letter, occasion="example")))
    return made


def _letters(turn: Turn, participant: Participant) -> Iterator[tuple[Part, Letter]]:
    seat = Seat(turn, participant)
    inside = participant.registration.state == RegistrationState.CONFIRMED
    parts: dict[Part, Iterable[Letter]] = {
        Part.SEAT: chain(seat.before(), seat.inside() if inside else seat.waiting()),
        Part.DUO: seat.duo(),
    }
    if inside:
        parts[Part.SUBSTITUTE] = seat.substitute()
        parts[Part.MEETINGS] = about_meetings(turn, participant)
        parts[Part.CHOICES] = seat.choices()
    parts[Part.ENDINGS] = seat.endings()
    return ((part, letter) for part, letters in parts.items() for letter in letters)
