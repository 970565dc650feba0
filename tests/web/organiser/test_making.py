"""A programme and its first edition from nothing, in the browser without script."""

import pytest
from sqlalchemy import select

from portal.database import db, transaction
from portal.people.models import OrganiserRole
from portal.programmes.facts import ProgrammeKind
from portal.programmes.models import Edition, Programme, ProgrammeOrganiser
from tests.builders import NOW, a_person
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, Visitor, count, words

NEW = "/werk/leergangen/nieuw"
FILLED = {"title": "Leren van data", "kind": "leergang", "summary": "Kort en goed."}
SLUG = "leren-van-data"


def own_organisation(world: World) -> dict[str, str]:
    return {"organisation": world.vgs.public_id}


def make(world: World, **more: str) -> Page:
    return world.organiser.post(NEW, {**FILLED, **own_organisation(world), **more})


def the_programme(slug: str = SLUG) -> Programme:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Programme).where(Programme.slug == slug)).one()


def test_first_edition_stands_ready_in_two_pages(world: World) -> None:
    form = world.organiser.follow(make(world))
    fields = {"label": "Najaar 2027", "first_day": "14 september 2027", "parts": "3", "seats": "16"}

    ready = world.organiser.follow(
        world.organiser.post(f"/werk/leergangen/{SLUG}/edities/nieuw/leergang", fields)
    )

    assert (form.heading, form.value("parts"), form.value("seats")) == ("Leren van data", "4", "16")
    assert "16 plekken. Komt er een plek vrij" in form.text
    assert ready.heading == "Leren van data, Najaar 2027"
    assert "Kies de datum van 2 bijeenkomsten" in ready.text
    assert "Vul de prijs in" in ready.text
    assert "Naar publiceren" in ready.text


def test_each_kind_says_what_it_is(world: World) -> None:
    page = world.organiser.get(NEW)
    assert "Een of een paar losse dagen, zonder modules." in page.text


@pytest.mark.parametrize(("kind", "warned"), [("bijeenkomst", True), ("leergang", False)])
def test_who_leaves_the_day_empty_knows_that_the_rounds_wait_for_it(
    world: World, kind: str, warned: bool
) -> None:
    make(world, kind=kind)
    form = world.organiser.get(f"/werk/leergangen/{SLUG}/edities/nieuw/{kind}")
    assert ("de rondes horen bij een dag" in form.text) is warned


def test_new_edition_begins_with_the_kind_of_its_programme(world: World) -> None:
    make(world, kind="bijeenkomst")
    page = world.organiser.get(f"/werk/leergangen/{SLUG}")
    form = world.organiser.get(page.links()["Nieuwe editie"])
    assert "Nieuwe editie: Bijeenkomst met deelsessies" in form.text
    assert form.links()["Kies een andere opzet"].endswith(f"{SLUG}/edities/nieuw")


def test_presets_start_with_the_programmes_own_kind(world: World) -> None:
    make(world, kind="bijeenkomst")
    page = world.organiser.get(f"/werk/leergangen/{SLUG}/edities/nieuw")
    titles = [words(h) for h in page.tree.findall(".//main//h3")]
    assert titles == ["Bijeenkomst met deelsessies", "Leergang", "Leerdag(en)"]


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("title", " ", "Vul een titel in."),
        ("title", "x" * 201, "Maak deze tekst korter: hij mag 200 tekens lang zijn en is er nu 201."),
        ("kind", "feest", "Kies een van de mogelijkheden."),
    ],
)
def test_programme_that_cannot_be_says_why(world: World, field: str, typed: str, message: str) -> None:
    page = make(world, **{field: typed})
    assert (page.status, page.error(field), count(Programme)) == (422, message, 2)
    assert page.value("summary") == "Kort en goed."


def test_title_of_one_organisation_stands_once(world: World) -> None:
    page = make(world, title="Sturen op de opgave")
    assert page.error("title").startswith("Jullie hebben al een leergang met deze titel.")


def test_pressing_twice_makes_one_programme(world: World) -> None:
    answers = [make(world).location for _twice in range(2)]
    assert (answers[0] == answers[1], count(Programme)) == (True, 3)


def test_somebody_elses_organisation_makes_nothing(world: World) -> None:
    page = make(world, organisation=world.vng.public_id)
    assert (page.status, count(Programme)) == (422, 2)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("label", "", "Vul een naam in, zoals Najaar 2027."),
        ("label", "voorjaar 2027", "Deze leergang heeft al een editie met deze naam. Kies een andere naam."),
        ("first_day", "31-2-2027", "Vul een datum in als dag, maand en jaar, zoals 3-2-2027."),
        ("parts", "4", "Vul hooguit 3 in."),
        ("parts", "nul", "Vul een heel getal in van 1 tot 12."),
        ("seats", "0", "Vul een heel getal in van 1 tot 100000."),
    ],
)
def test_draft_that_cannot_be_says_why(world: World, field: str, typed: str, message: str) -> None:
    fields = {"label": "Middag", "first_day": "2027-09-14", "parts": "2", "seats": "90", field: typed}
    page = world.organiser.post("/werk/leergangen/sturen-op-de-opgave/edities/nieuw/bijeenkomst", fields)
    assert (page.status, page.error(field), page.value(field), count(Edition)) == (422, message, typed, 2)


