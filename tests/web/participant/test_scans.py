"""The self-scan in a browser without script: begun, kept, looked over, sent, shown, shared and erased."""

import json
from typing import Any

import pytest
from flask import Response
from sqlalchemy import select

from portal.assessments import versions
from portal.assessments.models import InstrumentVersion
from portal.database import transaction
from portal.people.models import Person
from portal.programmes.models import EditionFacilitator
from portal.web.kit import pdf
from tests.assessments.test_instrument_file import TEXT
from tests.builders import NOW, registered
from tests.web.participant.conftest import World
from tests.web.participant.visitor import Visitor, words

SCANS = "/mijn/zelfscan"


@pytest.fixture
def aisha(world: World) -> Person:
    with transaction() as session:
        versions.load(session, text=TEXT, where="zelfscan.toml", now=NOW)
    return world.person()


@pytest.fixture
def visitor(world: World, aisha: Person) -> Visitor:
    return world.visitor(aisha)


def begins(visitor: Visitor, form: str = "long") -> str:
    """The address of the scan."""
    visitor.get(SCANS)
    return visitor.post(SCANS, {"form": form}).location.rpartition("/vragen/")[0]


def answers(visitor: Visitor, address: str, value: str = "3", pages: int = 9) -> None:
    for page in range(1, pages + 1):
        shown = visitor.get(f"{address}/vragen/{page}")
        names = {str(one.get("name")) for one in shown.tree.findall(".//input[@type='radio']")}
        visitor.post(f"{address}/vragen/{page}", {**dict.fromkeys(names, value), "seen": shown.value("seen")})


def sends(visitor: Visitor, address: str) -> str:
    return visitor.post(f"{address}/nakijken", {}).location


def test_overview_counts_the_statements_of_the_questionnaire(visitor: Visitor) -> None:
    page = visitor.get(SCANS)
    assert [words in page.text for words in ("65 stellingen, ongeveer 12", "21 stellingen, ongeveer 5")] == [
        True,
        True,
    ]


def test_who_chooses_nothing_is_told_what_to_do(visitor: Visitor) -> None:
    visitor.get(SCANS)
    assert visitor.post(SCANS, {}).error("form") == "Kies welke scan je wilt invullen."


@pytest.fixture
def own(world: World, aisha: Person) -> str:
    """The questionnaire of who organises an edition that Aisha is in."""
    edition, organiser = world.edition(), world.association.id
    with transaction() as session:
        registered(session, session.merge(edition), session.merge(aisha))
        default = session.scalars(select(InstrumentVersion.public_id)).one()
        copy = versions.copy(
            session, version=default, organisation_id=organiser, actor_id=aisha.id, now=NOW
        ).public_id
        versions.publish(session, version=copy, revision=1, actor_id=aisha.id, now=NOW)
    return copy


def test_person_sees_whose_each_questionnaire_is(visitor: Visitor, own: str) -> None:
    page = visitor.get(SCANS)
    assert "De standaard, voor iedereen. Ongeveer 12 minuten, kort 5 minuten." in page.text
    assert "Zij schreven de principes en stellingen." in page.text
    refused = visitor.post(SCANS, {"form": "short"})
    assert refused.error("version") == "Kies een vragenlijst."
    address = visitor.post(SCANS, {"form": "short", "version": own}).location.rpartition("/vragen/")[0]
    assert json.loads(visitor.client.get(f"{SCANS}/gegevens.json").text)["scans"][0]["form"] == "short"
    assert visitor.get(f"{address}/vragen/1").status == 200


def test_questionnaire_of_elsewhere_cannot_be_chosen(visitor: Visitor, own: str) -> None:
    visitor.get(SCANS)
    for strange in ("iets", ""):
        assert visitor.post(SCANS, {"form": "long", "version": strange}).status == 422


def test_questionnaire_withdrawn_in_between_is_told(visitor: Visitor, own: str, aisha: Person) -> None:
    visitor.get(SCANS)
    with transaction() as session:
        versions.withdraw(session, version=own, actor_id=aisha.id, now=NOW)
    page = visitor.post(SCANS, {"form": "long", "version": own})
    assert (page.status, page.value("form")) == (422, "long")
    assert page.error("form").startswith("Deze vragenlijst")


