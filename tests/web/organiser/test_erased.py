"""What an organiser reads of who was erased."""

from datetime import timedelta

from sqlalchemy import select

from portal.database import db, transaction
from portal.erasure import service
from portal.jobs.tasks import run_task
from portal.outbox.models import OutgoingLetter
from portal.registrations.service import Invoice
from tests.builders import NOW, registered
from tests.web.organiser.conftest import World

INVOICE = Invoice("VB-1", "KP-1", "Gemeente Veldrijk", "Kerkstraat 1", "factuur@veldrijk.example")


def test_pages_of_an_edition_open_and_name_nobody(world: World) -> None:
    with transaction() as session:
        made = registered(session, world.edition, world.aisha, invoice=INVOICE)
        made.terms = {"free_until": "2026-01-01", "percentage": 50}
        session.flush()
        service.begin(session, person_id=world.aisha.id, now=NOW)
    assert run_task("erase_accounts", now=NOW, real_now=NOW)["failed"] == 0
    assert run_task("erase_accounts", now=NOW + timedelta(days=2), real_now=NOW)["failed"] == 0
    page = f"{world.address}/inschrijvingen/{made.public_id}"
    shown = world.organiser.get(page)
    assert (shown.status, "verwijderd account" in shown.html) == (200, True)
    assert ("Bewaard tot en met" in shown.html, "factuur@veldrijk.example" in shown.html) == (True, True)
    english = [
        world.organiser.get(f"/en{path}").html for path in (page, f"{world.address}/deelnemers?toon=alle")
    ]
    assert ["verwijderd account" in html for html in english] == [False, False]
    assert "deleted account" in english[0]
    nowhere = [shown.html, world.organiser.client.get(f"{world.address}/export.csv").text]
    assert ["account.invalid" in text for text in nowhere] == [False, False]
    paths = ("", "/deelnemers", "/berichten", "/agendas", "/wachtlijst")
    opened = {path: world.organiser.get(f"{world.address}{path}") for path in paths}
    assert {path: answer.status for path, answer in opened.items() if answer.status != 200} == {}
    assert [path for path, answer in opened.items() if "Aisha" in answer.html] == []
    letter = db.session.scalars(
        select(OutgoingLetter).where(OutgoingLetter.person_id == world.aisha.id)
    ).first()
    assert letter is not None
    shown = world.organiser.get(f"{world.address}/berichten/{letter.public_id}")
    assert (shown.status, "Aisha" in shown.html, "account.invalid" in shown.html) == (200, False, False)
