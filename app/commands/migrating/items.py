"""The line of one case in a batch: what became of it, along its lifecycle."""

from collections.abc import Sequence
from datetime import datetime

from app.commands.migrating.outcome import Reason
from app.domain.lifecycles import MIGRATION_ITEM, may_become
from app.store.models import CaseMigrationItem


def end_item(item: CaseMigrationItem, state: str, now: datetime, *, reasons: Sequence[Reason] = ()) -> None:
    """Write down what became of a case. A snapshot that can serve no more is not kept: it holds personal data."""
    assert may_become(MIGRATION_ITEM, item.state, state), f"{item.state} cannot become {state}"
    item.state, item.ended_at, item.retry_at = state, now, None
    item.reasons = [reason.to_json() for reason in dict.fromkeys(reasons)]
    if state in ("reverted", "kept"):
        item.state_before = item.document_before = None
