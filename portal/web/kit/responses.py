"""What every answer carries: security headers, caching, the right host."""

from urllib.parse import urlsplit

from flask import Flask, abort, request, session
from flask.wrappers import Response

from portal.config import Settings
from portal.web.kit import access

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

    def check_host() -> None:
        if request.host != settings.host and not _same_loopback(request.host, settings):
            abort(400)

    def finish(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", CSP)
        if settings.secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint != "static":
            # the session's own cookie is set after this: what was written in it tells that it will be
            private = "Set-Cookie" in response.headers or session.modified or access.has_cookie()
            response.headers["Cache-Control"] = "private, no-store" if private else "no-cache"
            response.headers.add("Vary", "Cookie")
        return response

    app.before_request(check_host)
    app.after_request(finish)


def _same_loopback(host: str, settings: Settings) -> bool:
    """In demo mode localhost and 127.0.0.1 are the same house."""
    if not settings.demo:
        return False
    asked, own = urlsplit(f"//{host}"), urlsplit(settings.site_url)
    return asked.hostname in ("127.0.0.1", "localhost") and asked.port == own.port
