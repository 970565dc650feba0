"""Where a request comes from, and where to go back to."""

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.urls import iri_to_uri

from portal.people.limits import network_of
from portal.texts import gettext

_LONGEST = 2000
_ROUNDS = 3
_ENDS_IN_A_SLASH = re.compile(r"(/[\w-]+)+/+", re.ASCII)
_NOWHERE = ("static", "account.sign_in", "account.sign_out")
_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def network() -> str:
    """The network of the browser; headers count only when the operator said so (`PORTAL_PROXY_HOPS`)."""
    return network_of(request.remote_addr)


def of_another_site(site_url: str) -> bool:
    """Whether a browser says that another site sent this; a sibling of ours is one, and so is `null`.

    Behind a proxy the host of the request may be an inner name: the address that people use counts too.
    """
    sender = request.headers.get("Origin")
    return sender is not None and urlsplit(sender).netloc not in (request.host, urlsplit(site_url).netloc)


def browser() -> str:
    """The browser in words that its owner recognises, such as "Firefox op Windows"."""
    agent = request.user_agent.string[:400]
    name = next((word for mark, word in _BROWSERS if mark in agent), "")
    name = name or ("Safari" if re.search(r"Version/.*Safari/", agent) else gettext("Onbekende browser"))
    system = next((word for mark, word in _SYSTEMS if mark in agent), "")
    return gettext("%(browser)s op %(system)s", browser=name, system=system) if system else name


def safe_back(text: str | None) -> str | None:
    """The path to return to, when it is a page of this portal; anything else is None.

    Not parsed as an address: the routes of the portal themselves must know the path.
    """
    if not text or len(text) > _LONGEST or not _is_plain_path(text):
        return None
    path = unquote(text.partition("?")[0])
    if path == "/en" or path.startswith("/en/"):
        path = path[3:] or "/"
    try:
        endpoint, _ = current_app.url_map.bind("portal").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return None if endpoint in _NOWHERE else iri_to_uri(text)


def without_slash() -> str | None:
    """The address that this one must mean, when only its last slash is too much; None for anything else."""
    if request.method not in ("GET", "HEAD") or not _ENDS_IN_A_SLASH.fullmatch(request.path):
        return None
    path = request.path.rstrip("/")
    try:
        current_app.url_map.bind("portal").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    query = iri_to_uri(request.query_string.decode("ascii", "replace"))
    return request.script_root + quote(path) + (f"?{query}" if query else "")


def carried(back: str | None) -> str:
    """The query of a mailed link that leads back to this path."""
    return f"?next={quote(back, safe='/')}" if back else ""


def _is_plain_path(text: str) -> bool:
    """A path from the root, however often it is decoded: no host, scheme, backslash or hidden sign."""
    if "#" in text or _has_strange_sign(text):
        return False
    path = text.partition("?")[0]
    for _ in range(_ROUNDS):
        if not path.startswith("/") or "//" in path or _has_strange_sign(path):
            return False
        path = unquote(path)
    return True


def _has_strange_sign(text: str) -> bool:
    return any(sign == "\\" or sign.isspace() or unicodedata.category(sign)[0] == "C" for sign in text)


def here() -> str | None:
    """This page, or the page of the form that was posted: where to return after signing in."""
    if request.method in ("GET", "HEAD"):
        return request.script_root + request.full_path.rstrip("?")
    form_page = safe_back(request.script_root + request.path)
    if form_page or not request.referrer:
        return form_page
    came_from = urlsplit(request.referrer)
    if came_from.netloc != request.host:
        return None
    return safe_back(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
