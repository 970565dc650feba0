"""One's own profile."""

from flask import render_template
from werkzeug.wrappers import Response

from portal.web.account.blueprint import blueprint
from portal.web.kit.access import member

Answer = Response | str | tuple[str, int]


@blueprint.get("/profiel")
def profile() -> Answer:
    """Everything the portal knows of the person, each part with a way to change it."""
    return render_template("account/profile.html", person=member())
