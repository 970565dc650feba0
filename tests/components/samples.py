"""Content for the sample pages: long and awkward where real content will be."""

from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, Optional

MAIL = "Vul een e-mailadres in met een @, zoals naam@gemeente.nl"
INVOICE = [
    SelectChoice("po", "Met een inkoopnummer van mijn organisatie"),
    SelectChoice("later", "Mijn leidinggevende regelt dit later"),
]
BREAKOUTS = [
    SelectChoice("1", "Werken met de omgevingswet"),
    SelectChoice(
        "2", "De gemeente als opgavegerichte netwerkpartner in de regio", render_kw={"disabled": True}
    ),
    SelectChoice("3", "Jeugdzorg dichtbij"),
]


class EnrolForm(Form):
    """Every kind of field once."""

    name = StringField("Naam", [InputRequired("Vul je naam in")], render_kw={"autocomplete": "name"})
    email = StringField(
        "Zakelijk e-mailadres",
        [InputRequired(), Email(MAIL)],
        description="We sturen hier de bevestiging naartoe.",
        render_kw={"type": "email", "autocomplete": "email"},
    )
    password = PasswordField(
        "Wachtwoord",
        [Length(min=12, message="Kies een wachtwoord van 12 tekens of meer")],
        render_kw={"autocomplete": "new-password"},
    )
    born = DateField("Datum", [Optional()])
    note = TextAreaField("Vraag aan de organisator", [Optional()], render_kw={"rows": 3})
    role = SelectField(
        "Functie",
        [InputRequired()],
        choices=[SelectChoice("", "Kies"), SelectChoice("gs", "Gemeentesecretaris")],
    )
    invoice = RadioField(
        "Hoe wil je de factuur regelen?",
        [InputRequired("Kies hoe je de facturatie wilt regelen")],
        choices=INVOICE,
    )
    breakout = RadioField("Ronde 1, 13.30 tot 14.15 uur", [InputRequired()], choices=BREAKOUTS, default="1")
    days = SelectMultipleField(
        "Welke dagen eet je mee?",
        [Optional()],
        choices=[SelectChoice("ma", "Maandag"), SelectChoice("di", "Dinsdag")],
    )
    consent = BooleanField(
        "Ik ga akkoord met de voorwaarden", [InputRequired("Ga akkoord met de voorwaarden om verder te gaan")]
    )


def refused_form() -> EnrolForm:
    """A form that was sent with mistakes in it."""
    sent = MultiDict({"name": "Samira Bouzid", "email": "samira.gemeente.nl", "breakout": "3", "role": "gs"})
    form = EnrolForm(sent)
    form.validate()
    return form


COURSES = [
    ("Datagedreven sturen voor gemeenten", "12", "jan 2027", "Nog 7 plekken", "ok"),
    ("Opgavegericht werken in de praktijk", "21", "jan 2027", "Nog 2 plekken", "warn"),
    ("Leidinggeven aan verandering", "3", "feb 2027", "Vol, wachtlijst open", "muted"),
    ("Een leergang waarvan de datum nog niet bekend is", "", "nog niet bekend", "Nog niet open", "muted"),
]
GROUPS: list[dict[str, Any]] = [
    {
        "name": "wie",
        "label": "Voor wie",
        "options": [("beleid", "Beleid", 12, True), ("leiding", "Leidinggevenden", 8, False)],
    },
    {"name": "vorm", "label": "Vorm", "options": [("online", "Online", 9, False)]},
    {"name": "start", "label": "Start", "kind": "radio", "options": [("straks", "Later", None, False)]},
]
WHEN = Markup('<time datetime="2027-01-12T09:30+01:00">dinsdag 12 januari 2027, 09.30 tot 16.30 uur</time>')
MODULES: list[dict[str, Any]] = [
    {
        "number": 1,
        "title": "De vraag achter de vraag",
        "moments": [WHEN, "woensdag 13 januari 2027, 09.30 tot 16.30 uur"],
        "place": "Utrecht, Jaarbeursplein 6",
        "text": "Je leert hoe je een bestuurlijke vraag omzet in een onderzoekbare vraag.",
        "state": "done",
    },
    {"number": 2, "title": "Betrouwbare cijfers herkennen", "moments": [WHEN], "state": "next"},
    {"number": 3, "title": "Van cijfer naar verhaal", "place": "Datum en plaats nog niet bekend"},
]


def _breakout(number: int) -> dict[str, Any]:
    extra: dict[int, dict[str, Any]] = {
        2: {"status": [("Vol", "warn")]},
        5: {"cancelled": True},
        8: {"status": [("Jouw keuze", "ok")], "url": "#"},
    }
    return {
        "code": f"{number}.",
        "title": f"Samen werken aan een opgave die groter is dan de gemeente {number}",
        "group": "Commissie Bestuur en veiligheid",
        "speakers": "Anouk Brandsma en Bilal Yildiz",
    } | extra.get(number, {})


SLOTS: list[dict[str, Any]] = [
    {"time": "13.00 tot 13.30 uur", "title": "Opening", "text": "Welkom door de voorzitter."},
    {
        "time": "13.30 tot 14.15 uur",
        "title": "Ronde 1",
        "note": "Kies één deelsessie.",
        "breakouts": [_breakout(number) for number in range(1, 11)],
    },
    {
        "time": "14.30 tot 15.15 uur",
        "title": "Ronde 2",
        "note": "Kies één deelsessie.",
        "breakouts": [_breakout(number) for number in range(11, 21)],
    },
]
PEOPLE = [
    SimpleNamespace(
        id="a1", name="Anouk Brandsma", org="Gemeente Veldrijk", state="Bevestigd", look="ok", n=2
    ),
    SimpleNamespace(
        id="b2",
        name="Carla Nooitgedacht",
        org="Provincie Middenland",
        state="Wacht op akkoord",
        look="warn",
        n=0,
    ),
    SimpleNamespace(
        id="c3", name="Esra Koster", org="Waterschap De Beemd", state="Afgemeld", look="muted", n=1
    ),
]
COLUMNS = [
    {"key": "box", "label": "Kies", "hidden": True, "select_all": "Kies alle deelnemers op deze pagina"},
    {"key": "name", "label": "Naam", "head": True, "sort": "?op=naam", "order": "ascending"},
    {"key": "org", "label": "Organisatie", "sort": "?op=organisatie"},
    {"key": "state", "label": "Status"},
    {"key": "present", "label": "Aanwezig", "num": True},
    {"key": "sign", "label": "Handtekening", "print": True},
    {"key": "act", "label": "Actie", "hidden": True, "screen": True},
]
MAILS: list[dict[str, Any]] = [
    {
        "url": "#",
        "subject": "Plek vrij: Leidinggeven aan verandering, reageer voor 15 januari",
        "to": "samira.bouzid@veldrijk.example",
        "iso": "2026-11-22T09:00+01:00",
        "moment": "22 november 2026, 09.00 uur",
        "attachments": 1,
    },
    {
        "url": "#",
        "subject": "Bevestig je adres",
        "to": "een.heel.lang.adres.zonder.spaties@waterschap-de-beemd.example",
        "iso": "2026-11-22T08:00+01:00",
        "moment": "22 november 2026, 08.00 uur",
        "status": [("Niet verstuurd", "error")],
    },
]
EVERYTHING = {
    "courses": COURSES,
    "groups": GROUPS,
    "modules": MODULES,
    "slots": SLOTS,
    "people": PEOPLE,
    "columns": COLUMNS,
    "mails": MAILS,
    "when": WHEN,
}
