"""The rules of an edition in words, as everyone reads them: who may take part, and together with whom."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from portal.eligibility.facts import Rule, RuleKind
from portal.eligibility.sentences import group
from portal.eligibility.wording import ORGANISATION_KINDS, POSITIONS
from portal.texts import format_date, format_list, format_moment, ngettext
from portal.texts import gettext as _


def _associations(rule: Rule, key: str = "associations") -> str:
    return format_list(rule.names.get(slug, slug.upper()) for slug in rule.values.get(key, []))


def _positions(rule: Rule, number: int) -> str:
    kinds = rule.values.get("positions", [])
    return format_list(_(POSITIONS[kind][number]) if kind in POSITIONS else kind for kind in kinds)


def _bodies(kinds: Iterable[str]) -> str:
    return format_list(_(ORGANISATION_KINDS[kind]) if kind in ORGANISATION_KINDS else kind for kind in kinds)


def _sign_in(_rule: Rule) -> list[str]:
    return [_("Je schrijft je in met een account.")]


def _membership(rule: Rule) -> list[str]:
    return [_("Alleen voor leden van %(associations)s.", associations=_associations(rule))]


def _position(rule: Rule) -> list[str]:
    return [_("Voor %(positions)s.", positions=_positions(rule, 1))]


def _organisation_kind(rule: Rule) -> list[str]:
    return [_("Voor mensen die werken bij %(kinds)s.", kinds=_bodies(rule.values.get("kinds", [])))]


def _companion(rule: Rule) -> list[str]:
    positions = _positions(rule, 0)
    if positions and rule.values.get("same_organisation"):
        found = [_("Je mag een %(position)s van je eigen organisatie meenemen.", position=positions)]
    elif positions:
        found = [_("Je mag een %(position)s meenemen.", position=positions)]
    elif rule.values.get("same_organisation"):
        found = [_("Je mag iemand van je eigen organisatie meenemen.")]
    else:
        found = [_("Je mag iemand meenemen.")]
    if rule.values.get("membership"):
        names = _associations(rule, "membership")
        found.append(_("Wie je meeneemt, moet lid zijn van %(associations)s.", associations=names))
    return found


def _per_organisation(rule: Rule) -> list[str]:
    return [
        ngettext(
            "Per organisatie kan %(num)s persoon meedoen. Wie daarna komt, staat op de wachtlijst.",
            "Per organisatie kunnen %(num)s mensen meedoen. Wie daarna komt, staat op de wachtlijst.",
            int(rule.values["at_most"]),
        )
    ]


def _set_aside(rule: Rule) -> list[str]:
    bodies = _bodies(rule.values.get("organisation_kinds", []))
    return [
        ngettext(
            "Tot en met %(until)s houden we %(num)s plek apart voor %(group)s.",
            "Tot en met %(until)s houden we %(num)s plekken apart voor %(group)s.",
            int(rule.values["seats"]),
            until=format_date(date.fromisoformat(rule.values["until"])),
            group=group(_associations(rule), _positions(rule, 1), bodies),
        )
    ]


def _early(rule: Rule) -> list[str]:
    return [
        _(
            "Tot %(moment)s kunnen alleen leden van %(associations)s zich inschrijven. Daarna iedereen.",
            moment=format_moment(datetime.fromisoformat(rule.values["until"])),
            associations=_associations(rule),
        )
    ]


def _interest_first(rule: Rule) -> list[str]:
    return [
        _(
            "Tot %(moment)s kunnen alleen mensen zich inschrijven die al belangstelling hadden.",
            moment=format_moment(datetime.fromisoformat(rule.values["until"])),
        )
    ]


def _code(_rule: Rule) -> list[str]:
    return [_("Je hebt de code uit je uitnodiging nodig.")]


def _approval(_rule: Rule) -> list[str]:
    return [_("De organisator beslist of je mee kunt doen.")]


def _confirm_position(_rule: Rule) -> list[str]:
    return [_("De organisator controleert je functie voordat je een plek krijgt.")]


SPOKEN: dict[RuleKind, Callable[[Rule], list[str]]] = {
    RuleKind.SIGN_IN: _sign_in,
    RuleKind.MEMBERSHIP: _membership,
    RuleKind.POSITION: _position,
    RuleKind.ORGANISATION_KIND: _organisation_kind,
    RuleKind.COMPANION: _companion,
    RuleKind.PER_ORGANISATION: _per_organisation,
    RuleKind.SET_ASIDE: _set_aside,
    RuleKind.EARLY: _early,
    RuleKind.INTEREST_FIRST: _interest_first,
    RuleKind.CODE: _code,
    RuleKind.APPROVAL: _approval,
    RuleKind.CONFIRM_POSITION: _confirm_position,
}


def spoken(rule: Rule) -> str:
    """What the rule says, whenever it holds."""
    return " ".join(SPOKEN[rule.kind](rule))


def is_over(rule: Rule, now: datetime) -> bool:
    """Whether the rule was only for a time that is behind us."""
    if rule.kind is RuleKind.SET_ASIDE:
        return date.fromisoformat(rule.values["until"]) < now.date()
    if rule.kind in (RuleKind.EARLY, RuleKind.INTEREST_FIRST):
        return datetime.fromisoformat(rule.values["until"]) <= now
    return False


def who_may_take_part(rules: Iterable[Rule], now: datetime) -> list[str]:
    """Every rule of the edition as a sentence, in the edition's order."""
    found = [sentence for rule in rules if not is_over(rule, now) for sentence in SPOKEN[rule.kind](rule)]
    return found or [_("Iedereen mag zich inschrijven.")]
