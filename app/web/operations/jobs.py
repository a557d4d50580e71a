"""The operator's page: jobs by state, what failed and why, incidents; a failed job can be tried again."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import execute
from app.commands.jobs import JobUnknown, RetryJob
from app.commands.services import current_services
from app.domain.permissions import OPERATE
from app.queries.operations import IncidentRow, JobRow, read_platform_state
from app.store import work
from app.web.access import current_actor, permission
from app.web.desk.incidents.words import kind_title
from app.web.desk.words import deployed_of, element_name
from app.web.interface import gettext
from app.web.operations import operations

JOB_STATES = ("waiting", "running", "failed", "done", "cancelled")


@operations.get("/operations/")
@permission(OPERATE)
def index() -> ResponseReturnValue:
    """How the platform's own work goes."""
    state = read_platform_state()
    titles = {
        "waiting": gettext("En attente"),
        "running": gettext("En cours"),
        "failed": gettext("En échec"),
        "done": gettext("Faits"),
        "cancelled": gettext("Annulés"),
    }
    facts = [{"label": titles[key], "value": state.jobs_by_state.get(key, 0)} for key in JOB_STATES]
    return render_template("operations/index.html", state=state, facts=facts, step=_step, kind=kind_title)


def _step(row: JobRow | IncidentRow) -> str:
    """Return the name of a row's element, as the diagram of its case has it."""
    return element_name(deployed_of(row.deployment_id).package, row.element)


@operations.post("/operations/jobs/<job_id>/retry")
@permission(OPERATE)
def retry(job_id: str) -> ResponseReturnValue:
    """Try a failed job again, from its first attempt."""
    if work.get_job_anywhere(job_id) is None:
        raise NotFound
    try:
        execute(RetryJob(job_id=job_id), actor=current_actor(), services=current_services())
        flash(gettext("Le travail repart. Rechargez la page dans un instant."), "success")
    except JobUnknown:
        flash(gettext("Ce travail n’est plus en échec : il n’y avait rien à relancer."), "info")
    return redirect(url_for("operations.index"))
