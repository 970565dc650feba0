"""Hangs the workbench in the app."""

from flask import Flask

from portal.config import Settings
from portal.web.organiser import (
    admitting,
    agendas,
    arrangement,
    breakouts,
    cancelling,
    copying,
    deciding,
    drafting,
    editions,
    exports,
    facts,
    home,
    letters,
    material,
    memberships,
    participants,
    programmes,
    registrations,
    requests,
    rules,
    sharing,
    steering,
    waitlist,
)
from portal.web.organiser.blueprint import blueprint

WINGS = (  # importing them hangs their routes
    admitting,
    agendas,
    arrangement,
    breakouts,
    cancelling,
    copying,
    deciding,
    drafting,
    editions,
    exports,
    facts,
    home,
    letters,
    material,
    participants,
    programmes,
    registrations,
    requests,
    rules,
    sharing,
    steering,
    waitlist,
)
memberships.register(blueprint)


def register(app: Flask, _settings: Settings) -> None:
    """The blueprint with all its views."""
    app.register_blueprint(blueprint)
