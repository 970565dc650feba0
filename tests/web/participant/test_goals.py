"""Learning goals as their owner, fellow participants and facilitators meet them."""

from datetime import timedelta
from typing import Any

import pytest

from portal.config import ROOT
from portal.coverage.models import ExternalProgramme
from portal.database import db, transaction
from portal.frameworks import service as frameworks
from portal.goals import letters
from portal.goals.models import Goal, GoalCheckIn, Reflection
from portal.outbox.models import OutgoingLetter
from portal.people.models import Person
from portal.programmes.facts import Publication
from portal.programmes.models import EditionFacilitator
from portal.registrations import service
from portal.registrations.models import Participant
from portal.web.kit import pdf
from tests.builders import NOW, a_person, a_programme, an_edition
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import count

MINE = "/mijn/leerdoelen"
NEW = {"what": "Doorvragen op cijfers", "priority": "1", "remind": "y"}


@pytest.fixture
def world(app: Any) -> World:
    """Aisha and Carla are in."""
    made = World(app)
    made.enrols(made.aisha)
    made.enrols("Carla")
    return made


def made(world: World, **more: str) -> str:
    """The address of a goal that Aisha made."""
    page = world.visitor(world.aisha).post("/mijn/leerdoelen/nieuw", {**NEW, **more})
    assert page.status == 303
    return page.location


def carla_of(world: World) -> Person:
    with world.app.app_context():
        return db.session.query(Person).filter_by(name="Carla").one()


def guide(world: World) -> Person:
    with transaction() as session:
        found = a_person(session, "Gids Gans")
        session.add(EditionFacilitator(edition_id=world.edition.id, person_id=found.id))
        return found


def test_goal_prefills_from_finding_and_remembers_it(world: World) -> None:
    page = world.visitor(world.aisha).get(
        "/mijn/leerdoelen/nieuw?wat=Meer+met+data&over=aspect:kennis&bron=finding:9"
    )
    chosen = page.tree.find(".//select[@name='about']/option[@selected]").get("value")
    assert (page.value("what"), chosen) == ("Meer met data", "aspect:kennis")
    with_origin = world.visitor(world.aisha).post("/mijn/leerdoelen/nieuw?bron=finding:9", NEW)
    assert "bevinding 9" in world.visitor(world.aisha).follow(with_origin).text


def test_goal_leads_back_to_what_it_was_made_from(world: World) -> None:
    visitor = world.visitor(world.aisha)
    for origin, shown, address in (
        ("finding:9", "Lees erover", "/kader/zoetermeer/bevindingen/9"),
        ("module:sturen-op-de-opgave/koers", "Sturen op de opgave", "/leergangen/sturen-op-de-opgave"),
    ):
        page = visitor.follow(visitor.post(f"/mijn/leerdoelen/nieuw?bron={origin}", {**NEW, "key": origin}))
        assert page.links()[shown] == address
    gone = visitor.post("/mijn/leerdoelen/nieuw?bron=module:bestaatniet", {**NEW, "key": "weg"})
    assert visitor.follow(gone).status == 200


def test_goal_from_another_study_leads_back_to_that_one(world: World) -> None:
    study = (ROOT / "seeds" / "frameworks" / "zoetermeer.toml").read_text(encoding="utf-8")
    with transaction() as session:
        frameworks.load(
            session, text=study.replace('"zoetermeer"', '"elders"', 1), where="elders.toml", now=NOW
        )
    visitor = world.visitor(world.aisha)
    ask = visitor.get("/kader/elders/bevindingen/3").links()["Maak hier een leerdoel van"]
    page = visitor.follow(visitor.post(ask, NEW))
    assert page.links()["Lees erover"] == "/kader/elders/bevindingen/3"
    assert "Je maakte dit doel bij bevinding 3." in page.text


def test_goal_tells_nothing_of_a_programme_in_the_making(world: World) -> None:
    with transaction() as session:
        programme = a_programme(session, session.merge(world.vgs), title="Nog geheim")
        an_edition(session, programme, publication=Publication.DRAFT)
    visitor = world.visitor(world.aisha)
    page = visitor.follow(visitor.post("/mijn/leerdoelen/nieuw?bron=module:nog-geheim", NEW))
    assert (page.status, "Nog geheim" in page.text) == (200, False)


