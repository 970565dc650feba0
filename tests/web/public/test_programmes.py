"""The programme page on the demo: panel, programme, rules, facts, editions, structured data."""

from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.database import transaction
from portal.eligibility.facts import RuleKind
from portal.people.models import Person
from portal.people.service import Factor, Proved, open_sign_in
from portal.programmes.models import Edition, Programme
from tests.builders import NOW, a_person, a_programme, an_association, an_edition, registered
from tests.web.public.conftest import SITE, Visitor, lines, of_class, section, tree, words

DTG = "/leergangen/de-transformerende-gemeentesecretaris"
LDL = "/leergangen/leergang-digitaal-leiderschap"
LDT = "/leergangen/leiderschap-in-digitale-transformatie"
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


def test_table_shows_earlier_and_later_editions(visitor: Visitor) -> None:
    rows = [[words(cell) for cell in row] for row in section(visitor, DTG, "edities").find(".//tbody")]
    assert [row[2] for row in rows] == ["Vol, wachtlijst open", "Nog 1 plek", "Geweest"]
    assert [row[3] for row in rows][1] == "Deze bekijk je nu"
    assert "Eerder gehouden: 2023." in words(section(visitor, DTG, "edities"))


def test_page_can_be_shared_and_names_its_makers(visitor: Visitor) -> None:
    contact = section(visitor, LDT, "contact")
    assert f"Adres van deze pagina: {SITE}{LDT}" in words(contact)
    assert "VNG (Vereniging van Nederlandse Gemeenten), Politieacademie." in words(contact)
    shared = [
        of_class(tree(visitor.get(page)), "lp-panel__links")[0].find(".//a").get("href")
        for page in (LDT, DTG)
    ]
    assert [link.partition("%20")[0] for link in shared] == [
        "mailto:?subject=Leergang%3A",
        "mailto:?subject=Leergang",
    ]


def test_page_of_an_edition_is_shared_by_its_own_address(visitor: Visitor) -> None:
    page = f"{DTG}/najaar-2024"
    assert f"Adres van deze pagina: {SITE}{page}" in words(section(visitor, page, "contact"))
    panel = of_class(tree(visitor.get(page)), "lp-panel__links")[0]
    assert [link.get("href").endswith(quote(SITE + page)) for link in panel.findall(".//a")] == [False, True]


def test_link_with_a_strange_scheme_is_not_shown(empty_portal: Flask) -> None:
    with transaction() as session:
        an_edition(session, a_programme(session, link="javascript:alert(1)"))
    assert "javascript:" not in Visitor(empty_portal).get("/leergangen/sturen-op-de-opgave").text


def test_moved_conference_does_not_speak_of_its_old_year(visitor: Visitor) -> None:
    moved = "De Buitengewone Algemene Vergadering is verplaatst naar februari 2021."
    pages = [visitor.get(path).text for path in (DAY, f"{DAY}/november-2020")]
    assert [moved in page for page in pages] == [False, True]


def test_editions_stand_with_the_latest_first(visitor: Visitor) -> None:
    rows = section(visitor, LDL, "edities").findall(".//tbody/tr")
    starts = ["23 september 2027", "15 april 2027", "Tot en met maart 2022"]
    assert [words(row[0]) for row in rows] == starts
