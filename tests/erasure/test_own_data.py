"""One's own data: all of one's own, and nothing of others."""

import json

from sqlalchemy.orm import Session

from portal.erasure.own_data import own_data
from tests.builders import NOW
from tests.security.world import AISHA, IVO, Maker


def test_file_has_everything_of_its_owner(session: Session) -> None:
    world = Maker(session).make()
    found = own_data(session, world.person_row[AISHA], now=NOW)
    assert [name for name, part in found.items() if not part] == [
        "drafts",
        "attendance",
        "group_mails",
        "interests",
    ]
    assert found["profile"]["memberships"][0]["association"] == "VGS"
    assert found["registrations"][0]["history"][0]["what"] == "Ingeschreven, met een plek."
    assert (len(found["scans"]), len(found["goals"]["goals"])) == (1, 1)
    assert json.loads(json.dumps(found)) == found


def test_file_tells_a_companion_nothing_of_the_invoice(session: Session) -> None:
    world = Maker(session).make()
    found = own_data(session, world.person_row[IVO], now=NOW)
    assert [row["role"] for row in found["registrations"]] == ["companion"]
    assert [name for name in ("invoice", "price") if name in found["registrations"][0]] == []
