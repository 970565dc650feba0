"""Hangs the participant's wing in the app."""

from typing import Any

from flask import Flask, render_template

from portal.config import Settings
from portal.errors import Refused
from portal.people.tokens import TokenRefused
from portal.web.kit import errors
from portal.web.participant import (
    advised,
    advised_kept,
    attendance,
    changing,
    check,
    choices,
    companion,
    declining,
    enrol,
    goal_paper,
    goal_progress,
    goal_sharing,
    goals,
    guiding,
    home,
    invitations,
    invoice,
    material,
    offers,
    registrations,
    scan_answering,
    scan_paper,
    scan_results,
    scan_sharing,
    scans,
    substitute,
    timeline,
    withdrawing,
)
from portal.web.participant.blueprint import blueprint

WINGS = (  # importing them hangs their routes
    advised,
    advised_kept,
    attendance,
    changing,
    check,
    choices,
    companion,
    declining,
    enrol,
    goal_paper,
    goal_progress,
    goal_sharing,
    goals,
    guiding,
    home,
    invitations,
    invoice,
    material,
    offers,
    registrations,
    scan_answering,
    scan_paper,
    scan_results,
    scan_sharing,
    scans,
    substitute,
    timeline,
    withdrawing,
)


def register(app: Flask, _settings: Settings) -> None:
    """The blueprint with all its views."""
    app.register_blueprint(blueprint)


@blueprint.errorhandler(Refused)
def refused(error: Refused) -> Any:
    """A link that does not work, or an action that came too late: a page that says what to do."""
    status = 410 if isinstance(error.reason, TokenRefused) else 409
    return render_template("participant/routes_refused.html", text=errors.sentence(error)), status