def test_goal_leads_back_to_a_programme_of_others(world: World) -> None:
    with transaction() as session:
        theirs = {"title": "Leergang Almere", "provider": "Almere", "link": "https://almere.example/leergang"}
        one = ExternalProgramme(slug="almere", organisation_id=world.vgs.id, changed_at=NOW, **theirs)
        session.add(one)
        key = one.key
    visitor = world.visitor(world.aisha)
    page = visitor.follow(visitor.post(f"/mijn/leerdoelen/nieuw?bron=module:{key}", NEW))
    assert page.links()["Leergang Almere"] == "/extern/almere"


def test_goal_from_a_module_begins_with_what_is_known(world: World) -> None:
    page = world.visitor(world.aisha).get(
        "/mijn/leerdoelen/nieuw?over=aspect:kennis&stap=Leren+van+data&doel=40&bron=module:leren-van-data"
    )
    found = [page.value(name) for name in ("what", "steps", "target")]
    assert found == ["Ik wil groeien in Kennis & competenties.", "Volg Leren van data", "4,0"]
    assert "We vulden alvast in wat we weten." in page.text


@pytest.mark.parametrize("query", ["", "?over=aspect:geluk&doel=40", "?doel=99&over=", "?doel=-1"])
def test_nonsense_in_the_address_fills_in_nothing(world: World, query: str) -> None:
    page = world.visitor(world.aisha).get(f"/mijn/leerdoelen/nieuw{query}")
    assert [page.value(name) for name in ("what", "steps", "target")] == ["", "", ""]


def test_errors_stand_beside_the_field_and_keep_the_text(world: World) -> None:
    wrong = {"what": "", "why": "Omdat", "target": "7", "due_on": "1-1-2020", "steps": "a\nb"}
    page = world.visitor(world.aisha).post("/mijn/leerdoelen/nieuw", {**NEW, **wrong})
    assert (page.status, page.title[:6]) == (422, "Fout: ")
    assert page.error("what") == "Vul in wat je wilt leren. Een zin is genoeg."
    assert page.error("target") == "Vul een score in van 1 tot 5, zoals 4 of 3,5."
    assert (page.value("why"), page.value("target"), page.value("steps")) == ("Omdat", "7", "a\nb")
    past = world.visitor(world.aisha).post("/mijn/leerdoelen/nieuw", {**NEW, "due_on": "1-1-2020"})
    assert past.error("due_on") == "Deze datum is al voorbij. Kies vandaag of later."
    lost = world.visitor(world.aisha).post("/mijn/leerdoelen/nieuw", {**NEW, "target": "4"})
    assert lost.error("target").startswith("Kies eerst bij welk onderdeel")
    assert count(Goal) == 0


def test_two_windows_lose_nothing(world: World) -> None:
    address = made(world)
    visitor = world.visitor(world.aisha)
    form = {**NEW, "seen": visitor.get(f"{address}/wijzigen").value("seen")}
    assert visitor.post(f"{address}/wijzigen", {**form, "what": "Eerste"}).status == 303
    second = visitor.post(f"{address}/wijzigen", {**form, "what": "Tweede"})
    assert (second.status, second.value("what")) == (409, "Tweede")
    assert "Er staat nu: Eerste" in second.text
    again = visitor.post(f"{address}/wijzigen", {**form, "what": "Tweede", "seen": second.value("seen")})
    assert visitor.follow(again).heading == "Tweede"


def test_check_in_needs_something_and_counts_once(world: World) -> None:
    address = made(world, steps="Lezen\nOefenen")
    visitor = world.visitor(world.aisha)
    empty = visitor.post(f"{address}/bijhouden", {"key": "a"})
    assert empty.error("note") == "Schrijf een regel, kies hoe het gaat, of vink een stap af."
    for _twice in range(2):
        visitor.post(f"{address}/bijhouden", {"key": "b", "note": "Gelezen", "feeling": "well", "done": "1"})
    page = visitor.get(address)
    assert count(GoalCheckIn) == 1
    assert "1 van 2 stappen gedaan." in page.text
    check_in = db.session.query(GoalCheckIn).one().public_id
    for _twice in range(2):
        assert visitor.post(f"{address}/bijhouden/{check_in}/weg", {}).status == 303
    assert count(GoalCheckIn) == 0


