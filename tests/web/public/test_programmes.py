"""The programme page on the demo: panel, programme, rules, facts, editions, structured data."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.database import transaction
from portal.eligibility.facts import RuleKind
from portal.people.models import Person
from portal.people.service import Factor, Proved, open_sign_in
from portal.programmes.facts import Promotion, VatBasis
from portal.programmes.models import Edition, Programme
from tests.builders import NOW, a_person, a_programme, an_association, an_edition, registered
from tests.web.public.conftest import SITE, Visitor, of_class, tree, words

DTG = "/leergangen/de-transformerende-gemeentesecretaris"
LDL = "/leergangen/leergang-digitaal-leiderschap"
LDT = "/leergangen/leiderschap-in-digitale-transformatie"
HOLD = (
    "Staat een duo vooraan en is er één plek vrij, dan houden we die 8 werkuren vast. "
    "Daarna gaat de plek naar de volgende."
)
DAY = "/leergangen/vng-bestuurdersdag-online"


def beside(visitor: Visitor, path: str) -> dict[str, Any]:
    """What the panel says."""
    box = of_class(tree(visitor.get(path)), "lp-panel")[0]
    buttons = of_class(box, "nl-button")
    return {
        "title": words(box.find(".//h2")),
        "badge": words(of_class(box, "nl-data-badge")[0]),
        "reasons": [words(reason) for reason in of_class(box, "lp-reason")],
        "button": words(buttons[0]) if buttons else "",
        "url": buttons[0].get("href") if buttons else "",
    }


def section(visitor: Visitor, path: str, heading: str) -> Any:
    """The part of the page under this heading."""
    page = tree(visitor.get(path))
    return next(s for s in page.iter("section") if s.get("aria-labelledby") == heading)


def lines(visitor: Visitor, path: str, heading: str) -> list[str]:
    return [words(item) for item in section(visitor, path, heading).iter("li")]


def facts(visitor: Visitor, path: str) -> dict[str, str]:
    found = section(visitor, path, "praktisch")
    return {
        words(row.find("dt")): words(row.find("dd"))
        for row in found.iter("div")
        if row.find("dt") is not None
    }


def data(visitor: Visitor, path: str) -> dict[str, Any]:
    block = next(s for s in tree(visitor.get(path)).iter("script") if s.get("type"))
    found: dict[str, Any] = json.loads(block.text)
    return found


def signed_in(app: Flask, person_id: int) -> Visitor:
    """A visitor whose browser carries this person's sign-in."""
    with transaction() as session:
        session.get_one(Person, person_id).email_confirmed_at = NOW
        session.flush()
        secret = open_sign_in(session, proved=Proved(person_id, Factor.COMMAND), now=clock.now())
    visitor = Visitor(app)
    with visitor.client.session_transaction(base_url=SITE) as cookie:
        cookie["_user_id"] = secret
        cookie["_fresh"] = True
    return visitor


def test_visitor_of_a_members_edition_hears_what_helps(visitor: Visitor) -> None:
    assert beside(visitor, DTG) == {
        "title": "Start 19 maart 2027 (voorbeeld)",
        "badge": "Nog 1 van de 16 plekken",
        "reasons": ["Je bent niet ingelogd als lid van VGS. Log in, of vraag lidmaatschap aan."],
        "button": "Log in om in te schrijven",
        "url": f"/inloggen?next={DTG}",
    }


def test_full_edition_says_how_many_wait(visitor: Visitor) -> None:
    found = beside(visitor, LDT)
    assert found["badge"] == "Vol, wachtlijst open"
    assert found["reasons"][:2] == [
        "Alle plekken zijn bezet. Je kunt wel op de wachtlijst.",
        "Er wachten 4 inschrijvingen voor je.",
    ]


@pytest.mark.parametrize(
    ("path", "badge", "reason"),
    [
        (f"{DTG}/najaar-2024", "Geweest", "Deze editie is geweest."),
        (f"{LDL}/tot-maart-2022", "Geweest", "Deze editie is geweest."),
    ],
)
def test_edition_of_the_past_has_no_button(visitor: Visitor, path: str, badge: str, reason: str) -> None:
    found = beside(visitor, path)
    assert (found["badge"], found["reasons"], found["button"]) == (badge, [reason], "")


def test_page_that_says_register_now_has_no_button(visitor: Visitor) -> None:
    found = beside(visitor, f"{LDT}/2025-2026")
    assert (found["button"], found["badge"]) == ("", "Geweest")


