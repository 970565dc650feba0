"""What a rule said and what would help, in plain words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from portal.eligibility.facts import Answer, Outcome, RuleKind
from portal.eligibility.models import Decision
from portal.eligibility.wording import (
    ANY_HOST,
    ASK,
    GROUPS,
    HOST,
    HOST_SAME,
    ORGANISATION_KINDS,
    POSITIONS,
    SENTENCES,
    STEPS,
    UNKNOWN,
    StepKind,
)
from portal.texts import format_date, format_list, format_moment
from portal.texts import gettext as _


@dataclass(frozen=True)
class NextStep:
    """What would help."""

    kind: StepKind
    text: str


@dataclass(frozen=True)
class Readable:
    """One stored answer as a page shows it."""

    rule: RuleKind
    about: str
    outcome: Outcome
    sentence: str
    next_step: NextStep | None


def _list(words: Iterable[str], style: Literal["or", "standard"]) -> str:
    return format_list(words, style)


def _one_of(kinds: Iterable[str]) -> str:
    return _list((_(POSITIONS[kind][0]) if kind in POSITIONS else kind for kind in kinds), "or")


def _all_of(kinds: Iterable[str]) -> str:
    return _list((_(POSITIONS[kind][1]) if kind in POSITIONS else kind for kind in kinds), "standard")


def _bodies(kinds: Iterable[str]) -> str:
    return _list(
        (_(ORGANISATION_KINDS[kind]) if kind in ORGANISATION_KINDS else kind for kind in kinds), "or"
    )


def _names(names: Iterable[str]) -> str:
    return _list(names, "or")


_WORDS: dict[str, Callable[[Any], str]] = {
    "associations": _names,
    "organisations": _names,
    "own": _one_of,
    "kinds": _bodies,
    "ended": format_date,
    "starts": format_date,
    "until": format_date,
    "from": format_moment,
}


def group(associations: str, positions: str, bodies: str) -> str:
    """The people for whom seats are set aside: who is all of what is named."""
    if not (associations or positions or bodies):
        return _("een groep")
    names = {"associations": associations, "positions": positions, "bodies": bodies}
    return _(GROUPS[bool(associations), bool(positions), bool(bodies)], **names)


def _group(values: dict[str, Any]) -> str:
    return group(
        _names(values.get("associations", [])),
        _all_of(values.get("positions", [])),
        _bodies(values.get("organisation_kinds", [])),
    )


def _in_words(values: dict[str, Any]) -> dict[str, object]:
    words: dict[str, object] = {k: _WORDS[k](v) if k in _WORDS else v for k, v in values.items()}
    if "positions" in values:
        words |= {"positions": _all_of(values["positions"]), "position": _one_of(values["positions"])}
    if "seats" in values:
        words["group"] = _group(values)
    if "as_companion_of" in values:
        words["hosts"] = _one_of(values["as_companion_of"])
    return words


def sentence(answer: Answer) -> str:
    """What the rule said; a reason of long ago that no longer exists gets a neutral sentence."""
    return _(SENTENCES.get(answer.reason, UNKNOWN), **_in_words(answer.values))


def next_step(answer: Answer) -> NextStep | None:
    """What would help; None where nothing is needed."""
    if answer.outcome is Outcome.ADMIT:
        return None
    kind, text = STEPS.get(answer.reason, (StepKind.CONTACT, ASK))
    if "as_companion_of" in answer.values:
        hosts = HOST_SAME if answer.values.get("same_organisation") else HOST
        kind, text = StepKind.HOST, hosts if answer.values["as_companion_of"] else ANY_HOST
    return NextStep(kind, _(text, **_in_words(answer.values)))


def readable(decision: Decision) -> list[Readable]:
    """The stored answers of a decision as a page shows them."""
    answers = [Answer.from_data(data) for data in decision.answers]
    return [Readable(a.rule, a.about, a.outcome, sentence(a), next_step(a)) for a in answers]
