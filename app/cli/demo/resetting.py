"""Empties a demonstration database; refuses one that holds accounts of real agents."""

import shutil

import click

from app.settings import Settings
from app.store import people
from app.store.database import Base, database, transaction


def reset_demo(settings: Settings) -> None:
    """Delete every row of every table and every stored file. Raises ClickException on a database in real use."""
    real = [agent.username for agent in people.list_agents() if agent.demo_password is None]
    if real:
        raise click.ClickException(
            f"Expected demonstration accounts only, found {', '.join(real[:5])}: this database is in real use, "
            "nothing was deleted. Make an empty database for the demonstration."
        )
    with transaction():
        for table in reversed(Base.metadata.sorted_tables):
            database.session.execute(table.delete())
    database.session.expunge_all()
    if settings.files_folder.exists():
        shutil.rmtree(settings.files_folder)
