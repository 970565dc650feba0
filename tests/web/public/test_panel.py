"""The panel as a table: every state of an edition against every decision."""

from datetime import UTC, datetime

import pytest

from portal.eligibility.facts import Answer, Outcome, RuleKind, Verdict
from portal.programmes.facts import EditionState
from portal.registrations.states import RegistrationState
from portal.web.public.panel import ENDPOINTS, LABELS, Button, Note, Panel, panel

S, B, N = EditionState, Button, Note
SOON = datetime(2027, 3, 1, 8, tzinfo=UTC)


def said(outcome: Outcome, reason: str, kind: RuleKind = RuleKind.MEMBERSHIP) -> Answer:
    return Answer(kind, outcome, reason)


def verdict(*answers: Answer) -> Verdict:
    worst = max((a.outcome for a in answers), key=list(Outcome).index, default=Outcome.ADMIT)
    return Verdict(worst, answers)


WELCOME = verdict(said(Outcome.ADMIT, "membership.ok"))
NO_MEMBER = verdict(said(Outcome.REFUSE, "membership.none"))
NOT_SIGNED_IN = verdict(said(Outcome.REFUSE, "membership.visitor"))
TO_APPROVE = verdict(said(Outcome.APPROVE, "approval.needed", RuleKind.APPROVAL))
HOUSE_FULL = verdict(said(Outcome.WAIT, "per_organisation.full", RuleKind.PER_ORGANISATION))
NO_CODE = verdict(said(Outcome.REFUSE, "code.missing", RuleKind.CODE))
NO_CODE_NO_MEMBER = verdict(*NO_CODE.answers, *NO_MEMBER.answers)
DECISIONS = (None, WELCOME, NO_MEMBER, TO_APPROVE, HOUSE_FULL, NO_CODE, NO_CODE_NO_MEMBER)

MEMBER: dict[EditionState, tuple[Button | None, ...]] = {
    S.DRAFT: (None,) * 7,
    S.ANNOUNCED: (B.INTEREST,) * 7,
    S.OPEN: (B.ENROL, B.ENROL, None, B.ENROL, B.WAIT, B.ENROL, None),
    S.FULL: (B.WAIT, B.WAIT, None, B.WAIT, B.WAIT, B.WAIT, None),
    S.CLOSED: (None,) * 7,
    S.RUNNING: (None,) * 7,
    S.FINISHED: (None,) * 7,
    S.CANCELLED: (None,) * 7,
}
VISITOR: dict[EditionState, Button | None] = {
    S.DRAFT: None,
    S.ANNOUNCED: B.INTEREST,
    S.OPEN: B.SIGN_IN,
    S.FULL: B.SIGN_IN,
    S.CLOSED: None,
    S.RUNNING: None,
    S.FINISHED: None,
    S.CANCELLED: None,
}


@pytest.mark.parametrize("state", list(EditionState))
def test_button_of_a_member_follows_the_table(state: EditionState) -> None:
    buttons = tuple(panel(state, decision, signed_in=True).button for decision in DECISIONS)
    assert buttons == MEMBER[state]


@pytest.mark.parametrize("state", list(EditionState))
def test_button_of_a_visitor_follows_the_table(state: EditionState) -> None:
    buttons = {panel(state, decision).button for decision in (*DECISIONS, NOT_SIGNED_IN)}
    assert buttons == {VISITOR[state]}


@pytest.mark.parametrize("state", list(EditionState))
@pytest.mark.parametrize(
    ("own", "note"),
    [
        (RegistrationState.CONFIRMED, N.CONFIRMED),
        (RegistrationState.WAITLISTED, N.WAITLISTED),
        (RegistrationState.OFFERED, N.OFFERED),
        (RegistrationState.REQUESTED, N.REQUESTED),
    ],
)
def test_own_registration_comes_before_all_else(
    state: EditionState, own: RegistrationState, note: Note
) -> None:
    assert panel(state, NO_MEMBER, own=own, signed_in=True) == Panel(B.OWN, (note,))


