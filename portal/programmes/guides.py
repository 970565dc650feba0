"""Who guides an edition: added and taken off by its organisers."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.people.models import Person
from portal.people.newcomers import ensure_person
from portal.programmes.editing import Edit
from portal.programmes.models import EditionFacilitator


def guides_of(session: Session, edition_id: int) -> list[Person]:
    """The people who guide this edition, by name."""
    rows = session.scalars(
        select(EditionFacilitator)
        .where(EditionFacilitator.edition_id == edition_id)
        .options(joinedload(EditionFacilitator.person))
    )
    return sorted((row.person for row in rows), key=lambda person: (person.name.casefold(), person.id))


def add_guide(edit: Edit, *, email: str, name: str) -> Person:
    """This person guides the edition, known by a (normalised) address; twice is once."""
    person = ensure_person(edit.session, email=email, name=name, now=edit.now)
    if edit.session.get(EditionFacilitator, (edit.edition.id, person.id)) is None:
        edit.check()
        edit.session.add(EditionFacilitator(edition_id=edit.edition.id, person_id=person.id))
        edit.write("guide_added", title=person.name)
    return person


def remove_guide(edit: Edit, *, person_id: int) -> None:
    """This person does not guide the edition any more; twice is once."""
    row = edit.session.get(EditionFacilitator, (edit.edition.id, person_id))
    if row is not None:
        edit.check()
        name = row.person.name
        edit.session.delete(row)
        edit.write("guide_removed", title=name)
