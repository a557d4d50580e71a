"""Puts one moved case back to its snapshot inside the open transaction, unless it has gone on since."""

from app.commands.bus import Unit
from app.commands.environment import environment_of
from app.commands.migrating.authors import author_kind
from app.commands.migrating.items import end_item
from app.commands.migrating.outcome import Reason
from app.commands.migrating.rows import RowKeepingStep
from app.commands.migrating.versions import versions_of
from app.store import case_migrations, cases
from app.store.models import Case, CaseMigration, CaseMigrationItem


def put_back(migration: CaseMigration, item: CaseMigrationItem, unit: Unit) -> bool:
    """Put the case of a line back, or write down why not; return False when it must wait for a job at work."""
    case = cases.lock_case(item.commune_id, item.case_id)
    kept = _why_kept(case, item)
    if kept is not None:
        end_item(item, "kept", unit.now, reasons=(kept,))
        return True
    if case_migrations.is_at_work(case):
        return False
    _restore(case, migration, item, unit)
    end_item(item, "reverted", unit.now)
    return True


def _why_kept(case: Case, item: CaseMigrationItem) -> Reason | None:
    if case.state == "closed":
        return Reason(code="case-closed")
    return None if case.version == item.version_after else Reason(code="case-went-on")


def _restore(case: Case, migration: CaseMigration, item: CaseMigrationItem, unit: Unit) -> None:
    versions = versions_of(migration, unit.services)
    snapshot, document = case_migrations.get_snapshot(item)
    environment = environment_of(case, versions.source, unit.services, unit.now)
    result = unit.services.engine.revert(
        versions.target.definition,
        case.engine_state,
        versions.source.definition,
        snapshot,
        document,
        environment,
    )
    status_changed = case.status != item.status_before
    case.deployment_id, case.status = migration.source_id, item.status_before or ""
    cases.record_event(
        case,
        "CaseMigrationReverted",
        at=unit.now,
        actor_kind=author_kind(migration.reverted_by),
        actor_name=migration.reverted_by or unit.actor.name,
        public=status_changed,
        data={
            "from": versions.target.package.version,
            "to": versions.source.package.version,
            "because": migration.revert_reason or "",
            "migration": migration.id,
        },
    )
    RowKeepingStep(case=case, deployed=versions.source, result=result, unit=unit).write()
