"""Rules about who may take part: questions in plain words, told as the public page tells them."""

from typing import Any

import pytest
from sqlalchemy import select

from portal.database import db
from portal.eligibility.facts import RuleKind
from portal.eligibility.models import EligibilityRule
from portal.eligibility.queries import edition_rules
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, count, words


def stamps(page: Page) -> dict[str, str]:
    return {name: page.value(name) for name in ("version", "seen")}


def add(world: World, kind: str, **typed: Any) -> Page:
    address = f"{world.address}/inschrijfregels/nieuw/{kind}"
    return world.organiser.post(address, {**stamps(world.organiser.get(address)), **typed})


def told(world: World) -> list[str]:
    page = world.organiser.get(f"{world.address}/inschrijfregels")
    return [words(p) for p in page.tree.findall(".//main//ol/li/p[@class='nl-paragraph']")]


def public(world: World) -> str:
    return world.visitor().get("/leergangen/sturen-op-de-opgave").text


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("sign_in", {}, "Je schrijft je in met een account."),
        ("membership", {"associations": ["vgs", "vng"]}, "Alleen voor leden van VGS en VNG."),
        ("position", {"positions": ["wethouder"]}, "Voor wethouders."),
        ("organisation_kind", {"kinds": ["gemeente"]}, "Voor mensen die werken bij gemeenten."),
        (
            "per_organisation",
            {"at_most": "2"},
            "Per organisatie kunnen 2 mensen meedoen. Wie daarna komt, staat op de wachtlijst.",
        ),
        (
            "set_aside",
            {"seats": "1", "until": "1-3-2027", "positions": ["griffier"]},
            "Tot en met 1 maart 2027 houden we 1 plek apart voor griffiers.",
        ),
        (
            "early",
            {"day": "1-2-2027", "clock": "9.00", "associations": ["vgs"]},
            (
                "Tot maandag 1 februari 2027, 09.00 uur kunnen alleen leden van VGS zich inschrijven. "
                "Daarna iedereen."
            ),
        ),
        ("code", {"code": "proeftuin"}, "Je hebt de code uit je uitnodiging nodig."),
        ("approval", {}, "De organisator beslist of je mee kunt doen."),
        ("confirm_position", {}, "De organisator controleert je functie voordat je een plek krijgt."),
    ],
)
def test_rule_is_told_as_the_public_reads_it(
    world: World, kind: str, typed: dict[str, Any], sentence: str
) -> None:
    if typed:
        read = add(world, kind, **typed, lees="1")
        assert (read.status, sentence in read.text, count(EligibilityRule)) == (200, True, 0)
    done = world.organiser.follow(add(world, kind, **typed))

    assert ("De regel is toegevoegd." in done.text, told(world)) == (True, [sentence])
    assert sentence in public(world)
    assert f"Regel toegevoegd: ‘{sentence}’" in world.organiser.get(world.address).text


@pytest.mark.parametrize(
    ("kind", "typed", "field", "message"),
    [
        ("membership", {}, "associations", "Kies minstens één vereniging."),
        ("membership", {"associations": ["nep"]}, "associations", ""),
        ("position", {}, "positions", "Kies minstens één functie."),
        ("organisation_kind", {}, "kinds", "Kies minstens één soort organisatie."),
        ("per_organisation", {"at_most": "veel"}, "at_most", "Vul een heel getal in van 1 tot 1000."),
        ("per_organisation", {}, "at_most", "Vul een aantal in."),
        (
            "set_aside",
            {"seats": "2", "until": "1-3-2027"},
            "associations",
            "Kies hieronder voor wie de plekken zijn.",
        ),
        ("early", {"associations": ["vgs"]}, "day", "Vul een dag in."),
        ("code", {"code": "abc"}, "code", "Kies een code van minstens 4 tekens."),
    ],
)
def test_rule_that_says_nothing_is_refused(
    world: World, kind: str, typed: dict[str, Any], field: str, message: str
) -> None:
    page = add(world, kind, **typed)
    assert (page.status, count(EligibilityRule)) == (422, 0)
    assert page.error(field) == message if message else page.error(field)


def named(world: World, number: int) -> str:
    """Where the rule is that stands at this place now, from 1."""
    db.session.rollback()
    rule = edition_rules(db.session(), world.edition.id)[number - 1]
    return f"{world.address}/inschrijfregels/{rule.kind}/{rule.public_id}"


