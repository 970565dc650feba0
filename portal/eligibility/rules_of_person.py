"""Rules about who someone is: signed in, member, position, kind of organisation (pure)."""

from portal.eligibility.facts import Answer, Rule
from portal.eligibility.question import Question, current_positions, membership_held, names_in, say
from portal.eligibility.reasons import Reason


def sign_in(rule: Rule, q: Question) -> list[Answer]:
    """Who takes part has signed in."""
    return [say(rule, Reason.SIGN_IN_OK if q.person.signed_in else Reason.SIGN_IN_VISITOR)]


def membership(rule: Rule, q: Question) -> list[Answer]:
    """A member of one of the associations, oneself or through the organisation."""
    slugs, names = rule.values.get("associations", []), names_in(rule)
    if not q.person.signed_in:
        return [say(rule, Reason.MEMBERSHIP_VISITOR, associations=names)]
    held = membership_held(q.person, slugs, q.today)
    if held:
        through = held.through_organisation
        reason = Reason.MEMBERSHIP_THROUGH_ORGANISATION if through else Reason.MEMBERSHIP_OK
        return [say(rule, reason, associations=[held.association_name])]
    kinds, current = rule.values.get("open_to", []), current_positions(q.person, q.today)
    if kinds and current and all(p.kind not in kinds for p in current):
        own = [str(p.kind) for p in current]
        return [say(rule, Reason.MEMBERSHIP_NOT_FOR_POSITION, associations=names, positions=kinds, own=own)]
    others = [m for m in q.person.memberships if m.association in slugs]
    starts = {m.period.starts_on: m for m in others if m.period.starts_on and m.period.starts_on > q.today}
    ended = {m.period.ends_on: m for m in others if m.period.ends_on and m.period.ends_on < q.today}
    if starts:
        day = min(starts)
        return [say(rule, Reason.MEMBERSHIP_NOT_YET, associations=[starts[day].association_name], starts=day)]
    if ended:
        day = max(ended)
        return [say(rule, Reason.MEMBERSHIP_ENDED, associations=[ended[day].association_name], ended=day)]
    return [say(rule, Reason.MEMBERSHIP_NONE, associations=names)]


def position(rule: Rule, q: Question) -> list[Answer]:
    """One of these positions, today."""
    kinds = list(rule.values.get("positions", []))
    if not q.person.signed_in:
        return [say(rule, Reason.POSITION_VISITOR, positions=kinds)]
    current = current_positions(q.person, q.today)
    fit = next((p for p in current if p.kind in kinds), None)
    if fit:
        return [say(rule, Reason.POSITION_OK, positions=[str(fit.kind)], organisation=fit.organisation_name)]
    if not current:
        return [say(rule, Reason.POSITION_NONE, positions=kinds)]
    return [say(rule, Reason.POSITION_OTHER, positions=kinds, own=[str(p.kind) for p in current])]


def organisation_kind(rule: Rule, q: Question) -> list[Answer]:
    """A position today at one of these kinds of organisation."""
    kinds = list(rule.values.get("kinds", []))
    if not q.person.signed_in:
        return [say(rule, Reason.ORGANISATION_KIND_VISITOR, kinds=kinds)]
    current = current_positions(q.person, q.today)
    fit = next((p for p in current if p.organisation_kind in kinds), None)
    if fit:
        return [say(rule, Reason.ORGANISATION_KIND_OK, kinds=kinds, organisation=fit.organisation_name)]
    if not current:
        return [say(rule, Reason.ORGANISATION_KIND_NONE, kinds=kinds)]
    names = [p.organisation_name for p in current]
    return [say(rule, Reason.ORGANISATION_KIND_OTHER, kinds=kinds, organisations=names)]