def test_scan_is_finished_after_its_questionnaire_was_withdrawn(visitor: Visitor, aisha: Person) -> None:
    address = begins(visitor)
    with transaction() as session:
        name = session.scalars(select(InstrumentVersion.public_id)).one()
        versions.withdraw(session, version=name, actor_id=aisha.id, now=NOW)
    assert (
        "Deze vragenlijst is intussen ingetrokken. Je kunt je scan gewoon afmaken." in visitor.get(SCANS).text
    )
    answers(visitor, address)
    assert sends(visitor, address) == address


def test_page_keeps_answers_and_goes_where_one_wants(visitor: Visitor) -> None:
    address = begins(visitor)
    first = visitor.get(f"{address}/vragen/1")
    sent = {"rk-p1": "4", "ov-p1": "x", "seen": first.value("seen")}
    assert visitor.post(f"{address}/vragen/1", {**sent, "dan": "verder"}).location == f"{address}/vragen/2"
    assert visitor.post(f"{address}/vragen/1", {**sent, "dan": "later"}).location == SCANS
    again = visitor.get(f"{address}/vragen/1")
    assert (again.value("rk-p1"), again.value("ov-p1"), again.value("bv-p1")) == ("4", "x", "")
    assert "2 van de 65 vragen beantwoord" in again.text


def test_empty_page_goes_on_and_says_what_that_means(visitor: Visitor) -> None:
    address = begins(visitor)
    first = visitor.get(f"{address}/vragen/1")
    assert "Vorige" not in first.text
    assert "als je 4 of meer van de 7 vragen erover beantwoordt" in first.text
    sent = visitor.post(f"{address}/vragen/1", {"seen": first.value("seen"), "dan": "verder"})
    page = visitor.get(sent.location)
    assert "De bladzijde ‘De inwoner staat voorop’ bleef leeg." in page.text
    assert "Vorige" in page.text


def test_short_form_and_roles_say_their_own_numbers(visitor: Visitor) -> None:
    address = begins(visitor, "short")
    assert "2 of meer van de 3 vragen" in visitor.get(f"{address}/vragen/1").text
    visitor.get(f"{SCANS}/wissen")
    visitor.post(f"{SCANS}/wissen", {})
    address = begins(visitor)
    seen = visitor.get(f"{address}/vragen/8").value("seen")
    sent = visitor.post(f"{address}/vragen/8", {"seen": seen, "dan": "verder"})
    assert "3 of meer van de 4 vragen" in visitor.get(sent.location).text


def test_answer_out_of_range_is_told_next_to_its_statement(visitor: Visitor) -> None:
    address = begins(visitor)
    page = visitor.get(f"{address}/vragen/1")
    refused = visitor.post(f"{address}/vragen/1", {"rk-p1": "6", "ov-p1": "2", "seen": page.value("seen")})
    assert refused.error("rk-p1") == "Dit is geen van de antwoorden. Kies er een uit de lijst."
    assert refused.value("ov-p1") == "2"


def test_item_of_another_version_keeps_nothing(visitor: Visitor) -> None:
    address = begins(visitor)
    visitor.get(f"{address}/vragen/1")
    refused = visitor.post(f"{address}/vragen/1", {"rk-p1": "4", "oud-p1": "4", "seen": ""})
    assert refused.status == 422
    assert "Er is niets bewaard" in refused.text
    assert visitor.get(f"{address}/vragen/1").value("rk-p1") == ""


def test_second_tab_sees_the_answers_of_the_first(visitor: Visitor) -> None:
    address = begins(visitor)
    seen = visitor.get(f"{address}/vragen/1").value("seen")
    visitor.post(f"{address}/vragen/1", {"rk-p1": "5", "seen": seen})
    late = visitor.post(f"{address}/vragen/1", {"rk-p1": "2", "seen": seen})
    assert late.status == 409
    assert "In een ander venster gaf je andere antwoorden" in late.text
    assert late.value("rk-p1") == "2"
    visitor.post(f"{address}/vragen/1", {"rk-p1": "2", "seen": late.value("seen")})
    assert visitor.get(f"{address}/vragen/1").value("rk-p1") == "2"


