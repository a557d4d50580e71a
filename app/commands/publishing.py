"""Publishes a package: an immutable deployment, offered by communes."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.commands.bus import Unit, require
from app.deployments import prepare
from app.domain import permissions
from app.domain.codes import new_id
from app.domain.languages import LANGUAGES
from app.engine import StartWait, waiting_starts
from app.procedures import ProcedurePackage
from app.store import publication, releases, tailoring, triggers
from app.store.models import Deployment, Offering, StartTrigger


@dataclass(frozen=True, kw_only=True)
class Published:
    """The deployment of a package; `fresh` is false when these very files were published before."""

    deployment_id: str
    fresh: bool


@dataclass(frozen=True, kw_only=True)
class PublishProcedure:
    """Freeze a checked package as the newest national deployment."""

    package: ProcedurePackage
    published_by: str

    def authorise(self, unit: Unit) -> None:
        """An analyst of the DGCT, or the platform's operator."""
        allowed = unit.actor.kind == "system" or permissions.may(unit.actor, permissions.PUBLISH)
        require(allowed, "Expected an analyst of the DGCT.")

    def handle(self, unit: Unit) -> Published:
        package = self.package
        known = publication.find_deployment_by_digest(package.digest, None)
        if known is not None:
            return Published(deployment_id=known.id, fresh=False)
        deployment = new_deployment(package, unit, published_by=self.published_by)
        publication.save(deployment)
        releases.lock_state(package.key).current_id = deployment.id
        return Published(deployment_id=deployment.id, fresh=True)


def new_deployment(package: ProcedurePackage, unit: Unit, *, published_by: str) -> Deployment:
    """Return the deployment of a package, not yet saved. Raises DefinitionRefused or DecisionError."""
    prepare(package)
    return Deployment(
        id=new_id(),
        commune_id=None,
        slug=package.key,
        version=package.version,
        digest=package.digest,
        domain=package.manifest["domain"],
        titles={language: package.text("fiche.title", language) for language in LANGUAGES},
        summaries={language: package.text("fiche.summary", language) for language in LANGUAGES},
        package=package.to_zip(),
        published_at=unit.now,
        published_by=published_by,
    )


@dataclass(frozen=True, kw_only=True)
class OfferProcedure:
    """Let communes offer a deployment; running cases stay on theirs.

    A commune whose own changes are in effect keeps its variant: it is carried over by an upgrade, never replaced.
    """

    deployment_id: str
    slug: str
    communes: Sequence[tuple[str, str | None]]
    """Pairs of commune id and the id of the service in charge."""

    def authorise(self, unit: Unit) -> None:
        """The platform's operator or an analyst."""
        allowed = unit.actor.kind == "system" or permissions.may(unit.actor, permissions.PUBLISH)
        require(allowed, "Expected an analyst of the DGCT.")

    def handle(self, unit: Unit) -> None:
        tailored = tailoring.list_tailored(self.slug)
        moved = []
        for commune_id, service_id in self.communes:
            known = publication.find_offering(commune_id, self.slug)
            if known is not None and commune_id in tailored and known.deployment_id != self.deployment_id:
                known.service_id = service_id or known.service_id
                continue
            moved.append(commune_id)
            if known is None:
                publication.save(
                    Offering(
                        commune_id=commune_id,
                        slug=self.slug,
                        deployment_id=self.deployment_id,
                        service_id=service_id,
                        open=True,
                        closed_reason_ar="",
                        closed_reason_fr="",
                    )
                )
            else:
                known.deployment_id = self.deployment_id
                known.service_id = service_id or known.service_id
        begins = start_triggers(self.deployment_id, self.slug, moved, unit)
        for commune_id, rows in begins.items():
            triggers.replace_triggers(commune_id, self.slug, rows)


def start_triggers(deployment_id: str, slug: str, communes: Sequence[str], unit: Unit) -> dict[str, list[StartTrigger]]:
    """Return what begins cases of a deployment in each of these communes: its start events that wait for something."""
    deployed = unit.services.deployments.get(deployment_id)
    services, now = unit.services, unit.now
    environment = deployed.environment({}, calendar=lambda: services.calendar, filed_at=now, now=now)
    waits = waiting_starts(deployed.definition, environment)
    return {commune_id: [_trigger(wait, commune_id, slug, deployment_id) for wait in waits] for commune_id in communes}


def _trigger(wait: StartWait, commune_id: str, slug: str, deployment_id: str) -> StartTrigger:
    return StartTrigger(
        id=new_id(),
        commune_id=commune_id,
        slug=slug,
        deployment_id=deployment_id,
        element=wait.element,
        kind=wait.kind,
        name=wait.name,
        due_at=wait.due_at,
        repeats=wait.repeats,
        left=wait.left,
    )
