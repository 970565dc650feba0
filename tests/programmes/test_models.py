"""What the tables keep of an edition."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import an_edition


@pytest.mark.parametrize("hours", [None, 0, 8, 16])
def test_edition_keeps_its_rule_about_holding(session: Session, hours: int | None) -> None:
    edition = an_edition(session, hold_hours=hours)
    session.expire(edition)

    assert edition.hold_hours == hours


def test_edition_holds_eight_hours_unless_told_otherwise(session: Session) -> None:
    edition = an_edition(session)
    session.expire(edition)

    assert edition.hold_hours == 8