def test_summary_tells_what_is_open_and_asks_about_a_straight_line(visitor: Visitor) -> None:
    address = begins(visitor)
    refused = visitor.post(f"{address}/nakijken", {})
    assert (refused.status, "Beantwoord eerst" in refused.text) == (422, True)
    links = refused.links()
    assert links["De inwoner staat voorop"] == f"{address}/vragen/1#rk-p1-0"
    assert f"{address}/vragen/2#rk-p2-0" in links.values()
    answers(visitor, address)
    page = visitor.get(f"{address}/nakijken")
    assert "2 vragen zijn nog open" in page.text
    assert "Overal hetzelfde antwoord: klopt dat?" in page.text


def test_short_scan_after_a_long_one_says_why_it_stands_alone(visitor: Visitor) -> None:
    first = begins(visitor)
    answers(visitor, first)
    sends(visitor, first)
    second = begins(visitor, "short")
    answers(visitor, second, pages=7)
    sends(visitor, second)
    assert "staat los van je eerdere scan" not in visitor.get(first).text
    assert "Dit resultaat staat los van je eerdere scan." in visitor.get(second).text


def test_going_on_leads_to_where_one_stopped(visitor: Visitor) -> None:
    address = begins(visitor)
    onward = f"{address}/vragen/verder"
    found = [visitor.get(onward).location]
    answers(visitor, address, pages=2)
    found.append(visitor.get(onward).location)
    answers(visitor, address)
    found.append(visitor.get(onward).location)
    assert found == [f"{address}/vragen/1", f"{address}/vragen/3", f"{address}/vragen/10"]
    assert visitor.get(SCANS).links()["Ga verder"] == onward
    sends(visitor, address)
    assert visitor.get(onward).location == address


def test_empty_scan_is_not_offered_for_sending(visitor: Visitor) -> None:
    address = begins(visitor)
    page = visitor.get(f"{address}/nakijken")
    assert "Je beantwoordde nog geen enkele vraag." in page.text
    assert "Je kunt wel versturen" not in page.text
    assert "Verstuur je scan" not in [words(one) for one in page.tree.iter("button")]


def test_result_stands_in_chart_table_and_sentence(visitor: Visitor) -> None:
    address = begins(visitor)
    answers(visitor, address)
    assert sends(visitor, address) == address
    page = visitor.get(address)
    assert "Je scores zijn vergelijkbaar: de verschillen vallen binnen de meetmarge." in page.text
    assert "1. Richting & kaders 3,0 2,5 tot 3,5 4,0 meer ontwikkelruimte" in page.text
    assert page.html.count('role="img"') == 2
    assert visitor.get(f"{address}/vragen/1").location == address


def test_short_form_has_no_roles_and_supporters_no_scores(visitor: Visitor) -> None:
    address = begins(visitor, "short")
    answers(visitor, address, pages=7)
    sends(visitor, address)
    assert "Rollen" not in visitor.get(address).text
    address = begins(visitor, "supporter")
    assert "Een leidinggevende zegt:" in visitor.get(f"{address}/vragen/1").text
    answers(visitor, address)
    assert visitor.get(f"{address}/vragen/8").heading == "Hoe zij hun rol invullen, deel 1"
    assert "omdat je geen leiding geeft" in visitor.get(f"{address}/vragen/10").text
    sends(visitor, address)
    sent = visitor.get(address)
    assert sent.heading == "Je scan is verstuurd"
    assert "geen eigen scores" in sent.text
    assert visitor.client.get(f"{address}/resultaat.pdf").status_code == 404


def test_goal_below_the_score_is_told_beside_its_field(visitor: Visitor) -> None:
    address = begins(visitor)
    answers(visitor, address, "4")
    sends(visitor, address)
    page = visitor.get("/mijn/leerdoelen/nieuw?over=aspect:richting")
    goal = {
        "what": "Koers",
        "about": "aspect:richting",
        "target": "3",
        "key": page.value("key"),
        "priority": "1",
    }
    refused = visitor.post("/mijn/leerdoelen/nieuw", goal)
    assert (refused.status, refused.value("target")) == (422, "3,0")
    assert "4,0" in refused.error("target")


