"""The sentence for every reason to refuse; one table, so that each is spoken the same everywhere."""

from portal.texts import N_

SENTENCES: dict[str, str] = {
    "not_in_this_state": N_(
        "Dit kan niet meer, want de inschrijving is intussen veranderd. Bekijk de stand."
    ),
    # one-time links
    "token_unknown": N_(
        "We kennen deze link niet. Controleer of je de hele link uit de mail hebt overgenomen."
    ),
    "token_used": N_("Deze link is al gebruikt, of er is intussen iets veranderd. Vraag een nieuwe link."),
    "token_expired": N_("Deze link is te oud. Vraag een nieuwe link."),
    # accounts
    "too_often": N_(
        "Je probeert dit te vaak. Wacht %(minutes)s minuten, of gebruik een link die we je al mailden."
    ),
    "sign_in_no_match": N_(
        "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer ze, of laat je een inloglink mailen."
    ),
    "password_wrong": N_("Dit is niet je wachtwoord van nu. Typ het opnieuw."),
    "address_taken": N_("Dit e-mailadres hoort bij een ander account. Gebruik een ander adres."),
    "address_same": N_("Dit is je adres al. Vul een ander e-mailadres in."),
    "address_empty": N_("Vul een e-mailadres in, zoals naam@gemeente.nl."),
    "address_line_break": N_(
        "Dit e-mailadres bestaat uit meer dan een regel. Vul een adres in, op een regel."
    ),
    "address_too_long": N_("Dit e-mailadres is te lang. Een adres heeft hooguit %(limit)s tekens."),
    "address_not_valid": N_("Vul een e-mailadres in met een @, zoals naam@gemeente.nl."),
    "name_empty": N_("Vul een naam in."),
    "name_too_long": N_(
        "Maak deze naam korter: hij mag %(limit)s tekens lang zijn en is er nu %(length)s."
    ),
    "password_too_short": N_("Kies een langer wachtwoord: minstens %(minimum)s tekens, zoals een zin."),
    "password_too_long": N_("Kies een korter wachtwoord: hooguit %(maximum)s tekens."),
    "password_common": N_(
        "Dit wachtwoord is makkelijk te raden. Kies een paar woorden die niet bij elkaar horen."
    ),
    "password_personal": N_(
        "Gebruik niet alleen je naam, je e-mailadres of de naam van deze site als wachtwoord."
    ),
    "position_dates": N_("De laatste dag ligt voor de eerste. Pas een van de datums aan."),
    "position_too_many": N_(
        "Je hebt al %(limit)s functies. Verwijder er een die niet meer klopt, en probeer het opnieuw."
    ),
    "position_organisation": N_("Kies een organisatie uit de lijst, of vul hieronder de naam in."),
}
