"""An analyst moves running cases on the screens: versions, map, dry run, reason, progress, result, revert."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.commands.migrating import trial
from app.languages import format_moment
from app.store import case_migrations
from app.store.models import CaseMigration
from tests.commands.migrating.acting import WHY, counts, dry_run, move_all, plan, start
from tests.web.desk.addresses import case_page
from tests.world.journeys import case_of
from tests.world.places import AZROU, World
from tests.world.two_versions import Versions, do_task, file_card, publish_both

SignIn = Callable[[str], FlaskClient]
HOME = "/operations/migrations"


@pytest.fixture
def versions(world: World) -> Versions:
    return publish_both(world)


@pytest.fixture
def analyst(sign_in: SignIn) -> FlaskClient:
    return sign_in("analyst@country")


def address(migration: CaseMigration, *, tail: str = "") -> str:
    return f"{HOME}/{migration.id}{tail}"


def test_the_whole_way_from_the_list_to_the_revert(world: World, versions: Versions, analyst: FlaskClient) -> None:
    filed, stuck = file_card(world), file_card(world)
    do_task(world, stuck, "review", verdict="accepted")
    assert "Carte de bibliothèque" in analyst.get(HOME).text

    proposed = analyst.get(f"{HOME}/new", query_string={"source": versions.old, "target": versions.new}).text
    assert proposed.index("Chercher la carte") < proposed.index("Examiner"), "what has no follower comes first"
    assert re.search(r'name="map-review".*?<option value="examine" selected>', proposed, re.DOTALL)
    posted = {"source": versions.old, "target": versions.new, "map-review": "examine", "map-check-shelf": ""}
    planned = analyst.post(f"{HOME}/new", data=posted)
    (migration,) = case_migrations.list_migrations()
    assert planned.headers["Location"] == address(migration)
    assert migration.elements["review"] == "examine" and "check-shelf" not in migration.elements

    told = analyst.get(address(migration)).text
    assert "« Chercher la carte » n’a pas d’équivalent dans la nouvelle version." in told
    assert stuck.reference in told and "Un dossier passera à la nouvelle version." in told
    assert "Le formulaire" in told

    refused = analyst.post(address(migration, tail="/start"), data={"reason": "court"})
    assert refused.status_code == 422 and "en 10 à 500 caractères" in refused.text
    analyst.post(address(migration, tail="/start"), data={"reason": WHY})
    assert "La migration avance." in analyst.get(address(migration)).text
    world.run_jobs()
    done = analyst.get(address(migration)).text
    assert "Terminée" in done and "Déplacés" in done and WHY in done
    assert stuck.reference in analyst.get(address(migration, tail="/cases?result=refused")).text

    assert "Un dossier est passé à la nouvelle version." in analyst.get(address(migration, tail="/revert")).text
    assert analyst.post(address(migration, tail="/revert"), data={"reason": ""}).status_code == 422
    analyst.post(address(migration, tail="/revert"), data={"reason": WHY})
    world.run_jobs()
    assert "Annulée" in analyst.get(address(migration)).text
    assert case_of(filed).deployment_id == versions.old


def test_the_timers_that_a_move_would_start_are_told_in_both_languages(
    world: World, versions: Versions, sign_in: SignIn
) -> None:
    filed = file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    reader = sign_in("analyst@country")
    due = world.services.clock.now() + timedelta(days=3)

    french = reader.get(address(migration)).text
    reader.get("/language/ar")
    arabic = reader.get(address(migration)).text

    assert "Délais qui commenceraient" in french and filed.reference in french
    assert f"« Rappeler » commencerait à courir et arriverait à échéance le {format_moment(due, 'fr')}." in french
    assert "آجال سيبدأ سريانها" in arabic
    assert f"سيبدأ سريان « تذكير » وينتهي يوم {format_moment(due, 'ar')}." in arabic


def test_a_map_can_be_corrected_before_the_start(world: World, versions: Versions, analyst: FlaskClient) -> None:
    filed = file_card(world)
    do_task(world, filed, "review", verdict="accepted")
    migration = plan(world, versions)
    dry_run(world, migration)

    assert "Chercher la carte" in analyst.get(f"{HOME}/new?migration={migration.id}").text
    posted = {"source": versions.old, "target": versions.new, "migration": migration.id, "map-check-shelf": "hand-over"}
    analyst.post(f"{HOME}/new", data=posted)

    assert "Un dossier passera" in analyst.get(address(migration)).text
    assert case_migrations.get_migration(migration.id).elements["review"] == "examine"


def test_a_long_dry_run_shows_how_far_it_is(
    world: World, versions: Versions, analyst: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "SLICE", 1)
    file_card(world), file_card(world)
    analyst.post(f"{HOME}/new", data={"source": versions.old, "target": versions.new})
    (migration,) = case_migrations.list_migrations()

    page = analyst.get(address(migration)).text
    assert "Simulation en cours : aucun dossier ne bouge." in page and "1 sur 2" in page
    for _ in range(3):
        world.run_jobs()

    assert "2 dossiers passeront à la nouvelle version." in analyst.get(address(migration)).text


def test_a_batch_is_stopped_and_resumed(world: World, versions: Versions, analyst: FlaskClient) -> None:
    file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    start(world, migration)

    analyst.post(address(migration, tail="/stop"))
    assert "La migration est arrêtée." in analyst.get(address(migration)).text
    world.run_jobs()
    assert counts(migration) == {"waiting": 1}
    analyst.post(address(migration, tail="/resume"))
    world.run_jobs()

    assert counts(migration) == {"moved": 1}
    gone = analyst.post(address(migration, tail="/stop"), follow_redirects=True).text
    assert "Ce n’est plus possible" in gone


def test_a_plan_is_removed_and_a_removed_one_is_not_found(
    world: World, versions: Versions, analyst: FlaskClient
) -> None:
    migration = plan(world, versions)
    analyst.post(address(migration, tail="/forget"))
    assert analyst.get(address(migration)).status_code == 404


def test_versions_that_do_not_belong_together_are_refused_in_words(versions: Versions, analyst: FlaskClient) -> None:
    answer = analyst.get(f"{HOME}/new", query_string={"source": versions.old, "target": versions.old})
    assert (answer.status_code, "Ces versions ne vont pas ensemble" in answer.text) == (422, True)
    assert analyst.get(f"{HOME}/new?source=x&target=y").status_code == 404


def test_the_pages_are_for_analysts_and_operators_alone(
    world: World, versions: Versions, sign_in: SignIn, client: FlaskClient
) -> None:
    migration = plan(world, versions)
    assert client.get(HOME).status_code == 302
    for tail in ("", "/start", "/stop", "/resume", "/forget", "/revert"):
        assert sign_in(f"chef_service@{AZROU}").post(address(migration, tail=tail)).status_code in (403, 405)
    assert sign_in(f"chef_service@{AZROU}").get(HOME).status_code == 403
    for person in ("analyst@country", "operator@country"):
        assert sign_in(person).get(address(migration)).status_code == 200


def test_the_pages_exist_in_arabic(world: World, versions: Versions, analyst: FlaskClient) -> None:
    file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    analyst.get("/language/ar")
    assert "الملفات الجارية حسب النسخة" in analyst.get(HOME).text
    assert "سينقل ملف واحد إلى النسخة الجديدة." in analyst.get(address(migration)).text


def test_a_form_of_the_old_version_stays_readable_after_the_move(
    world: World, versions: Versions, sign_in: SignIn
) -> None:
    filed = file_card(world)
    do_task(world, filed, "review", verdict="accepted")
    do_task(world, filed, "check-shelf")
    move_all(world, versions)

    page = sign_in(f"chef_service@{AZROU}").get(case_page(filed))

    assert page.status_code == 200
    assert "Examen" in page.text and "Accepter" in page.text
    assert "Dossier passé de la version" in page.text and WHY in page.text


def test_the_citizen_reads_that_the_version_changed_but_not_the_internal_reason(
    world: World, versions: Versions, client: FlaskClient
) -> None:
    filed = file_card(world)
    do_task(world, filed, "review", verdict="accepted")
    do_task(world, filed, "check-shelf")
    move_all(world, versions)
    with client.session_transaction() as session:
        session["followed_cases"] = [filed.case_id]

    page = client.get(f"/fr/cases/{filed.reference}").text

    assert "Votre demande suit désormais la nouvelle version de la démarche" in page
    assert WHY not in page
