"""What an organiser steers of a whole edition."""

from sqlalchemy.orm import Session

from portal.checking.run import violations
from portal.registrations import steering
from portal.registrations.service import Companion
from tests.builders import NOW, an_edition, people, registered


def test_held_seat_goes_when_there_are_fewer_seats(session: Session) -> None:
    edition = an_edition(session, companion_allowed=True, hold_hours=8)
    seated, inviter, boss = people(session, 3)
    registered(session, edition, seated)
    duo = registered(session, edition, inviter, companion=Companion("Daan", "daan@veldrijk.example"))
    assert [str(claim.state) for claim in duo.claims] == ["waiting", "held"]
    steering.set_capacity(session, edition_id=edition.id, actor_id=boss.id, capacity=1, now=NOW)
    assert [str(claim.state) for claim in duo.claims] == ["waiting", "released"]
    assert (edition.pool.overbooked, violations(session, now=NOW)) == (0, [])
