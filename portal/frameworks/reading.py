"""A framework file as plain values, read strictly (pure). The format: docs/framework-files.md."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from portal.frameworks.facts import (
    Action,
    ActionKind,
    Advice,
    Aspect,
    AspectGroup,
    Finding,
    Framework,
    Note,
    Plateau,
    Role,
    Subrole,
)
from portal.tables import FileProblem, Table

STUDY = ("surveys", "surveys_leaders", "leaders", "workshops", "workshop_participants")
AXES = ("flexibility", "control")
WHOLE = ("plateaus", "links", "advices", "domains", "scores")


def read_file(path: Path) -> Framework:
    """The framework of this file; `FileProblem` says what is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblem(f"{path.name}: {error}") from None
    return read_text(text, path.name)


def read_text(text: str, where: str) -> Framework:
    """The framework that this TOML says."""
    try:
        return read(tomllib.loads(text), where)
    except tomllib.TOMLDecodeError as error:
        raise FileProblem(f"{where}: {error}") from None


def read(data: Mapping[str, Any], where: str) -> Framework:
    """The framework in these tables; every link in it leads somewhere."""
    table = Table(data, where)
    study = Table(table.get("study", dict, {}), f"{where}, study")
    found = Framework(
        id=_address(table, "framework"),
        **_both(table, "summary"),
        study={key: value for key in STUDY if (value := study.get(key, int)) is not None},
        groups=_all(table, "aspect_group", _group),
        aspects=_all(table, "aspect", _aspect),
        roles=_all(table, "role", _role),
        subroles=_all(table, "subrole", _subrole),
        plateaus=_all(table, "plateau", _plateau),
        findings=_all(table, "finding", _finding),
        advices=_all(table, "advice", _advice),
        actions=_all(table, "action", _action),
        notes=_all(table, "note", _note),
    )
    study.done()
    table.done()
    _Links(found, where).check()
    return found


def _all(table: Table, key: str, one: Any) -> tuple[Any, ...]:
    found = []
    for part in table.tables(key):
        found.append(one(part))
        part.done()
    return tuple(found)


def _text(table: Table, key: str) -> str:
    value: str = table.need(key, str)
    if not value.strip():
        raise table.problem(f"`{key}` is empty")
    return value


def _address(table: Table, key: str) -> str:
    value = _text(table, key)
    if not all(part.isalnum() and part.isascii() and part == part.lower() for part in value.split("-")):
        raise table.problem(f"`{key}` should be small letters, digits and hyphens, not {value!r}")
    return value


def _both(table: Table, *more: str, optional: Sequence[str] = ()) -> dict[str, str]:
    """`nl` and `en`, and these texts with both endings: nothing is there in one language only."""
    words = {"nl": _text(table, "nl"), "en": _text(table, "en")}
    for name in more:
        words |= {key: _text(table, key) for key in (f"{name}_nl", f"{name}_en")}
    for name in optional:
        keys = (f"{name}_nl", f"{name}_en")
        given = [key for key in keys if table.get(key, str)]
        words |= {key: _text(table, key) if given else "" for key in keys}
    return words


def _group(table: Table) -> AspectGroup:
    return AspectGroup(_address(table, "id"), **_both(table, optional=("theme", "result")))


def _aspect(table: Table) -> Aspect:
    return Aspect(
        id=_address(table, "id"),
        code=_text(table, "code"),
        group=_text(table, "group"),
        **_both(table, "stem", optional=("without",)),
    )


def _role(table: Table) -> Role:
    axis = _text(table, "axis")
    if axis not in AXES:
        raise table.problem(f"`axis` should be one of {', '.join(AXES)}, not {axis!r}")
    named = _both(table)
    return Role(
        id=_address(table, "id"),
        axis="flexibility" if axis == AXES[0] else "control",
        nl=named["nl"],
        en=named["en"],
        subroles=tuple(table.texts("subroles")),
    )


def _subrole(table: Table) -> Subrole:
    return Subrole(id=_address(table, "id"), role=_text(table, "role"), **_both(table, "does"))


def _plateau(table: Table) -> Plateau:
    return Plateau(number=table.need("number", int), **_both(table, "meaning"))


def _finding(table: Table) -> Finding:
    return Finding(
        number=_number(table, parts=1),
        group=_text(table, "group"),
        **_both(table, "summary"),
        actions=tuple(table.texts("actions")),
        inferred=frozenset(table.texts("actions_inferred")),
    )


