"""Pages for machines: the feed of new editions, sitemap, robots, security contact, health."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256

from flask import Response, render_template, request, url_for
from sqlalchemy import text

from portal import clock
from portal.database import db
from portal.web.public.blueprint import blueprint
from portal.web.public.finding import newest, slugs
from portal.web.public.plain import settings

FEED_SIZE = 50
SHORTEST_STAY = timedelta(days=300)
ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


def absolute(path: str) -> str:
    """The address of a page for the outside world; it comes from the settings, not from the request."""
    return settings().site_url + path


@blueprint.get("/leergangen/nieuw.atom", endpoint="feed")
def atom() -> Response:
    """New editions, the latest first, each with an identity that never changes."""
    items = newest(db.session(), limit=FEED_SIZE)
    updated = max((item.published_at for item in items), default=datetime(2026, 1, 1, tzinfo=UTC))
    body = render_template(
        "public/feeds_atom.xml",
        items=items,
        updated=updated,
        absolute=absolute,
        host=settings().host.split(":")[0],
    )
    answer = Response(body, content_type=ATOM)
    answer.headers["Last-Modified"] = format_datetime(updated.replace(microsecond=0), usegmt=True)
    answer.set_etag(sha256(body.encode()).hexdigest()[:32])
    return answer.make_conditional(request)  # type: ignore[return-value]


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page that a search engine may show, in both languages."""
    pages = [url_for(f"public.{name}") for name in ("home", "catalogue", "frameworks", "about", "contact")]
    pages += [url_for(f"public.{name}") for name in ("accessibility", "privacy", "vulnerability")]
    pages += [url_for("public.programme", slug=slug) for slug in slugs(db.session())]
    prefix = request.script_root
    bare = [page.removeprefix(prefix) for page in pages]
    return Response(
        render_template("public/feeds_sitemap.xml", pages=bare, absolute=absolute), content_type=XML
    )


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read: the public pages."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _private()), ""]
    return Response("\n".join([*lines, f"Sitemap: {absolute('/sitemap.xml')}", ""]), content_type=PLAIN)


def _private() -> list[str]:
    paths = ("/mijn", "/werk", "/beheer", "/inschrijven", "/inloggen", "/belangstelling")
    return [prefix + path for path in paths for prefix in ("", "/en")]


@blueprint.get("/.well-known/security.txt")
def security() -> Response:
    """Whom to tell about a weak spot (RFC 9116). The date stays a month, and is never a year away."""
    today = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    expires = (today + SHORTEST_STAY).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = (
        f"Contact: mailto:{settings().contact_email}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {absolute('/.well-known/security.txt')}",
        f"Policy: {absolute('/kwetsbaarheid-melden')}",
        "",
    )
    return Response("\n".join(lines), content_type=PLAIN)


@blueprint.get("/gezond")
def health() -> Response:
    """Answers "ok" when the portal can reach its database."""
    db.session().execute(text("SELECT 1"))
    return Response("ok\n", content_type=PLAIN)
