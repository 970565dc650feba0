"""The rules and practical facts of an edition in words: on the demo, and one by one."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.database import transaction
from portal.eligibility.facts import RuleKind
from portal.programmes.facts import Promotion, VatBasis
from tests.builders import NOW, a_programme, an_association, an_edition
from tests.web.public.conftest import Visitor, facts, lines, section, words

DTG = "/leergangen/de-transformerende-gemeentesecretaris"
LDT = "/leergangen/leiderschap-in-digitale-transformatie"
DAY = "/leergangen/vng-bestuurdersdag-online"
HOLD = (
    "Staat een duo vooraan en is er één plek vrij, dan houden we die 8 werkuren vast. "
    "Daarna gaat de plek naar de volgende."
)


def test_rules_of_the_edition_are_in_words(visitor: Visitor) -> None:
    assert lines(visitor, DTG, "regels") == [
        "Je schrijft je in met een account.",
        "Alleen voor leden van VGS.",
        "Je mag een directeur van je eigen organisatie meenemen.",
    ]
    assert lines(visitor, DTG, "plekken")[1:3] == [
        "Samen nemen jullie twee plekken in. Jullie krijgen die allebei, of wachten allebei. (voorbeeld)",
        HOLD,
    ]


def test_practical_facts_state_price_and_load(visitor: Visitor) -> None:
    found = facts(visitor, f"{LDT}/2025-2026")
    assert found["Studielast"] == "188 uur, waarvan 80 uur zelfstudie"
    assert found["Prijs"] == "€ 7.200, btw niet vermeld, per persoon"
    assert found["Plekken"] == "Nog niet bekend"
    assert facts(visitor, DAY)["Prijs"] == "Gratis"
    assert facts(visitor, f"{DTG}/najaar-2024")["Prijs"] == (
        "€ 1.500, exclusief btw. De organisator zegt niet of dat per persoon is."
    )


def test_invented_values_are_marked_as_examples(visitor: Visitor) -> None:
    found = facts(visitor, DTG)
    assert found["Afmelden"].endswith("(voorbeeld)")
    assert found["Plekken"] == "16 plekken"
    assert "Sanne Terpstra (voorbeeld)" in words(section(visitor, DTG, "begeleiding"))


@pytest.mark.parametrize(
    ("basis", "rate", "said"),
    [
        (VatBasis.EXCL, 21, "€ 1.500, exclusief 21 procent btw, per persoon"),
        (VatBasis.INCL, 21, "€ 1.500, inclusief 21 procent btw, per persoon"),
        (VatBasis.INCL, None, "€ 1.500, inclusief btw, per persoon"),
        (VatBasis.EXEMPT, None, "€ 1.500, vrijgesteld van btw, per persoon"),
        (VatBasis.FREE, None, "Gratis"),
    ],
)
def test_price_always_says_its_vat_basis(
    empty_portal: Flask, basis: VatBasis, rate: int | None, said: str
) -> None:
    with transaction() as session:
        an_edition(session, vat_basis=basis, vat_percentage=rate)
    assert facts(Visitor(empty_portal), "/leergangen/sturen-op-de-opgave")["Prijs"] == said


def test_automatic_waitlist_and_unlimited_seats_are_told(empty_portal: Flask) -> None:
    with transaction() as session:
        an_edition(session, a_programme(session, title="Automatisch"), promotion=Promotion.AUTOMATIC)
        an_edition(session, a_programme(session, title="Onbeperkt"), seats=None)
    visitor = Visitor(empty_portal)
    assert lines(visitor, "/leergangen/automatisch", "plekken")[0].startswith(
        "Komt er een plek vrij, dan krijgt de eerste op de wachtlijst die meteen."
    )
    assert lines(visitor, "/leergangen/onbeperkt", "plekken")[0].startswith("Er is geen maximum")


def test_other_rules_are_in_words_too(empty_portal: Flask) -> None:
    soon = (NOW + timedelta(days=7)).isoformat()
    with transaction() as session:
        vgs = an_association(session)
        rules = [
            (RuleKind.POSITION, {"positions": ["griffier", "wethouder"]}),
            (RuleKind.ORGANISATION_KIND, {"kinds": ["gemeente", "provincie"]}),
            (RuleKind.PER_ORGANISATION, {"at_most": 2}),
            (RuleKind.SET_ASIDE, {"seats": 3, "until": "2027-02-01", "associations": ["vgs"]}),
            (RuleKind.EARLY, {"until": soon, "associations": ["vgs"]}),
            (RuleKind.INTEREST_FIRST, {"until": soon}),
            (RuleKind.CODE, {"sha256": "0" * 64}),
            (RuleKind.APPROVAL, {}),
        ]
        an_edition(session, a_programme(session, vgs), rules=rules)
    until = "Tot dinsdag 19 januari 2027, 10.00 uur kunnen alleen"
    assert lines(Visitor(empty_portal), "/leergangen/sturen-op-de-opgave", "regels") == [
        "Voor griffiers en wethouders.",
        "Voor mensen die werken bij gemeenten en provincies.",
        "Per organisatie kunnen 2 mensen meedoen. Wie daarna komt, staat op de wachtlijst.",
        "Tot en met 1 februari 2027 houden we 3 plekken apart voor leden van VGS.",
        f"{until} leden van VGS zich inschrijven. Daarna iedereen.",
        f"{until} mensen zich inschrijven die al belangstelling hadden.",
        "Je hebt de code uit je uitnodiging nodig.",
        "De organisator beslist of je mee kunt doen.",
    ]
