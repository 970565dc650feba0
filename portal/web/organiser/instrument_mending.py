"""What is to be mended in a draft, in the words of its forms: which field, and what to do there.

Whoever writes in the forms never saw the file, so the names of the file say nothing to them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from flask import url_for

from portal.assessments.instrument_file import read
from portal.assessments.instrument_texts import (
    LANGUAGES,
    OPTION,
    POINT,
    QUESTION,
    Pair,
    sections,
    texts_of,
)
from portal.assessments.models import InstrumentVersion
from portal.assessments.problem_sentences import sentence, what
from portal.assessments.problems import Part, Problem, Wrong
from portal.texts import N_
from portal.texts import gettext as _
from portal.web.organiser import instrument_words as words

PARTS = {
    "": Part.FILE,
    "texts": Part.TEXTS,
    "scale": Part.SCALE,
    POINT: Part.POINT,
    "principle": Part.PRINCIPLE,
    "item": Part.ITEM,
    "role_item": Part.ROLE_ITEM,
    QUESTION: Part.CONTEXT_ITEM,
    OPTION: Part.OPTION,
}
TOLD = {
    Wrong.NO_TRANSLATION: N_("Deze tekst is nog leeg. Vul hem in: elke tekst is er in beide talen."),
    Wrong.NO_QUOTE: N_("In deze tekst ontbreekt {item}: daar komt de stelling te staan."),
    Wrong.COUNT: N_(
        "Deze vraag heeft minder dan twee antwoorden. Geef er twee of meer, of maak de vraag leeg "
        "in beide talen."
    ),
}
"""What forms can leave open; a file with anything else is refused when it comes."""


@dataclass(frozen=True)
class Mend:
    """One thing to do. `place`: the name of the page and the label of the field; empty: in no form."""

    what: str
    place: str = ""
    section: str = ""
    field: str = ""
    url: str = ""


@dataclass(frozen=True)
class _Place:
    section: str
    field: str
    label: str
    text: str


Places = Mapping[tuple[Part, str, str], list[_Place]]


def mends(version: InstrumentVersion) -> list[Mend]:
    """All that is to be mended, in the order of the file; of each field once."""
    places = _places(version)
    found = chain.from_iterable(_mended(version, one, places) for one in read(version.content)[1])
    return list(dict.fromkeys(found))


def _places(version: InstrumentVersion) -> Places:
    """Where each text stands in the forms. Answers to two questions may have the same id."""
    found: dict[tuple[Part, str, str], list[_Place]] = defaultdict(list)
    for section in sections(version.content):
        for pair, both in texts_of(version.content, section).items():
            if pair.spare:
                continue
            for code, key, label, text in zip(LANGUAGES, pair.keys(), words.labels(pair), both, strict=True):
                place = _Place(section, f"{pair.field}-{code}", label, text)
                found[PARTS[pair.part], _id(pair), key].append(place)
    return found


def _id(pair: Pair) -> str:
    return "" if pair.part in ("", "texts", "scale") else pair.id


def _mended(version: InstrumentVersion, problem: Problem, places: Places) -> Iterator[Mend]:
    few = problem.part is Part.CONTEXT_ITEM and problem.wrong is Wrong.COUNT
    key = "nl" if few else str(problem.values.get("key", ""))
    there = places.get((problem.part, problem.id, key), [])
    if problem.wrong is Wrong.NO_TRANSLATION:
        there = [one for one in there if not one.text]
    for one in there:
        yield _mend(version, one, _told(problem, one))
    if not there:
        yield Mend(sentence(problem))


def _told(problem: Problem, place: _Place) -> str:
    if problem.wrong in TOLD:
        return _(TOLD[problem.wrong])
    return what(replace(problem, values={**problem.values, "key": place.label}))


def _mend(version: InstrumentVersion, place: _Place, told: str) -> Mend:
    page = url_for(
        "organiser.instrument_section",
        version=version.public_id,
        section=place.section,
        _anchor=place.field,
    )
    where = f"{words.section(version, place.section)}. {place.label}"
    return Mend(told, where, place.section, place.field, page)
