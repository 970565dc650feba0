"""Structured data says what the page says, and cannot break out of its block."""

from flask import Flask

from portal.database import transaction
from tests.builders import a_programme, an_edition
from tests.web.public.conftest import SITE, Visitor, data

DTG = "/leergangen/de-transformerende-gemeentesecretaris"
LDT = "/leergangen/leiderschap-in-digitale-transformatie"
DAY = "/leergangen/vng-bestuurdersdag-online"


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
