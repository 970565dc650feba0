"""The files that an organiser downloads: right, safe, and only of the own edition."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest
from sqlalchemy import select

from portal.database import transaction
from portal.people.models import Person
from portal.registrations import service
from portal.registrations.models import Registration
from portal.registrations.service import Invoice
from tests.builders import NOW
from tests.web.organiser.conftest import World

HEADS = [
    "Kenmerk",
    "Naam",
    "E-mailadres",
    "Organisatie (eigen opgave)",
    "Functie (eigen opgave)",
    "Status",
    "Deelname",
    "Rol",
    "Aangemeld op",
    "Ronde 1",
    "Prijs in euro",
    "Inkoopnummer",
    "Kostenplaats",
    "Naam op de factuur",
    "Factuuradres",
    "E-mailadres voor de factuur",
]
INVOICE = Invoice("4500012", "K-7", "Gemeente Veldrijk", "Raadhuisplein 1", "facturen@veldrijk.example")


def as_csv(world: World) -> list[list[str]]:
    """The CSV as a Dutch spreadsheet reads it."""
    answer = world.organiser.client.get(world.address + "/export.csv")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def as_xlsx(world: World) -> list[list[object]]:
    """The cells of the workbook."""
    answer = world.organiser.client.get(world.address + "/export.xlsx")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_csv_has_everyone_with_choices_and_invoice(world: World) -> None:
    found = world.enrols(world.aisha, invoice=INVOICE)

    assert as_csv(world) == [
        HEADS,
        [
            found.reference,
            "Aisha Bakker",
            "aisha.bakker@veldrijk.example",
            "Gemeente Veldrijk",
            "Gemeentesecretaris",
            "Ingeschreven",
            "Aangemeld",
            "eerste",
            "2027-01-12 10:00",
            "Deelsessie 1.1",
            "1500,00",
            "4500012",
            "K-7",
            "Gemeente Veldrijk",
            "Raadhuisplein 1",
            "facturen@veldrijk.example",
        ],
    ]


def test_xlsx_keeps_numbers_and_moments(world: World) -> None:
    world.enrols(world.aisha, invoice=INVOICE)

    heads, row = as_xlsx(world)

    assert heads == HEADS
    assert (row[8], row[10], row[11]) == (datetime(2027, 1, 12, 10, 0), 1500, "4500012")


def test_export_has_who_waits_and_who_comes_along(world: World) -> None:
    for name in ("Carla", "Esra"):
        world.enrols(name)
    world.enrols("Fatima", companion="Daan")

    assert [(row[1], row[5], row[6], row[7]) for row in as_csv(world)[1:]] == [
        ("Carla", "Ingeschreven", "Aangemeld", "eerste"),
        ("Esra", "Ingeschreven", "Aangemeld", "eerste"),
        ("Fatima", "Wachtlijst", "Aangemeld", "eerste"),
        ("Daan", "Wachtlijst", "Moet nog bevestigen", "meegenomen"),
    ]


NASTY = [
    '=HYPERLINK("http://evil.example";"klik")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "  =1+1",
]


def test_formula_in_a_name_stays_text(world: World) -> None:
    found = [world.enrols(f"Mens {number}") for number in range(len(NASTY))]
    with transaction() as session:
        for registration, text in zip(found, NASTY, strict=True):
            session.get_one(Person, registration.person_id).name = text
            session.get_one(Registration, registration.id).invoice_address = text
    guarded = [(f"'{text}", f"'{text}") for text in NASTY]

    assert [(row[1], row[14]) for row in as_csv(world)[1:]] == guarded
    in_xlsx = [(str(row[1]), str(row[14])) for row in as_xlsx(world)[1:]]
    assert [tuple(cell.replace("_x000D_", "\r") for cell in row) for row in in_xlsx] == guarded


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("export.csv", "text/csv; charset=utf-8"),
        ("export.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_file_cannot_run_in_the_browser(world: World, path: str, kind: str) -> None:
    headers = world.organiser.client.get(f"{world.address}/{path}").headers

    name = f"deelnemers-sturen-op-de-opgave-{world.edition.slug}-2027-01-12.{path[7:]}"
    assert (headers["Content-Type"], headers["Content-Disposition"]) == (
        kind,
        f'attachment; filename="{name}"',
    )
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"


def test_export_has_nobody_of_another_edition(world: World) -> None:
    sibling = world.another()
    world.enrols(world.aisha, edition=sibling)
    world.enrols("Carla", edition=world.elsewhere)

    assert (as_csv(world)[1:], as_xlsx(world)[1:]) == ([], [])


def test_price_of_a_duo_is_counted_once(world: World) -> None:
    world.enrols(world.aisha, companion="Daan")

    assert [row[HEADS.index("Prijs in euro")] for row in as_csv(world)[1:]] == ["3000,00", ""]


def test_who_waits_or_left_for_free_owes_nothing(world: World) -> None:
    for person in (world.aisha, "Carla", "Daan"):
        world.enrols(person)
    with transaction() as session:
        left = session.scalars(select(Registration).where(Registration.person_id == world.aisha.id)).one()
        left.terms = {"free_until": "2100-01-01", "percentage": 50}
    with transaction() as session:
        service.withdraw(session, registration_id=left.id, actor_id=world.aisha.id, now=NOW)
    prices = {row[1]: row[HEADS.index("Prijs in euro")] for row in as_csv(world)[1:]}
    assert prices == {"Aisha Bakker": "0,00", "Carla": "1500,00", "Daan": ""}
