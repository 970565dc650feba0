"""Hangs the public wing in the app."""

from typing import Any

from flask import Flask, render_template

from portal.config import Settings
from portal.errors import Refused
from portal.people.tokens import TokenRefused
from portal.web.kit import errors
from portal.web.public import (
    agenda,
    catalogue,
    external,
    feeds,
    frameworks,
    home,
    interest,
    plain,
    programmes,
)
from portal.web.public.blueprint import blueprint

WINGS = (agenda, catalogue, external, feeds, frameworks, home, interest, plain, programmes)


def register(app: Flask, _settings: Settings) -> None:
    """The blueprint with all its views."""
    app.register_blueprint(blueprint)


@blueprint.errorhandler(Refused)
def refused(error: Refused) -> Any:
    """A link that no longer works has a page that says what to do."""
    if isinstance(error.reason, TokenRefused):
        return render_template("public/interest_over.html", text=errors.sentence(error)), 410
    return errors.page(409, text=errors.sentence(error))
