"""The stages of a receipt (law 55-19, articles 10 to 12): filed whole, filed with pieces missing, then completed.

Each is printed once, on demand: the paper says what was true at its stage, and the later one does not efface it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from app.deployments import Deployed
from app.domain.clock import local_day
from app.domain.languages import Text
from app.store import cases, deadlines
from app.store.models import Case, Deadline

StageKey = Literal["receipt", "receipt-in-deposit", "receipt-completed"]
TITLES: Mapping[StageKey, Text] = {
    "receipt": {"ar": "وصل إيداع الطلب", "fr": "Récépissé de dépôt"},
    "receipt-in-deposit": {"ar": "وصل ملف في طور الإيداع", "fr": "Récépissé de dossier en cours de dépôt"},
    "receipt-completed": {"ar": "وصل ملف مكتمل", "fr": "Récépissé de dossier complété"},
}


@dataclass(frozen=True, kw_only=True)
class ReceiptStage:
    """Where the file of a case stands for its receipt.

    `period` is the legal period that this stage tells of; `completed_on` the day on which the missing pieces came;
    `complete_before` the last day to bring them; `missing` the pieces of the clerk's one list, `note` his words.
    """

    key: StageKey
    since: datetime
    period: Deadline | None
    completed_on: date | None = None
    complete_before: date | None = None
    missing: Sequence[str] = ()
    note: str = ""

    @property
    def in_deposit(self) -> bool:
        """Tell whether pieces are missing."""
        return self.key == "receipt-in-deposit"


def stage_of(case: Case, deployed: Deployed) -> ReceiptStage:
    """Return the stage of a case: a period renewed by the clerk's list waits until the pieces come."""
    first = next(iter(cases.list_deadlines(case)), None)
    period = deadlines.find_legal_period(case)
    if period is None or first is None or period.id == first.id:
        return ReceiptStage(key="receipt", since=case.filed_at, period=first)
    if period.started_at is not None:
        completed = local_day(period.started_at)
        return ReceiptStage(key="receipt-completed", since=period.started_at, period=period, completed_on=completed)
    asked = _asked(case)
    return ReceiptStage(
        key="receipt-in-deposit",
        since=period.opened_at,
        period=period,
        complete_before=_last_day(case, deployed),
        missing=tuple(map(str, asked.get("missing_pieces") or ())),
        note=str(asked.get("missing_note") or ""),
    )


def _asked(case: Case) -> Mapping[str, Any]:
    """Return the answers of the check that asked for pieces, by the words that every such form shares."""
    answers = (row.answers for row in reversed(cases.list_submissions(case)))
    return next((given for given in answers if "missing_pieces" in given or "missing_note" in given), {})


def _last_day(case: Case, deployed: Deployed) -> date | None:
    models = (deployed.package.bpmn, *deployed.package.flows.models.values())
    tasks = deployed.package.manifest["deadline"]["restarts_after"]
    borders = {event.id for model in models for task in tasks for event in model.boundary_events(task)}
    due = deadlines.find_timer(case, borders)
    return local_day(due) if due else None