def test_announced_edition_asks_for_interest(visitor: Visitor) -> None:
    announced = [
        link.get("href")
        for row in section(visitor, LDT, "edities").iter("tr")
        for link in row.iter("a")
        if "Nog geen inschrijfmoment" in words(row)
    ]
    found = beside(visitor, announced[0])
    assert (found["button"], found["url"]) == ("Houd mij op de hoogte", f"{LDT}/op-de-hoogte")


def test_member_gets_the_button_to_enrol(empty_portal: Flask) -> None:
    with transaction() as session:
        vgs = an_association(session)
        rule = (RuleKind.MEMBERSHIP, {"associations": ["vgs"]})
        edition = an_edition(session, a_programme(session, vgs), rules=[rule])
        member = a_person(session, member_of=vgs).id
        stranger = a_person(session, "Bram de Wit").id
        public_id = edition.public_id
    path = "/leergangen/sturen-op-de-opgave"
    enrol = beside(signed_in(empty_portal, member), path)
    refused = beside(signed_in(empty_portal, stranger), path)
    assert (enrol["button"], enrol["url"], enrol["reasons"]) == (
        "Inschrijven",
        f"/inschrijven/{public_id}",
        [],
    )
    assert refused["button"] == ""
    assert refused["reasons"][0].startswith("Deze editie is voor leden. Je bent geen lid van VGS.")


def test_participant_gets_the_way_to_the_registration(empty_portal: Flask) -> None:
    with transaction() as session:
        edition = an_edition(session, seats=1)
        first, second = a_person(session), a_person(session, "Bram de Wit")
        registered(session, edition, first)
        registered(session, edition, second)
        ids = first.id, second.id
    panels = [beside(signed_in(empty_portal, i), "/leergangen/sturen-op-de-opgave") for i in ids]
    assert [p["button"] for p in panels] == ["Bekijk je inschrijving"] * 2
    assert [p["reasons"] for p in panels] == [["Je bent ingeschreven."], ["Je staat op de wachtlijst."]]


def test_last_seat_taken_shows_at_once(empty_portal: Flask) -> None:
    with transaction() as session:
        edition = an_edition(session, seats=1)
        edition_id, person_id = edition.id, a_person(session).id
    visitor, path = Visitor(empty_portal), "/leergangen/sturen-op-de-opgave"
    assert beside(visitor, path)["badge"] == "Nog 1 van de 1 plekken"
    with transaction() as session:
        registered(session, session.get_one(Edition, edition_id), session.get_one(Person, person_id))
    assert beside(visitor, path)["badge"] == "Vol, wachtlijst open"


def test_changed_text_shows_at_once(empty_portal: Flask) -> None:
    with transaction() as session:
        an_edition(session, a_programme(session, goals=["Eerst dit"]))
    visitor, path = Visitor(empty_portal), "/leergangen/sturen-op-de-opgave"
    assert lines(visitor, path, "leer") == ["Eerst dit"]
    with transaction() as session:
        session.scalars(select(Programme)).one().goals = ["Nu dat"]
    assert lines(visitor, path, "leer") == ["Nu dat"]


def test_unknown_day_hours_and_place_say_so(visitor: Visitor) -> None:
    unknown = lines(visitor, f"{LDL}/tot-maart-2022", "programma")
    assert unknown[0].endswith("Datum nog niet bekend")
    days = lines(visitor, f"{LDT}/2025-2026", "programma")
    assert words(section(visitor, f"{LDT}/2025-2026", "programma")).count("tijd nog niet bekend") == 15
    assert days[0].endswith("Plaats nog niet bekend")


def test_timetable_has_twenty_breakouts_in_two_rounds(visitor: Visitor) -> None:
    page = tree(visitor.get(f"{DAY}/november-2020"))
    rounds = [len(of_class(row, "lp-breakout")) for row in of_class(page, "lp-timetable__round")]
    cancelled = [words(b.find("h4")) for b in of_class(page, "lp-breakout--cancelled")]
    badges = {words(b.find("h4")): of_class(b, "nl-data-badge") for b in of_class(page, "lp-breakout")}
    full = [title for title, found in badges.items() if [words(badge) for badge in found] == ["Vol"]]
    assert (rounds, cancelled) == ([10, 10], ["13 Uitvoerbaarheid van nieuwe wetgeving"])
    assert full == ["9 Sturing in het sociaal domein: Wat als het Rijk niet over de brug komt?"]


