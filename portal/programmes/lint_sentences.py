"""What the edition lint says, in words that tell what to do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.programmes.lint_facts import Code, LintWarning
from portal.texts import N_, format_day, format_money, format_time, gettext

C = Code

SENTENCES: Mapping[Code, str] = {
    C.TWO_TITLES_FOR_ONE_PROGRAMME: N_(
        "De leergang heeft twee titels: ‘%(one)s’ en ‘%(other)s’. Kies er één."
    ),
    C.SAYS_REGISTER_WITHOUT_MOMENT: N_(
        "De tekst roept op om je in te schrijven, maar er is geen moment waarop dat kan. "
        "Geef een inschrijfperiode op of pas de tekst aan."
    ),
    C.NO_DATES: N_("Er zijn nog geen data. Geef de dagen op zodra je ze weet."),
    C.DAYS_DIFFER_FROM_STATEMENT: N_(
        "Je noemt %(stated)s dagen, maar er staan er %(planned)s in het programma. Maak die gelijk."
    ),
    C.HOURS_DO_NOT_ADD_UP: N_(
        "De studiebelasting laat %(contact)s uur voor bijeenkomsten. In de dagen van het programma passen "
        "%(least)s tot %(most)s uur. Pas de uren of de dagen aan."
    ),
    C.CLOSING_DAY_NOT_LAST: N_(
        "De slotdag is op %(day)s, maar daarna komt nog een bijeenkomst op %(last)s. Verplaats een van beide "
        "of geef een andere slotdag op."
    ),
    C.ELECTIVE_WITHOUT_OPTIONS: N_(
        "‘%(title)s’ is een keuzemodule, maar er is niets te kiezen. Voeg de keuzes toe."
    ),
    C.WEEKDAY_DOES_NOT_MATCH: N_(
        "Je noemt een %(stated)s, maar de datum is %(day)s. Verbeter de dag of de datum."
    ),
    C.MEETING_OUTSIDE_EDITION: N_(
        "De bijeenkomst op %(day)s valt buiten de begin- en einddatum van de editie. Pas een van beide aan."
    ),
    C.MEETING_ON_PUBLIC_HOLIDAY: N_("Op %(day)s is het een feestdag. Kies een andere dag."),
    C.OVERLAPS_OTHER_EDITION: N_(
        "Op %(day)s is er ook een bijeenkomst van de editie ‘%(edition)s’. Kies een andere dag als dezelfde "
        "begeleiders of deelnemers erbij moeten zijn."
    ),
    C.ROUND_ENDS_AT_TWO_TIMES: N_(
        "Ronde %(round)s eindigt om %(ends)s uur, maar volgens de rest van het programma om %(next)s uur. "
        "Maak de tijden gelijk."
    ),
    C.UNPLANNED_GAP: N_(
        "Na ‘%(after)s’ staat er niets van %(from)s tot %(to)s uur. "
        "Voeg een pauze toe of schuif de tijden aan."
    ),
    C.SLOTS_OVERLAP: N_("‘%(one)s’ en ‘%(other)s’ zijn tegelijk. Pas de tijden aan."),
    C.SLOT_OUTSIDE_MEETING: N_("‘%(title)s’ valt buiten de tijden van de bijeenkomst. Pas de tijden aan."),
    C.CANCELLED_BREAKOUT_BOOKABLE: N_(
        "De deelsessie ‘%(title)s’ gaat niet door, maar heeft nog plekken. Sluit de plekken of haal de "
        "afzegging weg."
    ),
    C.FULL_BREAKOUT_WITHOUT_CAPACITY: N_(
        "De deelsessie ‘%(title)s’ is vol, maar er staat niet hoeveel plekken er zijn. Vul het aantal in."
    ),
    C.TWO_TITLES_FOR_ONE_BREAKOUT: N_(
        "Een deelsessie heeft twee titels: ‘%(one)s’ en ‘%(other)s’. Kies er één."
    ),
    C.TOO_FEW_SEATS: N_(
        "Er zijn %(seats)s plekken om uit te kiezen, maar %(needed)s nodig als de editie vol is. "
        "Voeg plekken toe."
    ),
    C.TOO_MANY_SEATS: N_(
        "Hier zijn %(seats)s plekken, meer dan de %(edition)s van de hele editie. Verlaag het aantal."
    ),
    C.PRICE_WITHOUT_VAT_BASIS: N_(
        "Bij de prijs van %(cents)s staat niet of de btw erbij hoort. "
        "Kies: met btw, zonder btw of vrijgesteld."
    ),
    C.PRICE_PER_WHOM_UNKNOWN: N_("Bij de prijs van %(cents)s staat niet of die per persoon is. Vul dat in."),
    C.COMPANION_TERMS_ASSUMED: N_(
        "Je zegt niet of wie meekomt betaalt en een plek inneemt. Nu gaan we ervan uit dat het zo is. "
        "Bevestig dat of pas het aan."
    ),
}


def sentence(warning: LintWarning) -> str:
    """The warning in the language of now."""
    values = {key: _written(key, value) for key, value in warning.values.items()}
    return gettext(SENTENCES[warning.code], **values)


def _written(key: str, value: Any) -> str:
    if key == "cents":
        return format_money(value)
    if isinstance(value, datetime):
        return format_time(value)
    if isinstance(value, date):
        return format_day(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
