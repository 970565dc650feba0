"""Accounts that are being erased or were, and the data of invoices that must outlive them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime, Word
from portal.erasure.facts import Why


class Erasure(Base):
    """One account on its way out. Each moment is set when that step is done: a crash goes on where it was.

    `asked_by_id` None: the person. `address` is where the last letter goes; it is emptied when that left.
    """

    __tablename__ = "erasures"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    why: Mapped[Why | None] = mapped_column(Word(Why))
    address: Mapped[str] = mapped_column(String(254), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    blanked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KeptInvoice(Base):
    """What the invoice of one registration needs, after its person was erased; removed after `until`."""

    __tablename__ = "kept_invoices"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    price: Mapped[dict[str, Any]] = mapped_column(JSON)
    purchase_order: Mapped[str] = mapped_column(String(80), default="")
    cost_centre: Mapped[str] = mapped_column(String(80), default="")
    invoice_name: Mapped[str] = mapped_column(String(200), default="")
    invoice_address: Mapped[str] = mapped_column(default="")
    invoice_email: Mapped[str] = mapped_column(String(254), default="")
    until: Mapped[date] = mapped_column(index=True)
