"""Who is looking, and the guard that every route passes.

Each route has a `Rule` in its audience's `access.py`; the app does not start when one is missing. The
guard loads the object named in the address together with its parent and asks `policy`; what a person
may not see looks as if it does not exist (404).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import LoginManager, current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db
from portal.errors import NotFound
from portal.people.viewer import Viewer, viewer_of_sign_in
from portal.web.kit import typed
from portal.web.kit.origin import here

login = LoginManager()
login.session_protection = None  # sign-ins live in the database and can be ended there
T = TypeVar("T")


class Audience(StrEnum):
    """For whom a route is."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"
    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"


Loader = Callable[[Session, Viewer | None, Mapping[str, str]], object]


@dataclass(frozen=True)
class Rule:
    """Who may come in, and how the object in the address is found (raising NotFound when not theirs).

    `writes` names the methods that change something; others never do. `largest`: how many bytes a form with
    a file may have, where that is more than elsewhere.
    """

    audience: Audience
    subject: Loader | None = None
    largest: int = 0


class SignedIn:
    """What Flask-Login needs to know; the core stays free of it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    def get_id(self) -> str:
        """The secret of this sign-in, kept in the signed cookie."""
        return self.viewer.secret


@login.user_loader  # type: ignore[untyped-decorator]
def _load(secret: str) -> SignedIn | None:
    viewer = viewer_of_sign_in(db.session(), secret=secret, now=clock.now())
    return SignedIn(viewer) if viewer else None


def viewer() -> Viewer | None:
    """Who is looking at this page; None for a visitor."""
    if "viewer" not in g:
        g.viewer = getattr(current_user, "viewer", None) if has_cookie() else None
    return cast("Viewer | None", g.viewer)


def member() -> Viewer:
    """The signed-in person; only behind a guard that asks for one."""
    found = viewer()
    assert found is not None
    return found


def has_cookie() -> bool:
    """Whether the browser sent our cookie at all."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def subject(kind: type[T]) -> T:
    """The object that the guard found for this address."""
    found = g.subject
    assert isinstance(found, kind)
    return found


def sign_in_first() -> Response:
    """To the sign-in page, and back afterwards: here, or to the form that was posted, as it was typed."""
    back = here()
    if request.method == "POST" and back:
        typed.keep(back.partition("?")[0])
    return redirect(url_for("account.sign_in", next=back))


def signed_out_form() -> Response | None:
    """For a form that came without its session, sent from a page of ours: sign in first."""
    rule = rule_here()
    ours = urlsplit(request.headers.get("Origin") or request.referrer or "").netloc == request.host
    if rule is None or rule.audience is Audience.EVERYONE or not ours or viewer() is not None:
        return None
    return sign_in_first()


def rule_here() -> Rule | None:
    """The rule of the route of this request, if there is one."""
    rules: Mapping[str, Rule] = current_app.extensions["rules"]
    return rules.get(request.endpoint or "")


def install(app: Flask, rules: Mapping[str, Rule]) -> None:
    """Puts the guard before every route; raises when a route has no rule or a rule has no route."""
    login.init_app(app, add_context_processor=False)
    app.extensions["rules"] = rules
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    missing, idle = routes - set(rules), set(rules) - routes
    if missing or idle:
        raise RuntimeError(f"routes without a rule: {sorted(missing)}; rules without a route: {sorted(idle)}")
    app.before_request(lambda: _guard(app, rules))


def _guard(app: Flask, rules: Mapping[str, Rule]) -> Any:
    if request.endpoint is None:
        return None
    rule = rules[request.endpoint]
    if rule.audience is not Audience.EVERYONE:
        found = viewer()
        if found is None:
            return sign_in_first() if request.method in ("GET", "HEAD", "POST") else abort(404)
        if not belongs(found, rule.audience):
            _hide(app)
    if rule.subject is not None:
        try:
            g.subject = rule.subject(db.session(), viewer(), request.view_args or {})
        except NotFound:
            _hide(app)
    return None


def _hide(app: Flask) -> NoReturn:
    """What is not theirs does not exist; the log tells who asked, on one line whatever the address."""
    person_id = getattr(viewer(), "person_id", None)
    app.logger.warning("not theirs or not there: %s %r person=%s", request.method, request.path, person_id)
    abort(404)


def belongs(found: Viewer, audience: Audience) -> bool:
    """Whether a route for this audience is for this person."""
    if audience is Audience.ORGANISER:
        return found.is_organiser
    if audience is Audience.ADMINISTRATOR:
        return found.is_administrator
    return True
