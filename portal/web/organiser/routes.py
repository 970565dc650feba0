"""Hangs the workbench in the app."""

from flask import Flask

from portal.config import Settings
from portal.web.organiser import (
    admitting,
    agendas,
    breakouts,
    cancelling,
    deciding,
    editions,
    exports,
    home,
    letters,
    memberships,
    participants,
    registrations,
    requests,
    steering,
    waitlist,
)
from portal.web.organiser.blueprint import blueprint

WINGS = (  # importing them hangs their routes
    admitting,
    agendas,
    breakouts,
    cancelling,
    deciding,
    editions,
    exports,
    home,
    letters,
    participants,
    registrations,
    requests,
    steering,
    waitlist,
)
memberships.register(blueprint)


def register(app: Flask, _settings: Settings) -> None:
    """The blueprint with all its views."""
    app.register_blueprint(blueprint)
