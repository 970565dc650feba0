"""The texts of an instrument that an organisation may make its own, in sections of a form (pure)."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any

GENERAL, ROLES, SCALE, CONTEXT = "algemeen", "rollen", "schaal", "achtergrond"
LANGUAGES = ("nl", "en")
MOST_QUESTIONS, MOST_OPTIONS = 8, 12
ROOM = 2
"""So many empty places a form offers for more answers to a question."""
POINT, QUESTION, OPTION = "point", "context_item", "option"


@dataclass(frozen=True)
class Pair:
    """A text in Dutch and in English: in which list of the content, of which id, and its name there.

    `about`: what it is about: the id of the aspect or the role of a statement, or of the question of an
    answer. `spare`: room for one more, that may stay empty. `place`: the number of the question, and of the
    answer to it.
    """

    part: str
    id: str
    name: str = ""
    about: str = ""
    spare: bool = False
    place: tuple[int, ...] = field(default=(), compare=False)

    @property
    def field(self) -> str:
        """Its name in a form."""
        if self.part == OPTION:
            return f"{OPTION}-{self.about}.{self.id}"
        return "-".join(part for part in (self.part, self.id, self.name) if part) or "title"

    @property
    def may_be_empty(self) -> bool:
        """Whether nothing misses when it is empty."""
        return self.spare or self.name == "note"

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
    if section == SCALE:
        points = [Pair(POINT, str(one["value"])) for one in content["scale"]["point"]]
        return [*points, Pair("scale", "", "no_answer")]
    if section == CONTEXT:
        return _context(content)
    if not any(one["id"] == section for one in content["principle"]):
        return []
    items = [one for one in content["item"] if one["principle"] == section]
    return [
        Pair("principle", section),
        Pair("principle", section, "description"),
        *(Pair("item", one["id"], about=one["aspect"]) for one in items),
    ]


def _context(content: Mapping[str, Any]) -> list[Pair]:
    """The questions that somebody is asked with their answers, and room for more of both."""
    every = content.get(QUESTION, [])
    asked = [one for one in every if not one.get("from_form")]
    found = [pair for number, one in enumerate(asked, 1) for pair in _asked(one, number)]
    if len(every) < MOST_QUESTIONS:
        id_, number = _free("vraag", {one["id"] for one in every}), len(asked) + 1
        found.append(Pair(QUESTION, id_, spare=True, place=(number,)))
        found += _room({"id": id_, "option": []}, number, 2 * ROOM)
    return found


def _asked(one: Mapping[str, Any], number: int) -> list[Pair]:
    there = [option["id"] for option in one["option"]]
    return [
        Pair(QUESTION, one["id"], place=(number,)),
        *(Pair(OPTION, id_, about=one["id"], place=(number, nth)) for nth, id_ in enumerate(there, 1)),
        *_room(one, number, min(ROOM, MOST_OPTIONS - len(there))),
    ]


def _room(one: Mapping[str, Any], number: int, places: int) -> list[Pair]:
    taken, found = [option["id"] for option in one["option"]], []
    for _place in range(places):
        taken.append(_free("antwoord", taken))
        found.append(Pair(OPTION, taken[-1], about=one["id"], spare=True, place=(number, len(taken))))
    return found


def _free(word: str, taken: Collection[str]) -> str:
    return next(id_ for number in count(1) if (id_ := f"{word}-{number}") not in taken)


def sections(content: Mapping[str, Any]) -> list[str]:
    """All sections, in the order of the questionnaire."""
    return [GENERAL, *(one["id"] for one in content["principle"]), ROLES, CONTEXT, SCALE]


def texts_of(content: Mapping[str, Any], section: str) -> dict[Pair, tuple[str, str]]:
    """What the texts of a section say."""
    return {pair: _read(content, pair) for pair in pairs(content, section)}


def with_texts(content: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    """The content with these texts in it. An answer whose words were taken away goes, and so does a question
    with its answers; answers under a new question wait for its words."""
    made = deepcopy(dict(content))
    emptied = [pair for pair, words in texts.items() if pair.part == QUESTION and not any(words)]
    gone = {pair.id for pair in emptied if any(_read(content, pair))}
    for pair, words in texts.items():
        if pair.spare and any(words):
            _add(made, pair)
        table = _table(made, pair)
        if table is not None:
            table.update(zip(pair.keys(), words, strict=True))
    if QUESTION in made:
        made[QUESTION] = [_without_gaps(one) for one in made[QUESTION] if one["id"] not in gone]
    return made


def _add(made: dict[str, Any], pair: Pair) -> None:
    """A place for one more question or answer; who writes only an answer has begun with a question."""
    every = made.setdefault(QUESTION, [])
    id_ = pair.about or pair.id
    one = next((one for one in every if one["id"] == id_), None)
    if one is None:
        one = {"id": id_, "nl": "", "en": "", "from_form": False, "option": []}
        every.append(one)
    if pair.part == OPTION:
        one["option"].append({"id": pair.id, "nl": "", "en": ""})


def _says(one: Mapping[str, Any]) -> bool:
    return bool(one["nl"] or one["en"])


def _without_gaps(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "option": [option for option in one["option"] if _says(option)]}


def stamp(texts: Texts) -> str:
    """What a form remembers of the texts that it showed."""
    said = sorted((pair.field, words) for pair, words in texts.items())
    return sha256(repr(said).encode()).hexdigest()[:16]


def _read(content: Mapping[str, Any], pair: Pair) -> tuple[str, str]:
    table = _table(content, pair) or {}
    nl, en = pair.keys()
    return str(table.get(nl, "")), str(table.get(en, ""))


def _table(content: Any, pair: Pair) -> Any:
    """The table that holds a text; None for room that nobody used yet."""
    if pair.part == POINT:
        return next(one for one in content["scale"]["point"] if str(one["value"]) == pair.id)
    if pair.part == OPTION:
        questions = content.get(QUESTION, [])
        lists = [one["option"] for one in questions if one["id"] == pair.about]
        return next((option for options in lists for option in options if option["id"] == pair.id), None)
    part = content.get(pair.part, []) if pair.part else content
    return part if isinstance(part, dict) else next((one for one in part if one["id"] == pair.id), None)
