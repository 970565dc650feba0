"""The table of contents: every blueprint, its prefix, and the rule of every route."""

from flask import Flask

from portal.config import Settings
from portal.web.account import access as account_access
from portal.web.account import routes as account
from portal.web.administrator import access as administrator_access
from portal.web.administrator import routes as administrator
from portal.web.demo import access as demo_access
from portal.web.demo import postbus
from portal.web.kit.access import Audience, Rule
from portal.web.organiser import access as organiser_access
from portal.web.organiser import routes as organiser
from portal.web.participant import access as participant_access
from portal.web.participant import routes as participant
from portal.web.public import access as public_access
from portal.web.public import routes as public

STATIC = {"static": Rule(Audience.EVERYONE)}


def register(app: Flask, settings: Settings) -> None:
    """Hangs every screen in its place."""
    public.register(app, settings)
    account.register(app, settings)
    participant.register(app, settings)
    organiser.register(app, settings)
    administrator.register(app, settings)
    if _shows_mail(settings):
        app.register_blueprint(postbus.bp)


def rules(settings: Settings) -> dict[str, Rule]:
    """Who may come in where: one entry for each route, or the app does not start."""
    demo = demo_access.RULES if _shows_mail(settings) else {}
    wings = (public_access, account_access, participant_access, organiser_access, administrator_access)
    return {**STATIC, **demo, **{name: rule for wing in wings for name, rule in wing.RULES.items()}}


def _shows_mail(settings: Settings) -> bool:
    return settings.demo and settings.mail_sink_dir is not None
