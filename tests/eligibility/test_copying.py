"""The rules of an edition come along with its copy."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.copying import copy_rules
from portal.eligibility.facts import RuleKind
from portal.eligibility.models import EligibilityRule
from tests.builders import an_edition, code_digest

RULES: list[tuple[RuleKind, dict[str, Any]]] = [
    (RuleKind.MEMBERSHIP, {"associations": ["vgs"]}),
    (RuleKind.INTEREST_FIRST, {"until": "2027-01-20T08:00:00+00:00"}),
    (RuleKind.SET_ASIDE, {"seats": 4, "until": "2027-03-01", "associations": ["vgs"]}),
    (RuleKind.EARLY, {"until": "2027-03-01T08:00:00+00:00", "associations": ["vgs"]}),
    (RuleKind.CODE, {"sha256": code_digest("geheim")}),
]


def test_rules_come_along_with_their_moments_moved(session: Session) -> None:
    old = an_edition(session, rules=RULES)
    new = an_edition(session, old.programme)

    count = copy_rules(session, from_id=old.id, to_id=new.id, weeks=26)

    rules = session.scalars(
        select(EligibilityRule).where(EligibilityRule.edition_id == new.id).order_by(EligibilityRule.position)
    ).all()
    assert [(rule.position, rule.kind, rule.values) for rule in rules] == [
        (0, RuleKind.MEMBERSHIP, {"associations": ["vgs"]}),
        (1, RuleKind.SET_ASIDE, {"seats": 4, "until": "2027-08-30", "associations": ["vgs"]}),
        (2, RuleKind.EARLY, {"until": "2027-08-30T07:00:00+00:00", "associations": ["vgs"]}),
        (3, RuleKind.CODE, {"sha256": code_digest("geheim")}),
    ]
    assert count == 4
