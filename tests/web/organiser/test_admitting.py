"""The late desk: pasted people, checked by name, in with a mailed link, once."""

import pytest

from portal.database import db, transaction
from portal.people.models import Person
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations import steering
from portal.registrations.models import Registration
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.organiser.test_steering import bullets
from tests.web.participant.visitor import Page, count, letters, words

PEOPLE = "Noor de Wit <noor.dewit@veldrijk.example>\n\njan.van-dam@veldrijk.example\n"
WHY = "Meldde zich per mail"


def check(world: World, people: str = PEOPLE, why: str = WHY, **more: str) -> Page:
    """What the form answers."""
    key = world.organiser.get(world.address + "/toelaten").value("key")
    return world.organiser.post(world.address + "/toelaten", people=people, why=why, key=key, **more)


def carry_out(world: World, page: Page) -> Page:
    """The button of the confirmation."""
    fields = {name: page.value(name) for name in ("people", "why", "key")}
    return world.organiser.post(world.address + "/toelaten/definitief", fields)


def test_confirmation_names_people_and_consequences(world: World) -> None:
    world.enrols(world.aisha)

    page = check(world)

    cells = [words(cell) for cell in page.tree.findall(".//tbody/tr/*")]
    assert cells == [
        "Noor de Wit",
        "noor.dewit@veldrijk.example",
        "Jan van Dam",
        "jan.van-dam@veldrijk.example",
    ]
    assert bullets(page) == [
        "2 mensen krijgen een plek, en elk een mail met een eigen link om in te loggen.",
        "De editie is dan overvol: 1 plek meer bezet dan er is.",
    ]
    assert count(Registration) == 1


def test_waiting_people_who_are_overtaken_are_counted(world: World) -> None:
    for name in ("Carla", "Daan", "Esra"):
        world.enrols(name)

    assert (
        "1 inschrijving op de wachtlijst wordt ingehaald. Je reden staat daarbij."
        in check(world, "noor@veldrijk.example").text
    )


def test_admitted_people_have_a_seat_a_reason_and_a_link(world: World) -> None:
    done = world.organiser.follow(carry_out(world, check(world)))

    assert "2 mensen zijn toegelaten en krijgen een mail met een link om in te loggen." in done.text
    found = db.session.scalars(db.select(Registration).order_by(Registration.id)).all()
    assert [(r.state, r.person.name, r.admitted_reason, r.admitted_by_id) for r in found] == [
        ("confirmed", "Noor de Wit", WHY, world.bram.id),
        ("confirmed", "Jan van Dam", WHY, world.bram.id),
    ]
    assert letters(found[0].person) == ["admitted_by_hand"]


def test_pressing_twice_admits_once(world: World) -> None:
    page = check(world)

    statuses = [carry_out(world, page).status for _ in range(3)]

    assert (statuses, count(Registration)) == ([303, 303, 303], 2)


def test_going_back_to_fill_in_somebody_else_admits_them(world: World) -> None:
    page = check(world)
    fields = {name: page.value(name) for name in ("people", "why", "key")}
    world.organiser.post(world.address + "/toelaten/definitief", **fields)

    world.organiser.post(
        world.address + "/toelaten/definitief", **{**fields, "people": "Ida <ida@veldrijk.example>"}
    )

    assert count(Registration) == 3


def test_known_person_keeps_the_own_name(world: World) -> None:
    carry_out(world, check(world, f"Iemand Anders <{world.aisha.email.upper()}>"))

    assert world.fresh(world.aisha).name == "Aisha Bakker"
    assert count(Registration) == 1


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("geen adres", "Regel 2 (geen adres): Vul een e-mailadres in met een @, zoals naam@gemeente.nl."),
        ("Noor <noor@>", "Regel 2 (Noor <noor@>): Vul een e-mailadres in met een @, zoals naam@gemeente.nl."),
        (
            "x" * 201 + " <lang@veldrijk.example>",
            f"Regel 2 ({'x' * 40}…): Maak deze naam korter: hij mag 200 tekens lang zijn en is er nu 201.",
        ),
    ],
)
def test_line_that_is_wrong_is_named(world: World, line: str, problem: str) -> None:
    page = check(world, f"goed@veldrijk.example\n{line}")

    assert (page.status, page.error("people")) == (422, problem)
    assert page.value("people") == f"goed@veldrijk.example\n{line}"
    assert count(Person) == 3


