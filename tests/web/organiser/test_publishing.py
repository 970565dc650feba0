"""Putting an edition on the site and taking it off again, told beforehand."""

from datetime import date, timedelta

import pytest

from portal.database import transaction
from portal.outbox.models import OutgoingLetter
from portal.programmes import interest
from portal.programmes.facts import EditionState, ProgrammeKind, Publication, VatBasis
from portal.programmes.making import Start, draft_edition
from portal.programmes.models import Edition
from portal.texts import local
from portal.web.organiser.unfinished import missing
from tests.builders import FIRST_DAY, NOW
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, count, words


@pytest.fixture
def draft(world: World) -> Edition:
    with transaction() as session:
        found = draft_edition(
            session,
            programme_id=world.edition.programme_id,
            kind=ProgrammeKind.BIJEENKOMST,
            start=Start("Middag", 2, FIRST_DAY, 90),
            actor_id=world.bram.id,
            now=NOW - timedelta(hours=1),
        )
        for number in range(2):
            one = interest.enter(
                session,
                programme_id=found.programme_id,
                email=f"p{number}@zee.example",
                name="",
                language="nl",
                now=NOW,
            )
            one.confirmed_at = NOW
    return found


def of(draft: Edition) -> str:
    return f"/werk/edities/{draft.public_id}"


def stamps(page: Page) -> dict[str, str]:
    return {name: page.value(name) for name in ("version", "seen")}


def todo(page: Page) -> list[str]:
    return [words(a) for a in page.tree.findall(".//main//section[@aria-labelledby='nog-te-doen']//li//a")]


def test_checklist_gets_shorter_until_nothing_is_left(world: World, draft: Edition) -> None:
    before = todo(world.organiser.get(of(draft)))
    with transaction() as session:
        edition = session.get_one(Edition, draft.id)
        edition.vat_basis, edition.location_note = VatBasis.FREE, "In Utrecht"
        edition.windows = world.edition.windows[:0]
        for slot in edition.meetings[0].slots:
            for breakout in slot.breakouts:
                breakout.title = f"Over {breakout.title}"
        edition.programme.summary = edition.programme.description = "Tekst"
        edition.touch()
    after = todo(world.organiser.get(of(draft)))

    assert before == [
        "Vul in waar de bijeenkomsten zijn",
        "Geef de deelsessies een titel",
        "Vul de prijs in",
        "Kies wanneer mensen zich kunnen inschrijven",
        "Schrijf een samenvatting en een beschrijving",
    ]
    assert after == ["Kies wanneer mensen zich kunnen inschrijven"]


def test_publishing_shows_warnings_and_who_gets_letters(world: World, draft: Edition) -> None:
    windows = f"{of(draft)}/inschrijfperiodes"
    opens = local(NOW).strftime("%d-%m-%Y")
    fields = {"windows-0-opens_on": opens, "windows-0-opens_at": "8.00"}
    world.organiser.post(windows, {**stamps(world.organiser.get(windows)), **fields})

    asked = world.organiser.get(f"{of(draft)}/publiceren")
    hidden = world.visitor().get("/leergangen/sturen-op-de-opgave/middag").status
    done = world.organiser.follow(world.organiser.post(f"{of(draft)}/publiceren", stamps(asked)))

    assert "De inschrijving is meteen open." in asked.text
    assert "2 mensen vroegen om bericht en krijgen nu een mail." in asked.text
    assert "Op dinsdag 13 april 2027 is er ook een bijeenkomst van de editie ‘Voorjaar 2027’." in asked.text
    assert "De editie staat op de site." in done.text
    assert (hidden, world.visitor().get("/leergangen/sturen-op-de-opgave/middag").status) == (404, 200)
    assert count(OutgoingLetter) == 2


def test_publishing_twice_is_once(world: World, draft: Edition) -> None:
    fields = stamps(world.organiser.get(f"{of(draft)}/publiceren"))
    found = [world.organiser.post(f"{of(draft)}/publiceren", fields).status for _twice in range(2)]
    assert (found, world.fresh(draft).publication) == ([303, 303], Publication.PUBLISHED)


def test_edition_without_period_opens_for_nobody(world: World, draft: Edition) -> None:
    asked = world.organiser.get(f"{of(draft)}/publiceren")
    assert "Niemand kan zich nog inschrijven. Mensen kunnen wel om bericht vragen." in asked.text


