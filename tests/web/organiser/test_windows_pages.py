"""The periods in which people may register: several, added and taken away without script."""

from datetime import UTC, datetime

import pytest

from portal.database import transaction
from portal.outbox.models import OutgoingLetter
from portal.programmes import interest
from portal.programmes.models import RegistrationWindow
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, count

FIRST = {"windows-0-opens_on": "1-2-2027", "windows-0-opens_at": "9.30"}
NAMES = ("opens_on", "opens_at", "closes_on", "closes_at")


def address(world: World) -> str:
    return f"{world.address}/inschrijfperiodes"


def stamps(page: Page) -> dict[str, str]:
    return {name: page.value(name) for name in ("version", "seen")}


def send(world: World, **typed: str) -> Page:
    found = {name.replace("__", "-"): text for name, text in typed.items()}
    return world.organiser.post(address(world), {**stamps(world.organiser.get(address(world))), **found})


def spans(world: World) -> list[tuple[datetime, datetime | None]]:
    return [(w.opens_at, w.closes_at) for w in world.fresh(world.edition).windows]


def row(number: int, *texts: str) -> dict[str, str]:
    return {f"windows-{number}-{name}": text for name, text in zip(NAMES, texts, strict=True)}


def test_two_periods_are_kept_in_order(world: World) -> None:
    fields = {**row(0, "2027-03-01", "", "", ""), **row(1, "1 februari 2027", "9.30", "5-2-2027", "")}
    assert send(world, **fields).status == 303
    assert spans(world) == [
        (datetime(2027, 2, 1, 8, 30, tzinfo=UTC), datetime(2027, 2, 5, 22, 59, tzinfo=UTC)),
        (datetime(2027, 3, 1, 8, tzinfo=UTC), None),
    ]
    history = world.organiser.get(world.address).text
    assert (
        "De inschrijfperiodes zijn nu: maandag 1 februari 2027, 09.30 uur tot vrijdag 5 februari 2027, "
        "23.59 uur; vanaf maandag 1 maart 2027, 09.00 uur."
    ) in history


def test_one_more_row_loses_nothing_that_was_typed(world: World) -> None:
    page = send(world, **row(0, "morgen", "9.30", "", ""), nog="1")
    assert (page.status, page.value("windows-0-opens_on"), page.value("windows-1-opens_on")) == (
        200,
        "morgen",
        "",
    )
    assert spans(world) == [(w.opens_at, None) for w in world.edition.windows]


def test_emptied_row_is_taken_away(world: World) -> None:
    assert send(world, **row(0, "", "", "", "")).status == 303
    assert (count(RegistrationWindow), spans(world)) == (1, [])
    assert "De inschrijfperiodes zijn weggehaald." in world.organiser.get(world.address).text


@pytest.mark.parametrize(
    ("texts", "field", "message"),
    [
        (("", "9.30", "", ""), "opens_on", "Vul de dag in waarop de inschrijving opent."),
        (("31-2-2027", "", "", ""), "opens_on", "Vul een datum in als dag, maand en jaar, zoals 3-2-2027."),
        (("1-2-2027", "half tien", "", ""), "opens_at", "Vul een tijd in als uren en minuten, zoals 9.30."),
        (("1-2-2027", "", "", "17.00"), "closes_on", "Vul ook de dag in, of haal de tijd weg."),
        (
            ("1-2-2027", "9.30", "1-2-2027", "9.30"),
            "closes_on",
            "Dit ligt voor de opening. Kies een latere dag of tijd.",
        ),
    ],
)
def test_period_that_cannot_be_says_why(
    world: World, texts: tuple[str, ...], field: str, message: str
) -> None:
    page = send(world, **row(0, *texts))
    assert (page.status, page.error(f"windows-0-{field}")) == (422, message)
    typed = texts[NAMES.index(field)]
    assert page.value(f"windows-0-{field}") in (typed, "2027-02-01" if typed == "1-2-2027" else typed)


def test_hour_that_does_not_exist_is_refused(world: World) -> None:
    page = send(world, **row(0, "28-3-2027", "2.30", "", ""))
    assert (page.status, page.error("windows-0-opens_at") != "") == (422, True)


def test_interest_list_goes_first_and_hears_until_when(world: World) -> None:
    with transaction() as session:
        found = interest.enter(
            session,
            programme_id=world.edition.programme_id,
            email="wie@zee.example",
            name="",
            language="nl",
            now=NOW,
        )
        found.confirmed_at = NOW
    page = world.organiser.get(address(world))
    send(world, **row(0, "1-2-2027", "", "", ""), head_start="2")

    assert "1 persoon vroeg om bericht als de inschrijving opent." in page.text
    assert (
        "Tot woensdag 3 februari 2027, 09.00 uur kunnen alleen mensen zich inschrijven "
        "die al belangstelling hadden." in world.visitor().get("/leergangen/sturen-op-de-opgave").text
    )


def test_period_that_opens_now_tells_the_interest_list_at_once(world: World) -> None:
    with transaction() as session:
        found = interest.enter(
            session,
            programme_id=world.edition.programme_id,
            email="wie@zee.example",
            name="",
            language="nl",
            now=NOW,
        )
        found.confirmed_at = NOW
    said = world.organiser.get(address(world)).text
    send(world, **row(0, "1-1-2027", "", "", ""))
    send(world, **row(0, "2-1-2027", "", "", ""))

    assert "Opent een periode nu, dan gaat die mail meteen uit." in said
    assert count(OutgoingLetter) == 1


def test_second_organiser_sees_the_periods_of_the_first(world: World) -> None:
    mine = {**stamps(world.organiser.get(address(world))), **row(0, "1-3-2027", "", "", "")}
    send(world, **row(0, "1-2-2027", "", "", ""))

    late = world.organiser.post(address(world), mine)

    assert (late.status, late.value("windows-0-opens_on"), len(spans(world))) == (409, "2027-03-01", 1)
    assert "De inschrijfperiodes zijn nu: vanaf maandag 1 februari 2027, 09.00 uur." in late.text
