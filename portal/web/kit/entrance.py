"""From a proof to a signed-in browser, and out again."""

from flask import current_app, g, redirect, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db
from portal.people.viewer import Viewer, viewer_of_sign_in
from portal.web.kit import typed
from portal.web.kit.access import SignedIn, viewer
from portal.web.kit.origin import safe_back


def present_secret() -> str:
    """The secret of the sign-in that this browser has now; empty for a visitor."""
    found = viewer()
    return found.secret if found else ""


def let_in(secret: str, *, back: str | None = None) -> Response:
    """Hands the browser its cookie and leads it on; of an earlier visit only their own unsent form stays."""
    found = viewer_of_sign_in(db.session(), secret=secret, now=clock.now())
    if found is None:
        current_app.logger.error("a fresh sign-in was not found")
        return redirect(url_for("account.sign_in"), 303)
    kept = typed.carried_over(found.public_id)
    session.clear()
    typed.remember_who(found.public_id)
    typed.restore(kept)
    g.pop("viewer", None)
    login_user(SignedIn(found))
    return redirect(safe_back(back) or home_of(found), 303)


def home_of(found: Viewer) -> str:
    """Where this person starts."""
    if found.is_administrator:
        return url_for("administrator.home")
    if found.is_organiser:
        return url_for("organiser.home")
    return url_for("participant.home")
