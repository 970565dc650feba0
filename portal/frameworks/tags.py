"""Tags: the number of a piece of advice or an action, such as 11 or 11.6 (pure).

A tag of the default framework is the bare number; of another one its name stands before it: elders/3.2.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.frameworks.facts import Action, ActionKind, Advice, Framework
from portal.frameworks.vocabulary import FRAMEWORK


@dataclass(frozen=True)
class Tagged:
    """What a tag stands for. An advice has no dot in its number, an action has one."""

    tag: str
    framework: str
    number: str
    thing: Advice | Action

    @property
    def is_action(self) -> bool:
        """Whether it is one action of a piece of advice."""
        return isinstance(self.thing, Action)


def tag_of(framework: str, number: str) -> str:
    """The tag of this number in this framework."""
    return number if framework == FRAMEWORK.id else f"{framework}/{number}"


def tags_in(frameworks: Iterable[Framework]) -> dict[str, Tagged]:
    """Every tag of these frameworks, advice before its actions, in the order of the study."""
    found: dict[str, Tagged] = {}
    for framework in frameworks:
        actions = {action.number: action for action in framework.actions}
        for advice in framework.advices:
            things: list[Advice | Action] = [advice, *(actions[number] for number in advice.actions)]
            for thing in things:
                tag = tag_of(framework.id, thing.number)
                found[tag] = Tagged(tag, framework.id, thing.number, thing)
    return found


def is_for_learning(tagged: Tagged) -> bool:
    """Whether a programme can serve this: advice, or an action that is not for an organisation alone."""
    thing = tagged.thing
    return isinstance(thing, Advice) or thing.kind is not ActionKind.ORGANISATION


def sort_key(tag: str) -> tuple[str, tuple[int, ...]]:
    """Puts 2 before 11, and 11 before 11.1."""
    framework, _, number = tag.rpartition("/")
    return framework, tuple(int(part) for part in number.split(".") if part.isdigit())
