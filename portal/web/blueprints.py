"""The table of contents: every blueprint, its prefix, and the rule of every route."""

from flask import Flask

from portal.config import Settings
from portal.web.kit.access import Audience, Rule

STATIC = {"static": Rule(Audience.EVERYONE)}


def register(app: Flask, settings: Settings) -> None:
    """Hangs every screen in its place."""


def rules(settings: Settings) -> dict[str, Rule]:
    """Who may come in where: one entry for each route, or the app does not start."""
    return {**STATIC}