@pytest.mark.parametrize("own", [RegistrationState.WITHDRAWN, RegistrationState.LAPSED])
def test_an_ended_registration_lets_one_register_anew(own: RegistrationState) -> None:
    assert panel(S.OPEN, WELCOME, own=own, signed_in=True) == Panel(B.ENROL)


def test_full_edition_tells_how_many_wait() -> None:
    assert panel(S.FULL, WELCOME, signed_in=True, waiting=4) == Panel(B.WAIT, (N.FULL, N.QUEUE))
    assert panel(S.FULL, WELCOME, signed_in=True, waiting=0) == Panel(B.WAIT, (N.FULL,))


def test_announced_edition_tells_when_it_opens() -> None:
    assert panel(S.ANNOUNCED, opens_at=SOON) == Panel(B.INTEREST, (N.OPENS_LATER,))
    assert panel(S.ANNOUNCED) == Panel(B.INTEREST, (N.NO_MOMENT,))


@pytest.mark.parametrize(
    ("state", "note"),
    [
        (S.CLOSED, N.CLOSED),
        (S.RUNNING, N.RUNNING),
        (S.FINISHED, N.FINISHED),
        (S.CANCELLED, N.CANCELLED),
    ],
)
def test_edition_without_button_says_why(state: EditionState, note: Note) -> None:
    assert panel(state, WELCOME, signed_in=True) == Panel(None, (note,))


def test_refusal_is_spoken_beside_the_missing_button() -> None:
    assert panel(S.OPEN, NO_MEMBER, signed_in=True) == Panel(None, (), NO_MEMBER.answers)


def test_visitor_hears_the_rule_and_not_the_account() -> None:
    assert panel(S.OPEN, NOT_SIGNED_IN) == Panel(B.SIGN_IN, (), NOT_SIGNED_IN.answers)
    assert panel(S.OPEN, WELCOME) == Panel(B.SIGN_IN, (N.ACCOUNT,))


def test_visitor_hears_once_that_they_are_not_signed_in() -> None:
    sign_in = said(Outcome.REFUSE, "sign_in.visitor", RuleKind.SIGN_IN)
    both = verdict(sign_in, *NOT_SIGNED_IN.answers)
    assert panel(S.OPEN, both).answers == NOT_SIGNED_IN.answers
    assert panel(S.OPEN, verdict(sign_in)).answers == (sign_in,)


def test_seats_set_aside_are_told_to_members_only() -> None:
    aside = verdict(said(Outcome.ADMIT, "set_aside.others", RuleKind.SET_ASIDE))
    assert panel(S.OPEN, aside, signed_in=True).answers == aside.answers
    assert panel(S.OPEN, aside).answers == ()


def test_no_date_is_promised_to_who_stays_refused() -> None:
    alderperson = said(Outcome.REFUSE, "position.other", RuleKind.POSITION)
    too_early = said(Outcome.REFUSE, "early.not_yet")
    seen = panel(S.OPEN, verdict(alderperson, too_early), signed_in=True)
    assert seen == Panel(None, (), (alderperson,))


def test_who_is_only_early_hears_the_date() -> None:
    too_early = said(Outcome.REFUSE, "early.not_yet")
    assert panel(S.OPEN, verdict(too_early), signed_in=True) == Panel(None, (), (too_early,))


def test_same_reason_of_two_rules_is_spoken_once() -> None:
    twice = verdict(*NO_MEMBER.answers, *NO_MEMBER.answers)
    assert panel(S.OPEN, twice, signed_in=True).answers == NO_MEMBER.answers


def test_every_button_has_words_and_a_page() -> None:
    assert set(LABELS) == set(ENDPOINTS) == set(Button)
    assert (panel(S.OPEN, WELCOME, signed_in=True).label, panel(S.CLOSED).label) == ("Inschrijven", "")
    assert (panel(S.ANNOUNCED).endpoint, panel(S.CLOSED).endpoint) == ("public.interest", "")
