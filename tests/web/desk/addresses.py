"""Addresses of the desk for a filed request."""

from app.commands.filing import Filed
from app.store import territory
from app.store.models import UserTask


def slug_of(commune_id: str) -> str:
    """Return the commune's name in addresses."""
    return territory.get_commune_by_id(commune_id).slug


def task_page(task: UserTask) -> str:
    """Return the address of a task."""
    return f"/desk/c/{slug_of(task.commune_id)}/tasks/{task.id}"


def case_page(filed: Filed) -> str:
    """Return the address of a case."""
    return f"/desk/c/{slug_of(filed.commune_id)}/cases/{filed.case_id}"
