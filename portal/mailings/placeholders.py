"""Words in a group mail that stand for a fact, like {{naam}}: a fixed list, filled in one pass (pure)."""

import re
from collections.abc import Mapping

NAMES = ("naam", "leergang", "editie", "start", "plaats")
_MARK = re.compile(r"\{\{([^{}\n]*)\}\}")
_LOOSE = re.compile(r"\{\{|\}\}")


def unknown(text: str) -> list[str]:
    """What looks like such a word and is none, once each."""
    strange = [found[0] for found in _MARK.finditer(text) if _name(found) not in NAMES]
    return list(dict.fromkeys([*strange, *_LOOSE.findall(_MARK.sub("", text))]))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every such word replaced. What is filled in is never looked at again."""
    return _MARK.sub(lambda found: values.get(_name(found), found[0]), text)


def _name(found: re.Match[str]) -> str:
    return found[1].strip(" \t").lower()
