"""People as they are pasted, one a line (pure, apart from its words).

A line is "Naam <adres>", "Naam, adres" (comma, semicolon or tab) or only an address.
"""

import re
from dataclasses import dataclass, field

from portal.errors import Refused
from portal.people.addresses import clean_name, normalise
from portal.texts import gettext as _
from portal.web.kit.errors import sentence

MOST = 50
RECOGNISED = 40
_NAMED = re.compile(r"^(?P<name>[^<>]*)<(?P<address>[^<>]*)>[\s,;]*$")
_BESIDE = re.compile(r"^(?P<name>[^<>@]*)[,;\t](?P<address>[^<>,;\t]*@[^<>,;\t]*)[\s,;]*$")
_SMALL = frozenset({"van", "de", "den", "der", "het", "ten", "ter", "te", "in", "op", "el"})


@dataclass(frozen=True)
class Pasted:
    """Someone to admit, and the line that says so."""

    name: str
    email: str
    line: int = field(default=0, compare=False)


def parse(text: str) -> tuple[list[Pasted], list[str]]:
    """The people on these lines, and what is wrong with lines, each with its number."""
    people: list[Pasted] = []
    problems: list[str] = []
    first_on: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            person = _person(line.strip(), number)
        except Refused as refusal:
            problems.append(
                _(
                    "Regel %(number)s (%(line)s): %(problem)s",
                    number=number,
                    line=_shortened(line.strip()),
                    problem=sentence(refusal),
                )
            )
            continue
        if person.email in first_on:
            problems.append(
                _(
                    "Regel %(number)s: dit adres staat ook op regel %(other)s. Haal een van de twee weg.",
                    number=number,
                    other=first_on[person.email],
                )
            )
            continue
        first_on[person.email] = number
        people.append(person)
    if len(people) > MOST:
        problems.append(_("Plak hooguit %(most)s mensen tegelijk.", most=MOST))
    return people, problems


def _person(line: str, number: int) -> Pasted:
    named = _NAMED.match(line) or _BESIDE.match(line)
    email = normalise(named["address"] if named else line.strip(" ,;"))
    name = named["name"].strip(" \t\"',;") if named else ""
    return Pasted(clean_name(name or _from(email)), email, number)


def _shortened(line: str) -> str:
    return line if len(line) <= RECOGNISED else f"{line[:RECOGNISED]}…"


def _from(email: str) -> str:
    """A name to greet with, of what stands before the @; people change it in their own profile."""
    words = [word for word in re.split(r"[._+-]+", email.partition("@")[0]) if word]
    spelled = [w if at and w in _SMALL else w[:1].upper() + w[1:] for at, w in enumerate(words)]
    return " ".join(spelled) or email
