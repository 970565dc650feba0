"""Hangs the administration in the app."""

from flask import Flask

from portal.config import Settings
from portal.web.administrator import associations, home, letters, organisations, organisers, people
from portal.web.administrator.blueprint import blueprint

WINGS = (associations, home, letters, organisations, organisers, people)  # importing them hangs their routes


def register(app: Flask, _settings: Settings) -> None:
    """The blueprint with all its views."""
    app.register_blueprint(blueprint)
