"""A database of the first release keeps its legal periods when the clock of cases arrives."""

from pathlib import Path

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from app.store.database import MIGRATIONS, connect, database
from tests.world.databases import Template

CASE = (
    "INSERT INTO case_file (id, commune_id, reference, tracking_fingerprint, slug, deployment_id, version, state, "
    "status, language, channel, applicant, applicant_key, document, engine_state, filed_at, updated_at) VALUES "
    "('c1', 'x', 'R1', 'f', 's', 'd', 1, 'open', '', 'fr', 'portal', 'A', 'a', '{}', :empty, :filed, :filed)"
)
PERIOD = (
    "INSERT INTO deadline (id, commune_id, case_id, kind, parameter, state, started_at, last_day, due_at, ended_at) "
    "VALUES (:id, 'x', 'c1', 'legal', 'watiqa.answer', :state, :filed, '2026-03-16', '2026-03-16 23:59:59', :ended)"
)


def test_the_periods_of_the_first_release_get_the_facts_that_are_known_of_them(tmp_path: Path) -> None:
    template = Template(tmp_path)
    template.create()
    app = Flask("first")
    app.config["SQLALCHEMY_DATABASE_URI"] = template.url
    connect(app)
    try:
        with app.app_context():
            upgrade(directory=str(MIGRATIONS), revision="0001")
            _insert_first_release()

            upgrade(directory=str(MIGRATIONS), revision="0006")

            with database.engine.connect() as connection:
                facts = connection.execute(text("SELECT deadline_id, kind, reason FROM deadline_event ORDER BY id"))
                told = sorted(tuple(row) for row in facts)
                opened = connection.execute(text("SELECT count(*) FROM deadline WHERE opened_at = started_at"))
                assert opened.scalar_one() == 2
            assert told == [
                ("p1", "completed", ""),
                ("p1", "filed", ""),
                ("p2", "completed", ""),
                ("p2", "filed", ""),
                ("p2", "stopped", "closed"),
            ]
            downgrade(directory=str(MIGRATIONS), revision="0001")
            database.session.remove()
            database.engine.dispose()
    finally:
        template.drop()


def _insert_first_release() -> None:
    filed = "2026-03-03 09:00:00+00"
    with database.engine.begin() as connection:
        if database.engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            connection.execute(text("INSERT INTO region VALUES ('r', 'r', 'r', 1)"))
            connection.execute(text("INSERT INTO province VALUES ('p', 'r', 'p', 'p', 'province', 1)"))
            connection.execute(
                text("INSERT INTO commune VALUES ('x', 'x', 'p', 'r', 'x', 'x', NULL, 'urban', 1, 'x', 1)")
            )
            connection.execute(
                text(
                    "INSERT INTO deployment VALUES ('d', NULL, 's', '1.0.0', 'digest', 'x', '{}', '{}', :empty, "
                    ":filed, 'test')"
                ),
                {"empty": b"", "filed": filed},
            )
        connection.execute(text(CASE), {"empty": b"", "filed": filed})
        for identifier, state, ended in (("p1", "running", None), ("p2", "ended", "2026-03-10 10:00:00+00")):
            connection.execute(text(PERIOD), {"id": identifier, "state": state, "filed": filed, "ended": ended})
