"""The app factory: wiring, nothing else."""

import os
from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import cli, clock, config, texts
from portal.assessments import models as assessment_models  # noqa: F401 - the tables
from portal.attendance import models as attendance_models  # noqa: F401 - the tables
from portal.coverage import models as coverage_models  # noqa: F401 - the tables
from portal.database import READ_ONLY, READS, WAIT_SECONDS, db, listen
from portal.eligibility import models as eligibility_models  # noqa: F401 - the tables
from portal.frameworks import models as framework_models  # noqa: F401 - the tables
from portal.goals import models as goals_models  # noqa: F401 - the tables
from portal.insight import models as insight_models  # noqa: F401 - the tables
from portal.invites import models as invites_models  # noqa: F401 - the tables
from portal.mailings import models as mailings_models  # noqa: F401 - the tables
from portal.material import models as material_models  # noqa: F401 - the tables
from portal.outbox import models as outbox_models  # noqa: F401 - the tables
from portal.outbox import rendering
from portal.people import tokens
from portal.recommendations import models as recommendation_models  # noqa: F401 - the tables
from portal.registrations import models as registration_models  # noqa: F401 - the tables
from portal.web import blueprints
from portal.web.kit import access, errors, filters, pages, responses, uploads
from portal.web.kit.language import LanguagePrefix

QUIET: Mapping[str, object] = {"hide_parameters": True}
"""A failing statement is logged without its values: those are people's names, addresses and words."""
LARGEST_TEXT = 2 * 1024 * 1024
"""Of a form without a file. It comes in whole, so that its page says which text is too long."""


def create_app(settings: config.Settings | None = None) -> Flask:
    """The portal as a WSGI app; raises `UnsafeSettings` when a setting is missing or unsafe."""
    settings = settings or config.read(os.environ)
    configure(settings)
    app = Flask(
        "portal",
        root_path=str(config.ROOT),
        static_folder="static",
        static_url_path="/static",
        template_folder="templates",
        instance_path=str(config.ROOT / "instance"),
    )
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=LARGEST_TEXT,
        MAX_FORM_MEMORY_SIZE=LARGEST_TEXT,
        MAX_FORM_PARTS=1000,
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
    )
    _storage(app)
    uploads.install(app)
    filters.install(app)
    pages.install(app, settings)
    blueprints.register(app, settings)
    responses.install(app, settings)
    access.install(app, blueprints.rules(settings))
    errors.install(app)
    cli.register(app)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


def configure(settings: config.Settings) -> None:
    """What the whole process goes by, apart from any app."""
    clock.move(settings.clock_offset(clock.real_now()))
    texts.configure(settings.time_zone)
    tokens.configure(settings.secret_key)
    rendering.configure(
        site_url=settings.site_url, site_name=settings.site_name, contact=settings.contact_email
    )


def _engine_options(settings: config.Settings) -> Mapping[str, object]:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        return QUIET
    return {
        **QUIET,
        "pool_size": 5,
        "max_overflow": 5,
        "pool_recycle": 1800,
        "connect_args": {"options": f"-c lock_timeout={WAIT_SECONDS}s {READ_ONLY}"},
        **READS,
    }


def _storage(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(config.ROOT / "migrations"), compare_type=True)
    with app.app_context():
        listen(db.engine)
