"""The participants of an edition as a table; the table as CSV or XLSX that a spreadsheet opens safely."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people.facts import POSITION_WORDS, PositionKind
from portal.programmes.models import Breakout, ElectiveGroup, Module, Slot
from portal.registrations import words
from portal.registrations.desk_queries import everyone
from portal.registrations.history import state_words
from portal.registrations.models import Claim, Participant, ParticipantRole, Registration
from portal.registrations.money import cost_of_having_left
from portal.registrations.states import ClaimState, RegistrationState
from portal.texts import called, local
from portal.texts import gettext as _

Cell = str | int | float | Decimal | datetime
"""An amount of money is a float; a Decimal is written with the decimals that it has."""
DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠﹣−")
LONGEST = 32_000


@dataclass(frozen=True)
class Table:
    """Heads and rows; every row is as long as the heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def safe(cell: Cell) -> Cell:
    """Text that a spreadsheet could take for a formula gets an apostrophe before it; numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    text = called(cell)[:LONGEST]
    start = text.lstrip(" \u00a0\u200b\ufeff")[:1]
    return f"'{text}" if start in DANGEROUS and start else text


def _owed(registration: Registration) -> int | None:
    """What is to be paid, in cents: the price of a seat, or what leaving one cost; None is nothing known."""
    if registration.state is RegistrationState.CONFIRMED:
        total: int | None = registration.price.get("total")
        return total
    if registration.state is RegistrationState.WITHDRAWN and registration.seated_at is not None:
        return cost_of_having_left(registration)
    return None


def table_of(session: Session, edition_id: int) -> Table:
    """Everyone in the edition, with what they stated, chose and filled in for the invoice.

    What is to be paid for a registration stands on its first line only, so that a column can be added up.
    """
    places = _places(session, edition_id)
    chosen = _chosen(session, edition_id)
    lines = session.execute(everyone(edition_id).order_by(Registration.queue_number, Participant.id)).all()
    rows = []
    priced = set()
    for participant, registration, person, organisation in lines:
        price = None if registration.id in priced else _owed(registration)
        priced.add(registration.id)
        picked = chosen.get(participant.id, {})
        rows.append(
            (
                registration.reference,
                participant.shown_name,
                person.shown_email,
                organisation or "",
                _position(participant.stated_position),
                state_words(registration.state),
                words.participant(participant.state),
                _("eerste") if participant.role == ParticipantRole.FIRST else _("meegenomen"),
                local(registration.requested_at).replace(tzinfo=None),
                *(picked.get(place, "") for place in places),
                "" if price is None else price / 100,
                registration.purchase_order,
                registration.cost_centre,
                registration.invoice_name,
                registration.invoice_address,
                registration.invoice_email,
            )
        )
    return Table((*_heads(), *places.values(), *_invoice_heads()), tuple(rows))


def _heads() -> tuple[str, ...]:
    return (
        _("Kenmerk"),
        _("Naam"),
        _("E-mailadres"),
        _("Organisatie (eigen opgave)"),
        _("Functie (eigen opgave)"),
        _("Status"),
        _("Deelname"),
        _("Rol"),
        _("Aangemeld op"),
    )


def _invoice_heads() -> tuple[str, ...]:
    return (
        _("Prijs in euro"),
        _("Inkoopnummer"),
        _("Kostenplaats"),
        _("Naam op de factuur"),
        _("Factuuradres"),
        _("E-mailadres voor de factuur"),
    )


def _position(kind: str) -> str:
    return _(POSITION_WORDS[PositionKind(kind)]) if kind in set(PositionKind) else kind


Place = tuple[str, int]


def _places(session: Session, edition_id: int) -> dict[Place, str]:
    """Every round and elective group that somebody chose in, with its title: the columns of choices."""
    used = (
        select(Claim.slot_id, Claim.group_id).join(Registration).where(Registration.edition_id == edition_id)
    )
    rounds = session.execute(
        select(Slot.id, Slot.title)
        .where(Slot.id.in_(used.with_only_columns(Claim.slot_id)))
        .order_by(Slot.starts_at, Slot.id)
    )
    groups = session.execute(
        select(ElectiveGroup.id, ElectiveGroup.title)
        .where(ElectiveGroup.id.in_(used.with_only_columns(Claim.group_id)))
        .order_by(ElectiveGroup.id)
    )
    return {("round", id_): title for id_, title in rounds} | {("group", id_): title for id_, title in groups}


def _chosen(session: Session, edition_id: int) -> dict[int, dict[Place, str]]:
    rows = session.execute(
        select(Claim.participant_id, Claim.slot_id, Claim.group_id, Claim.state, Breakout.title, Module.title)
        .join(Registration, Registration.id == Claim.registration_id)
        .outerjoin(Breakout, Breakout.id == Claim.breakout_id)
        .outerjoin(Module, Module.id == Claim.module_id)
        .where(
            Registration.edition_id == edition_id,
            Claim.participant_id.is_not(None),
            Claim.state != ClaimState.RELEASED,
        )
        .order_by(Claim.id)
    )
    found: dict[int, dict[Place, str]] = {}
    for participant, slot, group, state, breakout, module in rows:
        place = ("round", slot) if slot is not None else ("group", group or 0)
        title = breakout or module or ""
        if state == ClaimState.WAITING:
            title = _("%(title)s (wachtlijst)", title=title)
        mine = found.setdefault(participant or 0, {})
        mine[place] = ", ".join(filter(None, (mine.get(place, ""), title)))
    return found


def as_csv(table: Table) -> bytes:
    """For a Dutch spreadsheet: semicolons, a decimal comma, and UTF-8 with its mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (table.heads, *table.rows):
        writer.writerow([_plain(safe(cell)) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", ",")
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def as_xlsx(table: Table, title: str) -> bytes:
    """A workbook with one sheet; nothing in it is ever a formula or a link."""
    out = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, settings) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        money = book.add_format({"num_format": "#,##0.00"})
        places = [book.add_format({"num_format": form}) for form in ("0", "0.0", "0.00")]
        for column, head in enumerate(table.heads):
            sheet.write_string(0, column, str(safe(head)), bold)
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(map(safe, row)):
                if cell == "":
                    continue
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell, moment)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif isinstance(cell, float):
                    sheet.write_number(number, column, cell, money)
                else:
                    decimals = max(-int(Decimal(cell).as_tuple().exponent), 0)
                    sheet.write_number(number, column, cell, places[min(decimals, 2)])
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(table.heads) - 1, 22)
    return out.getvalue()


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "1"


def file_name(words_: Iterable[str], ending: str) -> str:
    """A file name of plain letters, figures and hyphens."""
    text = "-".join(words_).lower()
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in text)
    return "-".join(filter(None, plain.split("-")))[:80] + "." + ending
