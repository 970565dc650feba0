"""What every answer carries: security headers, caching, the right host."""

from urllib.parse import urlsplit

from flask import Flask, abort, request, session
from flask.wrappers import Response

from portal.config import Settings
from portal.deciding import let_pass
from portal.web.kit import access, smaller

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
FILE_CSP = "sandbox; default-src 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), "
        "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
}


def install(app: Flask, settings: Settings) -> None:
    """Hangs the checks before and the headers after every request."""

    def check() -> None:
        let_pass()
        hosts = (request.host, *_other_claims())
        if not all(_is_ours(host, settings) for host in hosts) or _has_nul():
            abort(400)

    def finish(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", CSP)
        if settings.secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        private = False
        if request.endpoint != "static":
            private = _is_private(response)
            if private:
                response.headers["Cache-Control"] = "private, no-store"
            response.headers.setdefault("Cache-Control", "no-cache")
            response.headers.add("Vary", "Cookie")
        if not private:
            smaller.pack(response)
        return response

    app.before_request(check)
    app.after_request(finish)


def _is_private(response: Response) -> bool:
    """Whether nobody else may keep this answer: it has to do with a session, or is no public page."""
    # the session's own cookie is set after this: what was written in it tells that it will be
    session_in_play = "Set-Cookie" in response.headers or session.modified or access.has_cookie()
    return session_in_play or request.blueprint not in (None, "public")


def _other_claims() -> list[str]:
    """Hosts that a request names besides its Host header: for a proxy, or in the place of the path."""
    claims = request.headers.getlist("X-Forwarded-Host")
    target = str(request.environ.get("RAW_URI", ""))
    if "://" in target.partition("?")[0]:
        claims.append(target.partition("://")[2].partition("/")[0])
    return claims


def _is_ours(host: str, settings: Settings) -> bool:
    return host == settings.host or _same_loopback(host, settings)


def _has_nul() -> bool:
    """Whether a NUL is hidden in what was sent: no text of a person has one, and PostgreSQL keeps none."""
    typed = (value for pair in (*request.args.items(True), *request.form.items(True)) for value in pair)
    return "\0" in request.path or any("\0" in text for text in typed)


def _same_loopback(host: str, settings: Settings) -> bool:
    """In demo mode localhost and 127.0.0.1 are the same house."""
    if not settings.demo:
        return False
    name, _, port = host.partition(":")
    own = urlsplit(settings.site_url)
    return name in ("127.0.0.1", "localhost") and port == str(own.port or "")
