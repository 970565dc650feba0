"""The key of a module: the same in every edition of its programme, known by title, else by number."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.programmes.models import Edition, Module, Programme, new_key


def key_for(session: Session, *, programme: Programme, edition: Edition, title: str, number: int) -> str:
    """The key of this module in another edition of the programme, or a new one."""
    rows = session.execute(
        select(Module.key, Module.title, Module.number, Module.edition_id)
        .join(Edition, Edition.id == Module.edition_id)
        .where(Edition.programme_id == programme.id)
        .order_by(Module.id)
    ).all()
    here = {row.key for row in rows if row.edition_id == edition.id}
    for row in rows:
        same = row.title == title if title else not row.title and row.number == number
        if same and row.key not in here:
            return str(row.key)
    plain = f"{programme.slug}/{number}"
    return plain if plain not in {row.key for row in rows} else new_key()