def test_nothing_to_fill_in_comes_on_paper(world: World) -> None:
    visitor = world.visitor(world.aisha)
    for address in (made(world), f"{MINE}/tijdlijn"):
        forms = visitor.get(address).tree.findall(".//main//*[@class='lp-noprint']//form")
        assert len(forms) == len(visitor.get(address).tree.findall(".//main//form")) > 0


def test_sharing_shows_the_goal_and_withdrawing_hides_it(world: World) -> None:
    address, gids = made(world), guide(world)
    aisha, carla = world.visitor(world.aisha), world.visitor(carla_of(world))
    aisha.post(f"{address}/bijhouden", {"key": "b", "note": "Alleen voor mij"})
    page = aisha.get(f"{address}/delen")
    assert "Gids Gans ziet dit doel" in page.text
    theirs = f"/mijn/begeleiding/{world.edition.public_id}/leerdoelen"

    def seen() -> tuple[bool, bool]:
        shown = carla.get("/mijn/leerdoelen/gedeeld").text, world.visitor(gids).get(theirs).text
        assert not any("Alleen voor mij" in text for text in shown)
        return tuple("Doorvragen op cijfers" in text for text in shown)  # type: ignore[return-value]

    found = [seen()]
    for audience in (f"facilitator:{world.edition.public_id}", f"cohort:{world.edition.public_id}", "me"):
        assert aisha.post(f"{address}/delen", {"audience": audience}).status == 303
        found.append(seen())
    assert found == [(False, False), (False, True), (True, True), (False, False)]
    assert aisha.post(f"{address}/delen", {"audience": "companion:x"}).status == 422
    assert carla.get(address).status == 404
    assert carla.get(theirs).status == 404


def test_reader_is_led_to_what_is_shared(world: World) -> None:
    address, gids = made(world), guide(world)
    carla, sanne = world.visitor(carla_of(world)), world.visitor(gids)
    assert f"{MINE}/gedeeld" not in carla.get("/mijn").links().values()
    world.visitor(world.aisha).post(f"{address}/delen", {"audience": f"cohort:{world.edition.public_id}"})
    assert carla.get("/mijn").links()["Lees 1 leerdoel dat iemand met je deelt"] == f"{MINE}/gedeeld"
    page = sanne.get(f"{MINE}/gedeeld")
    assert "Niemand deelt nu een leerdoel met je" not in page.text
    assert f"/mijn/begeleiding/{world.edition.public_id}/leerdoelen" in page.links().values()