def test_every_wrong_line_is_a_point_of_its_own(world: World) -> None:
    typed = "geen adres\ngoed@veldrijk.example\nNoor <noor@>"

    page = check(world, typed)

    invalid = "Vul een e-mailadres in met een @, zoals naam@gemeente.nl."
    points = [f"Regel 1 (geen adres): {invalid}", f"Regel 3 (Noor <noor@>): {invalid}"]
    assert [words(li) for li in page.tree.findall(".//*[@id='people-fout']//li")] == points
    assert [words(li) for li in page.tree.findall(".//*[@id='fouten']//li")] == points
    assert "Verbeter 2 punten." in page.text
    assert (page.value("people"), page.value("why")) == (typed, WHY)


def test_list_out_of_a_mail_program_names_everyone_once(world: World) -> None:
    page = check(world, 'Ida <ida@veldrijk.example>; "Bos, Els" <els@zandmeer.example>; IDA@veldrijk.example')

    rows = [[words(cell) for cell in row] for row in page.tree.findall(".//table/tbody/tr")]
    assert rows == [["Ida", "ida@veldrijk.example"], ["Els Bos", "els@zandmeer.example"]]


def test_someone_who_is_in_is_named(world: World) -> None:
    world.enrols(world.aisha)

    page = check(world, f"noor@veldrijk.example\n{world.aisha.email}")

    assert page.error("people") == (
        "Regel 2: aisha.bakker@veldrijk.example doet al mee of wacht al. Haal dit adres weg."
    )


def test_one_who_came_in_meanwhile_stops_the_whole_list(world: World) -> None:
    page = check(world, f"noor@veldrijk.example\n{world.aisha.email}")
    world.enrols(world.aisha)

    answer = carry_out(world, page)

    assert (answer.status, count(Registration)) == (409, 1)
    assert "Regel 2: aisha.bakker@veldrijk.example doet al mee of wacht al." in answer.text


@pytest.mark.parametrize("field", ["people", "why"])
def test_people_and_reason_are_needed(world: World, field: str) -> None:
    page = check(world, **{field: " "})

    assert (page.status, bool(page.error(field)), count(Registration)) == (422, True, 0)


def test_more_than_fifty_people_are_too_many(world: World) -> None:
    page = check(world, "\n".join(f"mens{n}@veldrijk.example" for n in range(51)))

    assert page.error("people") == "Plak hooguit 50 mensen tegelijk."


def test_way_back_keeps_what_was_typed(world: World) -> None:
    page = check(world)
    fields = {name: page.value(name) for name in ("people", "why", "key")}

    back = world.organiser.post(world.address + "/toelaten", {**fields, "terug": "1"})

    assert (back.status, back.value("people").splitlines(), back.value("why")) == (
        200,
        PEOPLE.splitlines(),
        WHY,
    )


def test_cancelled_edition_admits_nobody(world: World) -> None:
    page = check(world)
    with transaction() as session:
        steering.cancel_edition(
            session, edition_id=world.edition.id, actor_id=world.bram.id, why="Ziek", now=NOW
        )

    answer = carry_out(world, page)

    assert (answer.status, count(Registration)) == (409, 0)
    assert "Deze editie is geannuleerd. Je kunt er niets meer aan wijzigen." in answer.text


def test_closed_edition_still_admits(world: World) -> None:
    with transaction() as session:
        steering.set_desk(
            session,
            edition_id=world.edition.id,
            actor_id=world.bram.id,
            desk=world.edition.desk.CLOSED,
            now=NOW,
        )

    assert carry_out(world, check(world)).status == 303


def test_draft_admits_nobody_yet(world: World) -> None:
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        edition.publication = Publication.DRAFT
        edition.touch()

    answer = carry_out(world, check(world))

    assert (answer.status, count(Registration)) == (409, 0)
    assert "Deze editie is nog een concept." in answer.text
