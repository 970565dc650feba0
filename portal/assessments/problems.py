"""What can be wrong with an instrument: where, what, and what to do (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Part(StrEnum):
    """A part of an instrument that something is wrong with."""

    FILE = "file"
    TEXTS = "texts"
    SCALE = "scale"
    POINT = "scale_point"
    SCORING = "scoring"
    GROUP = "aspect_group"
    ASPECT = "aspect"
    ROLE = "role"
    PRINCIPLE = "principle"
    ITEM = "item"
    ROLE_ITEM = "role_item"
    CONTEXT_ITEM = "context_item"
    OPTION = "context_option"


class Wrong(StrEnum):
    """What is wrong."""

    NOT_TOML = "not_toml"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    MISSING = "missing"
    UNKNOWN_KEY = "unknown_key"
    KIND = "kind"
    NO_TRANSLATION = "no_translation"
    TOO_LONG = "too_long"
    UNSEEN_SIGN = "unseen_sign"
    BAD_ID = "bad_id"
    TWICE = "twice"
    UNKNOWN_LINK = "unknown_link"
    COUNT = "count"
    EMPTY_CELL = "empty_cell"
    FULL_CELL = "full_cell"
    SHORT = "short"
    SCALE = "scale"
    RANGE = "range"
    NO_QUOTE = "no_quote"


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the part, its id or number in the file, and what fills the sentence."""

    part: Part
    id: str
    wrong: Wrong
    values: Mapping[str, object] = field(default_factory=dict)
