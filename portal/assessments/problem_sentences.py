"""What is wrong with an instrument, in words that tell where and what to do."""

from collections.abc import Mapping

from portal.assessments.problems import Part, Problem, Wrong
from portal.texts import N_, gettext

PLACES: Mapping[Part, str] = {
    Part.FILE: N_("Het bestand"),
    Part.TEXTS: N_("De teksten (texts)"),
    Part.SCALE: N_("De schaal (scale)"),
    Part.POINT: N_("Punt %(id)s van de schaal (scale.point)"),
    Part.SCORING: N_("De berekening (scoring)"),
    Part.GROUP: N_("Groep %(id)s (aspect_group)"),
    Part.ASPECT: N_("Aspect %(id)s (aspect)"),
    Part.ROLE: N_("Rol %(id)s (role)"),
    Part.PRINCIPLE: N_("Principe %(id)s (principle)"),
    Part.ITEM: N_("Stelling %(id)s (item)"),
    Part.ROLE_ITEM: N_("Stelling over rollen %(id)s (role_item)"),
    Part.CONTEXT_ITEM: N_("Achtergrondvraag %(id)s (context_item)"),
    Part.OPTION: N_("Antwoord %(id)s op een achtergrondvraag (context_item.option)"),
}
SENTENCES: Mapping[Wrong, str] = {
    Wrong.NOT_TOML: N_("dit is geen TOML. Het gaat mis op regel %(line)s: kijk daar en op de regel ervoor."),
    Wrong.UNREADABLE: N_("dit bestand kunnen we niet lezen. Kies het bestand van een vragenlijst."),
    Wrong.TOO_LARGE: N_("dit is groter dan %(limit)s kB. Kies het bestand van een vragenlijst."),
    Wrong.MISSING: N_("‘%(key)s’ ontbreekt. Voeg het toe."),
    Wrong.UNKNOWN_KEY: N_("‘%(key)s’ kennen we niet. Verbeter de naam of haal het weg."),
    Wrong.NO_TRANSLATION: N_("‘%(key)s’ is leeg. Vul deze tekst in: elke tekst is er in beide talen."),
    Wrong.TOO_LONG: N_("‘%(key)s’ is te lang. Maak er hooguit %(limit)s tekens van."),
    Wrong.UNSEEN_SIGN: N_("in ‘%(key)s’ staat een teken dat je niet ziet. Typ deze tekst opnieuw."),
    Wrong.BAD_ID: N_("‘%(value)s’ kan geen ‘%(key)s’ zijn. Gebruik kleine letters, cijfers en streepjes."),
    Wrong.TWICE: N_("deze ‘%(key)s’ komt meer dan één keer voor. Geef elk een eigen ‘%(key)s’."),
    Wrong.UNKNOWN_LINK: N_("‘%(key)s’ noemt ‘%(value)s’, en dat is er niet. Verbeter de naam."),
    Wrong.COUNT: N_("van ‘%(key)s’ zijn er %(found)s, en het moeten er %(wanted)s zijn."),
    Wrong.EMPTY_CELL: N_("er is geen stelling over het aspect ‘%(aspect)s’. Voeg er een toe."),
    Wrong.FULL_CELL: N_("er zijn %(found)s stellingen over het aspect ‘%(aspect)s’. Houd er één."),
    Wrong.SHORT: N_("‘short’ moet %(wanted)s zijn: de korte scan heeft een vaste verdeling."),
    Wrong.SCALE: N_("de punten moeten 1, 2, 3, 4 en 5 zijn, in die volgorde."),
    Wrong.RANGE: N_("‘%(key)s’ moet een getal zijn van %(lowest)s tot en met %(highest)s."),
    Wrong.NO_QUOTE: N_("in ‘%(key)s’ ontbreekt {item}: daar komt de stelling te staan."),
}
KINDS: Mapping[str, str] = {
    "text": N_("‘%(key)s’ moet een tekst tussen aanhalingstekens zijn."),
    "number": N_("‘%(key)s’ moet een heel getal zijn."),
    "yes_no": N_("‘%(key)s’ moet true of false zijn."),
    "list": N_("‘%(key)s’ moet een lijst zijn."),
    "table": N_("‘%(key)s’ moet een tabel zijn."),
    "tables": N_("‘%(key)s’ moet uit tabellen bestaan, elk met een kop tussen dubbele haken."),
}


def place(problem: Problem) -> str:
    """Where it is."""
    return gettext(PLACES[problem.part], id=problem.id)


def what(problem: Problem) -> str:
    """What is wrong there, and what to do."""
    if problem.wrong is Wrong.KIND:
        return gettext(KINDS[str(problem.values["kind"])], key=problem.values["key"])
    return gettext(SENTENCES[problem.wrong], **problem.values)


def sentence(problem: Problem) -> str:
    """Where, and what."""
    return gettext("%(place)s: %(what)s", place=place(problem), what=what(problem))
