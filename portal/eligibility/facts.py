"""The plain values that gates take and give (pure)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from portal.people.facts import PersonFacts


class RuleKind(StrEnum):
    """The rules an edition may have. Their `values`:

    - sign_in: {}
    - membership: {"associations": [slug, …]} own membership or the organisation's of one of them;
      "open_to": [PositionKind, …] who can become a member at all, where that is not everybody
    - position: {"positions": [PositionKind, …]}
    - organisation_kind: {"kinds": [OrganisationKind, …]}
    - companion: {"positions": […] or [], "same_organisation": bool, "membership": [slug, …] or []}
    - per_organisation: {"at_most": k}
    - set_aside: {"seats": n, "until": "YYYY-MM-DD", and a group: "associations" and/or "positions"
      and/or "organisation_kinds"}
    - early: {"until": instant ISO, "associations": […]} before that moment only members
    - interest_first: {"until": instant ISO} before that moment only people on the interest list
    - code: {"sha256": hex digest of the lower-cased code}
    - approval: {}
    - confirm_position: {} the organiser confirms the stated position (acts like approval)
    """

    SIGN_IN = "sign_in"
    MEMBERSHIP = "membership"
    POSITION = "position"
    ORGANISATION_KIND = "organisation_kind"
    COMPANION = "companion"
    PER_ORGANISATION = "per_organisation"
    SET_ASIDE = "set_aside"
    EARLY = "early"
    INTEREST_FIRST = "interest_first"
    CODE = "code"
    APPROVAL = "approval"
    CONFIRM_POSITION = "confirm_position"


class Outcome(StrEnum):
    """What a decision comes to; the worst answer of all rules wins, in this order."""

    ADMIT = "admit"
    APPROVE = "approve"
    WAIT = "wait"
    REFUSE = "refuse"


ORDER = (Outcome.ADMIT, Outcome.APPROVE, Outcome.WAIT, Outcome.REFUSE)
"""From mild to bad."""


class Moment(StrEnum):
    """When a decision is made. Rules about the moment of asking (early, code …) hold at application only."""

    PREVIEW = "preview"
    APPLICATION = "application"
    PROMOTION = "promotion"
    ACCEPTANCE = "acceptance"
    SUBSTITUTION = "substitution"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class Rule:
    """A rule as a value. `names` are the names of the associations in `values`, by slug, for sentences."""

    kind: RuleKind
    values: dict[str, Any] = field(default_factory=dict)
    id: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    public_id: str = ""


@dataclass(frozen=True)
class EditionFacts:
    """What gates may know of an edition, of who is in it, and of what the person fills in.

    `code` is the invitation code as typed; `organisation_id` the organisation that the person says to take
    part for (None: that of the first current position).
    """

    rules: tuple[Rule, ...]
    companion_allowed: bool = False
    seated_per_organisation: dict[int, int] = field(default_factory=dict)
    on_interest_list: bool = False
    code: str = ""
    organisation_id: int | None = None


DAYS = ("ended", "starts", "until")
"""The values of answers that are a day; `from` is an instant."""


@dataclass(frozen=True)
class Answer:
    """What one rule said: `reason` and `values` make the sentence and the next step."""

    rule: RuleKind
    outcome: Outcome
    reason: str
    values: dict[str, Any] = field(default_factory=dict)
    about: str = "person"  # or "companion"

    def as_data(self) -> dict[str, Any]:
        """The answer as JSON can hold it; dates and instants in ISO form."""
        return {
            "rule": str(self.rule),
            "outcome": str(self.outcome),
            "reason": str(self.reason),
            "values": {k: v.isoformat() if isinstance(v, date) else v for k, v in self.values.items()},
            "about": self.about,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Answer":
        """The answer that `as_data` wrote."""
        read = dict.fromkeys(DAYS, date.fromisoformat) | {"from": datetime.fromisoformat}
        values = {k: read[k](v) if k in read and v is not None else v for k, v in data["values"].items()}
        return cls(RuleKind(data["rule"]), Outcome(data["outcome"]), data["reason"], values, data["about"])


@dataclass(frozen=True)
class Verdict:
    """The decision: the outcome and every rule's answer, in the order of the rules."""

    outcome: Outcome
    answers: tuple[Answer, ...]

    @property
    def refusals(self) -> tuple[Answer, ...]:
        """The answers that say no."""
        return tuple(a for a in self.answers if a.outcome is Outcome.REFUSE)

    def overruled(self, let_pass: Collection[tuple[str, str, str]]) -> "Verdict":
        """The verdict when an organiser let these refusals pass (rule, reason, about); others still count."""
        left = (a.outcome for a in self.answers if (a.rule, a.reason, a.about) not in let_pass)
        return Verdict(max(left, key=ORDER.index, default=Outcome.ADMIT), self.answers)

    @property
    def needs_approval(self) -> bool:
        """Whether an organiser must say yes, also when the outcome is to wait."""
        return any(a.outcome is Outcome.APPROVE for a in self.answers)


__all__ = [
    "DAYS",
    "ORDER",
    "Answer",
    "EditionFacts",
    "Moment",
    "Outcome",
    "PersonFacts",
    "Rule",
    "RuleKind",
    "Verdict",
    "date",
    "datetime",
]
