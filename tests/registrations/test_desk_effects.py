"""What a decision would do is exactly what it does, and saying so changes nothing."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.database import Base
from portal.programmes.facts import Promotion
from portal.programmes.models import Edition
from portal.registrations import desk, steering
from portal.registrations.effects import Effect, observe, rehearse
from tests.builders import NOW, a_person, an_edition, people, registered


def an_edition_with(session: Session, inside: int, waiting: int, **more: object) -> Edition:
    """So many seats taken, and so many people who wait."""
    edition = an_edition(session, seats=inside, **more)
    for person in people(session, inside + waiting):
        registered(session, edition, person)
    session.commit()
    return edition


def rows(session: Session) -> dict[str, int]:
    """How many rows there are in each table."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_rehearsal_says_what_happens_and_changes_nothing(session: Session) -> None:
    edition, org = an_edition_with(session, 2, 2), a_person(session, "Bram")
    session.commit()
    edition_id, actor_id, before = edition.id, org.id, rows(session)

    def more_seats() -> object:
        return steering.set_capacity(session, edition_id=edition_id, actor_id=actor_id, capacity=3, now=NOW)

    said = rehearse(session, edition_id=edition_id, change=more_seats)
    unchanged = (rows(session), edition.pool.capacity)
    done = observe(session, edition_id=edition_id, change=more_seats)

    assert unchanged == (before, 2)
    assert said == done == Effect((("Persoon 3",),), (), (), (), (), (), over_full=0, free=0)


def test_automatic_edition_gives_the_seat(session: Session) -> None:
    edition, org = an_edition_with(session, 1, 2, promotion=Promotion.AUTOMATIC), a_person(session, "Bram")

    effect = observe(
        session,
        edition_id=edition.id,
        change=lambda: steering.set_capacity(
            session, edition_id=edition.id, actor_id=org.id, capacity=None, now=NOW
        ),
    )

    assert (effect.seated, effect.free) == ((("Persoon 2",), ("Persoon 3",)), None)


def test_ended_registrations_keep_their_names(session: Session) -> None:
    edition, org = an_edition_with(session, 1, 1), a_person(session, "Bram")

    effect = observe(
        session,
        edition_id=edition.id,
        change=lambda: steering.cancel_edition(
            session, edition_id=edition.id, actor_id=org.id, why="Ziek", now=NOW
        ),
    )

    assert effect.ended == (("Persoon 1",), ("Persoon 2",))


def test_admission_over_capacity_shows_as_over_full(session: Session) -> None:
    edition, org = an_edition_with(session, 1, 0), a_person(session, "Bram")

    effect = observe(
        session,
        edition_id=edition.id,
        change=lambda: desk.admit(
            session,
            edition_id=edition.id,
            actor_id=org.id,
            name="Noor",
            email="noor@veldrijk.example",
            why="Spreker",
            now=NOW,
            form_key="noor",
        ),
    )

    assert effect == Effect((), (), (), (), (), (), over_full=1, free=0)
