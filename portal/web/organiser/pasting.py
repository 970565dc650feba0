"""People to admit, as they are pasted (pure, apart from its words)."""

import re
from dataclasses import replace

from portal.people import pasted
from portal.people.pasted import Pasted, Problem
from portal.texts import gettext as _
from portal.web.kit.errors import sentence

MOST = 50
RECOGNISED = 40
_SMALL = frozenset({"van", "de", "den", "der", "het", "ten", "ter", "te", "in", "op", "el"})


def parse(text: str) -> tuple[list[Pasted], list[str]]:
    """The people on these lines, everyone with a name, and what is wrong with lines, each with its number."""
    found = pasted.parse(text)
    problems = [said(problem) for problem in found.problems]
    if len(found.people) > MOST:
        problems.append(_("Plak hooguit %(most)s mensen tegelijk.", most=MOST))
    return [replace(one, name=one.name or _from(one.address)) for one in found.people], problems


def said(problem: Problem) -> str:
    """What to mend, and on which line."""
    text = problem.text
    return _(
        "Regel %(number)s (%(line)s): %(problem)s",
        number=problem.line,
        line=text if len(text) <= RECOGNISED else f"{text[:RECOGNISED]}…",
        problem=sentence(problem.refusal),
    )


def _from(email: str) -> str:
    """A name to greet with, of what stands before the @; people change it in their own profile."""
    words = [word for word in re.split(r"[._+-]+", email.partition("@")[0]) if word]
    spelled = [w if at and w in _SMALL else w[:1].upper() + w[1:] for at, w in enumerate(words)]
    return " ".join(spelled) or email