def test_pdf_is_tagged_and_says_its_language_and_title(visitor: Visitor) -> None:
    address = begins(visitor)
    answers(visitor, address)
    sends(visitor, address)
    found = visitor.client.get(f"{address}/resultaat.pdf")
    assert found.content_type == "application/pdf"
    for part in (b"/MarkInfo", b"/Lang(nl", b"<pdfuaid:part>1</pdfuaid:part>"):
        assert part in found.data
    assert b"Resultaat van je zelfscan" in found.data


def test_second_scan_shows_growth_and_asks_to_look_back(visitor: Visitor) -> None:
    for value in ("2", "4"):
        address = begins(visitor)
        answers(visitor, address, value)
        sends(visitor, address)
    page = visitor.get(address)
    assert "Alle aspecten samen van 2,0 naar 4,0 duidelijk gegroeid" in page.text
    grown = page.text.partition("Alle aspecten samen")[2]
    assert grown.index("Samenwerking & communicatie van") < grown.index(
        "Houding van"
    )  # as in the table above
    back = visitor.get(f"{address}/terugkijken")
    assert "lp-scale__point--none" not in back.html
    assert "hoe goed was je toen" in back.text.lower()
    visitor.post(f"{address}/terugkijken", {"richting": "1", "seen": ""})
    assert "Richting & kaders 2,0 1 4,0" in visitor.get(address).text


def test_paper_has_in_tables_what_the_page_compares(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in ("2", "4"):
        address = begins(visitor)
        answers(visitor, address, value)
        sends(visitor, address)
    visitor.get(f"{address}/terugkijken")
    visitor.post(f"{address}/terugkijken", {"richting": "1"})
    assert visitor.client.get(f"{address}/resultaat.pdf").status_code == 200
    written: list[dict[str, Any]] = []

    def remember(_template: str, data: dict[str, Any], _name: str) -> Response:
        written.extend(data["parts"])
        return Response()

    monkeypatch.setattr(pdf, "download", remember)
    visitor.client.get(f"{address}/resultaat.pdf")
    parts = {part["title"]: part for part in written}
    aspects = parts["Per aspect"]
    assert [one["label"] for one in aspects["columns"]][-2:] == ["Vorige scan", "Betekenis"]
    assert {row[-2] for row in aspects["rows"]} == {"2,0"}
    assert ["Richting & kaders", "2,0", "1", "4,0"] in parts["Hoe je nu naar toen kijkt"]["rows"]


def test_sharing_and_taking_back_is_real(world: World, aisha: Person, visitor: Visitor) -> None:
    edition = world.edition()
    sanne = world.person("Sanne Terpstra")
    with transaction() as session:
        registered(session, session.merge(edition), session.merge(aisha))
        session.add(EditionFacilitator(edition_id=edition.id, person_id=sanne.id))
    address = begins(visitor)
    answers(visitor, address)
    sends(visitor, address)
    visitor.get(f"{address}/delen")
    assert visitor.post(f"{address}/delen", {"whom": "iemand"}).error("whom")
    visitor.post(f"{address}/delen", {"whom": f"{edition.public_id}/{sanne.public_id}"})
    guide = world.visitor(sanne)
    shared = next(url for text, url in guide.get("/mijn").links().items() if "Aisha" in text)
    assert "Zelfscan van Aisha Bakker" in guide.get(shared).text
    assert visitor.client.get(shared).status_code == 404
    share = shared.rpartition("/")[2]
    visitor.get(address)
    stop = f"{SCANS}/delen/{share}/stop"
    assert [visitor.post(stop, {}).location for _twice in range(2)] == [address, SCANS]
    assert guide.client.get(shared).status_code == 404


def test_copy_of_everything_and_erasing_it(visitor: Visitor) -> None:
    address = begins(visitor)
    answers(visitor, address)
    data = json.loads(visitor.client.get(f"{SCANS}/gegevens.json").text)
    assert len(data["scans"][0]["answers"]) == 65
    assert visitor.client.get(f"{SCANS}/gegevens.csv").text.count("\n") == 66
    visitor.get(f"{SCANS}/wissen")
    visitor.post(f"{SCANS}/wissen", {})
    assert visitor.client.get(address).status_code == 404
    assert json.loads(visitor.client.get(f"{SCANS}/gegevens.json").text) == {"scans": []}
