"""Publishing: one deployment for the same files, and running cases stay on theirs."""

import pytest

from app.commands.bus import Forbidden, execute
from app.commands.publishing import OfferProcedure, Published, PublishProcedure
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.procedures import ProcedurePackage, load_package, package_from_files
from app.settings import ROOT
from app.store import publication
from app.store.publication import DeploymentUnknown
from tests.world.journeys import case_of, complete, file_request, open_task
from tests.world.places import AZROU, SLUG, TABANT, World


def _package(*, version: str | None = None) -> ProcedurePackage:
    package = load_package(ROOT / "processes", ROOT / "forms", SLUG)
    if version is None:
        return package
    path = f"processes/{SLUG}/procedure.yaml"
    manifest = package.files[path].decode().replace(f"version: {package.version}", f"version: {version}", 1)
    return package_from_files(SLUG, {**package.files, path: manifest.encode()})


def _publish(world: World, package: ProcedurePackage) -> Published:
    command = PublishProcedure(package=package, published_by="Analyste")
    return execute(command, actor=world.agent("analyst", "country"), services=world.services)


def _offer(world: World, deployment_id: str, commune_id: str) -> None:
    command = OfferProcedure(deployment_id=deployment_id, slug=SLUG, communes=[(commune_id, None)])
    execute(command, actor=SYSTEM, services=world.services)


def test_the_same_files_are_published_once(world: World) -> None:
    first, again = _publish(world, _package()), _publish(world, _package())

    assert first.deployment_id == again.deployment_id
    assert not first.fresh and not again.fresh


def test_a_changed_package_is_a_new_deployment_and_the_old_one_stays(world: World, clock: FixedClock) -> None:
    old = publication.find_newest_deployment(SLUG)
    assert old is not None
    clock.move_to(clock.now().replace(hour=15))

    published = _publish(world, _package(version="9.9.9"))

    newest = publication.find_newest_deployment(SLUG)
    assert published.fresh and newest is not None and newest.id == published.deployment_id
    assert (newest.version, publication.get_deployment(old.id).version) == ("9.9.9", old.version)
    assert [row.id for row in publication.list_newest_deployments() if row.slug == SLUG] == [newest.id]


def test_a_running_case_stays_on_its_deployment_and_a_new_one_takes_the_new(world: World) -> None:
    before = file_request(world)
    published = _publish(world, _package(version="9.9.9"))
    _offer(world, published.deployment_id, AZROU)

    after, elsewhere = file_request(world), file_request(world, commune_id=TABANT)
    complete(world, open_task(before, "check-completeness"))

    assert case_of(after).deployment_id == published.deployment_id
    assert case_of(before).deployment_id == case_of(elsewhere).deployment_id != published.deployment_id
    assert case_of(before).status == "awaiting-payment"


def test_an_offer_keeps_the_service_in_charge(world: World) -> None:
    known = publication.find_offering(AZROU, SLUG)
    assert known is not None
    service_id = known.service_id

    _offer(world, known.deployment_id, AZROU)

    offering = publication.find_offering(AZROU, SLUG)
    assert offering is not None and offering.service_id == service_id is not None


def test_only_an_analyst_publishes(world: World) -> None:
    for actor in (world.agent("officier_ec"), world.agent("operator", "country")):
        with pytest.raises(Forbidden):
            execute(PublishProcedure(package=_package(), published_by="x"), actor=actor, services=world.services)


def test_a_deployment_is_made_ready_once_and_an_unknown_one_is_an_expected_error(world: World) -> None:
    known = publication.find_newest_deployment(SLUG)
    assert known is not None

    assert world.services.deployments.get(known.id) is world.services.deployments.get(known.id)
    with pytest.raises(DeploymentUnknown):
        world.services.deployments.get("0" * 32)