def test_shared_goal_stands_in_no_file_or_letter_of_a_reader(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, gids = made(world), guide(world)
    world.visitor(world.aisha).post(f"{address}/delen", {"audience": f"cohort:{world.edition.public_id}"})
    papers: list[str] = []
    monkeypatch.setattr(pdf, "render", lambda _name, data: papers.append(str(data)) or b"%PDF-")
    for reader in (carla_of(world), gids):
        visitor = world.visitor(reader)
        for file in ("/profiel/mijn-gegevens.json", f"{MINE}/bestand", f"{MINE}/leerdoelen.pdf"):
            answer = visitor.client.get(file)
            assert (answer.status_code, NEW["what"] in answer.text) == (200, False)
    assert [NEW["what"] in paper for paper in papers] == [False, False]
    later = NOW + timedelta(days=40)
    with transaction() as session:
        assert letters.remind_person(session, person_id=world.aisha.id, now=later)
    for letter in db.session.query(OutgoingLetter):
        assert NEW["what"] not in str([letter.facts, letter.subject, letter.text, letter.html])


def test_who_left_reads_that_nobody_else_sees_the_goal(world: World) -> None:
    address, _gids = made(world), guide(world)
    aisha = world.visitor(world.aisha)
    aisha.post(f"{address}/delen", {"audience": f"facilitator:{world.edition.public_id}"})
    assert "Jij en de begeleiding van" in aisha.get(address).text
    with transaction() as session:
        mine = session.query(Participant).filter_by(person_id=world.aisha.id).one()
        service.withdraw(session, registration_id=mine.registration_id, actor_id=world.aisha.id, now=NOW)
    for page in (address, "/mijn/leerdoelen", f"{address}/delen"):
        assert "Alleen jij ziet dit leerdoel nog: je doet niet meer mee met" in aisha.get(page).text


def test_goal_closes_reopens_and_goes_for_good(world: World) -> None:
    address, visitor = made(world), world.visitor(world.aisha)
    visitor.post(f"{address}/afsluiten", {"hoe": "reached"})
    assert "Gehaald op 12 januari 2027." in visitor.get(address).text
    assert visitor.get(f"{address}/wijzigen").status == 303
    visitor.post(f"{address}/heropenen", {})
    assert "Hoe gaat het?" in visitor.get(address).text
    asked = visitor.get(f"{address}/verwijderen").text
    assert ("Verwijder dit leerdoel" in asked, "0 keren" in asked) == (True, False)
    world.visitor(carla_of(world)).post(f"{address}/verwijderen", {})
    assert count(Goal) == 1
    for _twice in range(2):
        assert visitor.post(f"{address}/verwijderen", {}).location == "/mijn/leerdoelen"
        assert "Het leerdoel is weg" in visitor.get("/mijn/leerdoelen").text
    assert (visitor.get(address).status, count(Goal)) == (404, 0)


def test_reflection_stands_on_the_timeline_until_it_is_gone(world: World) -> None:
    visitor = world.visitor(world.aisha)
    for _twice in range(2):
        visitor.post("/mijn/leerdoelen/tijdlijn", {"text": "Rust helpt", "key": "r"})
    made(world)
    page = visitor.get("/mijn/leerdoelen/tijdlijn")
    assert page.text.count("Rust helpt") == 1
    thought = db.session.query(Reflection).one().public_id
    world.visitor(carla_of(world)).post(f"/mijn/leerdoelen/tijdlijn/{thought}/weg", {})
    assert count(Reflection) == 1
    visitor.post(f"/mijn/leerdoelen/tijdlijn/{thought}/weg", {})
    assert count(Reflection) == 0


def test_own_data_can_be_taken_and_erased(world: World) -> None:
    made(world)
    visitor = world.visitor(world.aisha)
    with world.app.app_context():
        file = visitor.client.get("/mijn/leerdoelen/bestand")
    assert file.get_json()["goals"][0]["what"] == "Doorvragen op cijfers"
    assert "1 leerdoel gaat voorgoed weg" in visitor.get("/mijn/leerdoelen/wissen").text
    visitor.post("/mijn/leerdoelen/wissen", {})
    assert count(Goal) == 0


def test_goals_on_paper_leave_the_check_ins_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address = made(world, why="#strong[Let op] *x* $y$", steps="Lezen", about="aspect:kennis", target="4")
    visitor = world.visitor(world.aisha)
    visitor.post(f"{address}/bijhouden", {"key": "b", "note": "Alleen voor mij"})
    told: list[dict[str, Any]] = []
    render = pdf.render
    monkeypatch.setattr(pdf, "render", lambda name, data: told.append(data) or render(name, data))
    with world.app.app_context():
        paper = visitor.client.get("/mijn/leerdoelen/leerdoelen.pdf")
    assert (paper.status_code, paper.data[:5], b"pdfuaid" in paper.data) == (200, b"%PDF-", True)
    assert told[0]["goals"] == [
        {
            "title": "Doorvragen op cijfers",
            "state": "Bezig, Belangrijk. 0 van 1 stap gedaan.",
            "parts": [
                {"title": "Waarom", "lines": ["#strong[Let op] *x* $y$"]},
                {"title": "Hoort bij", "lines": ["Kennis & competenties, naar score 4,0"]},
                {"title": "Stappen", "lines": [], "list": ["Lezen"]},
            ],
        }
    ]


def test_mail_about_goals_can_be_switched_off(world: World) -> None:
    visitor = world.visitor(world.aisha)
    assert "checked" in str(visitor.client.get("/mijn/leerdoelen/herinneringen").text)
    assert "Hooguit een mail per vier weken" in visitor.get(f"{MINE}/nieuw").text
    visitor.post("/mijn/leerdoelen/herinneringen", {})
    off = visitor.get(f"{MINE}/nieuw").text
    assert "Je zette mail over leerdoelen uit." in off
    assert "Hooguit een mail per vier weken" not in off
    assert 'name="wanted" type="checkbox"' in visitor.client.get("/mijn/leerdoelen/herinneringen").text
