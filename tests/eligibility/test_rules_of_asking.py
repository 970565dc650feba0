"""Early registration, interest first, invitation code, approval and confirming a position."""

from datetime import timedelta

import pytest

from portal.eligibility.facts import EditionFacts, Moment, Outcome, Rule, RuleKind
from portal.eligibility.gates import code_digest
from portal.eligibility.reasons import Reason
from tests.eligibility.builders import MEMBER, NOW, VISITOR, a_person, a_rule, only, said

SECOND = timedelta(seconds=1)
EARLY = a_rule(RuleKind.EARLY, until=NOW.isoformat(), associations=["vgs"])
INTEREST = a_rule(RuleKind.INTEREST_FIRST, until=NOW.isoformat())
CODE = a_rule(RuleKind.CODE, sha256=code_digest("Zomer-2027"))
LISTED = EditionFacts(rules=(), on_interest_list=True)


def typed(code: str) -> EditionFacts:
    """An edition for which this code was filled in."""
    return EditionFacts(rules=(), code=code)


def test_before_the_instant_only_members_register() -> None:
    assert said(EARLY, now=NOW - SECOND) == (Outcome.ADMIT, ["early.member"])
    assert said(EARLY, now=NOW - SECOND, person=a_person()) == (Outcome.REFUSE, ["early.not_yet"])


def test_at_the_exact_instant_everyone_registers() -> None:
    assert said(EARLY, now=NOW, person=a_person()) == (Outcome.ADMIT, ["early.ok"])


def test_early_refusal_says_from_when() -> None:
    answer = only(EARLY, now=NOW - SECOND, person=a_person())
    assert answer.values == {"associations": ["VGS"], "from": NOW}


def test_visitor_in_early_days_is_asked_to_sign_in() -> None:
    assert said(EARLY, now=NOW - SECOND, person=VISITOR) == (Outcome.REFUSE, ["early.visitor"])


def test_offset_of_the_instant_is_respected() -> None:
    rule = a_rule(RuleKind.EARLY, until="2027-01-13T11:00:00+01:00", associations=["vgs"])
    assert said(rule, now=NOW, person=a_person())[0] is Outcome.ADMIT
    assert said(rule, now=NOW - SECOND, person=a_person())[0] is Outcome.REFUSE


def test_instant_without_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        said(a_rule(RuleKind.EARLY, until="2027-01-13T11:00", associations=["vgs"]))


def test_interest_list_goes_first_until_the_instant() -> None:
    before = NOW - SECOND
    assert said(INTEREST, now=before) == (Outcome.REFUSE, ["interest_first.not_yet"])
    assert said(INTEREST, now=before, edition=LISTED) == (Outcome.ADMIT, ["interest_first.listed"])
    assert said(INTEREST, now=NOW) == (Outcome.ADMIT, ["interest_first.ok"])


@pytest.mark.parametrize("code", ["Zomer-2027", "  zomer-2027 ", "ZOMER-2027\n"])
def test_right_code_passes_with_spaces_and_capitals(code: str) -> None:
    assert said(CODE, edition=typed(code)) == (Outcome.ADMIT, ["code.ok"])


@pytest.mark.parametrize("code", ["zomer-2026", "zomer 2027", "zömer-2027", "💡" * 500])
def test_wrong_code_is_refused(code: str) -> None:
    assert said(CODE, edition=typed(code)) == (Outcome.REFUSE, ["code.wrong"])


@pytest.mark.parametrize("code", ["", "   "])
def test_empty_code_is_asked_for(code: str) -> None:
    assert said(CODE, edition=typed(code)) == (Outcome.REFUSE, ["code.missing"])


def test_code_is_not_part_of_the_answer() -> None:
    assert only(CODE, edition=typed("zomer-2026")).values == {}


def test_approval_and_confirming_ask_the_organiser() -> None:
    assert said(a_rule(RuleKind.APPROVAL)) == (Outcome.APPROVE, ["approval.needed"])
    answer = only(a_rule(RuleKind.CONFIRM_POSITION))
    assert (answer.outcome, answer.reason, answer.values) == (
        Outcome.APPROVE,
        Reason.POSITION_TO_CONFIRM,
        {"own": ["gemeentesecretaris"]},
    )


@pytest.mark.parametrize("rule", [EARLY, INTEREST, CODE, a_rule(RuleKind.APPROVAL)], ids=lambda r: r.kind)
@pytest.mark.parametrize("moment", [m for m in Moment if m not in (Moment.PREVIEW, Moment.APPLICATION)])
def test_moment_of_asking_is_not_asked_again(rule: Rule, moment: Moment) -> None:
    assert said(rule, now=NOW - SECOND, person=a_person(), moment=moment) == (Outcome.ADMIT, [])


def test_preview_asks_like_the_application() -> None:
    rules = (EARLY, INTEREST, CODE, a_rule(RuleKind.APPROVAL))
    asked = [said(*rules, person=MEMBER, moment=m) for m in (Moment.PREVIEW, Moment.APPLICATION)]
    assert (
        asked == [(Outcome.REFUSE, ["early.ok", "interest_first.ok", "code.missing", "approval.needed"])] * 2
    )
