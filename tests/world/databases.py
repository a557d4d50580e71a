"""Databases for tests: one prepared template a process, a fresh copy a test, on SQLite or PostgreSQL."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ADDRESS = os.environ.get("MASTARA_TEST_DATABASE", "")
"""Address of a PostgreSQL server on which databases may be created; empty means SQLite files."""


def on_postgresql() -> bool:
    """Tell whether the suite runs on PostgreSQL."""
    return ADDRESS.startswith("postgres")


def _with_name(name: str) -> str:
    base, _, query = ADDRESS.partition("?")
    server = base.rsplit("/", 1)[0]
    return f"{server}/{name}" + (f"?{query}" if query else "")


def _run(statement: str) -> None:
    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


class Template:
    """A database that holds the world; copies of it are cheap."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.name = f"mastara_template_{uuid.uuid4().hex[:12]}"
        self.file = folder / "template.sqlite3"

    @property
    def url(self) -> str:
        """Where the world is to be built."""
        if not on_postgresql():
            return f"sqlite:///{self.file}"
        return _with_name(self.name).replace("postgresql://", "postgresql+psycopg://", 1)

    def create(self) -> None:
        """Create the empty database."""
        if on_postgresql():
            _run(f'CREATE DATABASE "{self.name}"')

    def derive(self, folder: Path) -> "Template":
        """Return another template, in a folder of its own, that begins with what this one holds."""
        derived = Template(folder)
        if on_postgresql():
            _run(f'CREATE DATABASE "{derived.name}" TEMPLATE "{self.name}" STRATEGY FILE_COPY')
        else:
            shutil.copy(self.file, derived.file)
        return derived

    def drop(self) -> None:
        """Remove the template."""
        if on_postgresql():
            _run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """Give the address of a fresh copy, removed at the end."""
        if not on_postgresql():
            copy = folder / "test.sqlite3"
            shutil.copy(self.file, copy)
            yield f"sqlite:///{copy}"
            return
        name = f"mastara_test_{uuid.uuid4().hex[:12]}"
        _run(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}" STRATEGY FILE_COPY')
        try:
            yield _with_name(name).replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
