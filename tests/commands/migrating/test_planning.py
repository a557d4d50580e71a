"""A plan proposes a map, says what is wrong with an edited one, and nobody but analysts and operators makes one."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.commands.bus import Command, Forbidden, execute
from app.commands.migrating.carrying import AcquireBatch
from app.commands.migrating.planning import ForgetMigration, MigrationNotPossible, PlanMigration, TryMigration
from app.commands.migrating.starting import (
    MigrationReasonMissing,
    ResumeMigration,
    RevertMigration,
    StartMigration,
    StopMigration,
)
from app.commands.migrating.versions import Remark, VersionsUnrelated, remarks_on
from app.domain.actors import SYSTEM, Actor
from app.store import case_migrations, publication
from app.store.case_migrations import MigrationUnknown
from app.store.database import transaction
from app.store.models import Deployment
from tests.builders.packages import SLUG as LIBRARY
from tests.commands.migrating.acting import WHY, counts, dry_run, move_all, plan, start
from tests.world.places import AZROU, SLUG, TABANT, World
from tests.world.tailoring import adopt, explained, save_operations
from tests.world.tailoring import publish as publish_variant
from tests.world.two_versions import Versions, file_card, first_version, publish


def remarks(world: World, migration) -> tuple[Remark, ...]:
    return remarks_on(migration, world.services)


def test_the_map_is_proposed_by_id_and_name_and_edited_line_by_line(world: World, versions: Versions) -> None:
    proposed = plan(world, versions)
    assert proposed.elements["review"] == "examine"
    assert "check-shelf" not in proposed.elements

    edited = plan(world, versions, changes={"check-shelf": "hand-over"}, migration_id=proposed.id)

    assert (edited.id, edited.elements["check-shelf"]) == (proposed.id, "hand-over")
    file_card(world)
    assert dry_run(world, edited).refused == 0


def test_what_is_wrong_with_a_map_keeps_the_migration_from_starting(world: World, versions: Versions) -> None:
    wrong = {"review": "end-lapsed", "nothing": "examine", "hand-over": "nowhere"}
    migration = plan(world, versions, changes=wrong)
    found = {(row.code, row.subject) for row in remarks(world, migration) if row.severity == "error"}
    assert found == {("kind-differs", "review"), ("element-unknown", "nothing"), ("target-unknown", "hand-over")}
    dry_run(world, migration)
    with pytest.raises(MigrationNotPossible, match="without errors"):
        start(world, migration)


def test_what_is_worth_knowing_is_said(world: World, versions: Versions) -> None:
    found = {(row.severity, row.code, row.subject): row.others for row in remarks(world, plan(world, versions))}
    assert found[("info", "form-added", "examine")] == ()
    assert found[("info", "form-removed", "review")] == ()


def test_fields_that_came_and_went_are_named(world: World, versions: Versions) -> None:
    other = first_version().manifest(version="3.0.0")
    other.form("review", lambda parts: parts.append({"type": "textfield", "id": "n", "key": "n", "label": "N"}))
    third = publish(world, other.build())
    (found,) = [
        row for row in remarks(world, plan(world, Versions(old=versions.old, new=third))) if row.subject == "review"
    ]
    assert (found.code, found.others) == ("form-fields-differ", ("+n",))


def test_a_legal_period_that_the_new_version_does_not_know_keeps_everything_where_it_is(
    world: World, versions: Versions
) -> None:
    file_card(world)
    renamed = first_version().manifest(version="3.0.0", deadline={"parameter": "library.reply", "starts": "filed"})
    renamed.edit_manifest(lambda manifest: manifest["parameters"].pop(0))
    renamed.parameter("library.reply", unit="day", value=9, kind="franc")
    renamed.diagram("=parameters.library.answer", "=parameters.library.reply")
    third = publish(world, renamed.build())

    found = remarks(world, plan(world, Versions(old=versions.old, new=third)))

    assert [(row.severity, row.code, row.subject) for row in found[:1]] == [
        ("error", "parameter-missing", "library.answer")
    ]


def test_only_versions_of_one_procedure_and_owner_belong_together(world: World, versions: Versions) -> None:
    other = publication.find_newest_deployment(SLUG)
    assert other is not None
    for target in (other.id, versions.old):
        with pytest.raises(VersionsUnrelated):
            plan(world, Versions(old=versions.old, new=target))


def test_a_version_of_a_commune_is_no_target_for_the_cases_of_the_country(world: World, versions: Versions) -> None:
    national = publication.get_deployment(versions.new)
    values = {column.key: getattr(national, column.key) for column in Deployment.__table__.columns}
    with transaction():
        publication.save(Deployment(**{**values, "id": "own", "commune_id": AZROU}))

    with pytest.raises(VersionsUnrelated):
        plan(world, Versions(old=versions.old, new="own"))
    assert [row.id for row in case_migrations.list_versions(LIBRARY, commune_id=AZROU)] == ["own"]


def test_cases_of_a_variant_may_move_to_others_of_its_communes_and_to_the_country(world: World) -> None:
    national = publication.find_newest_deployment(SLUG)
    assert national is not None
    adopt(world)
    adopt(world, TABANT)
    former, later = (_variant(world, text) for text in ("Première phrase pour tous.", "Deuxième phrase pour tous."))
    elsewhere = _variant(world, "Phrase d’une autre commune.", TABANT)

    targets = [row.id for row in case_migrations.list_targets(publication.get_deployment(former))]
    assert targets == [later, national.id]
    assert elsewhere not in targets
    assert case_migrations.list_targets(national) == []


def _variant(world: World, text: str, commune_id: str = AZROU) -> str:
    save_operations(world, [explained(text)], commune_id=commune_id)
    return publish_variant(world, commune_id).deployment_id


def test_publishing_moves_nothing_by_itself(world: World, versions: Versions) -> None:
    filed = file_card(world)
    publish(world, first_version().manifest(version="4.0.0").build())
    world.run_jobs()
    assert case_migrations.list_migrations() == []
    assert case_migrations.count_open_cases(versions.old, commune_id=None) == 1
    assert filed.reference


def test_nothing_starts_without_a_dry_run_and_a_reason(world: World, versions: Versions) -> None:
    file_card(world)
    migration = plan(world, versions)
    with pytest.raises(MigrationNotPossible, match="dry run"):
        start(world, migration)
    dry_run(world, migration)
    command = StartMigration(migration_id=migration.id, reason=" court ")
    with pytest.raises(MigrationReasonMissing):
        execute(command, actor=SYSTEM, services=world.services)
    assert counts(migration) == {}


def test_a_plan_can_be_forgotten_a_migration_that_ran_cannot(world: World, versions: Versions) -> None:
    file_card(world)
    planned = plan(world, versions)
    execute(ForgetMigration(migration_id=planned.id), actor=SYSTEM, services=world.services)
    with pytest.raises(MigrationUnknown):
        case_migrations.get_migration(planned.id)
    done = move_all(world, versions)
    with pytest.raises(MigrationNotPossible):
        execute(ForgetMigration(migration_id=done.id), actor=SYSTEM, services=world.services)
    with pytest.raises(MigrationNotPossible):
        plan(world, versions, migration_id=done.id)


COMMANDS: dict[str, Callable[[Versions], Command[object]]] = {
    "plan": lambda versions: PlanMigration(source_id=versions.old, target_id=versions.new),
    "try": lambda _: TryMigration(migration_id="x"),
    "start": lambda _: StartMigration(migration_id="x", reason=WHY),
    "stop": lambda _: StopMigration(migration_id="x"),
    "resume": lambda _: ResumeMigration(migration_id="x"),
    "revert": lambda _: RevertMigration(migration_id="x", reason=WHY),
    "forget": lambda _: ForgetMigration(migration_id="x"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_only_analysts_and_operators_move_cases(world: World, versions: Versions, name: str) -> None:
    command = COMMANDS[name](versions)
    strangers = [world.agent(role, AZROU) for role in ("agent_ec", "officier_ec", "chef_service")]
    strangers += [world.agent("autorite_centrale", "country"), Actor(kind="citizen", name="citizen")]
    for actor in strangers:
        with pytest.raises(Forbidden):
            execute(command, actor=actor, services=world.services)
    for role in ("analyst", "operator"):
        actor = world.agent(role, "country")
        if name == "plan":
            assert execute(command, actor=actor, services=world.services)
        else:
            with pytest.raises(MigrationUnknown):
                execute(command, actor=actor, services=world.services)


def test_a_batch_is_carried_on_by_the_platform_alone(world: World) -> None:
    command = AcquireBatch(lease=timedelta(seconds=1))
    with pytest.raises(Forbidden):
        execute(command, actor=world.agent("operator", "country"), services=world.services)