def edit(world: World, **more: str) -> dict[str, str]:
    page = world.organiser.get(f"/werk/leergangen/{SLUG}/wijzigen")
    return {**FILLED, "seen": page.value("seen"), **more}


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("link", "http://voorbeeld.nl", "Vul het hele adres in, met https:// ervoor."),
        ("contact_email", "leren", "Vul een e-mailadres in met een @, zoals naam@gemeente.nl."),
        ("goals", "x" * 301, "Vul hooguit 20 regels in, elk van hooguit 300 tekens."),
    ],
)
def test_text_that_cannot_be_says_why(world: World, field: str, typed: str, message: str) -> None:
    make(world)
    page = world.organiser.post(f"/werk/leergangen/{SLUG}/wijzigen", edit(world, **{field: typed}))
    assert (page.status, page.error(field), page.value(field)) == (422, message, typed)


def test_changed_text_shows_on_the_public_page_at_once(world: World) -> None:
    address = "/werk/leergangen/sturen-op-de-opgave/wijzigen"
    page = world.organiser.get(address)
    fields = {
        "title": "Sturen met zin",
        "kind": "leerdagen",
        "goals": "Kiezen\n\nDelen\n",
        "description": "Eén.\n\nTwee.",
        "seen": page.value("seen"),
    }
    before = world.visitor().get("/leergangen/sturen-op-de-opgave").heading
    done = world.organiser.follow(world.organiser.post(address, fields))

    public = world.visitor().get("/leergangen/sturen-op-de-opgave")
    assert (before, done.heading, public.heading) == (
        "Sturen op de opgave",
        "Sturen met zin",
        "Sturen met zin",
    )
    assert "Kiezen Delen" in public.text
    history = world.organiser.get(world.address).text
    assert "Titel: eerst ‘Sturen op de opgave’, nu ‘Sturen met zin’." in history
    assert "Soort: eerst ‘Leergang’, nu ‘Leerdag(en)’." in history


def test_second_organiser_sees_what_the_first_changed(world: World) -> None:
    make(world)
    address, mine = f"/werk/leergangen/{SLUG}/wijzigen", edit(world, theme="Data")
    world.organiser.post(address, edit(world, summary="Van een ander."))

    late = world.organiser.post(address, mine)

    assert (late.status, the_programme().theme) == (409, "")
    assert "Samenvatting: nu ‘Van een ander.’." in late.text
    assert late.value("theme") == "Data"
    again = world.organiser.post(address, {**mine, "seen": late.value("seen")})
    assert (again.status, the_programme().theme) == (303, "Data")


@pytest.mark.parametrize("nonsense", ["", "[", "null", '{"summary": {}}', "[" * 100_000])
def test_nonsense_in_place_of_what_the_page_showed_changes_nothing(world: World, nonsense: str) -> None:
    make(world)
    page = world.organiser.post(f"/werk/leergangen/{SLUG}/wijzigen", edit(world, theme="Data", seen=nonsense))
    assert (page.status, the_programme().theme) == (409, "")


def test_joint_organisation_manages_all_of_it(world: World) -> None:
    make(world)
    address, chantal = f"/werk/leergangen/{SLUG}", world.visitor(world.chantal)
    before = chantal.get(address).status
    nothing = world.organiser.post(f"{address}/organisaties", organisation="")
    world.organiser.follow(world.organiser.post(f"{address}/organisaties", organisation=world.vng.public_id))

    assert (before, chantal.get(address).status, chantal.get(f"{address}/wijzigen").status) == (404, 200, 200)
    assert nothing.error("organisation") == "Kies een organisatie."
    sure = chantal.get(f"{address}/organisaties/{world.vng.public_id}/weg")
    assert "Je kunt er dan zelf ook niet meer bij." in sure.text
    gone = chantal.post(f"{address}/organisaties/{world.vng.public_id}/weg")
    assert (gone.location, chantal.get(address).status) == ("/werk/leergangen", 404)


def test_last_organisation_stays(world: World) -> None:
    make(world)
    address = f"/werk/leergangen/{SLUG}/organisaties/{world.vgs.public_id}/weg"
    asked, pressed = world.organiser.get(address), world.organiser.post(address)
    assert (asked.button(), pressed.status, count(ProgrammeOrganiser)) == ([], 409, 3)
    assert "VGS is de enige organisatie van deze leergang." in asked.text


def test_who_organises_for_two_chooses_one(world: World) -> None:
    with transaction() as session:
        dora = a_person(session, "Dora Mulder", organises_for=session.merge(world.vgs))
        session.add(OrganiserRole(person_id=dora.id, organisation_id=world.vng.id, started_at=NOW))
    page = Visitor(world.app, dora).get(NEW)
    assert [words(o) for o in page.tree.findall(".//select[@name='organisation']/option")] == ["VGS", "VNG"]


def test_list_shows_only_ones_own(world: World) -> None:
    page = world.organiser.get("/werk/leergangen")
    assert [words(h) for h in page.tree.findall(".//main//h3")] == ["Sturen op de opgave"]
    assert the_programme("sturen-op-de-opgave").kind == ProgrammeKind.LEERGANG
