"""Is the service alive, is it ready, how much is in it."""

from flask import Response
from flask.typing import ResponseReturnValue

from app.domain.permissions import PUBLIC
from app.store import health
from app.web.access import permission
from app.web.operations import operations

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@operations.get("/healthz")
@permission(PUBLIC)
def healthz() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return {"status": "ok"}


@operations.get("/readyz")
@permission(PUBLIC)
def readyz() -> ResponseReturnValue:
    """The database answers and has the schema of this version: requests may come."""
    reachable = health.database_answers()
    current = reachable and health.schema_is_current()
    checks = {"database": "ok" if reachable else "unreachable", "schema": "ok" if current else "not current"}
    ready = reachable and current
    return {"status": "ready" if ready else "not ready", "checks": checks}, 200 if ready else 503


@operations.get("/metrics")
@permission(PUBLIC)
def metrics() -> ResponseReturnValue:
    """Counts in the text format of Prometheus; no name, no reference of anybody."""
    lines = [
        *_family("mastara_cases", "Cases by state.", health.count_cases()),
        *_family("mastara_user_tasks", "User tasks by state.", health.count_tasks()),
        *_family("mastara_jobs", "Jobs by state.", health.count_jobs()),
        "# HELP mastara_open_incidents Incidents that wait for a person.",
        "# TYPE mastara_open_incidents gauge",
        f"mastara_open_incidents {health.count_open_incidents()}",
    ]
    return Response("\n".join(lines) + "\n", content_type=METRICS_TYPE)


def _family(name: str, help_text: str, counts: dict[str, int]) -> list[str]:
    samples = [f'{name}{{state="{state}"}} {count}' for state, count in counts.items()]
    return [f"# HELP {name} {help_text}", f"# TYPE {name} gauge", *samples]
