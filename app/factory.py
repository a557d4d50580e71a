"""Builds the application: the one place where every part is put together."""

import gc

from flask import Flask

from app.domain.clock import Clock, SystemClock
from app.logs import configure_logs
from app.settings import ROOT, Settings, settings_from_environment
from app.url_rules import LateRule

ALLOCATIONS_BEFORE_COLLECTING = 20_000
"""New objects that may stand about before their cycles are looked for: two or three megabytes."""


def create_app(settings: Settings | None = None, *, clock: Clock | None = None, testing: bool = False) -> Flask:
    """Return the Flask application for these settings (default: the environment's)."""
    import app.api as api
    import app.cli as cli
    import app.web as web
    from app.commands.services import build_services
    from app.store import database

    configure_logs()
    settings = settings or settings_from_environment()
    application = Flask("app", root_path=str(ROOT / "app"), static_folder=None, template_folder="web/templates")
    application.url_rule_class = LateRule
    application.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=32 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=2_000,
        MASTARA_SETTINGS=settings,
    )
    application.testing = testing
    if testing:
        application.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    database.connect(application)
    application.extensions["mastara"] = build_services(settings, clock or SystemClock())
    api.register(application)
    web.register(application)
    web.spare_from_forgery_tokens(api.api)
    cli.register(application)
    if not testing:
        _spare_the_collector()
    return application


def _spare_the_collector() -> None:
    """Let the garbage collector leave alone what lives as long as the process, and come less often.

    To walk over all modules and catalogues again and again took 8 % of the time of a completed task.
    """
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BEFORE_COLLECTING)
