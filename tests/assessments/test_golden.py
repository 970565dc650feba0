"""Twenty worked examples, with the arithmetic beside each. Amounts are in millionths, scores in points.

SEM = 0,75 / √n: 0,283473 with seven answers, 0,375 with four, 0,433013 with three. φ and Φ come from a table.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from portal.assessments.advice import QUARTERS, Advice, advise, needs_of, penalty_of, reasons
from portal.assessments.catalogue import Config, Entry, EntryState, Person, Why
from portal.assessments.scoring import score
from tests.assessments.support import INSTRUMENT, answers

TODAY = date(2027, 1, 12)
SOON = date(2027, 3, 1)
CONFIG = Config()


def entry(id_: str = "m1", hours: int = 8, **quarters: int) -> Entry:
    roles = {name: q for name, q in quarters.items() if name in ("coach", "eigenaar")}
    aspects = {name: q for name, q in quarters.items() if name not in roles}
    return Entry(id_, aspects, Decimal(hours), role_coverage=roles, start=SOON)


def person(points: Mapping[str, int | str] | None = None, **known: object) -> Person:
    scan = score(INSTRUMENT, answers(**(points or {})))
    return replace(Person(aspects=scan.aspects, roles=scan.roles), **known)  # type: ignore[arg-type]


def need(who: Person, name: str) -> int:
    return needs_of(who, [], CONFIG)[name].millionths


def advised(who: Person, *entries: Entry) -> Advice:
    return advise(entries, who, config=CONFIG, today=TODAY)


def scores(found: Advice) -> dict[str, str]:
    return {id_: f"{Decimal(rated.score) / QUARTERS:.6f}" for id_, rated in found.rated.items()}


def penalty(one: Entry) -> int:
    return penalty_of(one, config=CONFIG, today=TODAY).total


def test_01_score_of_three_leaves_a_point() -> None:
    # z = (4 − 3) / 0,283473 = 3,527668; Φ = 0,99979038; φ = 0,00079183
    # gap = 1 · 0,99979038 + 0,283473 · 0,00079183 = 0,99979038 + 0,00022446 = 1,000015 (1,000014845)
    assert need(person({"rk": 3}), "richting") == 1_000_015


def test_02_score_at_the_target_leaves_the_doubt() -> None:
    # z = 0: gap = 0 · ½ + 0,283473 · 0,398942 = 0,113090 (0,113089507)
    assert need(person({"rk": 4}), "richting") == 113_090


def test_03_score_of_five_leaves_next_to_nothing() -> None:
    # z = −3,527668: gap = −1 · 0,00020962 + 0,283473 · 0,00079183 = 0,000015 (0,000014845)
    assert need(person({"rk": 5}), "richting") == 15


def test_04_four_answers_are_less_sure() -> None:
    # SEM = 0,375; z = 2,666667; Φ = 0,99616962; φ = 0,01139599
    # gap = 0,99616962 + 0,375 · 0,01139599 = 0,99616962 + 0,00427350 = 1,000443
    assert need(person({"rk": "3333xxx"}), "richting") == 1_000_443


def test_05_important_goal_counts_twice() -> None:
    # w = 1 + 0,5 · 2 = 2; N = 2 · 1,000014845 = 2,000030 (2,000029690)
    assert need(person({"rk": 3}, goals={"richting": 2}), "richting") == 2_000_030


def test_06_goal_and_focus_add_up() -> None:
    # w = 1 + 0,5 · 1 + 0,25 = 1,75; N = 1,75 · 0,113089507 = 0,197907 (0,197906637)
    who = person({"rk": 4}, goals={"richting": 1}, org_focus=frozenset({"richting"}))
    assert need(who, "richting") == 197_907


def test_07_own_target_goes_before_the_organisations() -> None:
    # T = 4,5: z = 1,763834; Φ = 0,96112005; φ = 0,08420558
    # gap = 0,5 · 0,96112005 + 0,283473 · 0,08420558 = 0,48056003 + 0,02387004 = 0,504430
    own, organisation = {"richting": Decimal("4.5")}, {"richting": Decimal("3.5")}
    assert need(person({"rk": 4}, targets=own, org_targets=organisation), "richting") == 504_430


def test_08_target_of_the_organisation_goes_before_the_default() -> None:
    # T = 3,5: z = −1,763834: gap = −0,5 · 0,03887995 + 0,02387004 = −0,01943998 + 0,02387004 = 0,004430
    assert need(person({"rk": 4}, org_targets={"richting": Decimal("3.5")}), "richting") == 4_430


def test_09_goal_without_a_score_counts_as_a_point() -> None:
    # three answers are too few; gap = 1, w = 1 + 0,5 · 1: N = 1,5
    assert need(person({"rk": "333xxxx"}, goals={"richting": 1}), "richting") == 1_500_000


def test_10_no_score_and_no_goal_count_as_nothing() -> None:
    assert need(person({"rk": "111xxxx"}), "richting") == 0


def test_11_role_counts_only_as_a_goal_or_by_the_organisation() -> None:
    # three answers, SEM = 0,433013; z = 2,309401; Φ = 0,98953933; φ = 0,02771989
    # gap = 0,98953933 + 0,433013 · 0,02771989 = 0,98953933 + 0,01200307 = 1,001542
    plain = person({"coach": "333x"})
    wished = replace(plain, role_goals=frozenset({"coach"}))
    set_by_organisation = replace(plain, org_targets={"coach": Decimal("4.0")})
    found = [need(who, "coach") for who in (plain, wished, set_by_organisation)]
    assert found == [0, 1_001_542, 1_001_542]


def test_12_effort_grows_with_the_logarithm_of_hours() -> None:
    # 0,1 · log2(1 + h/8): h = 3: 0,1 · log2 1,375 = 0,045943; h = 8: 0,1; h = 56: 0,3; h = 120: 0,4
    found = [penalty(entry(hours=hours)) for hours in (0, 3, 8, 56, 120)]
    assert found == [0, 45_943, 100_000, 300_000, 400_000]


def test_13_waitlist_takes_a_quarter_off() -> None:
    # 0,1 · log2(1 + 21/8) = 0,185798; + 0,25 = 0,435798
    assert penalty(replace(entry(hours=21), state=EntryState.WAITLIST)) == 435_798


def test_14_unknown_date_takes_more_off() -> None:
    # 0,1 · log2(1 + 14/8) = 0,145943; + 0,35 = 0,495943
    assert penalty(replace(entry(hours=14), state=EntryState.PLANNED, start=None)) == 495_943


def test_15_far_away_begins_after_270_days() -> None:
    # 8 hours: 0,1; day 270 takes nothing more, day 271 another 0,1
    days = [replace(entry(), start=TODAY + timedelta(days=days)) for days in (270, 271)]
    assert [penalty(one) for one in days] == [100_000, 200_000]


def test_16_score_at_the_threshold_is_ranked() -> None:
    # role without a score: gap 1, N = 1; q = ½: 0,5; 56 hours: 0,3; 0,5 − 0,3 = 0,2, which is enough
    # 57 hours: 0,1 · log2 8,125 = 0,302237; 0,5 − 0,302237 = 0,197763, which is not
    who = person(role_goals=frozenset({"coach"}))
    found = advised(who, entry("m1", 56, coach=2), entry("m2", 57, coach=2))
    assert scores(found) == {"m1": "0.200000", "m2": "0.197763"}
    assert [rated.entry.id for rated in found.ranking] == ["m1"]


def test_17_parts_less_penalty_make_the_score() -> None:
    # N: richting 1,000015 and overzicht 1,5 (a goal without a score)
    # ¾ · 1,000015 = 0,75001125; ¼ · 1,5 = 0,375; 0,75001125 + 0,375 − 0,1 = 1,02501125
    found = advised(person({"rk": 3}, goals={"overzicht": 1}), entry(richting=3, overzicht=1))
    rated = found.rated["m1"]
    assert rated.parts == {"richting": 3_000_045, "overzicht": 1_500_000}  # in quarter millionths
    assert (rated.score, rated.main_parts()) == (4_100_045, ["richting", "overzicht"])


def test_18_equal_scores_go_by_hours_then_start_then_id() -> None:
    # effort and unknown date are left out of the formula here, so κ = 0 and every score is 1,5:
    # 4 hours go first, then the earliest start (not known is last), then the id
    later = SOON + timedelta(days=1)
    listed = [
        replace(entry("a", richting=4), start=None),
        entry("c", richting=4),
        entry("b", richting=4),
        replace(entry("e", richting=4), start=later),
        entry("z", 4, richting=4),
    ]
    config = replace(CONFIG, effort_factor=Decimal(0), penalty_planned=Decimal(0))
    found = advise(listed, person(goals={"richting": 1}), config=config, today=TODAY)
    assert [rated.entry.id for rated in found.ranking] == ["z", "b", "c", "e", "a"]


def test_19_package_takes_what_adds_most_together() -> None:
    # N = 2 for richting, 1,5 for overzicht; κ = 0,1 each
    # alone: a 2 · 1 − 0,1 = 1,9; b 2 · ¾ + 1,5 · ¼ − 0,1 = 1,775; c 1,5 · ½ − 0,1 = 0,65
    # a + b = 2 + 0,375 − 0,2 = 2,175; a + c = 2 + 0,75 − 0,2 = 2,55
    # a + b + c = 2 + 1,5 · (1 − ¾ · ½) − 0,3 = 2 + 0,9375 − 0,3 = 2,6375: the most
    # with 24 hours for b: κ = 0,2, and a + b + c = 2,5375 is less than a + c
    listed = entry("a", richting=4), entry("c", overzicht=2)
    who = person(goals={"richting": 2, "overzicht": 1})
    assert advised(who, *listed, entry("b", 8, richting=3, overzicht=1)).package == ("a", "b", "c")
    assert advised(who, *listed, entry("b", 24, richting=3, overzicht=1)).package == ("a", "c")


def test_20_prerequisite_keeps_out_of_the_list_but_not_out_of_the_package() -> None:
    # N = 2; first: 2 · ¼ − 0,1 = 0,4; then: 2 · 1 − 0,1 = 1,9, but only after first
    # together 2 · (1 − ¾ · 0) − 0,2 = 1,8; first alone 0,4
    first, then = entry("first", richting=1), entry("then", richting=4)
    then = replace(then, prerequisites=frozenset({"first"}))
    found = advised(person(goals={"richting": 2}), first, then)
    assert [rated.entry.id for rated in found.ranking] == ["first"]
    assert (found.package, found.why_not) == (("first", "then"), {"then": (Why.PREREQ,)})
    done = advised(person(goals={"richting": 2}, completed=frozenset({"first"})), first, then)
    assert (done.package, done.why_not) == (("then",), {"first": (Why.COMPLETED,)})


def test_every_reason_is_listed_in_the_agreed_order() -> None:
    closed = Entry(
        "m1",
        {"richting": 4},
        Decimal(8),
        languages=frozenset({"en"}),
        audience=frozenset({"griffier"}),
        member_of=frozenset({"VGS"}),
        prerequisites=frozenset({"m0"}),
        state=EntryState.CLOSED,
        start=TODAY - timedelta(days=1),
    )
    who = Person(completed=frozenset({"m1"}), job="directeur")
    assert reasons(closed, who, today=TODAY) == (
        Why.AUDIENCE,
        Why.NOT_MEMBER,
        Why.LANGUAGE,
        Why.COMPLETED,
        Why.CLOSED,
        Why.PAST,
        Why.PREREQ,
    )
    open_ = Entry("m2", {"richting": 4}, Decimal(8), start=TODAY)
    assert reasons(open_, who, today=TODAY) == ()
    full = replace(open_, state=EntryState.FULL, id="m3")
    barred = replace(who, barred={"m3": frozenset({Why.NOT_MEMBER})})
    assert reasons(full, barred, today=TODAY) == (Why.NOT_MEMBER, Why.FULL)
