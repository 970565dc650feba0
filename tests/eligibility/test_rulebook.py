"""An organiser makes rules: each once, in order, and the history tells them in words."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility import rulebook
from portal.eligibility.facts import RuleKind
from portal.eligibility.queries import edition_rules
from portal.eligibility.rulebook import RuleRefused
from portal.eligibility.spoken import spoken
from portal.errors import Refused
from portal.programmes.models import Edition, EditionChange
from tests.builders import NOW, a_programme, an_association, an_edition

MEMBERS = {"associations": ["vgs"]}


@pytest.fixture
def edition(session: Session) -> Edition:
    programme = a_programme(session, an_association(session))
    return an_edition(session, programme, examples=["rules"])


def add(session: Session, edition: Edition, kind: RuleKind, **values: object) -> None:
    rulebook.add_rule(session, edition=edition, kind=kind, values=values, actor_id=None, now=NOW)


def told(session: Session, edition: Edition) -> list[str]:
    return [spoken(rule) for rule in edition_rules(session, edition.id)]


def test_rules_are_told_in_the_order_they_were_added(session: Session, edition: Edition) -> None:
    version = edition.version
    add(session, edition, RuleKind.SIGN_IN)
    add(session, edition, RuleKind.MEMBERSHIP, **MEMBERS)
    add(session, edition, RuleKind.MEMBERSHIP, **MEMBERS)  # pressed twice
    add(session, edition, RuleKind.APPROVAL)

    assert told(session, edition) == [
        "Je schrijft je in met een account.",
        "Alleen voor leden van VGS.",
        "De organisator beslist of je mee kunt doen.",
    ]
    assert (edition.needs_approval, edition.examples, edition.version == version) == (True, [], False)


def test_rule_goes_up_to_a_place_and_never_down(session: Session, edition: Edition) -> None:
    for kind in (RuleKind.SIGN_IN, RuleKind.CONFIRM_POSITION, RuleKind.APPROVAL):
        add(session, edition, kind)
    last = edition_rules(session, edition.id)[-1].id or 0
    orders, versions = [], []
    for place in (2, 2, 3, 1, 0):
        rulebook.raise_rule(session, edition=edition, rule_id=last, place=place, actor_id=None, now=NOW)
        orders.append([rule.id for rule in edition_rules(session, edition.id)].index(last) + 1)
        versions.append(edition.version)
    assert (orders, len(set(versions))) == ([2, 2, 2, 1, 1], 2)


def test_second_rule_of_a_kind_is_refused(session: Session, edition: Edition) -> None:
    add(session, edition, RuleKind.PER_ORGANISATION, at_most=2)
    with pytest.raises(Refused) as refusal:
        add(session, edition, RuleKind.PER_ORGANISATION, at_most=3)
    assert refusal.value.reason == RuleRefused.TWICE


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (RuleKind.MEMBERSHIP, {"associations": []}),
        (RuleKind.POSITION, {}),
        (RuleKind.SET_ASIDE, {"seats": 3, "until": "2027-03-01"}),
        (RuleKind.CODE, {"sha256": ""}),
    ],
)
def test_rule_that_says_nothing_is_refused(
    session: Session, edition: Edition, kind: RuleKind, values: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refusal:
        add(session, edition, kind, **values)
    assert refusal.value.reason == RuleRefused.EMPTY


def test_history_keeps_the_names_and_never_a_code(session: Session, edition: Edition) -> None:
    add(session, edition, RuleKind.MEMBERSHIP, **MEMBERS)
    add(session, edition, RuleKind.CODE, sha256="ab" * 32)

    changes = session.scalars(select(EditionChange).order_by(EditionChange.id)).all()
    assert [spoken(rulebook.of_history(change.details)) for change in changes] == [
        "Alleen voor leden van VGS.",
        "Je hebt de code uit je uitnodiging nodig.",
    ]
    assert "abab" not in str([change.details for change in changes])


def test_company_is_one_rule_that_changes_and_goes(session: Session, edition: Edition) -> None:
    found = []
    for values in ({"positions": ["directeur"]}, {"same_organisation": True}, None, None):
        rulebook.set_company(session, edition=edition, values=values, actor_id=None, now=NOW)
        found.append(told(session, edition))
    assert found == [
        ["Je mag een directeur meenemen."],
        ["Je mag iemand van je eigen organisatie meenemen."],
        [],
        [],
    ]


def test_head_start_follows_the_first_window(session: Session, edition: Edition) -> None:
    edition.interest_first, edition.interest_head_start_days = True, 2
    edition.windows[0].opens_at = datetime(2027, 2, 1, 8, tzinfo=UTC)  # a Monday
    found = []
    for first in (True, True, False):
        edition.interest_first = first
        rulebook.keep_head_start(session, edition=edition)
        found.append(told(session, edition))
    assert found[0] == found[1] != []
    assert "woensdag 3 februari 2027" in found[0][0]
    assert found[2] == []


def test_head_start_that_letters_told_stays(session: Session, edition: Edition) -> None:
    edition.interest_first, edition.interest_head_start_days = True, 2
    rulebook.keep_head_start(session, edition=edition)
    edition.opening_announced_at, edition.interest_first = NOW, False
    rulebook.keep_head_start(session, edition=edition)
    assert len(told(session, edition)) == 1
