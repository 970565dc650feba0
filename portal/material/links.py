"""Links to material (pure): https only, shown with the host that they lead to."""

import re
from urllib.parse import urlsplit

from portal.errors import Refused
from portal.material.reasons import MaterialRefused

LONGEST = 1000
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}$)[^\s./]+(\.[^\s./]+)+")
_UNFIT = re.compile(r"[\s\\<>\"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


def clean_link(text: str) -> str:
    """The link as it is kept; without a beginning it is taken for https. `Refused` when it cannot be."""
    link = text.strip()
    if _SCHEME.match(link) is None or re.match(r"[^:/]+:\d+(/|$)", link):
        link = f"https://{link.lstrip('/')}"
    if len(link) > LONGEST:
        raise Refused(MaterialRefused.LINK_TOO_LONG, limit=LONGEST)
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused(MaterialRefused.LINK_NOT_VALID) from None
    if parts.scheme != "https":
        raise Refused(MaterialRefused.LINK_NOT_SAFE)
    if _UNFIT.search(link) or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise Refused(MaterialRefused.LINK_NOT_VALID)
    return link


def host_of(link: str) -> str:
    """Where a kept link leads."""
    return (urlsplit(link).hostname or "").removeprefix("www.")
