"""Hangs the participant's wing in the app."""

from flask import Flask

from portal.config import Settings
from portal.web.participant import check, choices, enrol, home, invoice, registrations
from portal.web.participant.blueprint import blueprint

WINGS = (check, choices, enrol, home, invoice, registrations)  # importing them hangs their routes


def register(app: Flask, _settings: Settings) -> None:
    """The blueprint with all its views."""
    app.register_blueprint(blueprint)
