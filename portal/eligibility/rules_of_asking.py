"""Rules about the moment of asking: early, interest first, code, approval, confirming (pure)."""

import hashlib
import hmac

from portal.eligibility.facts import Answer, Rule
from portal.eligibility.question import (
    Question,
    current_positions,
    membership_held,
    names_in,
    say,
    until_instant,
)
from portal.eligibility.reasons import Reason


def code_digest(code: str) -> str:
    """How an invitation code is kept: hex SHA-256 without surrounding spaces and capitals."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


def early(rule: Rule, q: Question) -> list[Answer]:
    """Before the instant only members; from the instant on everyone."""
    until = until_instant(rule)
    if q.now >= until:
        return [say(rule, Reason.EARLY_OK)]
    names = names_in(rule)
    if not q.person.signed_in:
        return [say(rule, Reason.EARLY_VISITOR, associations=names, **{"from": until})]
    held = membership_held(q.person, rule.values.get("associations", []), q.today)
    if held:
        return [say(rule, Reason.EARLY_MEMBER, associations=[held.association_name], **{"from": until})]
    return [say(rule, Reason.EARLY_NOT_YET, associations=names, **{"from": until})]


def interest_first(rule: Rule, q: Question) -> list[Answer]:
    """Before the instant only who is on the interest list."""
    until = until_instant(rule)
    if q.now >= until:
        return [say(rule, Reason.INTEREST_FIRST_OK)]
    listed = q.edition.on_interest_list
    reason = Reason.INTEREST_FIRST_LISTED if listed else Reason.INTEREST_FIRST_NOT_YET
    return [say(rule, reason, **{"from": until})]


def code(rule: Rule, q: Question) -> list[Answer]:
    """The invitation code, compared without telling by time how much of it is right."""
    if not q.edition.code.strip():
        return [say(rule, Reason.CODE_MISSING)]
    right = hmac.compare_digest(code_digest(q.edition.code), str(rule.values["sha256"]).lower())
    return [say(rule, Reason.CODE_OK if right else Reason.CODE_WRONG)]


def approval(rule: Rule, _: Question) -> list[Answer]:
    """An organiser says yes first."""
    return [say(rule, Reason.APPROVAL_NEEDED)]


def confirm_position(rule: Rule, q: Question) -> list[Answer]:
    """An organiser confirms the position that the person states."""
    own = [str(p.kind) for p in current_positions(q.person, q.today)]
    return [say(rule, Reason.POSITION_TO_CONFIRM, own=own)]
