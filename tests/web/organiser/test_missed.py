"""What organisers hear of recommendations: groups of ten, round numbers, nobody in person."""

from portal.database import transaction
from portal.recommendations import service
from portal.recommendations.facts import RefusalReason
from portal.recommendations.models import Recommendation, RecommendationCatalogue
from tests.builders import NOW, a_person
from tests.recommendations.support import a_scan
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import words

PAGE = "/werk/vraag"
SLUG, TITLE = "sturen-op-de-opgave", "Sturen op de opgave"


def a_crowd_without_anything(world: World, people: int) -> None:
    """So many people whose recommendation was empty while they need more of richting."""
    with transaction() as session:
        session.add(RecommendationCatalogue(hash="0" * 64, content={}))
        for number in range(people):
            person = a_person(session, f"Mens {number}")
            scan = a_scan(session, person, 4, richting=2)
            hashes = dict.fromkeys(("instrument_hash", "catalogue_hash", "person_hash", "digest"), "0" * 64)
            session.add(
                Recommendation(
                    person_id=person.id,
                    assessment_id=scan.id,
                    made_at=NOW,
                    made_on=NOW.date(),
                    instrument="zelfscan 1.0",
                    config_version="1",
                    person={},
                    result={},
                    unmet=["richting"],
                    **hashes,
                )
            )
            service.refuse(
                session,
                person_id=person.id,
                key=SLUG,
                reason=RefusalReason.TIME,
                now=NOW,
            )


def rows(world: World) -> list[list[str]]:
    page = world.visitor(world.bram).get(PAGE)
    return [[words(cell) for cell in row] for row in page.tree.findall(".//main//tbody/tr")]


def test_nine_people_are_nobody(world: World) -> None:
    a_crowd_without_anything(world, 9)
    assert rows(world) == []


def test_twelve_people_are_said_to_be_ten(world: World) -> None:
    a_crowd_without_anything(world, 12)
    assert rows(world) == [["Richting & kaders", "10"], [TITLE, "10", "geen tijd"]]


def test_others_never_see_why_a_programme_is_not_wanted(world: World) -> None:
    a_crowd_without_anything(world, 12)
    page = world.visitor(world.chantal).get(PAGE)
    assert TITLE not in page.text
