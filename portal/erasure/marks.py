"""What somebody can be known by in a text, and the text without it (pure)."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from portal.erasure.facts import NAME

_SHORTEST = 4
NAMED = frozenset({"companion", "inviter", "substitute", "participant", "together"})
"""Facts and details that hold the name of somebody."""
SPOKEN = frozenset({"reason", "comment", "explanation", "heading", "lines"})
"""Facts that somebody wrote, in which anybody may be named."""


@dataclass(frozen=True)
class Marks:
    """The addresses and names of one person, as they were ever written."""

    addresses: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, addresses: Iterable[str], names: Iterable[str]) -> "Marks":
        """Without what is too short to know somebody by."""
        return cls(
            frozenset(one.strip().lower() for one in addresses if "@" in one),
            frozenset(" ".join(one.split()) for one in names if len(one.strip()) >= _SHORTEST),
        )

    @property
    def words(self) -> list[str]:
        """All of them, the longest first."""
        return sorted(self.addresses | self.names, key=lambda word: (-len(word), word))

    @property
    def in_json(self) -> list[str]:
        """All of them as they stand in stored JSON too."""
        return sorted({form for word in self.words for form in (word, json.dumps(word)[1:-1])})

    def without(self, text: str) -> str:
        """The text with other words in their place, also where a line was broken or HTML escaped them.

        Who calls oneself by one word, such as "Plek", cannot be told from that word in what others wrote.
        """
        return self._pattern.sub(NAME, text) if text and self._telling else text

    def without_name(self, text: str) -> str:
        """The same where nothing but a name stands."""
        whole = " ".join(text.split()).lower()
        return NAME if whole in {name.lower() for name in self.names} else self.without(text)

    def without_in(self, value: Any, key: str = "") -> Any:
        """The same in every text of a JSON value."""
        if isinstance(value, str):
            return self.without_name(value) if key in NAMED else self.without(value)
        if isinstance(value, list):
            return [self.without_in(one, key) for one in value]
        if isinstance(value, dict):
            return {name: self.without_in(one, name) for name, one in value.items()}
        return value

    def without_in_facts(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts of somebody else's letter: only what names people, never what the portal goes by."""
        return {
            key: self.without_in(value, key) if key in NAMED | SPOKEN else value
            for key, value in facts.items()
        }

    @property
    def _telling(self) -> list[str]:
        return [word for word in self.words if "@" in word or " " in word]

    @property
    def _pattern(self) -> re.Pattern[str]:
        forms = {
            form
            for word in self._telling
            for form in (word, escape(word, quote=True).replace("&#x27;", "&#39;"))
        }
        ways = (r"\s+".join(map(re.escape, form.split())) for form in sorted(forms, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)
