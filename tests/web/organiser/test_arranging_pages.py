"""Facts, price, seats and company of an edition: typed as people type, kept exactly, told in the history."""

from datetime import date

import pytest

from portal.database import transaction
from portal.programmes import stating
from portal.programmes.facts import VatBasis
from portal.programmes.models import Edition, EditionChange
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, count, words

PRICE = {"paid": "paid", "price": "1.750", "vat_basis": "excl", "vat_percentage": "21"}


def stamps(page: Page) -> dict[str, str]:
    return {name: page.value(name) for name in ("version", "seen")}


def send(world: World, part: str, **typed: str) -> Page:
    address = f"{world.address}/{part}"
    return world.organiser.post(address, {**stamps(world.organiser.get(address)), **typed})


def now_of(world: World) -> Edition:
    return world.fresh(world.edition)  # type: ignore[no-any-return]


def public(world: World) -> str:
    return world.visitor().get("/leergangen/sturen-op-de-opgave").text


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("1.500", 150_000), ("€ 1500,00", 150_000), ("1500,-", 150_000), ("1.250,50", 125_050)],
)
def test_price_is_typed_as_people_type_it(world: World, typed: str, cents: int) -> None:
    done = send(world, "prijs", **{**PRICE, "price": typed, "vat_basis": "incl"})
    found = now_of(world)
    assert (done.status, found.price_cents, found.vat_basis) == (303, cents, VatBasis.INCL)


def test_price_sent_as_it_stood_says_so(world: World) -> None:
    send(world, "prijs", **PRICE)
    again = send(world, "prijs", **PRICE)
    assert "Dit stond er al zo. Er is niets veranderd." in world.organiser.get(again.location).text


def test_new_price_stands_on_the_public_page_at_once(world: World) -> None:
    before = public(world)
    send(world, "prijs", **PRICE, cancel_free_days="14", cancel_percentage="50")

    after = public(world)
    assert ("€ 1.500, exclusief btw" in before, "€ 1.750, exclusief 21 procent btw" in after) == (True, True)
    assert "Afmelden is gratis tot 14 dagen voor de start. Daarna betaal je 50% van de prijs." in after
    history = world.organiser.get(world.address).text
    assert "Prijs per persoon: eerst ‘€ 1.500’, nu ‘€ 1.750’." in history
    assert "Bram de Vries" in history


def test_free_edition_has_no_amounts(world: World) -> None:
    send(world, "prijs", **PRICE, member_price="1.000")
    send(world, "prijs", **{**PRICE, "paid": "free"})
    found = now_of(world)
    assert (found.vat_basis, found.price_cents, found.member_price_cents) == (VatBasis.FREE, None, None)
    assert world.organiser.get(f"{world.address}/prijs").value("paid") == "free"


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("price", "", "Vul de prijs in, zoals 1500 of 1.250,50."),
        ("price", "duizend", "Vul een bedrag in, zoals 1500 of 1.250,50."),
        ("price", "-5", "Vul een bedrag in, zoals 1500 of 1.250,50."),
        ("vat_basis", "", "Kies of de btw bij de prijs hoort."),
        ("vat_percentage", "121", "Vul een heel getal in van 0 tot 100."),
        ("cancel_percentage", "50", "Vul ook in tot hoeveel dagen voor de start afmelden gratis is."),
        ("paid", "misschien", "Kies een van de mogelijkheden."),
    ],
)
def test_price_that_cannot_be_says_why(world: World, field: str, typed: str, message: str) -> None:
    page = send(world, "prijs", **{**PRICE, field: typed})
    assert (page.status, page.error(field), count(EditionChange)) == (422, message, 0)
    if field not in ("vat_basis", "paid"):
        assert page.value(field) == typed


def test_price_page_says_what_it_leaves_alone(world: World) -> None:
    before = world.organiser.get(f"{world.address}/prijs").text
    registration = world.enrols("Aisha")
    after = world.organiser.get(f"{world.address}/prijs").text
    send(world, "prijs", **PRICE)

    said = "Wie zich al inschreef, houdt de prijs en de voorwaarden van dat moment."
    assert ((said in before), (said in after)) == (False, True)
    assert world.fresh(registration).price["total"] == 150_000


