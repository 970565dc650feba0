"""What an invoice needs of who was erased: kept apart, with the day on which it goes."""

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.erasure.facts import invoice_until
from portal.erasure.models import KeptInvoice
from portal.registrations import money
from portal.registrations.models import Registration
from portal.registrations.states import RegistrationState
from portal.texts import local

_INVOICED = (RegistrationState.CONFIRMED, RegistrationState.WITHDRAWN)


def keep_invoices(session: Session, *, person_id: int) -> int:
    """Copies the invoice data of registrations that cost something; returns how many. Twice is once."""
    rows = session.scalars(
        select(Registration).where(
            Registration.person_id == person_id,
            Registration.seated_at.is_not(None),
            Registration.state.in_(_INVOICED),
        )
    ).all()
    known = set(session.scalars(select(KeptInvoice.registration_id)))
    made = [_of(row) for row in rows if row.id not in known and _costs(row)]
    session.add_all(made)
    session.flush()
    return len(made)


def _costs(row: Registration) -> bool:
    """Whether there may be an invoice: a seat that costs something, or leaving that does."""
    if row.price.get("vat_basis") == "free" or row.price.get("total") == 0:
        return False
    if row.state == RegistrationState.CONFIRMED:
        return True
    return money.leaving_costs(row.price, row.terms, _last_day(row)) != 0


def _last_day(row: Registration) -> date:
    return local(row.ended_at or row.seated_at or row.requested_at).date()


def _of(row: Registration) -> KeptInvoice:
    return KeptInvoice(
        registration_id=row.id,
        price=row.price,
        purchase_order=row.purchase_order,
        cost_centre=row.cost_centre,
        invoice_name=row.invoice_name,
        invoice_address=row.invoice_address,
        invoice_email=row.invoice_email,
        until=invoice_until(_last_day(row)),
    )


def tidy(session: Session, *, now: datetime) -> None:
    """Removes what was kept long enough; may run as often as one likes."""
    session.execute(delete(KeptInvoice).where(KeptInvoice.until < local(now).date()))


def kept_of(session: Session, *, registration_id: int) -> KeptInvoice | None:
    """What is still kept of the invoice of this registration."""
    return session.scalar(select(KeptInvoice).where(KeptInvoice.registration_id == registration_id))
