"""The schedule: made from nothing, shown as timeline and as table, with what is odd beside it."""

from datetime import timedelta

from portal.database import transaction
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Meeting, Module
from tests.builders import FIRST_DAY, an_edition
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, words

MEETING = {"title": "Dag 1", "day": "11-5-2027", "starts": "9.30", "ends": "17.00"}


def a_draft(world: World) -> str:
    """Where the schedule of an empty draft is."""
    with transaction() as session:
        programme = session.get_one(Edition, world.edition.id).programme
        edition = an_edition(session, programme, publication=Publication.DRAFT, label="Najaar")
        edition.meetings.clear()
        edition.starts_on = edition.ends_on = None
    return f"/werk/edities/{edition.public_id}/programma"


def sends(world: World, path: str, **fields: str) -> Page:
    """Fills in the form at this address and sends it."""
    form = world.organiser.get(path)
    hidden = {
        box.get("name"): box.get("value", "")
        for box in form.tree.iter("input")
        if box.get("type") == "hidden" and box.get("name") in ("version", "seen", "key")
    }
    return world.organiser.post(path.partition("?")[0], {**hidden, **fields})


def cards(page: Page) -> list[str]:
    """The meetings of the timeline, in order."""
    return [words(card) for card in page.tree.findall(".//main//ol/li[@class='lp-card']")]


def test_two_day_module_is_made_from_nothing(world: World) -> None:
    path = a_draft(world)
    assert "Nog geen bijeenkomsten" in world.organiser.get(path).text

    after = sends(world, f"{path}/modules/nieuw", title="Sturen", kind="core")
    key = after.location.rpartition("module=")[2]
    first = sends(world, after.location.removeprefix("http://localhost"), **MEETING, module=key, more="1")
    assert first.location.endswith(f"/bijeenkomsten/nieuw?module={key}")
    second = {**MEETING, "title": "Dag 2", "day": "2027-05-12", "place": "online", "online_link": ""}
    done = world.organiser.follow(sends(world, first.location, **second, module=key))

    assert "De bijeenkomst is toegevoegd." in done.html
    assert [card.split(" Wijzig")[0] for card in cards(done)] == [
        "dinsdag 11 mei 2027, 09.30 tot 17.00 uur Dag 1 Plaats nog niet bekend",
        "woensdag 12 mei 2027, 09.30 tot 17.00 uur Dag 2 Online, nog zonder link",
    ]


def test_table_is_in_order_of_date(world: World) -> None:
    path = a_draft(world)
    for title, day in (("Later", "12-5-2027"), ("Ooit", ""), ("Eerst", "11 mei 2027")):
        hours = {"starts": "", "ends": ""} if not day else {}
        sends(world, f"{path}/bijeenkomsten/nieuw", **{**MEETING, "title": title, "day": day, **hours})

    page = world.organiser.get(f"{path}?toon=tabel")

    rows = [[words(cell) for cell in row][:4] for row in page.tree.findall(".//tbody/tr")]
    assert rows == [
        ["dinsdag 11 mei 2027, 09.30 tot 17.00 uur", "Eerst", "Plaats nog niet bekend", "Niets"],
        ["woensdag 12 mei 2027, 09.30 tot 17.00 uur", "Later", "Plaats nog niet bekend", "Niets"],
        ["Datum nog niet bekend", "Ooit", "Plaats nog niet bekend", "Niets"],
    ]


def test_warnings_stand_beside_their_meeting(world: World) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, world.edition.meetings[0].id)
        meeting.stated_weekday = "maandag"
        meeting.slots[0].ends_at += timedelta(days=1)
        session.get_one(Edition, world.edition.id).touch()

    page = world.organiser.get(f"{world.address}/programma")

    (card,) = cards(page)
    assert "Je noemt een maandag, maar de datum is dinsdag 13 april 2027." in card
    assert "‘Ronde 1’ valt buiten de tijden van de bijeenkomst." in card


def test_school_holiday_is_a_note(world: World) -> None:
    path = a_draft(world)
    done = sends(world, f"{path}/bijeenkomsten/nieuw", **{**MEETING, "day": "29-12-2026", "past": "y"})
    (card,) = cards(world.organiser.follow(done))
    assert "Goed om te weten: dan is het kerstvakantie" in card


def test_order_changes_with_buttons(world: World) -> None:
    path = a_draft(world)
    for title in ("Een", "Twee"):
        sends(world, f"{path}/modules/nieuw", title=title, kind="core")
    page = world.organiser.get(path)
    (up,) = [f for f in page.tree.iter("form") if words(f).startswith("Omhoog")]
    fields = {box.get("name"): box.get("value") for box in up.iter("input")}

    for _press in range(2):
        done = world.organiser.post(up.get("action"), fields)

    heads = [words(h) for h in world.organiser.follow(done).tree.iter("h3")]
    assert [head for head in heads if head.startswith("Module")] == ["Module 1: Twee", "Module 2: Een"]


def test_edition_that_has_been_is_only_to_read(world: World) -> None:
    edition = world.another(first_day=FIRST_DAY.replace(year=2026))
    path = f"/werk/edities/{edition.public_id}/programma"

    page = world.organiser.get(path)
    form = world.organiser.get(f"{path}/modules/nieuw")

    assert "Wijzig" not in page.text
    assert (form.status, "geweest" in world.organiser.follow(form).html) == (303, True)


def test_overview_leads_to_what_a_warning_is_about(world: World) -> None:
    with transaction() as session:
        session.get_one(Meeting, world.edition.meetings[0].id).stated_weekday = "maandag"
        session.get_one(Edition, world.edition.id).touch()

    links = world.organiser.get(world.address).links()

    name = world.edition.meetings[0].public_id
    assert links["Bijeenkomst 1"] == f"{world.address}/programma/bijeenkomsten/{name}"


def test_somebody_else_sees_no_schedule(world: World) -> None:
    stranger = world.visitor(world.chantal)
    module = world.fresh(world.edition).modules[0]
    assert isinstance(module, Module)
    paths = ["programma", "begeleiders", "programma/modules/nieuw", f"programma/modules/{module.public_id}"]
    assert [stranger.get(f"{world.address}/{path}").status for path in paths] == [404] * 4
