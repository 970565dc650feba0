"""How pages speak of an instrument and its parts."""

from wtforms import Form as Fields
from wtforms import RadioField

from portal.assessments.facts import Form
from portal.assessments.instrument_texts import CONTEXT, GENERAL, OPTION, POINT, QUESTION, ROLES, SCALE, Pair
from portal.assessments.models import InstrumentVersion
from portal.assessments.queries import questionnaire_of
from portal.assessments.questionnaire import Page, PageKind, Questionnaire, statement
from portal.frameworks import vocabulary
from portal.texts import N_, language
from portal.texts import gettext as _
from portal.web.kit.fields import options

GENERAL_WORDS = {
    ("", ""): N_("Naam van de vragenlijst"),
    ("", "note"): N_("Opmerking voor organisatoren"),
    ("texts", "question"): N_("Vraag boven de stellingen"),
    ("texts", "supporter_question"): N_("Vraag voor ondersteuners"),
    ("texts", "supporter_quote"): N_("Aanhaling voor ondersteuners, met {item} waar de stelling komt"),
    ("scale", "no_answer"): N_("Woorden voor geen antwoord"),
}
SECTIONS = {
    GENERAL: N_("Naam en vragen"),
    ROLES: N_("Stellingen over rollen"),
    CONTEXT: N_("Vragen over de achtergrond"),
    SCALE: N_("Woorden van de schaal"),
}
LEADS = {
    CONTEXT: N_(
        "Deze vragen tellen niet mee in scores. Elke vraag heeft twee of meer antwoorden. Wil je er een "
        "weghalen? Maak het leeg in beide talen. Maak je een vraag leeg, dan gaan haar antwoorden mee."
    ),
    SCALE: N_("De schaal heeft altijd vijf punten, van laag naar hoog. Geef elk punt een eigen woord."),
}


def _said(nl: str, en: str) -> str:
    return (en or nl) if language() == "en" else (nl or en)


def title(version: InstrumentVersion) -> str:
    """The name of the questionnaire with the number of the version."""
    found = questionnaire_of(version)
    name = _said(found.nl, found.en) or _("Vragenlijst zonder naam")
    return _("%(name)s, versie %(number)s", name=name, number=version.number)


def section(version: InstrumentVersion, key: str) -> str:
    """The name of a section."""
    if key in SECTIONS:
        return _(SECTIONS[key])
    found = next(one for one in questionnaire_of(version).instrument.principles if one.id == key)
    return _("Principe: %(name)s", name=_said(found.nl, found.en) or key)


def label(pair: Pair) -> str:
    """What a text is."""
    if pair.part == "principle":
        return _("Uitleg van het principe") if pair.name else _("Naam van het principe")
    if pair.part == "item":
        name = vocabulary.name_of(vocabulary.ASPECT[pair.about], language())
        return _("Stelling over %(about)s", about=name)
    if pair.part == "role_item":
        name = vocabulary.name_of(vocabulary.ROLE[pair.about], language())
        return _("Stelling over de rol %(about)s", about=name)
    if pair.part == POINT:
        return _("Punt %(number)s van 5", number=pair.id)
    if pair.part == QUESTION:
        number = pair.place[0]
        return (
            _("Nieuwe vraag %(number)s", number=number)
            if pair.spare
            else _("Vraag %(number)s", number=number)
        )
    if pair.part == OPTION:
        values = {"number": pair.place[0], "answer": pair.place[1]}
        if pair.spare:
            return _("Vraag %(number)s, nieuw antwoord %(answer)s", **values)
        return _("Vraag %(number)s, antwoord %(answer)s", **values)
    return _(GENERAL_WORDS[pair.part, pair.name])


def section_lead(key: str) -> str:
    """What to know before writing a section."""
    return _(LEADS[key]) if key in LEADS else ""


def labels(pair: Pair) -> tuple[str, str]:
    """The labels of its two fields."""
    name = label(pair)
    return _("%(name)s, Nederlands", name=name), _("%(name)s, Engels", name=name)


def page(shown: Page) -> str:
    """What a page of the questionnaire is about."""
    if shown.kind is PageKind.PRINCIPLE and shown.principle is not None:
        return _said(shown.principle.nl, shown.principle.en) or shown.principle.id
    if shown.kind is PageKind.ROLES:
        return _("Hoe je je rol invult, deel %(part)s", part=shown.part)
    return _("Over jou")


def lead(shown: Page) -> str:
    """The text above the questions of a page."""
    about = shown.principle
    return _said(about.description_nl, about.description_en) if about else ""


def preview(found: Questionnaire, shown: Page, form: Form) -> list[RadioField]:
    """The questions of a page as fields that are not sent anywhere."""
    english = language() == "en"
    scale = found.instrument.scale
    points = [(str(one.value), one.en if english else one.nl) for one in scale.points]
    points.append(("x", scale.no_answer_en if english else scale.no_answer_nl))
    fields = {
        item.id: RadioField(statement(found, item, form, language()) or item.id, choices=options(points))
        for item in shown.items
    }
    if shown.kind is PageKind.CONTEXT:
        fields = {
            one.id: RadioField(
                _said(one.nl, one.en), choices=options((o.id, _said(o.nl, o.en)) for o in one.options)
            )
            for one in found.asked_context
        }
    return list(type("Preview", (Fields,), fields)())
