"""What is recommended, why, what other goals would change, and what somebody does not want."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal.assessments.facts import Form
from portal.assessments.models import Assessment, GivenAnswer
from portal.coverage.models import ExternalProgramme
from portal.database import db, transaction
from portal.eligibility.facts import RuleKind
from portal.people.models import Person
from portal.programmes.models import Edition, Programme
from portal.recommendations.facts import RefusalReason
from portal.recommendations.models import Recommendation, RecommendationRefusal
from tests.builders import NOW, a_programme, an_edition
from tests.recommendations.support import a_scan, develops
from tests.web.participant.conftest import World
from tests.web.participant.test_home import queries_of
from tests.web.participant.visitor import Page, Visitor, words

PAGE = "/mijn/aanbevolen"
SLUG = "sturen-op-de-opgave"


@pytest.fixture
def world(app: Flask) -> World:
    """A programme about richting, with an edition."""
    made = World(app)
    made.edition()
    with transaction() as session:
        develops(session, SLUG, {"richting": 4, "houding": 1}, tags=["10.3"])
    return made


@pytest.fixture
def aisha(world: World) -> Person:
    """Aisha scores 2 on richting and 4 on everything else."""
    person = world.person()
    with transaction() as session:
        a_scan(session, person, 4, richting=2)
    return person


def look(world: World, person: Person, query: str = "") -> Page:
    return world.visitor(person).get(PAGE + query)


def kept_rows() -> int:
    return db.session.scalar(select(func.count(Recommendation.id))) or 0


def test_without_a_scan_the_page_leads_to_one(world: World) -> None:
    page = look(world, world.person())
    assert page.links()["Naar de zelfscan"] == "/mijn/zelfscan"


def test_suggestion_says_why_with_score_margin_and_target(world: World, aisha: Person) -> None:
    text = look(world, aisha).text
    assert "Je scoort 2,0 op Richting & kaders (meetmarge 0,5). Het gewone doel is 4,0." in text
    assert "Hoofddoel: Richting & kaders. Raakt aan: Houding." in text
    assert "Start 13 april 2027" in text
    assert "€ 1.500, exclusief btw" in text


def test_suggestion_is_one_click_from_enrolling_and_a_goal(world: World, aisha: Person) -> None:
    links = look(world, aisha).links()
    goal = f"/mijn/leerdoelen/nieuw?over=aspect:richting&stap=Sturen+op+de+opgave&doel=40&bron=module:{SLUG}"
    assert links["Maak er een leerdoel van Sturen op de opgave"] == goal
    assert world.visitor(aisha).get(links["Schrijf je in Sturen op de opgave"]).status in (200, 303)
    assert links["Actie 10.3"] == "/kader/zoetermeer/acties/10.3"


def test_suggestion_gives_the_price_for_members_too(world: World, aisha: Person) -> None:
    with transaction() as session:
        session.execute(update(Edition).values(member_price_cents=120_000))
    assert (
        "€ 1.500, exclusief btw Prijs voor leden: Voor leden: € 1.200, exclusief btw"
        in look(world, aisha).text
    )


def test_suggestion_for_many_things_at_once_has_a_reason_and_a_goal(world: World) -> None:
    aspects = ("richting", "overzicht", "besluitvorming", "kennis", "houding", "samenwerking")
    person = world.person()
    with transaction() as session:
        develops(session, SLUG, dict.fromkeys(aspects, 2))
        a_scan(session, person, 2)
    page = look(world, person)
    assert "Je hebt hier op veel punten iets aan, zonder dat er één uitspringt. Het meest op " in page.text
    assert "Maak er een leerdoel van Sturen op de opgave" in page.links()


def test_lines_of_the_computation_add_up_exactly(world: World, aisha: Person) -> None:
    table = look(world, aisha).tree.find(".//main//table")
    points = [words(row.findall("td")[-1]) for row in table.findall("tbody/tr")]
    numbers = [round(float(point.replace(",", ".").replace("−", "-")) * 10**8) for point in points]
    assert numbers[0] == 2 * 10**8
    assert sum(numbers[:-1]) == numbers[-1]


def test_reason_against_is_said_with_what_helps(world: World) -> None:
    members = [(RuleKind.MEMBERSHIP, {"associations": ["vgs"]})]
    with transaction() as session:
        programme = a_programme(session, session.merge(world.association), title="Voor leden")
        an_edition(session, programme, rules=members)
        develops(session, programme.slug, {"richting": 4})
    tom = world.person("Tom Hofstra", member_of=None)
    with transaction() as session:
        a_scan(session, tom, 4, richting=2)
    items = look(world, tom).tree.findall(".//section[@aria-labelledby='waarom-niet']//li")
    assert [words(item) for item in items] == [
        (
            "Voor leden . Deze editie is voor leden. Je bent geen lid van VGS. Ben je wel lid? "
            "Mail dan de organisator. Of vraag lidmaatschap aan bij VGS."
        )
    ]


def also_suitable(world: World, person: Person) -> str:
    page = look(world, person)
    return " ".join(words(one) for one in page.tree.findall(".//section[@aria-labelledby='ook']//li"))


@pytest.mark.parametrize(
    ("develops_too", "more", "said"),
    [
        ({"richting": 3}, {}, "Het overlapt met Sturen op de opgave: een groot deel komt daar al aan bod."),
        (
            {"overzicht": 1, "richting": 1},
            {"study_load_hours": 44, "seats": 0},
            "Het kost in verhouding veel voor wat het nog toevoegt",
        ),
    ],
)
def test_what_is_also_suitable_says_why_it_stands_apart(
    world: World, aisha: Person, develops_too: dict[str, int], more: dict[str, Any], said: str
) -> None:
    with transaction() as session:
        programme = a_programme(session, session.merge(world.association), title="Nog een")
        an_edition(session, programme, **more)
        develops(session, programme.slug, develops_too)
        session.delete(session.scalars(select(Assessment)).one())
        a_scan(session, session.merge(aisha), 4, richting=3, overzicht=2)
    assert said in also_suitable(world, aisha)


def test_fourth_that_fits_adds_less_than_the_three_before_it(world: World, aisha: Person) -> None:
    with transaction() as session:
        for aspect in ("overzicht", "houding", "kennis"):
            programme = a_programme(session, session.merge(world.association), title=f"Over {aspect}")
            an_edition(session, programme)
            develops(session, programme.slug, {aspect: 4})
        session.delete(session.scalars(select(Assessment)).one())
        a_scan(session, session.merge(aisha), 4, richting=1, overzicht=1, houding=1, kennis=3)
    said = "Het voegt minder toe dan wat hierboven bij elkaar staat."
    assert said in also_suitable(world, aisha)


def test_greatest_need_without_any_offer_is_said(world: World) -> None:
    with transaction() as session:
        tom = session.merge(world.person("Tom Hofstra"))
        a_scan(session, tom, 4, richting=3, ondersteuning=1)
    page = look(world, tom)
    assert "Voor Ondersteuning is er nu geen aanbod" in page.text
    goal = page.links()["Maak er zelf een leerdoel van"]
    assert goal == "/mijn/leerdoelen/nieuw?over=aspect:ondersteuning"
    world.visitor(tom).post(PAGE, {})
    assert db.session.scalars(select(Recommendation.unmet)).all() == [["ondersteuning"]]


def test_what_somebody_does_not_want_is_no_gap_in_supply(world: World) -> None:
    tom = world.person("Tom Hofstra")
    with transaction() as session:
        programme = a_programme(session, session.merge(world.association), title="Over ondersteuning")
        an_edition(session, programme)
        develops(session, programme.slug, {"ondersteuning": 4})
        a_scan(session, session.merge(tom), 4, richting=3, ondersteuning=1)
    short = look(world, tom, "?proef=ja&uren=1")
    assert "Kost meer tijd dan je zoekt" in short.text
    assert "Binnen zoveel uur past er nu niets bij je" in short.text
    assert "Voor Ondersteuning is er nu geen aanbod" not in short.text
    visitor = world.visitor(tom)
    visitor.post(f"{PAGE}/{programme.slug}/niet-voor-mij", {})
    assert "Voor Ondersteuning is er nu geen aanbod" not in visitor.get(PAGE).text
    visitor.post(PAGE, {})
    assert db.session.scalars(select(Recommendation.unmet)).all() == [[]]


def test_programmes_together_tell_hours_waitlist_and_clash(world: World, aisha: Person) -> None:
    with transaction() as session:
        programme = a_programme(session, session.merge(world.association), title="Over houding")
        edition = an_edition(session, programme, seats=0, study_load_hours=40)
        develops(session, programme.slug, {"houding": 4, "overzicht": 4})
        scan = session.scalars(select(Assessment)).one()
        session.delete(scan)
        a_scan(session, session.merge(aisha), 4, richting=1, houding=1, overzicht=1)
        edition.touch()
    text = look(world, aisha).text
    assert "Deze 2 gaan goed samen" in text
    assert "Over houding zit nu vol: je komt daar op de wachtlijst." in text
    assert "zijn allebei op 13 april 2027. Dan kun je er maar bij één zijn." in text
    assert "Samen ongeveer 48 uur." in text


def test_what_begins_before_its_prerequisite_is_over_says_so(world: World) -> None:
    person = world.person()
    with transaction() as session:
        programme = a_programme(session, session.merge(world.association), title="Over houding")
        an_edition(session, programme)
        develops(session, programme.slug, {"houding": 4}, needs=[SLUG])
        a_scan(session, person, 4, richting=1, houding=1)
    text = look(world, person).text
    assert "Doe eerst Sturen op de opgave." in text
    assert "Over houding begint voordat Sturen op de opgave klaar is." in text


def test_smaller_need_without_offer_is_not_dwelt_upon(world: World) -> None:
    with transaction() as session:
        tom = session.merge(world.person("Tom Hofstra"))
        a_scan(session, tom, 4, richting=1, ondersteuning=3)
    assert "is er nu geen aanbod" not in look(world, tom).text


def test_who_it_is_not_for_reads_no_day_to_register(world: World, aisha: Person) -> None:
    rules = [
        (RuleKind.POSITION, {"positions": ["directeur"]}),
        (RuleKind.EARLY, {"associations": ["vng"], "until": "2026-12-14T09:00:00+01:00"}),
    ]
    with transaction() as session:
        programme = a_programme(session, session.merge(world.association), title="Voor directeuren")
        an_edition(session, programme, rules=rules)
        develops(session, programme.slug, {"richting": 4})
    items = look(world, aisha).tree.findall(".//section[@aria-labelledby='waarom-niet']//li")
    (told,) = [words(item) for item in items]
    assert "Deze editie is voor directeuren" in told
    assert "Schrijf je in vanaf" not in told


def test_little_gain_is_said_as_it_is(world: World, aisha: Person) -> None:
    with transaction() as session:
        programme = a_programme(session, session.merge(world.association), title="Over houding")
        an_edition(session, programme)
        develops(session, programme.slug, {"houding": 4})
    text = look(world, aisha).text
    assert "Over houding . Dit gaat vooral over iets anders dan waar jij wilt groeien." in text


def test_scan_about_others_gives_no_advice_and_says_so(world: World) -> None:
    with transaction() as session:
        tom = session.merge(world.person("Tom Hofstra"))
        a_scan(session, tom, 3).form = Form.SUPPORTER
    assert "Hiervoor is een scan over jezelf nodig" in look(world, tom).text
    home = world.visitor(tom).get("/mijn")
    assert "Lees wat er met je antwoorden gebeurt" in home.links()


def test_trying_other_goals_keeps_nothing(world: World, aisha: Person) -> None:
    page = look(world, aisha, "?proef=ja&houding=2&rol=coach&uren=100")
    assert "Je bekijkt een proef" in page.text
    assert (page.value("uren"), kept_rows()) == ("100", 0)
    selected = page.tree.find(".//select[@name='houding']/option[@selected]")
    assert selected.get("value") == "2"


def test_programme_that_takes_too_long_is_left_out(world: World, aisha: Person) -> None:
    page = look(world, aisha, "?proef=ja&uren=3")
    assert "Kost meer tijd dan je zoekt: Sturen op de opgave." in page.text
    assert "Eraf gaat: Sturen op de opgave." in page.text


def test_bad_wishes_are_said_beside_the_field(world: World, aisha: Person) -> None:
    page = look(world, aisha, "?proef=ja&richting=1&kennis=1&houding=2&overzicht=1&uren=veel")
    assert page.status == 422
    assert page.error("uren") == "Vul een heel getal in van 1 tot 2000."
    assert page.error("houding") == (
        "Maak hooguit 3 onderdelen belangrijk. Kies hier “Gewoon”, of bij een ander."
    )
    assert page.value("uren") == "veel"


def test_strange_wishes_do_no_harm(world: World, aisha: Person) -> None:
    page = look(world, aisha, "?proef=ja&richting=9&rol=held&rol=coach&houding=")
    assert page.status in (200, 422)


def test_what_is_not_wanted_goes_and_comes_back(world: World, aisha: Person) -> None:
    visitor = world.visitor(aisha)
    ask = look(world, aisha).links()["Niet voor mij Sturen op de opgave"]
    assert visitor.get(ask).heading == "Wil je dit niet aanbevolen krijgen?"
    gone = visitor.follow(visitor.post(ask, {"reason": "time"}))
    assert "Verder past er nu niets bij je" in gone.text
    with world.app.app_context():
        row = db.session.scalars(select(RecommendationRefusal)).one()
        assert (row.key, row.reason) == (SLUG, RefusalReason.TIME)
    back = visitor.follow(visitor.post(f"{PAGE}/{SLUG}/toch-wel", {}))
    assert "Hoe is dit berekend?" in back.text


def test_reason_is_free_and_a_strange_one_is_none(world: World, aisha: Person) -> None:
    world.visitor(aisha).post(f"{PAGE}/{SLUG}/niet-voor-mij", {"reason": "zomaar"})
    assert db.session.scalars(select(RecommendationRefusal.reason)).all() == [None]


def test_what_is_not_on_offer_is_not_found(world: World, aisha: Person) -> None:
    assert world.visitor(aisha).get(f"{PAGE}/bestaat-niet/niet-voor-mij").status == 404


def test_all_fives_get_a_kind_word(world: World) -> None:
    person = world.person("Wil Verhoeven")
    with transaction() as session:
        a_scan(session, person, 5)
    assert "Je bent waar je wilt zijn" in look(world, person).text


def test_nobody_is_told_to_be_where_there_is_no_score(world: World) -> None:
    person = world.person()
    with transaction() as session:
        a_scan(session, person, 5)
        for given in session.scalars(select(GivenAnswer).where(GivenAnswer.item.startswith("bv-"))):
            given.value = "x"
    text = look(world, person).text
    assert "Je bent waar je wilt zijn" not in text
    assert "Voor Besluitvorming is er geen score: daar gaf je te weinig antwoorden." in text


def test_advice_is_kept_once_and_only_by_a_button(world: World, aisha: Person) -> None:
    visitor = world.visitor(aisha)
    assert ("Bewaar dit advies" in visitor.get(PAGE).text, kept_rows()) == (True, 0)
    pages = [visitor.follow(visitor.post(PAGE, {})) for _ in range(2)]
    assert (kept_rows(), ["Bewaar dit advies" in page.text for page in pages]) == (1, [False, False])


@pytest.fixture
def kept(world: World, aisha: Person) -> str:
    """The address of the advice that Aisha kept."""
    visitor = world.visitor(aisha)
    page = visitor.follow(visitor.post(PAGE, {}))
    return next(url for title, url in page.links().items() if title.startswith("Advies van "))


def test_kept_advice_is_read_again_with_the_reasons_of_then(world: World, aisha: Person, kept: str) -> None:
    with transaction() as session:
        develops(session, SLUG, {"houding": 4})
        session.scalars(select(Programme).where(Programme.slug == SLUG)).one().title = "Anders genoemd"
    page, now = world.visitor(aisha).get(kept), look(world, aisha)
    assert "Je scoort 2,0 op Richting & kaders (meetmarge 0,5). Het gewone doel is 4,0." in page.text
    assert ("Sturen op de opgave" in page.text, "Anders genoemd" in page.text) == (True, False)
    assert "Richting & kaders (meetmarge" not in now.text


def test_kept_advice_is_only_for_who_kept_it(world: World, kept: str) -> None:
    other = world.visitor(world.person("Tom Hofstra"))
    assert (other.get(kept).status, other.post(f"{kept}/wissen", {}).status, kept_rows()) == (404, 404, 1)


def test_kept_advice_is_thrown_away(world: World, aisha: Person, kept: str) -> None:
    visitor = world.visitor(aisha)
    page = visitor.follow(visitor.post(f"{kept}/wissen", {}))
    assert ("Het bewaarde advies is weg." in page.text, kept_rows()) == (True, 0)
    assert visitor.post(f"{kept}/wissen", {}).status == 404


def test_what_is_no_longer_on_offer_is_still_told_of(world: World, aisha: Person, kept: str) -> None:
    with transaction() as session:
        develops(session, SLUG, {})
    page = world.visitor(aisha).get(kept)
    assert "Dit staat nu niet meer in het aanbod." in page.text
    assert "Bekijk het aanbod van nu Sturen op de opgave" not in page.links()


def test_why_not_of_then_is_read_again(world: World) -> None:
    members = [(RuleKind.MEMBERSHIP, {"associations": ["vgs"]})]
    with transaction() as session:
        programme = a_programme(session, session.merge(world.association), title="Voor leden")
        an_edition(session, programme, rules=members)
        develops(session, programme.slug, {"richting": 4})
    tom = world.person("Tom Hofstra", member_of=None)
    with transaction() as session:
        a_scan(session, tom, 4, richting=2)
    visitor = world.visitor(tom)
    links = visitor.follow(visitor.post(PAGE, {})).links()
    page = visitor.get(next(url for title, url in links.items() if title.startswith("Advies van ")))
    items = page.tree.findall(".//section[@aria-labelledby='waarom-niet']//li")
    assert [words(item) for item in items] == ["Voor leden. Dit is alleen voor leden."]


def test_without_a_scan_there_is_nothing_to_keep(world: World) -> None:
    page = world.visitor(world.person()).post(PAGE, {})
    assert (page.location, kept_rows()) == (PAGE, 0)


def test_overview_leads_to_what_fits(world: World, aisha: Person) -> None:
    visitor = world.visitor(aisha)
    visitor.post(PAGE, {})
    text = visitor.get("/mijn").text
    assert "Er past 1 leergang bij wat je wilt leren. Bekijk wat bij je past" in text


def test_programme_of_others_leads_out(world: World, aisha: Person) -> None:
    with transaction() as session:
        session.add(
            ExternalProgramme(
                slug="elders",
                organisation_id=world.association.id,
                title="Elders leren",
                provider="Almere",
                link="https://almere.example",
                changed_at=NOW,
            )
        )
        develops(session, "extern:elders", {"richting": 3})
    page = look(world, aisha)
    assert page.links()["Bekijk het aanbod Elders leren"] == "/extern/elders"
    assert "Lees meer Elders leren" not in page.links()
    visitor = Visitor(world.app, aisha)
    assert visitor.get(f"{PAGE}/extern:elders/niet-voor-mij").status == 200


def test_page_asks_as_much_for_many_programmes(world: World, aisha: Person) -> None:
    visitor = world.visitor(aisha)
    visitor.get(PAGE)
    few = queries_of(visitor, PAGE)
    for _ in range(8):
        world.edition()
    visitor.get(PAGE)
    assert queries_of(visitor, PAGE) == few


def test_titles_keep_their_language_on_an_english_page(world: World, aisha: Person) -> None:
    page = world.visitor(aisha).get(f"/en{PAGE}?proef=ja&uren=3")
    assert '<span lang="nl">Sturen op de opgave</span>' in page.html
    assert "&lt;span" not in page.html
