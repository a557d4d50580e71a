"""Who does a task: claim, release, reassign, one at a time or several at once."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import Command, execute
from app.commands.services import current_services
from app.commands.tasks import ClaimTask, ReassignTask, ReleaseTask, TaskHeldByOther, TaskNotOpen
from app.domain.actors import Actor
from app.domain.errors import MastaraError
from app.domain.languages import choose
from app.domain.permissions import REASSIGN, TAKE_PART
from app.store import cases, territory
from app.store.cases import TaskUnknown
from app.web.access import current_actor, permission
from app.web.desk import desk
from app.web.desk.words import deployed_of, task_title
from app.web.errors import explanation_of
from app.web.interface import gettext, language, local_address

MOST_AT_ONCE = 50


def run(command: Command[Any]) -> Any:
    """Run a command as the agent of this request."""
    return execute(command, actor=current_actor(), services=current_services())


@desk.post("/c/<commune_slug>/tasks/<task_id>/claim")
@permission(TAKE_PART)
def claim(commune_slug: str, task_id: str) -> ResponseReturnValue:
    """Take a task on oneself."""
    try:
        run(ClaimTask(commune_id=g.commune.id, task_id=task_id))
        flash(gettext("La tâche est à vous."), "success")
    except (TaskHeldByOther, TaskNotOpen) as refused:
        flash(why(refused), "warning")
    return _back(commune_slug, task_id)


@desk.post("/c/<commune_slug>/tasks/<task_id>/release")
@permission(TAKE_PART)
def release(commune_slug: str, task_id: str) -> ResponseReturnValue:
    """Give a task back to the list."""
    try:
        run(ReleaseTask(commune_id=g.commune.id, task_id=task_id))
        flash(gettext("La tâche est de nouveau à prendre."), "success")
    except TaskNotOpen as refused:
        flash(why(refused), "warning")
    return _back(commune_slug, task_id)


@desk.post("/c/<commune_slug>/tasks/<task_id>/reassign")
@permission(REASSIGN)
def reassign(commune_slug: str, task_id: str) -> ResponseReturnValue:
    """Give a task to somebody else who holds its role."""
    try:
        run(ReassignTask(commune_id=g.commune.id, task_id=task_id, agent_id=request.form.get("agent", "")))
        flash(gettext("La tâche a changé de mains."), "success")
    except TaskNotOpen as refused:
        flash(why(refused), "warning")
    return _back(commune_slug, task_id)


@desk.post("/tasks/claim")
@permission(TAKE_PART)
def claim_several() -> ResponseReturnValue:
    """Take several tasks; each has its own result, named by its case."""
    actor = current_actor()
    back = local_address(request.form.get("next"), url_for("desk.worklist"))
    chosen = list(dict.fromkeys(request.form.getlist("task")))
    if not chosen:
        flash(gettext("Cochez d’abord les tâches à prendre."), "info")
        return redirect(back)
    results = [_claim_one(item, actor) for item in chosen[:MOST_AT_ONCE]]
    return render_template("desk/claimed.html", results=results, back=back)


def _claim_one(item: str, actor: Actor) -> dict[str, str]:
    """Claim `<commune slug>/<task id>`; a foreign or unknown task is named as not found."""
    slug, _, task_id = item.partition("/")
    commune = territory.find_commune(slug)
    label = gettext("Tâche inconnue")
    try:
        if commune is None or not actor.works_in(commune.id):
            raise TaskUnknown("Expected a task of one of the agent’s communes.")
        task = cases.get_task(commune.id, task_id)
        case = cases.get_case(commune.id, task.case_id)
        label = f"{case.reference} – {task_title(deployed_of(case.deployment_id).package, task.element)}"
        run(ClaimTask(commune_id=commune.id, task_id=task_id))
    except MastaraError as refused:
        return {"label": label, "tone": "danger", "text": why(refused)}
    return {"label": label, "tone": "success", "text": gettext("Prise par vous.")}


def why(refused: MastaraError) -> str:
    """Return in one sentence why an action was refused, naming the person who acted meanwhile."""
    holder = choose(
        {"ar": str(refused.details.get("holder_ar", "")), "fr": str(refused.details.get("holder_fr", ""))}, language()
    )
    if holder:
        return gettext("%(name)s tient déjà cette tâche.", name=holder)
    return gettext(explanation_of(refused).title)


def _back(commune_slug: str, task_id: str) -> ResponseReturnValue:
    page = url_for("desk.task", commune_slug=commune_slug, task_id=task_id)
    return redirect(local_address(request.form.get("next"), page))
