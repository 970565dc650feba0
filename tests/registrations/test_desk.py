"""What an organiser decides about one registration."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.eligibility.facts import RuleKind
from portal.errors import NotFound, Refused
from portal.registrations import desk
from portal.registrations.models import Registration
from portal.registrations.reasons import Reason
from tests.builders import NOW, a_person, an_edition, registered

AFTER = NOW + timedelta(days=120)


@pytest.fixture
def boss(session: Session) -> int:
    """The organiser who decides."""
    return a_person(session, "Bram de Organisator").id


def admit(session: Session, edition_id: int, boss: int, email: str) -> Registration:
    return desk.admit(
        session,
        edition_id=edition_id,
        actor_id=boss,
        name="Noor",
        email=email,
        why="Te laat",
        now=NOW,
        form_key="k",
    )


def test_form_of_the_late_desk_admits_one_person_once(session: Session, boss: int) -> None:
    edition = an_edition(session)
    first = admit(session, edition.id, boss, "noor@veldrijk.example")
    assert admit(session, edition.id, boss, "noor@veldrijk.example") is first
    with pytest.raises(NotFound):
        admit(session, edition.id, boss, "jan@veldrijk.example")


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        (desk.approve, {}),
        (desk.decline_request, {"why": "Te laat"}),
        (desk.cancel_registration, {"why": "Te laat"}),
    ],
)
def test_edition_that_has_been_is_decided_on_no_more(
    session: Session, boss: int, verb: Any, more: dict[str, str]
) -> None:
    edition = an_edition(session, rules=[(RuleKind.APPROVAL, {})])
    asked = registered(session, edition, a_person(session))
    with pytest.raises(Refused) as refusal:
        verb(session, registration_id=asked.id, actor_id=boss, now=AFTER, **more)
    assert (refusal.value.reason, asked.state) == (Reason.FINISHED, "requested")
