"""Pages of plain text: about us, contact, accessibility, privacy and cookies, reporting a vulnerability."""

from typing import cast

from flask import current_app, render_template

from portal.config import Settings
from portal.web.public.blueprint import blueprint


def settings() -> Settings:
    """The settings of this portal."""
    return cast(Settings, current_app.extensions["settings"])


@blueprint.get("/over-ons")
def about() -> str:
    """What this portal is, and who makes the programmes."""
    return render_template("public/plain_about.html", nav="about")


@blueprint.get("/contact")
def contact() -> str:
    """Whom to ask what."""
    return render_template("public/plain_contact.html", email=settings().contact_email)


@blueprint.get("/toegankelijkheid")
def accessibility() -> str:
    """How accessible the portal is, as far as we know it."""
    return render_template("public/plain_accessibility.html", email=settings().contact_email)


@blueprint.get("/privacy")
def privacy() -> str:
    """What we keep, why and for how long."""
    return render_template(
        "public/plain_privacy.html", email=settings().contact_email, cookie=_cookie(settings())
    )


@blueprint.get("/kwetsbaarheid-melden")
def vulnerability() -> str:
    """How to report a weak spot, and what we promise."""
    return render_template("public/plain_vulnerability.html", email=settings().contact_email)


def _cookie(of: Settings) -> str:
    return "__Host-session" if of.secure else "session"
