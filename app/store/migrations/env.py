"""Runs migrations on the database of the running application."""

from alembic import context
from flask import current_app
from sqlalchemy import JSON

from app.store import models  # noqa: F401  (the tables must be known)
from app.store.database import Moment

database = current_app.extensions["migrate"].db


def render_type(kind: str, value: object, _autogenerate: object) -> str | bool:
    """Write our own column types by their names."""
    if kind == "type" and isinstance(value, Moment):
        return "store_types.Moment()"
    if kind == "type" and isinstance(value, JSON):
        return "store_types.JsonObject"
    return False


def run_online() -> None:
    """Migrate inside one transaction; SQLite rebuilds tables in batches."""
    engine = database.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_type=False,
            render_item=render_type,
        )
        with context.begin_transaction():
            context.run_migrations()


run_online()
