"""The sentences of refusals.py about learning itself: attendance, modules, goals and scans."""

from portal.texts import N_

LEARNING: dict[str, str] = {
    # attendance
    "attendance.changed_meanwhile": N_("Iemand anders was je voor. Bekijk wat er nu staat en kies opnieuw."),
    "attendance.too_early": N_("Deze bijeenkomst is nog niet geweest. Kies ‘afgemeld’ voor wie niet komt."),
    "attendance.cancelled": N_("Deze bijeenkomst gaat niet door. Er is niets bij te houden."),
    "attendance.no_day": N_("Deze bijeenkomst heeft nog geen datum. Vul die eerst in."),
    "attendance.not_on_the_list": N_("Deze persoon staat niet op de lijst. Bekijk de lijst en kies opnieuw."),
    "attendance.no_presence": N_("Kies aanwezig, afwezig of afgemeld."),
    "attendance.wrong_code": N_(
        "Deze code werkt nu niet voor jou. Typ de zes cijfers van het scherm over, "
        "of vraag de begeleider om je aan te vinken."
    ),
    # domains of an organisation
    "domain_twice": N_("%(name)s staat er al. Geef dit domein een andere naam, of maak het veld leeg."),
    "domain_too_many": N_("Er passen %(limit)s domeinen. Maak een of meer velden leeg."),
    "domain_meanwhile": N_(
        "Iemand anders heeft de domeinen intussen veranderd. Kijk of het nog klopt en bewaar opnieuw."
    ),
    # what modules develop
    "coverage.quarters": N_("Kies bij elk aspect een van de mogelijkheden."),
    "coverage.too_much": N_(
        "Je verdeelt nu %(points)s punten over de aspecten, en er zijn er %(most)s. "
        "Kies bij een of meer aspecten minder: niets kan alles tegelijk."
    ),
    "coverage.no_aim": N_(
        "Nu raakt het alles maar een beetje. Kies bij minstens één aspect of rol ‘deels’ of meer."
    ),
    "coverage.unknown": N_("Een van je keuzes bestaat niet meer. Bekijk je keuzes en bewaar opnieuw."),
    "coverage.too_many_tags": N_("Kies hooguit 12 adviezen en acties: alleen wat er echt bij past."),
    "coverage.circle": N_("Dit moet zelf al eerst gedaan zijn voor een van deze. Haal die weg."),
    "coverage.changed_meanwhile": N_("Iemand heeft het voorstel intussen gewijzigd. Bekijk het opnieuw."),
    "coverage.same_person": N_(
        "Je hebt dit zelf voorgesteld. Vraag een andere organisator om het te bevestigen."
    ),
    "coverage.nothing_waits": N_("Er is geen voorstel meer om te bevestigen."),
    # learning goals
    "goals.too_many": N_("Je hebt al %(limit)s leerdoelen. Verwijder er een die niet meer past."),
    "goals.too_many_priorities": N_(
        "Je hebt al %(limit)s belangrijke doelen. Kies hier ‘Gewoon’, of maak een ander doel gewoon."
    ),
    "goals.target_too_low": N_("Je scoort nu al %(score)s. Kies een hogere score, of laat dit leeg."),
    "goals.in_the_past": N_("Deze datum is al voorbij. Kies vandaag of later."),
    "goals.changed_meanwhile": N_("Je wijzigde dit doel intussen in een ander venster."),
    "goals.closed": N_("Dit doel is afgesloten. Pak het eerst weer op."),
    "goals.not_in_this_circle": N_("Met deze mensen kun je nu niet delen. Kies iemand anders."),
    "goals.too_much_focus": N_("Kies hooguit %(most)s onderdelen waar jullie nu extra aan werken."),
    "goals.aims_meanwhile": N_(
        "Iemand anders wijzigde deze doelen intussen. Bekijk wat er veranderde en bewaar opnieuw."
    ),
    # self-scans and instruments
    "scan.sent": N_(
        "Deze scan is al verstuurd, dus de antwoorden staan vast. Bekijk het resultaat bij Zelfscan."
    ),
    "scan.not_sent": N_("Deze scan is nog niet verstuurd. Maak hem eerst af."),
    "scan.strange": N_(
        "Een van deze antwoorden hoort niet bij je vragenlijst. Er is niets bewaard. "
        "Open de scan opnieuw en kies je antwoord nog een keer."
    ),
    "scan.changed_meanwhile": N_(
        "In een ander venster gaf je andere antwoorden. Bekijk ze, en bewaar de bladzijde opnieuw."
    ),
    "scan.nothing_answered": N_("Beantwoord eerst een of meer stellingen. Dan kun je versturen."),
    "scan.not_offered": N_("Deze vragenlijst is er niet meer. Kies een andere, en begin opnieuw."),
    "scan.not_your_facilitator": N_("Deze begeleider hoort niet meer bij je leergang. Kies iemand anders."),
    "scan.groups_only": N_(
        "Een scan van ondersteuners telt alleen mee in groepen. Die kun je niet met iemand delen."
    ),
    "instrument.changed_meanwhile": N_(
        "Iemand anders heeft deze vragenlijst intussen gewijzigd. Bekijk de nieuwe tekst en bewaar opnieuw."
    ),
    "instrument.not_a_draft": N_(
        "Deze versie staat vast, want er zijn mensen die hem invullen. Maak een nieuwe versie."
    ),
    "instrument.not_whole": N_("Er ontbreekt nog iets. Vul eerst aan wat in de lijst staat."),
    "instrument.not_published": N_("Deze versie is niet gepubliceerd. Publiceer hem eerst."),
}
