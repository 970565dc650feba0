"""The texts of an instrument that an organisation may make its own, in sections of a form (pure)."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

GENERAL, ROLES = "algemeen", "rollen"
LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Pair:
    """A text in Dutch and in English: in which list of the content, of which id, and its name there.

    `about`: what it is about: the id of the aspect or the role of a statement.
    """

    part: str
    id: str
    name: str = ""
    about: str = ""

    @property
    def field(self) -> str:
        """Its name in a form."""
        return "-".join(part for part in (self.part, self.id, self.name) if part) or "title"

    def keys(self) -> tuple[str, str]:
        """Its keys in the content: the Dutch and the English one."""
        start = f"{self.name}_" if self.name else ""
        return f"{start}nl", f"{start}en"


Texts = Mapping[Pair, tuple[str, str]]


def pairs(content: Mapping[str, Any], section: str) -> list[Pair]:
    """The texts of a section: of a principle by its id, of all roles, or of the whole; empty: no section."""
    if section == GENERAL:
        texts = [Pair("texts", "", name) for name in ("question", "supporter_question", "supporter_quote")]
        return [Pair("", "", ""), Pair("", "", "note"), *texts]
    if section == ROLES:
        return [Pair("role_item", one["id"], about=one["role"]) for one in content["role_item"]]
    if not any(one["id"] == section for one in content["principle"]):
        return []
    items = [one for one in content["item"] if one["principle"] == section]
    return [
        Pair("principle", section),
        Pair("principle", section, "description"),
        *(Pair("item", one["id"], about=one["aspect"]) for one in items),
    ]


def sections(content: Mapping[str, Any]) -> list[str]:
    """All sections, in the order of the questionnaire."""
    return [GENERAL, *(one["id"] for one in content["principle"]), ROLES]


def texts_of(content: Mapping[str, Any], section: str) -> dict[Pair, tuple[str, str]]:
    """What the texts of a section say."""
    return {pair: _read(content, pair) for pair in pairs(content, section)}


def with_texts(content: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    """The content with these texts in it."""
    made = deepcopy(dict(content))
    for pair, words in texts.items():
        table = _table(made, pair)
        for key, text in zip(pair.keys(), words, strict=True):
            table[key] = text
    return made


def stamp(texts: Texts) -> str:
    """What a form remembers of the texts that it showed."""
    said = sorted((pair.field, words) for pair, words in texts.items())
    return sha256(repr(said).encode()).hexdigest()[:16]


def _read(content: Mapping[str, Any], pair: Pair) -> tuple[str, str]:
    table = _table(content, pair)
    nl, en = pair.keys()
    return str(table.get(nl, "")), str(table.get(en, ""))


def _table(content: Any, pair: Pair) -> Any:
    part = content[pair.part] if pair.part else content
    return part if isinstance(part, dict) else next(one for one in part if one["id"] == pair.id)
