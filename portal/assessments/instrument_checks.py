"""Whether an instrument is whole: every cell of the grid filled, every link leads somewhere (pure)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from portal.assessments.facts import Instrument, Item
from portal.assessments.problems import Part, Problem, Wrong
from portal.assessments.questionnaire import GRID, QUOTED, SUBROLE_ITEMS, Questionnaire, is_short
from portal.frameworks import vocabulary

POINTS = (1, 2, 3, 4, 5)


def check(found: Questionnaire) -> list[Problem]:
    """Everything that keeps this questionnaire from being used, in the order of a file."""
    instrument = found.instrument
    return [
        *_texts(found),
        *_scale(instrument),
        *_ids(found),
        *_frame(instrument),
        *_links(instrument),
        *_grid(instrument),
        *_roles(instrument),
        *_context(found),
    ]


def _texts(found: Questionnaire) -> Iterator[Problem]:
    for key in ("supporter_quote_nl", "supporter_quote_en"):
        text = getattr(found.texts, key)
        if text and QUOTED not in text:
            yield Problem(Part.TEXTS, "", Wrong.NO_QUOTE, {"key": key})


def _scale(instrument: Instrument) -> Iterator[Problem]:
    if tuple(point.value for point in instrument.scale.points) != POINTS:
        yield Problem(Part.SCALE, "", Wrong.SCALE)


def _ids(found: Questionnaire) -> Iterator[Problem]:
    instrument = found.instrument
    yield from _twice(Part.GROUP, (one.id for one in instrument.groups))
    yield from _twice(Part.ASPECT, (one.id for one in instrument.aspects))
    yield from _twice(Part.ASPECT, (one.code for one in instrument.aspects), key="code")
    yield from _twice(Part.ROLE, (one.id for one in instrument.roles))
    yield from _twice(Part.PRINCIPLE, (one.id for one in instrument.principles))
    yield from _twice(Part.ITEM, (one.id for one in instrument.items))
    yield from _twice(Part.CONTEXT_ITEM, (one.id for one in found.context))
    for one in found.context:
        yield from _twice(Part.CONTEXT_ITEM, (f"{one.id}, {option.id}" for option in one.options))


def _twice(part: Part, ids: Iterable[str], key: str = "id") -> Iterator[Problem]:
    for id_, times in Counter(ids).items():
        if times > 1:
            yield Problem(part, id_, Wrong.TWICE, {"key": key})


def _frame(instrument: Instrument) -> Iterator[Problem]:
    """Aspects and roles are those of the framework: what modules develop is said in the same words."""
    for part, mine, theirs in (
        (Part.ASPECT, instrument.aspects, vocabulary.ASPECT),
        (Part.ROLE, instrument.roles, vocabulary.ROLE),
    ):
        ids = {one.id for one in mine}
        for id_ in sorted(ids - set(theirs)):
            yield Problem(part, id_, Wrong.UNKNOWN_LINK, {"key": "id", "value": id_})
        for id_ in theirs:
            if id_ not in ids:
                yield Problem(part, id_, Wrong.MISSING, {"key": id_})
    if len(instrument.principles) != GRID:
        values = {"key": "principle", "wanted": GRID, "found": len(instrument.principles)}
        yield Problem(Part.FILE, "", Wrong.COUNT, values)


def _links(instrument: Instrument) -> Iterator[Problem]:
    groups = {one.id for one in instrument.groups}
    aspects = {one.id for one in instrument.aspects}
    principles = {one.id for one in instrument.principles}
    roles = {one.id: one.subroles for one in instrument.roles}
    for aspect in instrument.aspects:
        yield from _known(Part.ASPECT, aspect.id, "group", aspect.group, groups)
    for item in instrument.items:
        part = _part(item)
        if item.role is None:
            yield from _known(part, item.id, "aspect", item.aspect or "", aspects)
            yield from _known(part, item.id, "principle", item.principle or "", principles)
        else:
            yield from _known(part, item.id, "role", item.role, roles)
            if item.role in roles:
                yield from _known(part, item.id, "subrole", item.subrole or "", roles[item.role])


def _part(item: Item) -> Part:
    return Part.ITEM if item.role is None else Part.ROLE_ITEM


def _known(part: Part, id_: str, key: str, value: str, known: Collection[str]) -> Iterator[Problem]:
    if value and value not in known:
        yield Problem(part, id_, Wrong.UNKNOWN_LINK, {"key": key, "value": value})


def _grid(instrument: Instrument) -> Iterator[Problem]:
    """One statement for each aspect under each principle, and of those the right ones short."""
    aspects = [one.id for one in instrument.aspects]
    principles = [one.id for one in instrument.principles]
    cells = Counter((item.aspect, item.principle) for item in instrument.items if item.role is None)
    for principle in principles:
        for aspect in aspects:
            times = cells[aspect, principle]
            if times != 1:
                wrong = Wrong.FULL_CELL if times else Wrong.EMPTY_CELL
                yield Problem(Part.PRINCIPLE, principle, wrong, {"aspect": aspect, "found": times})
    if len(aspects) != GRID or len(principles) != GRID:
        return
    for item in instrument.items:
        if item.aspect in aspects and item.principle in principles:
            wanted = is_short(aspects, principles, item.aspect, item.principle)
            if item.short is not wanted:
                yield Problem(Part.ITEM, item.id, Wrong.SHORT, {"wanted": "true" if wanted else "false"})


def _roles(instrument: Instrument) -> Iterator[Problem]:
    found = Counter(item.subrole for item in instrument.items if item.role is not None)
    for role in instrument.roles:
        for subrole in role.subroles:
            if found[subrole] != SUBROLE_ITEMS:
                values = {"key": subrole, "wanted": SUBROLE_ITEMS, "found": found[subrole]}
                yield Problem(Part.ROLE, role.id, Wrong.COUNT, values)


def _context(found: Questionnaire) -> Iterator[Problem]:
    for one in found.context:
        if len(one.options) < 2:
            values = {"key": "option", "wanted": 2, "found": len(one.options)}
            yield Problem(Part.CONTEXT_ITEM, one.id, Wrong.COUNT, values)