def test_edition_goes_off_the_site_while_nobody_registered(world: World) -> None:
    address = f"{world.address}/publiceren"
    asked = world.organiser.get(address)
    done = world.organiser.follow(world.organiser.post(f"{world.address}/concept", stamps(asked)))

    assert asked.button() == ["Haal de editie van de site"]
    assert "De editie is weer een concept." in done.text
    assert world.fresh(world.edition).publication == Publication.DRAFT
    assert world.visitor().get("/leergangen/sturen-op-de-opgave").status == 404


def test_edition_with_registrations_stays_on_the_site(world: World) -> None:
    world.enrols("Aisha")
    asked = world.organiser.get(f"{world.address}/publiceren")
    pressed = world.organiser.follow(
        world.organiser.post(f"{world.address}/concept", version=str(world.fresh(world.edition).version))
    )
    assert "Annuleer de editie" in asked.links()
    assert "Er heeft zich al iemand ingeschreven" in pressed.text
    assert world.fresh(world.edition).publication == Publication.PUBLISHED


def test_second_organiser_sees_what_changed_before_publishing(world: World, draft: Edition) -> None:
    mine = stamps(world.organiser.get(f"{of(draft)}/publiceren"))
    price = f"{of(draft)}/prijs"
    world.organiser.post(price, {**stamps(world.organiser.get(price)), "paid": "free"})

    late = world.organiser.post(f"{of(draft)}/publiceren", mine)

    assert (late.status, world.fresh(draft).publication) == (409, Publication.DRAFT)
    assert "Btw: eerst ‘btw niet vermeld’, nu ‘gratis’." in late.text


def publishes(world: World, draft: Edition) -> Page:
    asked = world.organiser.get(f"{of(draft)}/publiceren")
    return world.organiser.follow(world.organiser.post(f"{of(draft)}/publiceren", stamps(asked)))


def headings(page: Page) -> list[str]:
    return [words(one) for one in page.tree.findall(".//main//h2")]


def test_what_was_not_filled_in_stays_on_the_list(world: World, draft: Edition) -> None:
    before = todo(world.organiser.get(of(draft)))
    page = publishes(world, draft)
    assert [one for one in before if one not in page.links()] == []
    assert "Wat nog mist" in headings(page)
    assert "Niets. Alles loopt vanzelf." not in page.text


def test_page_of_a_live_edition_leads_to_the_site(world: World, draft: Edition) -> None:
    assert "Bekijk de pagina op de site" not in world.organiser.get(of(draft)).links()
    address = publishes(world, draft).links()["Bekijk de pagina op de site"]
    assert address == "/leergangen/sturen-op-de-opgave/middag"
    assert world.visitor().get(address).status == 200


def test_only_days_to_come_miss_a_place(world: World, draft: Edition) -> None:
    publishes(world, draft)
    edition = world.fresh(draft)

    def left(state: EditionState, today: date) -> list[str]:
        with world.app.test_request_context():
            return [task[1] for task in missing(edition, edition.meetings, state, today)]

    before, after = FIRST_DAY, FIRST_DAY + timedelta(days=1)
    assert left(EditionState.RUNNING, before) == [
        "Vul in waar de bijeenkomsten zijn",
        "Geef de deelsessies een titel",
    ]
    assert (left(EditionState.RUNNING, after), left(EditionState.FINISHED, before)) == ([], [])


def test_what_the_checklist_asked_leads_back_to_it(world: World, draft: Edition) -> None:
    def sends(page: str, **fields: str) -> str:
        shown = world.organiser.get(page)
        (form,) = [f for f in shown.tree.findall(".//main//form") if f.get("method") == "post"]
        kept = {i.get("name"): i.get("value") or "" for i in form.iter("input") if i.get("type") != "radio"}
        kept = {name: value for name, value in kept.items() if name and name != "csrf_token"}
        return world.organiser.post(page, {**kept, **fields}).location

    price, text = f"{of(draft)}/prijs", f"/werk/leergangen/{draft.programme.slug}/wijzigen"
    stated = {"title": "Sturen", "kind": "leergang", "summary": "Kort.", "description": "Lang."}

    assert sends(price, paid="free", vat_basis="unknown") == of(draft)
    assert sends(price, paid="paid", price="99", vat_basis="incl") == f"{of(draft)}/inrichten"
    assert sends(text, **stated) == of(draft)
    assert sends(text, **stated | {"title": "Sturen op data"}) == text.removesuffix("/wijzigen")
