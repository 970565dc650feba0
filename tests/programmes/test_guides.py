"""Who guides an edition."""

from sqlalchemy.orm import Session

from portal.programmes import guides
from tests.builders import a_person, an_edition
from tests.programmes.scheduling import edits, lines


def test_somebody_known_guides_once(session: Session) -> None:
    edition, noor = an_edition(session), a_person(session, "Noor")
    for _press in range(2):
        guides.add_guide(edits(session, edition), email=noor.email, name="N.")
    assert [person.name for person in guides.guides_of(session, edition.id)] == ["Noor"]
    assert lines(session, edition) == [("guide_added", {"title": "Noor"})]


def test_somebody_new_guides_and_stops(session: Session) -> None:
    edition = an_edition(session)
    new = guides.add_guide(edits(session, edition), email="tom@elders.example", name="Tom")
    for _press in range(2):
        guides.remove_guide(edits(session, edition), person_id=new.id)
    assert guides.guides_of(session, edition.id) == []
    assert [action for action, _ in lines(session, edition)] == ["guide_added", "guide_removed"]
