"""The whole file of a case as an agent reads it: everything that belongs to it, in a fixed number of reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.store import cases, payments
from app.store.models import Attachment, Case, Deadline, Document, Payment, Submission, UserTask


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One past fact with its author."""

    kind: str
    at: datetime
    actor_kind: str
    actor_name: str
    public: bool
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """A case and what belongs to it, oldest first (documents and payments: newest first)."""

    case: Case
    events: tuple[EventRow, ...]
    submissions: Sequence[Submission]
    attachments: Sequence[Attachment]
    documents: Sequence[Document]
    payments: Sequence[Payment]
    deadlines: Sequence[Deadline]
    open_tasks: Sequence[UserTask]

    @property
    def visited(self) -> tuple[str, ...]:
        """The elements of the diagram that were passed, in order."""
        return passed_elements(row.data for row in self.events)

    @property
    def last_submission_of(self) -> dict[str, str]:
        """The id of the newest submission of each form; an older one is superseded."""
        return {row.form: row.id for row in self.submissions}


def passed_elements(facts: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the elements of the diagram that a history passed, each once, in order: `passed` of its facts."""
    return tuple(dict.fromkeys(key for data in facts for key in data.get("passed", ())))


def read_case_file(case: Case) -> CaseFile:
    """Return everything that an agent may see of a case."""
    return CaseFile(
        case=case,
        events=tuple(
            EventRow(
                kind=row.kind,
                at=row.at,
                actor_kind=row.actor_kind,
                actor_name=row.actor_name,
                public=row.public,
                data=row.data,
            )
            for row in cases.list_events(case)
        ),
        submissions=cases.list_submissions(case),
        attachments=cases.list_attachments(case.commune_id, case_id=case.id),
        documents=cases.list_documents(case),
        payments=payments.list_payments(case),
        deadlines=cases.list_deadlines(case),
        open_tasks=cases.list_open_tasks(case),
    )
