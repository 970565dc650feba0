"""A goal shared with others and taken back: whoever read it a moment ago does not find it any more."""

import pytest

from tests.journeys.people import SANNE
from tests.journeys.scan_pages import ARJAN
from tests.journeys.stage import Stage, Visitor
from tests.journeys.variants import on_a_phone

pytestmark = pytest.mark.browser
ANOUK = "anouk.blokland@duinwijk.example"
GOAL = "Rustig blijven als cijfers tegenvallen"


@on_a_phone
def test_goal_taken_back_is_gone_for_everybody(stage: Stage) -> None:
    arjan, anouk, sanne = stage.visitor(ARJAN), stage.by_link(ANOUK), stage.visitor(SANNE)
    arjan.go("/mijn/leerdoelen/nieuw")
    arjan.write("Wat wil je leren?", GOAL)
    arjan.press("Bewaar het leerdoel")
    reads = {"Mijn groep": [anouk, sanne], "De begeleider": [sanne], "Anouk Blokland": [anouk]}
    for whom, readers in reads.items():
        shares(arjan, whom)
        assert [one for one in (anouk, sanne) if finds(one)] == readers
        shares(arjan, "Alleen ik")
        assert [one for one in readers if still_finds(one)] == []


def shares(owner: Visitor, whom: str) -> None:
    """With somebody of the leergang, the oldest of the editions."""
    owner.follow("Kies wie dit ziet")
    owner.page.get_by_role("radio", name=whom).last.check(force=True)
    owner.press("Bewaar je keuze")


def finds(reader: Visitor) -> bool:
    """Looks where others' goals stand; stays on the page where it is."""
    reader.go("/mijn")
    guiding = reader.page.get_by_role("link", name="Wat deelnemers delen").all()
    pages = [link.get_attribute("href") or "" for link in guiding] or ["/mijn/leerdoelen/gedeeld"]
    for page in pages:
        reader.go(page)
        if reads_it(reader):
            return True
    return False


def still_finds(reader: Visitor) -> bool:
    """Loads the page again where the goal stood, and goes back to it from another one."""
    reader.page.reload()
    again = reads_it(reader)
    reader.go("/mijn")
    reader.page.go_back()
    return again or reads_it(reader)


def reads_it(reader: Visitor) -> bool:
    return GOAL in reader.page.inner_text("main")