def test_breakout_shows_committee_speakers_and_second_title(visitor: Visitor) -> None:
    page = tree(visitor.get(f"{DAY}/november-2020"))
    seven = next(b for b in of_class(page, "lp-breakout") if words(b).startswith("7 "))
    four = next(b for b in of_class(page, "lp-breakout") if words(b).startswith("4 "))
    assert "Commissie Raadsleden & Griffiers" in words(seven)
    assert "Met Peter Castenmiller en Heleen van Dijk" in words(seven)
    assert "Ook aangekondigd als: Focus op Uitvoering / Een Loket" in words(four)


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
        "€ 1.500 excl. btw. De organisator zegt niet of dat per persoon is."
    )


def test_invented_values_are_marked_as_examples(visitor: Visitor) -> None:
    found = facts(visitor, DTG)
    assert found["Afmelden"].endswith("(voorbeeld)")
    assert found["Plekken"] == "16 plekken"
    assert "Sanne Terpstra (voorbeeld)" in words(section(visitor, DTG, "begeleiding"))


@pytest.mark.parametrize(
    ("basis", "rate", "said"),
    [
        (VatBasis.EXCL, 21, "€ 1.500 excl. 21% btw, per persoon"),
        (VatBasis.INCL, 21, "€ 1.500 incl. 21% btw, per persoon"),
        (VatBasis.INCL, None, "€ 1.500 incl. btw, per persoon"),
        (VatBasis.EXEMPT, None, "€ 1.500, vrij van btw, per persoon"),
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


def test_table_shows_earlier_and_later_editions(visitor: Visitor) -> None:
    rows = [[words(cell) for cell in row] for row in section(visitor, DTG, "edities").find(".//tbody")]
    assert [row[2] for row in rows] == ["Vol, wachtlijst open", "Nog 1 plek", "Geweest"]
    assert [row[3] for row in rows][1] == "Deze bekijk je nu"
    assert "Eerder gehouden: 2023." in words(section(visitor, DTG, "edities"))


def test_page_can_be_shared_and_names_its_makers(visitor: Visitor) -> None:
    contact = section(visitor, LDT, "contact")
    assert f"Adres van deze pagina: {SITE}{LDT}" in words(contact)
    assert "VNG (Vereniging van Nederlandse Gemeenten), Politieacademie." in words(contact)
    panel = of_class(tree(visitor.get(LDT)), "lp-panel__links")[0]
    assert panel.find(".//a").get("href").startswith("mailto:?subject=Leergang%3A%20Leiderschap")


def test_link_with_a_strange_scheme_is_not_shown(empty_portal: Flask) -> None:
    with transaction() as session:
        an_edition(session, a_programme(session, link="javascript:alert(1)"))
    assert "javascript:" not in Visitor(empty_portal).get("/leergangen/sturen-op-de-opgave").text


def test_structured_data_of_a_course_matches_the_page(visitor: Visitor) -> None:
    found = data(visitor, f"{DTG}/najaar-2024")
    old = next(one for one in found["hasCourseInstance"] if one["url"].endswith("/najaar-2024"))
    assert (found["@type"], found["url"]) == ("Course", SITE + DTG)
    assert [maker["name"] for maker in found["provider"]] == ["VGS", "A&O fonds Gemeenten"]
    assert (old["startDate"], old["endDate"]) == ("2024-09-13T09:30:00+02:00", "2024-11-29T17:00:00+01:00")
    assert [p["address"]["addressLocality"] for p in old["location"]] == [
        "Amsterdam",
        "Leeuwarden",
        "Tilburg",
    ]
    assert old["offers"]["priceSpecification"]["valueAddedTaxIncluded"] is False
    states = [one["offers"].get("availability", "").rpartition("/")[2] for one in found["hasCourseInstance"]]
    assert states == ["SoldOut", "InStock", ""]


def test_structured_data_of_an_event_matches_the_page(visitor: Visitor) -> None:
    found = data(visitor, f"{DAY}/november-2020")
    assert (found["@type"], found["startDate"]) == ("Event", "2020-11-27T13:00:00+01:00")
    assert found["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert found["offers"]["category"] == "Free"
    assert found["eventStatus"] == "https://schema.org/EventScheduled"


def test_structured_data_cannot_end_its_script(empty_portal: Flask) -> None:
    attack = "</script><script>alert(1)</script>"
    with transaction() as session:
        an_edition(session, a_programme(session, title=attack, slug="aanval"))
    visitor = Visitor(empty_portal)
    assert "<script>alert" not in visitor.get("/leergangen/aanval").text
    assert data(visitor, "/leergangen/aanval")["name"] == attack
