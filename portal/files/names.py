"""The name of an upload: never a path, always fit for a header and for any disk (pure)."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from portal.signs import composed

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*%;]')
_STRAY = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(name: str) -> str:
    """What is left of the name: the last part of a path, on one line, with its ending."""
    last = composed(name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(" " if unicodedata.category(sign) in _STRAY else sign for sign in last)
    plain = " ".join(_FORBIDDEN.sub("-", visible).split()).strip(" .")
    if _RESERVED.match(plain):
        plain = f"bestand-{plain}"
    stem, kind = PurePosixPath(plain).stem, ending(plain)
    if not kind:
        return plain[:LONGEST].strip(" .")
    return f"{stem[: LONGEST - len(kind) - 1].strip(' .') or 'bestand'}.{kind}"


def ending(name: str) -> str:
    """The ending in lower case, without the point; empty when there is none."""
    return PurePosixPath(name).suffix.lstrip(".").lower()


def disposition(name: str) -> str:
    """The header that makes a browser save the file under its own name, and never show it."""
    plain = clean_name(composed(name, "NFKD").encode("ascii", "ignore").decode())
    kind = ending(name)
    safe = f"bestand.{kind}" if kind and kind.isascii() and not ending(plain) else plain or "bestand"
    return f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(name, safe='')}"
