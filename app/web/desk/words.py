"""Words of the desk: time left, where a case stands, titles of tasks."""

from dataclasses import dataclass
from datetime import datetime

from app.commands.services import current_services
from app.deadlines import time_left
from app.deployments import Deployed
from app.domain.clock import local_day
from app.domain.languages import choose
from app.domain.outcomes import FAVOURABLE, UNFAVOURABLE
from app.languages import format_day
from app.procedures import ProcedurePackage
from app.web.interface import gettext, language, ngettext

SOON_WORKING_DAYS = 1
WAITING = ("awaiting", "waiting", "with-")


@dataclass(frozen=True, kw_only=True)
class DeadlineWords:
    """State (ok, soon, late, none), text and day of a deadline tag."""

    state: str
    text: str
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a case stands: title and tone of its tag, and what it means."""

    title: str
    tone: str
    explanation: str = ""


def deployed_of(deployment_id: str) -> Deployed:
    """Return a deployment ready to run."""
    return current_services().deployments.get(deployment_id)


def deadline_words(due_at: datetime | None, commune_id: str | None = None) -> DeadlineWords:
    """Return how far away the end of a period is: "Il reste 4 jours", "Dernier jour", "En retard de 2 jours"."""
    services = current_services()
    if due_at is None:
        return DeadlineWords(state="none", text=gettext("Sans délai"))
    left = time_left(due_at, services.clock.now(), services.calendars.get(commune_id))
    day = format_day(due_at, language())
    if left.late:
        text = ngettext("En retard de %(count)s jour", "En retard de %(count)s jours", -left.days)
        return DeadlineWords(state="late", text=text, day=day)
    if left.days == 0:
        return DeadlineWords(state="soon", text=gettext("Dernier jour"), day=day)
    text = ngettext("Il reste %(count)s jour", "Il reste %(count)s jours", left.days)
    state = "soon" if left.working_days <= SOON_WORKING_DAYS else "ok"
    return DeadlineWords(state=state, text=text, day=day)


def standing(deployment_id: str, state: str, status: str, outcome: str | None) -> Standing:
    """Return the status of an open case, the outcome of a closed one."""
    package = deployed_of(deployment_id).package
    if state != "closed" or not outcome:
        tone = "neutral" if state == "closed" else "waiting" if status.startswith(WAITING) else "info"
        return Standing(
            title=package.text(f"statuses.{status}.title", language()) or status or gettext("Dossier ouvert"),
            tone=tone,
            explanation=package.text(f"statuses.{status}.explanation", language()),
        )
    tone = "success" if outcome in FAVOURABLE else "danger" if outcome in UNFAVOURABLE else "neutral"
    return Standing(
        title=package.text(f"outcomes.{outcome}.title", language()) or _outcome_of_platform(outcome),
        tone=tone,
        explanation=package.text(f"outcomes.{outcome}.explanation", language()),
    )


def _outcome_of_platform(outcome: str) -> str:
    return gettext("Annulé par l’administration") if outcome == "cancelled" else outcome


def task_title(package: ProcedurePackage, element: str) -> str:
    """Return the title of a task, else the name of its element."""
    return package.text(f"tasks.{element}.title", language()) or element_name(package, element)


def element_name(package: ProcedurePackage, element: str) -> str:
    """Return the name that a person reads for an element of the diagram."""
    found = package.find_element(element)
    return (choose(found.names, language()) if found else "") or element


def short_day(moment: datetime) -> str:
    """Return a day in figures, for dense tables: 03/03/2026."""
    return f"{local_day(moment):%d/%m/%Y}"
