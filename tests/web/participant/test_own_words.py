"""The participant's pages in English: what an organiser wrote stays Dutch, and says so."""

from typing import Any

from portal.database import transaction
from portal.people.facts import PositionKind
from portal.programmes.models import Edition
from portal.registrations import service, steering
from tests.builders import NOW, a_round
from tests.web.participant.conftest import World
from tests.web.participant.visitor import Page, Visitor, link, the_registration

OWN = ("Sturen op de opgave", "Voorjaar 2027", "Ronde 1", "Deelsessie 1.", "Eerste dag", "Te weinig mensen")
STEPS = ("mensen", "keuzes", "factuur", "controleren")


def unmarked(page: Page) -> list[str]:
    """The organiser's own words on this page that do not say that they are Dutch."""
    found: list[str] = []

    def read(element: Any, language: str) -> None:
        language = element.get("lang", language)
        for text, spoken in [(element.text, language), *((child.tail, language) for child in element)]:
            if text and spoken != "nl" and isinstance(element.tag, str):
                found.extend(own for own in OWN if own in text)
        for child in element:
            read(child, language)

    read(page.tree.find(".//main"), "en")
    return found


def edition_of(world: World, **more: object) -> Edition:
    """An edition with one round of two breakouts."""
    edition = world.edition(companion_allowed=True, **more)
    with transaction() as session:
        a_round(session, session.merge(edition), 4, 4)
    return edition


def enrolled(visitor: Visitor, edition: Edition, **people: str) -> str:
    """Enrols with the first breakout; the path of the registration."""
    path = f"/inschrijven/{edition.public_id}/keuzes"
    visitor.post(f"/inschrijven/{edition.public_id}/mensen", {"party": "alleen", **people})
    first = visitor.get(path).tree.find(".//input[@name='ronde-1']").get("value")
    visitor.enrol(edition.public_id, choices={"ronde-1": first, "ronde-1-tweede": ""}, **people)
    return f"/mijn/inschrijvingen/{the_registration().public_id}"


def pages(visitor: Visitor, start: str, *paths: str) -> dict[str, list[str]]:
    """What is not marked, by page; pages without a fault are left out."""
    found = {path: unmarked(visitor.get(f"/en{start}{path}")) for path in paths}
    return {path: words for path, words in found.items() if words}


def test_steps_mark_own_words(world: World) -> None:
    edition, visitor = edition_of(world), world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    visitor.post(f"{start}/mensen", party="alleen")
    visitor.post(f"{start}/keuzes", {"ronde-1": "", "ronde-1-tweede": ""})
    visitor.post(f"{start}/factuur", name="x", address="y", email="z@veldrijk.example")
    assert pages(visitor, start, *(f"/{step}" for step in STEPS)) == {}


def test_own_registration_marks_own_words(world: World) -> None:
    visitor = world.visitor(world.person())
    path = enrolled(visitor, edition_of(world))
    assert pages(visitor, "/mijn", "") == {}
    known = ("", "/bevestiging", "/afmelden", "/keuzes", "/factuur", "/meegaan", "/overdragen")
    assert pages(visitor, path, *known) == {}


def test_history_marks_the_title_of_a_breakout(world: World) -> None:
    visitor = world.visitor(world.person())
    path = enrolled(visitor, edition_of(world))
    with transaction() as session:
        breakout = the_registration().claims[1].breakout_id
        steering.cancel_breakout(session, breakout_id=breakout or 0, actor_id=1, now=NOW)
    assert "Deelsessie 1.1 is cancelled." in visitor.get("/en" + path).text
    assert pages(visitor, path, "") == {}


def test_offer_marks_own_words(world: World) -> None:
    edition, els = edition_of(world, seats=1), world.person("Els Kramer")
    enrolled(world.visitor(els), edition)
    visitor = world.visitor(world.person())
    enrolled(visitor, edition)
    with transaction() as session:
        service.withdraw(session, registration_id=1, actor_id=els.id, now=NOW)
    path = f"/mijn/aanbod/{the_registration().public_id}"
    assert pages(visitor, "/mijn", "") == {}
    assert pages(visitor, path, "", "/nee") == {}
    visitor.post(path, answer="blijf")
    assert pages(visitor, path, "") == {}


def test_invitations_and_refusals_mark_own_words(world: World) -> None:
    bram = world.director()
    enrolled(
        world.visitor(world.person()),
        edition_of(world),
        party="samen",
        companion_name="Bram",
        companion_email=bram.email,
    )
    other = world.visitor(bram)
    assert pages(other, "/mijn", "") == {}
    assert pages(other, link(bram.email, "companion_invited"), "") == {}
    closed, members = world.edition(closes=NOW), world.duo_edition()
    wethouder = world.visitor(world.person("Wim Smit", member_of=None, position=PositionKind.WETHOUDER))
    addresses = [f"/{edition.public_id}" for edition in (closed, members)]
    assert pages(wethouder, "/inschrijven", *addresses) == {}


def test_reason_that_one_typed_oneself_is_not_said_to_be_dutch(world: World) -> None:
    visitor = world.visitor(world.person())
    path = enrolled(visitor, edition_of(world))
    visitor.post(path + "/afmelden", why="Te weinig mensen")
    assert pages(visitor, path, "") == {"": ["Te weinig mensen"]}


def test_reason_of_an_organiser_says_it_is_dutch(world: World) -> None:
    visitor, organiser = world.visitor(world.person()), world.person("Bram").id
    edition = edition_of(world)
    path = enrolled(visitor, edition)
    with transaction() as session:
        steering.cancel_edition(
            session, edition_id=edition.id, actor_id=organiser, why="Te weinig mensen", now=NOW
        )
    assert "Reason: Te weinig mensen" in visitor.get("/en" + path).text
    assert pages(visitor, path, "") == {}


def test_erasing_an_account_marks_own_words(world: World) -> None:
    edition, visitor = edition_of(world), world.visitor(world.person())
    enrolled(visitor, edition)
    page = visitor.get("/en/profiel/verwijderen")
    assert ("Sturen op de opgave" in page.text, unmarked(page)) == (True, [])
