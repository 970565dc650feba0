"""Hangs the account wing in the app."""

from typing import Any

from flask import Flask, g, render_template
from flask.wrappers import Response

from portal import clock
from portal.config import ROOT, Settings
from portal.database import db
from portal.errors import Refused
from portal.people import passwords, seeing
from portal.people.tokens import TokenRefused
from portal.web.account import address, agenda, demo, domain, erasing, own_data, profile, sign_in, sign_up
from portal.web.account import passwords as password_pages
from portal.web.account.blueprint import blueprint
from portal.web.kit import errors

WINGS = (
    address,
    agenda,
    domain,
    erasing,
    own_data,
    password_pages,
    profile,
    sign_in,
    sign_up,
)  # importing them hangs their routes


def register(app: Flask, settings: Settings) -> None:
    """The blueprint, the demo's logins (demo mode only), and the hash for people who do not exist."""
    app.extensions["demo_logins"] = demo.read(ROOT / "seeds" / "people.toml") if settings.demo else ()
    passwords.warm_up()
    app.register_blueprint(blueprint)
    app.after_request(_mark_seen)


def _mark_seen(response: Response) -> Response:
    """Whoever is signed in was here: written down now and then, and never waited for."""
    found = g.get("viewer")
    now = clock.now()
    if found is not None and found.last_seen_at and seeing.is_due(found.last_seen_at, now):
        seeing.mark_seen(db.engine, sign_in_id=found.sign_in_id, now=now)
    return response


@blueprint.errorhandler(Refused)
def refused(error: Refused) -> Any:
    """A link that no longer works has a page that says how to get a new one."""
    if isinstance(error.reason, TokenRefused):
        return render_template("account/link_over.html", text=errors.sentence(error)), 410
    return errors.page(409, text=errors.sentence(error))
