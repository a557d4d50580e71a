"""Migrations of running cases, for analysts and operators: versions, map, dry run, batch, result, revert."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import Command, execute
from app.commands.migrating.planning import ForgetMigration, MigrationNotPossible, PlanMigration, TryMigration
from app.commands.migrating.starting import (
    MigrationReasonMissing,
    ResumeMigration,
    RevertMigration,
    StartMigration,
    StopMigration,
)
from app.commands.migrating.versions import require_related
from app.commands.services import current_services
from app.domain.permissions import MIGRATE
from app.engine import propose_elements
from app.store import case_migrations, publication, territory
from app.store.models import CaseMigration
from app.web.access import current_actor, permission
from app.web.interface import gettext
from app.web.operations import operations
from app.web.operations.migration_pages import (
    batch_view,
    list_sources,
    map_rows,
    place_name,
    version_label,
    versions_view,
)
from app.web.operations.migration_words import reason_text, result_title, state_words

PAGE = 50
FIELD = "map-"
"""Prefix of the fields of the map, before the id of the old element."""


def run(command: Command[Any]) -> Any:
    """Run a command as the person of this request."""
    return execute(command, actor=current_actor(), services=current_services())


@operations.get("/operations/migrations")
@permission(MIGRATE)
def migrations() -> ResponseReturnValue:
    """Versions with open cases, and the migrations so far."""
    rows = [
        {
            "migration": row,
            "state": state_words(row.state),
            **versions_view(row),
            "moved": case_migrations.count_items(row.id).get("moved", 0),
        }
        for row in case_migrations.list_migrations()
    ]
    return render_template("operations/migrations.html", sources=list_sources(), rows=rows, version_label=version_label)


@operations.get("/operations/migrations/new")
@permission(MIGRATE)
def new_migration() -> ResponseReturnValue:
    """The proposed map, or that of a migration that has not started, to be edited."""
    known = request.args.get("migration")
    planned = case_migrations.get_migration(known) if known else None
    source = publication.get_deployment(planned.source_id if planned else request.args.get("source", ""))
    target = publication.get_deployment(planned.target_id if planned else request.args.get("target", ""))
    require_related(source, target)
    deployments = current_services().deployments
    before, after = deployments.get(source.id), deployments.get(target.id)
    elements = planned.elements if planned else propose_elements(before.definition, after.definition)
    return render_template(
        "operations/migration_map.html",
        source=source,
        target=target,
        source_label=version_label(source),
        target_label=version_label(target),
        rows=map_rows(before, after, elements),
        communes=[(row.id, place_name(row)) for row in territory.list_online_communes()],
        chosen=planned.commune_id if planned else request.args.get("commune"),
        planned=planned,
        field=FIELD,
    )


@operations.post("/operations/migrations/new")
@permission(MIGRATE)
def plan_migration() -> ResponseReturnValue:
    """Keep the map, and begin the dry run."""
    form = request.form
    source, target = form.get("source", ""), form.get("target", "")
    deployments = current_services().deployments
    proposed = propose_elements(deployments.get(source).definition, deployments.get(target).definition)
    posted = {key.removeprefix(FIELD): value for key, value in form.items() if key.startswith(FIELD)}
    kept = {key: value for key, value in proposed.items() if key not in posted}
    migration: CaseMigration = run(
        PlanMigration(
            source_id=source,
            target_id=target,
            commune_id=form.get("commune") or None,
            elements={**kept, **{key: value for key, value in posted.items() if value}},
            migration_id=form.get("migration") or None,
        )
    )
    run(TryMigration(migration_id=migration.id))
    return _to(migration.id)


@operations.get("/operations/migrations/<migration_id>")
@permission(MIGRATE)
def migration(migration_id: str) -> ResponseReturnValue:
    """A batch: what its dry run told, how far it is, what became of the cases."""
    return _show(migration_id)


@operations.post("/operations/migrations/<migration_id>/start")
@permission(MIGRATE)
def start_migration(migration_id: str) -> ResponseReturnValue:
    """Start the batch."""
    reason = request.form.get("reason", "")
    try:
        run(StartMigration(migration_id=migration_id, reason=reason))
        flash(gettext("La migration a commencé. Vous pouvez quitter cette page : elle continue."), "success")
    except MigrationReasonMissing:
        return _show(migration_id, reason=reason, errors=_reason_errors()), 422
    except MigrationNotPossible:
        flash(_not_possible(), "warning")
    return _to(migration_id)


@operations.post("/operations/migrations/<migration_id>/stop")
@permission(MIGRATE)
def stop_migration(migration_id: str) -> ResponseReturnValue:
    """Let no further case move."""
    done = gettext("La migration est arrêtée. Aucun autre dossier ne passe.")
    return _act(migration_id, StopMigration(migration_id=migration_id), done)


@operations.post("/operations/migrations/<migration_id>/resume")
@permission(MIGRATE)
def resume_migration(migration_id: str) -> ResponseReturnValue:
    """Go on with a batch that was stopped."""
    return _act(migration_id, ResumeMigration(migration_id=migration_id), gettext("La migration reprend."))


@operations.post("/operations/migrations/<migration_id>/forget")
@permission(MIGRATE)
def forget_migration(migration_id: str) -> ResponseReturnValue:
    """Remove a batch that has not started."""
    try:
        run(ForgetMigration(migration_id=migration_id))
    except MigrationNotPossible:
        flash(_not_possible(), "warning")
        return _to(migration_id)
    flash(gettext("Le projet de migration est supprimé. Aucun dossier n’a bougé."), "success")
    return redirect(url_for("operations.migrations"))


@operations.get("/operations/migrations/<migration_id>/revert")
@permission(MIGRATE)
def confirm_revert(migration_id: str) -> ResponseReturnValue:
    """Say what a revert does and ask for its reason."""
    return _ask_revert(migration_id)


@operations.post("/operations/migrations/<migration_id>/revert")
@permission(MIGRATE)
def revert_migration(migration_id: str) -> ResponseReturnValue:
    """Put back what has not gone on."""
    reason = request.form.get("reason", "")
    try:
        run(RevertMigration(migration_id=migration_id, reason=reason))
        flash(gettext("Le retour a commencé. Vous pouvez quitter cette page : il continue."), "success")
    except MigrationReasonMissing:
        return _ask_revert(migration_id, reason=reason, errors=_reason_errors()), 422
    except MigrationNotPossible:
        flash(_not_possible(), "warning")
    return _to(migration_id)


@operations.get("/operations/migrations/<migration_id>/cases")
@permission(MIGRATE)
def migration_cases(migration_id: str) -> ResponseReturnValue:
    """The cases of a batch that ended in one way, page by page."""
    found = case_migrations.get_migration(migration_id)
    state = request.args.get("result", "refused")
    after = request.args.get("after", "").partition("/")
    place = (after[0], after[2]) if after[2] else None
    items = case_migrations.list_items(migration_id, state=state, after=place, limit=PAGE + 1)
    deployments = current_services().deployments
    sides = deployments.get(found.source_id), deployments.get(found.target_id)
    following = None
    if len(items) > PAGE:
        last = items[PAGE - 1][0]
        following = url_for(
            "operations.migration_cases",
            migration_id=migration_id,
            result=state,
            after=f"{last.commune_id}/{last.case_id}",
        )
    rows = [
        {
            "reference": reference,
            "moment": item.ended_at,
            "texts": [reason_text(reason, *sides) for reason in item.reasons],
        }
        for item, reference in items[:PAGE]
    ]
    return render_template(
        "operations/migration_cases.html",
        migration=found,
        title=result_title(state),
        rows=rows,
        following=following,
        **versions_view(found),
    )


def _show(migration_id: str, *, reason: str = "", errors: dict[str, str] | None = None) -> str:
    found = case_migrations.get_migration(migration_id)
    return render_template("operations/migration.html", reason=reason, fields=errors or {}, **batch_view(found))


def _ask_revert(migration_id: str, *, reason: str = "", errors: dict[str, str] | None = None) -> str:
    found = case_migrations.get_migration(migration_id)
    moved = case_migrations.count_items(migration_id).get("moved", 0)
    return render_template(
        "operations/migration_revert.html",
        migration=found,
        moved=moved,
        reason=reason,
        fields=errors or {},
        **versions_view(found),
    )


def _act(migration_id: str, command: Command[None], done: str) -> ResponseReturnValue:
    try:
        run(command)
        flash(done, "success")
    except MigrationNotPossible:
        flash(_not_possible(), "warning")
    return _to(migration_id)


def _to(migration_id: str) -> ResponseReturnValue:
    return redirect(url_for("operations.migration", migration_id=migration_id))


def _not_possible() -> str:
    return gettext("Ce n’est plus possible : la migration a changé entre-temps, ou une autre est en cours.")


def _reason_errors() -> dict[str, str]:
    return {"reason": gettext("Écrivez le motif, en 10 à 500 caractères : il entre dans l’histoire de chaque dossier.")}
