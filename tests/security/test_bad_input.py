"""Bad input gets a message that says what to do, next to its field, and nothing that was typed is lost.

The issue's list, and where each is tried:

- an e-mail address with a line break: here, in every form that has one
- a name of 500 characters with emoji and RTL marks: here, in every form that has a name
- a CSV in Windows-1252 with semicolons and a BOM: here (upload), tests/people/test_importing.py (reading)
- a duo with oneself, a companion who is already registered: here (afterwards),
  tests/web/participant/test_enrolling_refused.py (while enrolling)
- a form resent after the deadline: tests/web/participant/test_enrolling_refused.py
- an offer link opened by someone else, a membership that lapses between offer and acceptance:
  tests/web/participant/test_offers.py
"""

from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from portal.people.addresses import clean_line
from tests.security.forms import Form, every_form, filled_in, send, tree
from tests.security.support import Portal
from tests.security.test_routes import no_faults
from tests.security.world import BRAM, TOM

BROKEN = "aisha@veldrijk.example\r\nBcc: iedereen@elders.example"
LONG = ("\u202eتجربة 👩‍👩‍👧 Müller " * 40)[:500]
ONE_LINE = "bestaat uit meer dan een regel"
SHORTER = "lang zijn"
# Filters and searches only look; a name that one types at the late desk stands in a list with addresses.
NAMES = ("name", "companion_name", "invoice_name")


@pytest.fixture
def forms(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> list[Form]:
    """Every form that changes something, with limits out of the way."""
    monkeypatch.setattr("portal.people.limits.enforce", lambda *_anything, **_more: None)
    found = [form for step in ("", "/inschrijven") for form in every_form(portal, step).values()]
    return [form for form in found if form.method == "POST"]


def control(answer: TestResponse, name: str) -> Any:
    """The field with this name on the page."""
    return next(node for node in tree(answer.text).iter() if node.get("name") == name and node.tag != "meta")


def kept(node: Any) -> str:
    return str(node.text or "" if node.tag == "textarea" else node.get("value", ""))


def said(answer: TestResponse, name: str) -> str:
    """What stands next to the field, through what it is described by."""
    page, ids = tree(answer.text), control(answer, name).get("aria-describedby", "").split()
    told = [" ".join("".join(n.itertext()).split()) for n in page.iter() if n.get("id") in ids]
    return " ".join(told)


def faults(form: Form, answer: TestResponse, name: str, typed: str, words: str) -> list[str]:
    """What is missing of: refused, told at the field, marked as wrong, kept, and named in the title."""
    if answer.status_code != 422:
        return [f"{form} {name}: {answer.status}"]
    field = control(answer, name)
    title = next(node.text for node in tree(answer.text).iter("title"))
    wanted = {
        "told": words in said(answer, name),
        "marked": field.get("aria-invalid") == "true",
        "kept": clean_line(kept(field)) == clean_line(typed),  # all but signs that nobody sees
        "title": title.startswith("Fout: "),
    }
    return [
        f"{form} {name}: not {what}: {said(answer, name)[:80]!r}" for what, fine in wanted.items() if not fine
    ]


def fields(form: Form, kind: str) -> list[str]:
    if kind == "email":
        return [one.name for one in form.fields if one.kind == "email"]
    return [one.name for one in form.typed if one.name in NAMES]


@pytest.mark.parametrize(("kind", "typed", "words"), [("email", BROKEN, ONE_LINE), ("name", LONG, SHORTER)])
def test_bad_field_is_told_beside_it_and_kept(
    portal: Portal, forms: list[Form], kind: str, typed: str, words: str
) -> None:
    found, tried = [], 0
    for form in forms:
        for name in fields(form, kind):
            data = filled_in(form, lambda _field: "Iemand Anders", address="iemand.anders@veldrijk.example")
            answer = send(portal, form, data | {name: typed})
            found += faults(form, answer, name, typed, words)
            tried += 1
    no_faults(found)
    assert tried >= 6


def test_rest_of_the_form_is_kept_too(portal: Portal, forms: list[Form]) -> None:
    found = []
    for form in forms:
        wrong = fields(form, "email")
        if not wrong or len(form.typed) < 2:
            continue
        data = filled_in(form, lambda field: f"Tekst {field.name}", address="iemand@veldrijk.example")
        answer = send(portal, form, data | {wrong[0]: "geen adres"})
        if answer.status_code == 422:
            texts = [one.name for one in form.typed if one.kind != "email"]
            lost = [name for name in texts if kept(control(answer, name)) != data[name]]
            found += [f"{form}: {name} is lost" for name in lost]
    no_faults(found)


def upload(portal: Portal, content: bytes) -> TestResponse:
    path = f"/werk/lidmaatschappen/{portal.world.organisation['vgs']}"
    return portal.call(BRAM, path, "POST", data={"file": (BytesIO(content), "leden.csv")})


ROWS = "e-mail;naam;vanaf;tot\ncelia@zee.example;Célia Ünal – “zij”;01-01-2027;31-12-2027\n"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16", "utf-8"])
def test_list_from_any_spreadsheet_is_read(portal: Portal, encoding: str) -> None:
    answer = upload(portal, ROWS.replace("\n", "\r\n").encode(encoding))
    assert answer.status_code == 303
    preview = portal.call(BRAM, answer.location)
    assert preview.status_code == 200
    assert "celia@zee.example" in preview.text


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(100), b"PK\x03\x04" + bytes(100), b"a;b\n1;2\n"]
)
def test_file_that_is_no_list_says_what_to_do(portal: Portal, content: bytes) -> None:
    answer = upload(portal, content)
    assert (answer.status_code, control(answer, "file").get("aria-invalid")) == (422, "true")
    assert said(answer, "file") != ""


@pytest.mark.parametrize(
    ("page", "email", "words"),
    [
        ("meegaan", "tom.hofstra@veldrijk.example", "Dit is je eigen e-mailadres"),
        ("meegaan", "aisha.el.amrani@veldrijk.example", "doet al mee"),
        ("overdragen", "tom.hofstra@veldrijk.example", "het adres van wie de plek nu heeft"),
        ("overdragen", "aisha.el.amrani@veldrijk.example", "doet al mee"),
    ],
)
def test_somebody_who_cannot_be_asked_is_told_at_the_address(
    portal: Portal, page: str, email: str, words: str
) -> None:
    path = f"/mijn/inschrijvingen/{portal.world.registration['tom']}/{page}"
    answer = portal.call(TOM, path, "POST", data={"name": "Iemand", "email": email})
    assert answer.status_code == 422
    assert words in said(answer, "email")
    assert (kept(control(answer, "name")), kept(control(answer, "email"))) == ("Iemand", email)
