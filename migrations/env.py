"""Runs migrations on the portal's database. Migrations never import models; only autogenerate reads them."""

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

from portal.database import WRITES, db


def render_item(kind, item, _autogen_context):
    """Writes our column types as the plain types below them."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
