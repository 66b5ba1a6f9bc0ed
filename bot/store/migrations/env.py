"""Alembic's environment. store/schema.py runs it on a connection that it opened; there is no offline mode and no alembic.ini."""

from alembic import context

from bot.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
