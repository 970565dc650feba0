"""What kind of letter it is, for letters that were not written yet."""

from portal.outbox.models import LetterState
from portal.texts import N_
from portal.texts import gettext as _

STATES: dict[LetterState, tuple[str, str]] = {
    LetterState.WAITING: (N_("Onderweg"), "muted"),
    LetterState.SENDING: (N_("Onderweg"), "muted"),
    LetterState.SENT: (N_("Verstuurd"), "ok"),
    LetterState.FAILED: (N_("Niet verstuurd"), "error"),
    LetterState.DROPPED: (N_("Vervallen"), "muted"),
}
KINDS: dict[str, str] = {
    "registration_confirmed": N_("Bevestiging van de inschrijving"),
    "registration_waitlisted": N_("Op de wachtlijst"),
    "registration_requested": N_("Aanvraag ontvangen"),
    "request_declined": N_("Aanvraag afgewezen"),
    "registration_withdrawn": N_("Bevestiging van de afmelding"),
    "registration_cancelled": N_("Inschrijving geannuleerd"),
    "edition_cancelled": N_("Editie geannuleerd"),
    "edition_restored": N_("Editie gaat toch door"),
    "admitted_by_hand": N_("Toegelaten, met een inloglink"),
    "not_eligible_now": N_("Plek vrij, maar een voorwaarde klopt niet"),
    "offer": N_("Aanbod van een plek"),
    "offer_reminder": N_("Herinnering aan het aanbod"),
    "offer_lapsed": N_("Aanbod verlopen"),
    "offer_passed": N_("Aanbod niet aangenomen"),
    "elective_offer": N_("Aanbod van een keuzemodule"),
    "elective_reminder": N_("Herinnering aan het aanbod van een keuzemodule"),
    "elective_lapsed": N_("Aanbod van een keuzemodule verlopen"),
    "elective_restored": N_("Keuze gaat toch door"),
    "companion_invited": N_("Uitnodiging om mee te gaan"),
    "companion_reminder": N_("Herinnering aan de uitnodiging"),
    "companion_confirmed": N_("Gaat mee"),
    "companion_declined": N_("Gaat niet mee"),
    "companion_lapsed": N_("Reageerde niet op de uitnodiging"),
    "companion_left": N_("Gaat toch niet mee"),
    "companion_uninvited": N_("Uitnodiging om mee te gaan ingetrokken"),
    "substitute_invited": N_("Vraag om een plek over te nemen"),
    "substitute_declined": N_("Plek niet overgenomen"),
    "substitute_lapsed": N_("Geen antwoord op de vraag om een plek over te nemen"),
    "substitute_dropped": N_("Vraag om een plek over te nemen ingetrokken"),
    "substitute_over": N_("Vraag om een plek over te nemen vervallen"),
    "substitute_done": N_("Plek overgenomen"),
    "breakout_cancelled": N_("Gekozen onderdeel vervalt"),
    "breakout_seat": N_("Plek bij een keuze"),
    "agenda_declined": N_("Vraag na het afwijzen van een bijeenkomst"),
    "agenda_proposal": N_("Voorstel voor een andere tijd"),
    "agenda_overview": N_("Overzicht van alle dagen"),
    "meeting_invited": N_("Uitnodiging voor een bijeenkomst"),
    "meeting_invited_again": N_("Bijeenkomst weer in de agenda"),
    "meeting_moved": N_("Bijeenkomst gewijzigd"),
    "meeting_changed": N_("Bijeenkomst aangevuld"),
    "meeting_called_off": N_("Bijeenkomst gaat niet door"),
    "meeting_not_expected": N_("Niet meer verwacht bij een bijeenkomst"),
    "meeting_in_feed": N_("Bijeenkomst naar het agenda-abonnement"),
    "meeting_reminder": N_("Herinnering aan een bijeenkomst"),
    "group_mail": N_("Mail aan een groep"),
    "group_mail_interest": N_("Mail aan belangstellenden"),
    "group_mail_guest": N_("Mail aan een geplakt adres"),
    "material_released": N_("Nieuw materiaal"),
    "interest_opened": N_("De inschrijving is open"),
}


def badge(state: LetterState) -> tuple[str, str]:
    """The state of a letter, with its colour."""
    text, look = STATES[state]
    return _(text), look


def kind(name: str) -> str:
    """What the letter is about."""
    return _(KINDS.get(name, N_("Mail")))