def test_facts_are_kept_and_shown(world: World) -> None:
    done = send(
        world,
        "gegevens",
        label="Voorjaar 2027",
        starts_on="13-4-2027",
        until_month="mei 2027",
        study_load_hours="20",
        self_study_hours="0",
        facilitator="Sanne Terpstra",
        preparation="Lees dit.\r\n\r\nEn dat.",
    )
    found = now_of(world)
    assert (done.status, found.starts_on, found.until_month) == (303, date(2027, 4, 13), "2027-05")
    assert (found.self_study_hours, found.preparation) == (0, "Lees dit.\n\nEn dat.")
    assert "Sanne Terpstra" in public(world)
    assert world.organiser.get(f"{world.address}/gegevens").value("self_study_hours") == "0"


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("label", "", "Vul een naam in, zoals Najaar 2027."),
        ("ends_on", "2027-04-12", "De laatste dag ligt voor de eerste. Pas een van de datums aan."),
        ("starts_on", "gisteren", "Vul een datum in als dag, maand en jaar, zoals 3-2-2027."),
        ("until_month", "lente", "Vul een maand en een jaar in, zoals maart 2027."),
        ("self_study_hours", "30", "Dit is meer dan de hele studielast. Pas een van beide aan."),
        ("stated_days", "0", "Vul een heel getal in van 1 tot 200."),
    ],
)
def test_facts_that_cannot_be_say_why(world: World, field: str, typed: str, message: str) -> None:
    fields = {"label": "Voorjaar", "starts_on": "2027-04-13", "study_load_hours": "20", field: typed}
    page = send(world, "gegevens", **fields)
    assert (page.status, page.error(field), page.value(field)) == (422, message, typed)


def test_second_organiser_sees_the_first_ones_price(world: World) -> None:
    mine = {**stamps(world.organiser.get(f"{world.address}/prijs")), **PRICE}
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        stating.change_edition(
            session, edition=edition, values={"price_cents": 99_900}, actor_id=world.bram.id, now=NOW
        )

    late = world.organiser.post(f"{world.address}/prijs", mine)

    assert (late.status, late.value("price"), now_of(world).price_cents) == (409, "1.750", 99_900)
    assert "Prijs per persoon: eerst ‘€ 1.500’, nu ‘€ 999’." in late.text
    again = world.organiser.post(f"{world.address}/prijs", {**mine, **stamps(late)})
    assert (again.status, now_of(world).price_cents) == (303, 175_000)


def test_pressing_twice_changes_once(world: World) -> None:
    fields = {**stamps(world.organiser.get(f"{world.address}/prijs")), **PRICE}
    found = [world.organiser.post(f"{world.address}/prijs", fields).status for _twice in range(2)]
    assert (found, count(EditionChange)) == ([303, 303], 1)


def test_seats_that_come_free_can_be_given_at_once(world: World) -> None:
    send(world, "verdeling", promotion="automatic", hold="for_ever")
    found = now_of(world)
    assert (found.promotion, found.hold_hours, found.substitution_allowed) == ("automatic", None, False)
    page = world.organiser.get(f"{world.address}/verdeling")
    assert (page.value("promotion"), page.value("substitution_allowed")) == ("automatic", "")


@pytest.mark.parametrize(("field", "typed"), [("promotion", "loting"), ("hold", "-1")])
def test_unknown_way_to_share_is_refused(world: World, field: str, typed: str) -> None:
    page = send(world, "verdeling", **{"promotion": "offer", "hold": "8", field: typed})
    assert (page.status, page.error(field)) == (422, "Kies een van de mogelijkheden.")


def test_company_stands_on_the_public_page(world: World) -> None:
    done = send(
        world, "meenemen", allowed="yes", positions="directeur", same_organisation="y", takes_seat="no"
    )
    found = now_of(world)
    assert (done.status, found.companion_allowed, found.companion_takes_seat) == (303, True, False)
    assert "Je mag een directeur van je eigen organisatie meenemen." in public(world)

    send(world, "meenemen", allowed="no", takes_seat="no")
    assert now_of(world).companion_allowed is False
    assert "directeur" not in public(world)


def test_company_keeps_its_seats_once_somebody_registered(world: World) -> None:
    world.enrols("Aisha")
    page = world.organiser.get(f"{world.address}/meenemen")
    send(world, "meenemen", allowed="yes", takes_seat="no")
    assert "Of de tweede persoon een plek inneemt, ligt vast" in page.text
    assert now_of(world).companion_takes_seat is True


def test_everything_to_arrange_is_on_one_page(world: World) -> None:
    page = world.organiser.get(f"{world.address}/inrichten")
    links = [words(a) for a in page.tree.findall(".//main//ul[@class='lp-todo']//a")]
    assert [world.organiser.get(page.links()[link]).status for link in links] == [200] * len(links)
    assert "€ 1.500, exclusief btw" in page.text


def test_nothing_is_arranged_of_an_edition_that_is_off(world: World) -> None:
    with transaction() as session:
        session.get_one(Edition, world.edition.id).publication = "cancelled"  # type: ignore[assignment]
        session.get_one(Edition, world.edition.id).touch()
    parts = ("gegevens", "prijs", "verdeling", "meenemen", "inschrijfperiodes", "publiceren")
    found = {part: world.organiser.get(f"{world.address}/{part}").status for part in parts}
    assert found == dict.fromkeys(parts, 303)
    assert world.organiser.post(f"{world.address}/prijs", PRICE).status == 303
    assert now_of(world).price_cents == 150_000
