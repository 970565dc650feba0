"""Hangs the workbench in the app."""

from flask import Flask

from portal.config import Settings
from portal.web.organiser import (
    admitting,
    agendas,
    arrangement,
    attendance,
    breakouts,
    calendar,
    cancelling,
    copying,
    coverage,
    deciding,
    drafting,
    editions,
    examples,
    exports,
    externals,
    facts,
    guides,
    home,
    letters,
    mailing_sending,
    mailings,
    material,
    meetings,
    memberships,
    modules,
    participants,
    programmes,
    registrations,
    reminding,
    requests,
    rounds,
    rules,
    schedule,
    sharing,
    steering,
    waitlist,
)
from portal.web.organiser.blueprint import blueprint

WINGS = (  # importing them hangs their routes
    admitting,
    agendas,
    arrangement,
    attendance,
    breakouts,
    calendar,
    cancelling,
    copying,
    coverage,
    deciding,
    drafting,
    editions,
    examples,
    exports,
    externals,
    facts,
    guides,
    home,
    letters,
    mailing_sending,
    mailings,
    material,
    meetings,
    modules,
    participants,
    programmes,
    registrations,
    reminding,
    requests,
    rounds,
    rules,
    schedule,
    sharing,
    steering,
    waitlist,
)
memberships.register(blueprint)


def register(app: Flask, _settings: Settings) -> None:
    """The blueprint with all its views."""
    app.register_blueprint(blueprint)
