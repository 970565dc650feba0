"""People as they are pasted from a mail program or a sheet: names, semicolons and doubles (pure)."""

import re
from dataclasses import dataclass, field

from portal.errors import Refused
from portal.people.addresses import clean_name, normalise

_QUOTED = re.compile(r'"[^"]*"')
_NAMED = re.compile(r"^(?P<name>[^<>]*)<(?P<address>[^<>]*)>$")
LONGEST = 100_000
"""So many signs are read at most; a form says when it is more."""
MOST_PROBLEMS = 100
# Each sign is looked at a few times at most, whatever was pasted: what is taken is not given back.
_COLUMNS = re.compile(
    r"^(?P<name>[^@;\t<>]*[^@;\t<>\s])[;\t](?P<address>[^;\t<>,@]*+@[^;\t<>,]*+)[;\t\s,]*+$"
)
_AFTER_ADDRESS = re.compile(r"@[^\s,<>@]*+>?\s*+,")
_BESIDE = re.compile(r"^(?P<name>[^@<>]*),(?P<address>[^@<>,]*@[^@<>,]*)$")
_NOTE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Pasted:
    """One address with the name that stood beside it, which may be empty, and the line."""

    name: str
    address: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Problem:
    """What on which line is no address, and why."""

    line: int
    text: str
    refusal: Refused


@dataclass
class Found:
    """What was pasted: each address once; `doubles` came more often."""

    people: list[Pasted] = field(default_factory=list)
    doubles: int = 0
    problems: list[Problem] = field(default_factory=list)


def parse(text: str) -> Found:
    """Reads "Jansen, Piet <piet@…>; els@…" and its kin; a line may hold several.

    With very many mistakes the rest is not read: first these are to be mended.
    """
    found = Found()
    known: set[str] = set()
    if len(text) > LONGEST:
        return found
    for number, line in enumerate(text.splitlines(), start=1):
        for piece in _pieces(line):
            try:
                person = _person(piece, number)
            except Refused as refusal:
                found.problems.append(Problem(number, piece, refusal))
                if len(found.problems) == MOST_PROBLEMS:
                    return found
                continue
            if person.address in known:
                found.doubles += 1
                continue
            known.add(person.address)
            found.people.append(person)
    return found


def written(people: list[Pasted]) -> str:
    """The same as lines to edit."""
    return "\n".join(f"{one.name} <{one.address}>" if one.name else one.address for one in people)


def _pieces(line: str) -> list[str]:
    """What stands between semicolons, tabs, and commas that follow an address; not those inside a name."""
    columns = _COLUMNS.match(line.strip())  # of a spreadsheet
    if columns is not None:
        line = f"{columns['name']} <{columns['address'].strip()}>"
    hidden = _QUOTED.sub(lambda name: name[0].replace(";", " ").replace("\t", " "), line)
    pieces = [piece for part in re.split(r"[;\t]", hidden) for piece in _at_commas(part)]
    return [piece.strip(" ,") for piece in pieces if piece.strip(" ,")]


def _at_commas(part: str) -> list[str]:
    """Cuts after each address: what comes before it is its name."""
    pieces, at = [], 0
    for cut in _AFTER_ADDRESS.finditer(part):
        pieces.append(part[at : cut.end() - 1])
        at = cut.end()
    return [*pieces, part[at:]]


def _person(piece: str, line: int) -> Pasted:
    named = _NAMED.match(piece) or _BESIDE.match(piece)
    address = (named["address"] if named else piece).strip().strip("'\"")
    name = named["name"] if named else ""
    return Pasted(_name(name), normalise(address.removeprefix("mailto:").removeprefix("MAILTO:")), line)


def _name(text: str) -> str:
    """The name as one says it: "Vries, Bram de (VNG)" is Bram de Vries. Raises `Refused`."""
    plain = _NOTE.sub("", text).strip(" \t\"',")
    last, comma, first = plain.partition(",")
    if "@" in plain or not plain:
        return ""
    spoken = f"{first.strip()} {last.strip()}" if comma and "," not in first else plain
    return clean_name(spoken)
