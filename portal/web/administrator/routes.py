"""Hangs the administration in the app."""

from flask import Flask

from portal.config import Settings
from portal.web.administrator import associations, erasing, home, letters, organisations, organisers, people
from portal.web.administrator.blueprint import blueprint

# Importing them hangs their routes.
WINGS = (associations, erasing, home, letters, organisations, organisers, people)


def register(app: Flask, _settings: Settings) -> None:
    """The blueprint with all its views."""
    app.register_blueprint(blueprint)