def test_rules_are_changed_ordered_and_taken_away(world: World) -> None:
    add(world, "sign_in")
    add(world, "per_organisation", at_most="2")
    rules, here, most = f"{world.address}/inschrijfregels", world.organiser, named(world, 2)

    form = here.get(most)
    here.post(most, {**stamps(form), "at_most": "1"})
    here.post(f"{most}/omhoog", {**stamps(here.get(rules)), "place": "1"})
    ordered, history = told(world), here.get(world.address).text
    here.post(f"{named(world, 2)}/weg", stamps(here.get(rules)))

    assert form.value("at_most") == "2"
    assert "staat op de wachtlijst.’ is nu: ‘Per organisatie kan 1 persoon meedoen." in history
    assert "Een plaats hoger gezet: ‘Per organisatie kan 1 persoon meedoen." in history
    assert [text[:14] for text in ordered] == ["Per organisati", "Je schrijft je"]
    assert [text[:22] for text in told(world)] == ["Per organisatie kan 1 "]


@pytest.mark.parametrize(
    ("button", "said", "left"),
    [
        ("omhoog", "De regel staat nu een plaats hoger.", ["sign_in", "confirm_position", "approval"]),
        ("weg", "De regel is weggehaald.", ["sign_in", "approval"]),
    ],
)
def test_button_of_a_rule_pressed_twice_is_once(
    world: World, button: str, said: str, left: list[str]
) -> None:
    for kind in ("sign_in", "approval", "confirm_position"):
        add(world, kind)
    last, page = named(world, 3), world.organiser.get(f"{world.address}/inschrijfregels")
    fields = {**stamps(page), "place": "2"}

    for _press in range(2):
        assert said in world.organiser.follow(world.organiser.post(f"{last}/{button}", fields)).text

    db.session.rollback()
    assert [str(rule.kind) for rule in edition_rules(db.session(), world.edition.id)] == left


def test_rule_taken_away_meanwhile_keeps_what_was_typed(world: World) -> None:
    add(world, "per_organisation", at_most="2")
    most, here = named(world, 1), world.organiser
    mine = {**stamps(here.get(most)), "at_most": "4"}
    here.post(f"{most}/weg", stamps(here.get(most)))

    late = here.post(most, mine)

    assert (late.status, late.value("at_most"), late.button()[0]) == (409, "4", "Voeg de regel toe")
    assert "Deze regel is er niet meer" in late.text
    here.post(f"{world.address}/inschrijfregels/nieuw/per_organisation", {**stamps(late), "at_most": "4"})
    assert told(world)[0].startswith("Per organisatie kunnen 4 mensen meedoen.")
    for ask in (lambda: here.get(most), lambda: here.post(f"{most}/omhoog", {**mine, "place": "1"})):
        assert "Deze regel is er niet meer. Iemand haalde hem weg." in here.follow(ask()).text


def test_same_rule_is_offered_once_but_seats_apart_again(world: World) -> None:
    add(world, "approval")
    add(world, "set_aside", seats="1", until="1-3-2027", positions=["griffier"])
    links = world.organiser.get(f"{world.address}/inschrijfregels").links()
    assert ("Jij beslist" in links, "Plekken apart houden" in links) == (False, True)


def test_company_and_head_start_lead_to_their_own_pages(world: World) -> None:
    links = world.organiser.get(f"{world.address}/inschrijfregels").links()
    assert links["Iemand meenemen"] == f"{world.address}/meenemen"
    assert links["Belangstelling eerst"] == f"{world.address}/inschrijfperiodes"


def test_code_is_never_shown_again(world: World) -> None:
    add(world, "code", code="Proeftuin")
    page = world.organiser.get(named(world, 1))
    db.session.rollback()
    kept = db.session.scalars(select(EligibilityRule)).one()
    assert (page.value("code"), "roeftuin" in page.html, len(kept.values["sha256"])) == ("", False, 64)


def test_second_organiser_sees_the_rule_of_the_first(world: World) -> None:
    address = f"{world.address}/inschrijfregels/nieuw/per_organisation"
    mine = {**stamps(world.organiser.get(address)), "at_most": "3"}
    add(world, "approval")

    late = world.organiser.post(address, mine)

    assert (late.status, late.value("at_most"), count(EligibilityRule)) == (409, "3", 1)
    assert "Regel toegevoegd: ‘De organisator beslist of je mee kunt doen.’" in late.text
    assert world.organiser.post(address, {**mine, **stamps(late)}).status == 303


def test_rule_pressed_twice_is_one(world: World) -> None:
    address = f"{world.address}/inschrijfregels/nieuw/approval"
    fields = stamps(world.organiser.get(address))
    found = [world.organiser.post(address, fields).status for _twice in range(2)]
    assert (found, count(EligibilityRule)) == ([303, 303], 1)


@pytest.mark.parametrize("path", ["nieuw/feest", "nieuw/companion", "feest/a", "1", "sign_in"])
def test_rule_that_is_not_there_is_not_found(world: World, path: str) -> None:
    assert world.organiser.get(f"{world.address}/inschrijfregels/{path}").status == 404


def test_every_kind_of_rule_can_be_added(world: World) -> None:
    page = world.organiser.get(f"{world.address}/inschrijfregels")
    offered = page.tree.findall(".//main//ul[@class='lp-list']/li")
    assert len(offered) == len(RuleKind)
