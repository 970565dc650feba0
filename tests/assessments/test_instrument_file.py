"""An instrument as a file: in and out the same, and every mistake told with its place."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from portal.assessments.facts import Form
from portal.assessments.instrument_file import as_data, as_toml, content_hash, read, read_text
from portal.assessments.problem_sentences import sentence, what
from portal.assessments.questionnaire import PageKind, pages, question, statement
from portal.config import ROOT
from portal.texts import use

TEXT = (ROOT / "seeds" / "assessments" / "zelfscan.toml").read_text(encoding="utf-8")
Tables = dict[str, Any]


def test_default_instrument_is_whole_in_both_directions() -> None:
    found, problems = read_text(TEXT)
    assert found is not None
    assert problems == []
    again, problems = read_text(as_toml(as_data(found)))
    assert (again, problems) == (found, [])
    assert content_hash(as_data(found)) == content_hash(as_data(read(as_data(found))[0]))


def test_short_form_is_a_balanced_block_design() -> None:
    found, _ = read_text(TEXT)
    assert found is not None
    asked = found.instrument.asked(Form.SHORT)
    by_aspect = {
        one.id: {i.principle for i in asked if i.aspect == one.id} for one in found.instrument.aspects
    }
    assert len(asked) == 21
    assert {len(principles) for principles in by_aspect.values()} == {3}
    meetings = [len(one & other) for a, one in by_aspect.items() for b, other in by_aspect.items() if a < b]
    assert set(meetings) == {1}


def test_pages_ask_an_item_of_each_aspect_under_a_principle() -> None:
    found, _ = read_text(TEXT)
    assert found is not None
    long, short = pages(found, Form.LONG), pages(found, Form.SHORT)
    assert [len(page.items) for page in long] == [7] * 7 + [8, 8, 0]
    assert [len(page.items) for page in short] == [3] * 7 + [0]
    assert len({item.aspect for item in long[0].items}) == 7
    assert long[-1].kind is PageKind.CONTEXT


def test_supporters_read_a_statement_as_said_by_a_leader() -> None:
    found, _ = read_text(TEXT)
    assert found is not None
    item = found.instrument.items[0]
    assert statement(found, item, Form.SUPPORTER, "nl") == f"Een leidinggevende zegt: ‘{item.nl}’"
    assert statement(found, item, Form.LONG, "en") == item.en
    assert "met wie jij het meest werkt" in question(found, Form.SUPPORTER, "nl")


def _item(tables: Tables, id_: str) -> Tables:
    return next(item for item in tables["item"] if item["id"] == id_)


MISTAKES: dict[str, tuple[Callable[[Tables], object], str]] = {
    "missing translation": (
        lambda t: _item(t, "rk-p1").update(en=" "),
        "Stelling rk-p1 (item): ‘en’ is leeg. Vul deze tekst in: elke tekst is er in beide talen.",
    ),
    "double id": (
        lambda t: _item(t, "rk-p2").update(id="rk-p1"),
        "Stelling rk-p1 (item): deze ‘id’ komt meer dan één keer voor. Geef elk een eigen ‘id’.",
    ),
    "double code": (
        lambda t: t["aspect"][1].update(code=t["aspect"][0]["code"]),
        "Aspect RK (aspect): deze ‘code’ komt meer dan één keer voor. Geef elk een eigen ‘code’.",
    ),
    "unknown aspect": (
        lambda t: _item(t, "rk-p1").update(aspect="moed"),
        "Stelling rk-p1 (item): ‘aspect’ noemt ‘moed’, en dat is er niet. Verbeter de naam.",
    ),
    "a statement too few": (
        lambda t: t["item"].remove(_item(t, "rk-p1")),
        "Principe p1 (principle): er is geen stelling over het aspect ‘richting’. Voeg er een toe.",
    ),
    "a scale of four": (
        lambda t: t["scale"]["point"].pop(),
        "De schaal (scale): de punten moeten 1, 2, 3, 4 en 5 zijn, in die volgorde.",
    ),
    "a threshold lowered": (
        lambda t: t["scoring"].update(k_mean=4),
        "De berekening (scoring): ‘k_mean’ moet een getal zijn van 5 tot en met 1000.",
    ),
    "another short form": (
        lambda t: _item(t, "rk-p1").update(short=False),
        "Stelling rk-p1 (item): ‘short’ moet true zijn: de korte scan heeft een vaste verdeling.",
    ),
    "a number for a text": (
        lambda t: _item(t, "rk-p1").update(nl=7),
        "Stelling rk-p1 (item): ‘nl’ moet een tekst tussen aanhalingstekens zijn.",
    ),
    "a key nobody knows": (
        lambda t: t.update(kleur="rood"),
        "Het bestand: ‘kleur’ kennen we niet. Verbeter de naam of haal het weg.",
    ),
    "a quotation without its item": (
        lambda t: t["texts"].update(supporter_quote_nl="Iemand zegt iets"),
        "De teksten (texts): in ‘supporter_quote_nl’ ontbreekt {item}: daar komt de stelling te staan.",
    ),
    "a sign that nobody sees": (
        lambda t: _item(t, "rk-p1").update(nl="Ik\0weet"),
        "Stelling rk-p1 (item): in ‘nl’ staat een teken dat je niet ziet. Typ deze tekst opnieuw.",
    ),
    "a role item too few": (
        lambda t: t["role_item"].pop(0),
        "Rol coach (role): van ‘stimulator’ zijn er 1, en het moeten er 2 zijn.",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_place(name: str) -> None:
    spoil, said = MISTAKES[name]
    tables = tomllib.loads(TEXT)
    spoil(tables)
    with use("nl"):
        assert said in [sentence(problem) for problem in read(tables)[1]]


@pytest.mark.parametrize(
    "text", ["[[", "a = 1\n" * 60_000, "", "item = 3", "[scale]\npoint = [1]", "x=" + "[" * 5000]
)
def test_no_text_breaks_the_reading(text: str) -> None:
    _, problems = read_text(text)
    assert problems
    assert all(sentence(problem) for problem in problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\nb = = 2\n", "dit is geen TOML. Het gaat mis op regel 2: kijk daar en op de regel ervoor."),
        ("a = 1\n[b", "dit is geen TOML. Het gaat mis op regel 2: kijk daar en op de regel ervoor."),
        ("a = " + "[" * 5000, "dit bestand kunnen we niet lezen. Kies het bestand van een vragenlijst."),
        (
            'a = """\n"""\nb = {' + '"\u2028".' * 400 + "c = 1}",
            "dit bestand kunnen we niet lezen. Kies het bestand van een vragenlijst.",
        ),
        ("a = " + "9" * 5000, "dit bestand kunnen we niet lezen. Kies het bestand van een vragenlijst."),
    ],
)
def test_what_is_no_toml_says_where(text: str, said: str) -> None:
    found, problems = read_text(text)
    assert (found, [what(one) for one in problems]) == (None, [said])


def test_key_of_very_many_parts_takes_no_time_and_no_memory() -> None:
    """Reading it would cost the square of its parts: minutes, and more memory than there is."""
    found, problems = read_text(".".join(["a"] * 90_000) + " = 1")
    assert (found, [what(one) for one in problems]) == (
        None,
        ["dit bestand kunnen we niet lezen. Kies het bestand van een vragenlijst."],
    )
