"""Moves one case inside the open transaction: state, rows, history and the snapshot from which it can be put back."""

from dataclasses import replace

from app.commands.bus import Unit
from app.commands.migrating.authors import author_kind
from app.commands.migrating.items import end_item
from app.commands.migrating.outcome import Outcome, Reason, outcome_of
from app.commands.migrating.rows import RowKeepingStep
from app.commands.migrating.versions import Versions, versions_of
from app.engine import Milestone
from app.store import case_migrations, cases
from app.store.models import Case, CaseMigration, CaseMigrationItem


def move_case(migration: CaseMigration, item: CaseMigrationItem, unit: Unit) -> bool:
    """Move the case of a line, or write down why not; return False when it must wait for a job at work."""
    case = cases.lock_case(item.commune_id, item.case_id)
    skipped = _why_skipped(case, migration)
    if skipped is not None:
        end_item(item, "skipped", unit.now, reasons=(skipped,))
        return True
    if case_migrations.is_at_work(case):
        return False
    versions = versions_of(migration, unit.services)
    outcome = outcome_of(case, versions, unit)
    if outcome.reasons:
        end_item(item, "refused", unit.now, reasons=outcome.reasons)
        return True
    item.version_before, item.status_before = case.version, case.status
    item.state_before, item.document_before = case.engine_state, case.document
    _write(case, migration, versions, outcome, unit)
    item.version_after = case.version
    end_item(item, "moved", unit.now)
    return True


def _why_skipped(case: Case, migration: CaseMigration) -> Reason | None:
    if case.state == "closed":
        return Reason(code="case-closed")
    return None if case.deployment_id == migration.source_id else Reason(code="case-elsewhere")


def _write(case: Case, migration: CaseMigration, versions: Versions, outcome: Outcome, unit: Unit) -> None:
    assert outcome.result is not None, "a case without reasons has a result"
    case.period_deployment_id = case.period_deployment_id or migration.source_id
    case.deployment_id = migration.target_id
    cases.record_event(
        case,
        "CaseMigrated",
        at=unit.now,
        actor_kind=author_kind(migration.started_by),
        actor_name=migration.started_by or unit.actor.name,
        public=outcome.concerns_citizen,
        data={
            "from": versions.source.package.version,
            "to": versions.target.package.version,
            "because": migration.reason,
            "migration": migration.id,
        },
    )
    result = outcome.result
    if outcome.status is not None and not result.milestones:
        place = result.opened_tasks[0].element if result.opened_tasks else ""
        result = replace(result, milestones=(Milestone(element=place, status=outcome.status),))
    RowKeepingStep(case=case, deployed=versions.target, result=result, unit=unit).write()
