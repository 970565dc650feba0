"""A scan up to a learning goal; with keys only; shown to a facilitator and taken back."""

import pytest

from tests.journeys.people import SANNE, TOM
from tests.journeys.scan_pages import ARJAN
from tests.journeys.stage import Stage, Visitor
from tests.journeys.test_keyboard import Keys
from tests.journeys.variants import at_a_desk, on_a_phone

pytestmark = pytest.mark.browser
PAGES = 7
# What becomes of two presses within a second; neither leaves the page.
PRESSED_TWICE = """form => {
  const became = [];
  window.addEventListener("submit", (event) => {
    became.push(event.defaultPrevented ? "not sent" : "sent");
    event.preventDefault();
  });
  form.requestSubmit();
  form.requestSubmit();
  return became;
}"""


def answer_page(visitor: Visitor, value: int) -> None:
    for statement in visitor.page.get_by_role("radiogroup").all():
        statement.locator(f"input[value='{value}']").check(force=True)


@at_a_desk
def test_short_scan_is_done_with_keys_only(stage: Stage) -> None:
    visitor = stage.visitor(TOM)
    page, keys = visitor.page, Keys(visitor.page)
    page.goto("/mijn/zelfscan")
    keys.tab_to("Ik geef leiding")
    page.keyboard.press("ArrowDown")
    keys.enter("Begin")
    for number in range(PAGES):
        for _statement in range(3):
            keys.tab_to("Helemaal niet")
            for _step in range(2 + number % 2):
                page.keyboard.press("ArrowRight")
        keys.enter("Bewaar en ga verder")
    keys.enter("Bewaar en ga verder")
    assert "2 vragen zijn nog open" in page.inner_text("main")
    keys.enter("Verstuur je scan")
    assert page.locator("svg[role=img]").first.is_visible()
    assert "Je scores zijn vergelijkbaar" in page.inner_text("main")


@on_a_phone
def test_scan_leads_to_a_goal_and_a_check_in(stage: Stage) -> None:
    tom = stage.visitor(TOM)
    tom.go("/mijn/zelfscan")
    tom.tick("Ik geef leiding, en doe de korte scan")
    tom.press("Begin")
    stops_and_comes_back(tom)
    for page in range(3, PAGES + 1):
        answer_page(tom, 2 + page % 2)
        tom.press("Bewaar en ga verder")
    tom.press("Bewaar en ga verder")
    tom.press("Verstuur je scan")
    assert tom.heading == "Resultaat van je zelfscan"
    tom.press("Bekijk wat bij je past")
    tom.sees("Dit advies is bewaard.")
    tom.follow("Maak er een leerdoel van")
    tom.write("Wat wil je leren?", "Doorvragen op cijfers")
    tom.press("Bewaar het leerdoel")
    assert tom.heading == "Doorvragen op cijfers"
    tom.page.locator("#note").fill("Vandaag twee keer doorgevraagd.")
    tom.press("Bewaar hoe het gaat")
    tom.sees("Wat je schreef", "Vandaag twee keer doorgevraagd.")
    tom.follow("Verwijder")
    tom.press("Verwijder dit leerdoel")
    tom.sees("Het leerdoel is weg")


def stops_and_comes_back(visitor: Visitor) -> None:
    """Leaves the first page empty, answers the second, stops, and goes on with the first; then the third."""
    visitor.press("Bewaar en ga verder")
    assert "bleef leeg" in visitor.page.inner_text("body")
    answer_page(visitor, 3)
    visitor.press("Bewaar en stop")
    visitor.sees("Je bent bezig met een scan")
    visitor.follow("Ga verder")
    assert visitor.page.url.endswith("/vragen/1")
    visitor.page.go_back()
    visitor.follow("Kijk na wat je invulde")
    visitor.sees("20 vragen zijn nog open")
    visitor.page.locator("a[href$='/vragen/3']").click()
    visitor.look()


@at_a_desk
def test_facilitator_sees_a_result_until_it_is_taken_back(stage: Stage) -> None:
    arjan = stage.by_link(ARJAN)
    arjan.go("/mijn/zelfscan")
    arjan.follow("Scan van")
    arjan.follow("Deel met een begeleider")
    arjan.tick("Sanne Terpstra")
    arjan.press("Deel je resultaat")
    arjan.sees("Sanne Terpstra ziet dit resultaat")
    sanne = stage.visitor(SANNE)
    sanne.go("/mijn")
    sanne.follow("Zelfscan van Arjan Veenstra")
    sanne.sees("deelt dit met jou als begeleider", "Per aspect")
    shown = sanne.page.url
    if stage.variant.javascript:
        assert arjan.page.locator("main form").first.evaluate(PRESSED_TWICE) == ["sent", "not sent"]
        arjan.page.reload()
    arjan.press("Stop met delen")
    arjan.sees("Je scan is niet meer gedeeld")
    answer = sanne.page.goto(shown)
    assert answer is not None
    assert answer.status == 404
    sanne.go("/mijn")
    sanne.does_not_see("Arjan Veenstra")
