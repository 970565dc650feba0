"""The last letter."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.erasure.models import Erasure
from portal.outbox import service as outbox
from portal.outbox.letter import Letter

KIND = "account_erased"


def occasion(person_id: int) -> str:
    """Of this letter there is one for each person."""
    return f"{KIND}:{person_id}"


def say_done(
    session: Session, erasure: Erasure, *, name: str, language: str, invoices: int, now: datetime
) -> None:
    """Tells that it is done; to the address, and no more to the person."""
    letter = Letter(
        kind=KIND,
        occasion=occasion(erasure.person_id),
        to_address=erasure.address,
        to_name=name,
        language=language,
        facts={"link": "/en/leergangen" if language == "en" else "/leergangen", "number": invoices},
    )
    outbox.post(session, letter, now=now)