def _advice(table: Table) -> Advice:
    return Advice(
        number=_number(table, parts=1),
        group=_text(table, "group"),
        **_both(table),
        actions=tuple(table.texts("actions")),
        plateau=table.need("plateau", int),
        plateau_certain=table.need("plateau_certain", bool),
    )


def _action(table: Table) -> Action:
    return Action(
        number=_number(table, parts=2),
        advice=_text(table, "advice"),
        kind=table.need("kind", ActionKind),
        **_both(table, optional=("portal",)),
        after=tuple(table.texts("after")),
        plateau=table.need("plateau", int),
        plateau_certain=table.need("plateau_certain", bool),
        aspects=tuple(table.texts("aspects")),
        roles=tuple(table.texts("roles")),
    )


def _number(table: Table, parts: int) -> str:
    value = _text(table, "number")
    pieces = value.split(".")
    if len(pieces) != parts or not all(p.isascii() and p.isdigit() for p in pieces):
        example = '"11"' if parts == 1 else '"11.6"'
        raise table.problem(f"`number` should be like {example}, not {value!r}")
    return value


def _note(table: Table) -> Note:
    return Note(about=_text(table, "about"), **_both(table))


@dataclass(frozen=True)
class _Links:
    """Holds what the parts say of each other against what there is."""

    found: Framework
    where: str

    def check(self) -> None:
        found = self.found
        groups = self._names("aspect_group", (g.id for g in found.groups))
        aspects = self._names("aspect", (a.id for a in found.aspects))
        self._names("aspect", (a.code for a in found.aspects), what="code")
        roles = self._names("role", (r.id for r in found.roles))
        subroles = self._names("subrole", (s.id for s in found.subroles))
        plateaus = self._names("plateau", (str(p.number) for p in found.plateaus), what="number")
        advices = self._names("advice", (a.number for a in found.advices), what="number")
        actions = self._names("action", (a.number for a in found.actions), what="number")
        self._names("finding", (f.number for f in found.findings), what="number")
        for aspect in found.aspects:
            self._known(f"aspect {aspect.id}", "group", [aspect.group], groups)
        for role in found.roles:
            self._known(f"role {role.id}", "subroles", role.subroles, subroles)
            mine = tuple(s.id for s in found.subroles if s.role == role.id)
            self._same(f"role {role.id}", "subroles", role.subroles, mine)
        for subrole in found.subroles:
            self._known(f"subrole {subrole.id}", "role", [subrole.role], roles)
        for finding in found.findings:
            name = f"finding {finding.number}"
            self._known(name, "group", [finding.group], groups)
            self._known(name, "actions", finding.actions, actions)
            self._known(name, "actions_inferred", finding.inferred, set(finding.actions))
        for advice in found.advices:
            name = f"advice {advice.number}"
            self._known(name, "group", [advice.group], groups)
            self._known(name, "plateau", [str(advice.plateau)], plateaus)
            mine = tuple(a.number for a in found.actions if a.advice == advice.number)
            self._same(name, "actions", advice.actions, mine)
        for action in found.actions:
            name = f"action {action.number}"
            self._known(name, "advice", [action.advice], advices)
            self._known(name, "plateau", [str(action.plateau)], plateaus)
            self._known(name, "after", action.after, actions)
            self._known(name, "aspects", action.aspects, aspects)
            self._known(name, "roles", action.roles, roles)
        self._order()
        self._notes()

    def _names(self, part: str, names: Iterable[str], what: str = "id") -> set[str]:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise FileProblem(f"{self.where}: {part} {name!r} is there twice; give each its own `{what}`")
            seen.add(name)
        return seen

    def _known(self, name: str, key: str, values: Iterable[str], known: set[str]) -> None:
        missing = sorted(set(values) - known)
        if missing:
            raise FileProblem(f"{self.where}, {name}: `{key}` names {missing[0]!r}, which is not there")

    def _same(self, name: str, key: str, told: Sequence[str], mine: Sequence[str]) -> None:
        if sorted(told) != sorted(mine):
            raise FileProblem(f"{self.where}, {name}: `{key}` says {list(told)}, the parts say {list(mine)}")

    def _order(self) -> None:
        try:
            TopologicalSorter({a.number: a.after for a in self.found.actions}).prepare()
        except CycleError as circle:
            raise FileProblem(f"{self.where}: actions come after each other: {circle.args[1]}") from None

    def _notes(self) -> None:
        found = self.found
        known = {f"finding {f.number}" for f in found.findings} | set(WHOLE)
        known |= {f"advice {a.number}" for a in found.advices} | {f"action {a.number}" for a in found.actions}
        self._known("note", "about", [note.about for note in found.notes], known)
