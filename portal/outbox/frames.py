"""A letter to many is drawn once, with holes where they differ, and filled for each of them (pure).

Filling gives what drawing would have given, octet for octet: templates only print what goes into a hole, it
has no sign that HTML writes in another way, and a line with a hole is laid out anew each time.
"""

import json
import re
import secrets
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.outbox.kinds import UNSAID, is_link
from portal.outbox.letter import Letter

LINE_LENGTH = 78
LONGEST_FACT = 4000
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_SECRET = secrets.token_hex(8)  # so that nobody can write a hole in a name or a title
_HOLE = re.compile(rf"leeg{_SECRET}n(\d)x")
_INERT = re.compile(r"[\w .,:;/()\[\]~=?%+@'’–-]+")


def hole(number: int) -> str:
    """What stands in the place of the value with this number (0 to 9)."""
    return f"leeg{_SECRET}n{number}x"


def fits(value: str) -> bool:
    """Whether this value may go into a hole."""
    return _INERT.fullmatch(value) is not None


@dataclass(frozen=True)
class Shared:
    """A letter but for what differs, which `names` names: the same for all who read the same."""

    kind: str
    language: str
    sender_name: str
    sender_address: str
    facts: str
    names: tuple[str, ...]

    def holes(self) -> dict[str, str]:
        """Holes for what differs."""
        return {name: hole(number) for number, name in enumerate(self.names)}

    def letter(self) -> Letter:
        """This letter, to nobody."""
        return Letter(
            kind=self.kind,
            occasion="",
            to_address="",
            language=self.language,
            sender_name=self.sender_name,
            sender_address=self.sender_address,
            facts=json.loads(self.facts),
        )


def shared(letter: Letter, differs: Mapping[str, str]) -> Shared:
    """What this letter has in common with others. A name that stands in its lines is a hole there too."""
    names = tuple(differs)
    facts = {key: value for key, value in letter.facts.items() if not is_link(key) and key not in UNSAID}
    lines = facts.get("lines")
    if isinstance(lines, list) and "name" in differs:
        facts["lines"] = [_marked(line, differs["name"], hole(names.index("name"))) for line in lines]
    facts |= dict.fromkeys(filter(is_link, letter.facts), "")
    kept = json.dumps(facts, sort_keys=True)
    return Shared(letter.kind, letter.language, letter.sender_name, letter.sender_address, kept, names)


def _marked(line: str, name: str, mark: str) -> str:
    marked = line.replace(name, mark)
    return marked if max(len(line), len(marked)) <= LONGEST_FACT else line


@dataclass(frozen=True)
class Frame:
    """Every second piece is one with holes: a line of `text`, and in `html` the number of a value."""

    subject: str
    text: tuple[str, ...]
    html: tuple[str, ...]

    def filled(self, values: Sequence[str]) -> tuple[str, str, str]:
        """Subject, text and HTML with these values."""
        text = [
            _laid_out(_HOLE.sub(lambda found: values[int(found[1])], piece)) if odd % 2 else piece
            for odd, piece in enumerate(self.text)
        ]
        html = [values[int(piece)] if odd % 2 else piece for odd, piece in enumerate(self.html)]
        return self.subject, "".join(text).strip() + "\n", "".join(html)


def frame(subject: str, text: str, html: str) -> Frame | None:
    """A letter that was drawn with holes; None when its subject has one: the rest of it depends on that."""
    if _HOLE.search(subject):
        return None
    lines = text.splitlines()
    open_ones = [line for line in lines if _HOLE.search(line)]
    marked = "\n".join(hole(0) if _HOLE.search(line) else _laid_out(line) for line in lines)
    pieces = _BLANK_LINES.sub("\n\n", marked).split(hole(0))
    woven = [pieces[0]]
    for line, after in zip(open_ones, pieces[1:], strict=True):
        woven += [line, after]
    return Frame(subject, tuple(woven), tuple(_HOLE.split(html)))


def tidy(text: str) -> str:
    """The text with lines that are not too long and never two blank ones."""
    lines = "\n".join(_laid_out(line) for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", lines).strip() + "\n"


def _laid_out(line: str) -> str:
    clean = line.rstrip()
    if "://" in clean and " " not in clean:
        return clean
    return textwrap.fill(clean, LINE_LENGTH, break_long_words=False, break_on_hyphens=False)
