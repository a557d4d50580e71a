"""What a process of tests keeps for all the applications that it makes, and what none of them needs to wait for."""

import gc
from dataclasses import replace
from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import CompiledCacheType

from app.commands.deployed import DeploymentCache
from app.store.database import database


class KeptTemplates(BytecodeCache):
    """Keeps what each template was compiled to, under its name and the checksum of its text."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template the code that it was compiled to before, if it was."""
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code that a template was just compiled to."""
        assert bucket.code is not None, "Expected a compiled template, found none: Jinja keeps only what it compiled."
        self._compiled[bucket.key, bucket.checksum] = bucket.code


DEPLOYMENTS = DeploymentCache()
"""Deployments never change, so one copy serves every test of a process."""

TEMPLATES = KeptTemplates()
"""Pages are made from the same files in every test of a process, so each is compiled once."""

DIALECTS: dict[str, Dialect] = {}
"""What speaks to each kind of database, by its name: the statements below are compiled for it."""

STATEMENTS: CompiledCacheType = {}
"""Statements are the same in every test of a process, so each is compiled once."""


def share_what_stays(app: Flask) -> None:
    """Let an application use what another one of this process has read and compiled, and not wait for the disk."""
    app.extensions["mastara"] = replace(app.extensions["mastara"], deployments=DEPLOYMENTS)
    app.jinja_env.bytecode_cache = TEMPLATES
    with app.app_context():
        engine = database.engine
        engine.dialect = DIALECTS.setdefault(engine.dialect.name, engine.dialect)
        engine.update_execution_options(compiled_cache=STATEMENTS)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _forget_at_once)


def _forget_at_once(connection: Any, _record: Any) -> None:
    """Let SQLite answer before its data is on the disk: a test throws its database away."""
    connection.execute("PRAGMA synchronous=OFF")


def spare_the_collector() -> None:
    """Look less often through all that a process of tests has read of many packages: it saves an eighth."""
    gc.set_threshold(100_000, 50, 100)
