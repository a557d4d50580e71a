"""Small procedures that talk to each other: published, offered in Azrou, begun without a form."""

from collections.abc import Mapping
from typing import Any

from app.commands.applying import Application
from app.commands.bus import Unit, execute
from app.commands.opening import Opening
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.domain.actors import SYSTEM
from app.procedures import package_from_files
from app.store import publication, territory
from app.store.database import database, transaction
from app.store.models import Case
from tests.builders.packages import SLUG, a_package
from tests.world.places import AZROU, World


def offer(
    world: World,
    slug: str,
    inside: str,
    *,
    definitions: str = "",
    commune_id: str = AZROU,
    others: Mapping[str, bytes] | None = None,
) -> str:
    """Publish a procedure whose process holds `inside` and offer it; return its deployment's id.

    `others` are files that it takes in besides its own.
    """
    diagram = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mastara="urn:mastara:bpmn:1">
{definitions}<process id="{SLUG}" name="Essai&#10;تجربة" isExecutable="true">{inside}</process></definitions>"""
    files = a_package().draw(diagram).files()
    renamed = {
        path.replace(SLUG, slug): content.replace(SLUG.encode(), slug.encode()) for path, content in files.items()
    } | dict(others or {})
    command = PublishProcedure(package=package_from_files(slug, renamed), published_by="test")
    deployment_id = execute(command, actor=SYSTEM, services=world.services).deployment_id
    offered = OfferProcedure(deployment_id=deployment_id, slug=slug, communes=[(commune_id, None)])
    execute(offered, actor=SYSTEM, services=world.services)
    return deployment_id


def begin(world: World, slug: str, answers: Mapping[str, Any], *, commune_id: str = AZROU) -> Case:
    """Open a case of an offered procedure by its plain start."""
    with transaction():
        offering = publication.find_offering(commune_id, slug)
        assert offering is not None
        deployed = world.services.deployments.get(offering.deployment_id)
        opening = Opening(
            slug=slug,
            deployment_id=offering.deployment_id,
            deployed=deployed,
            commune=territory.get_commune_by_id(commune_id),
            answers=answers,
            language="fr",
            channel="portal",
        )
        unit = Unit(actor=SYSTEM, services=world.services, now=world.services.clock.now())
        case, result, _code = opening.open(unit)
        Application(case=case, deployed=deployed, result=result, unit=unit).write(expected_version=0)
    return case


def cases_of(slug: str) -> list[Case]:
    """Return the cases of a procedure as the database has them now, oldest first."""
    database.session.expire_all()
    return list(database.session.query(Case).filter_by(slug=slug).order_by(Case.reference).all())
