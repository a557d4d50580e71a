"""Puts a deployment in effect: new cases follow it everywhere, running ones stay where they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.commands.bus import Unit, require
from app.commands.publishing import start_triggers
from app.commands.releasing.errors import NotScheduled
from app.commands.releasing.noting import note_act, require_publisher
from app.commands.upgrading.beginning import begin_upgrade
from app.store import publication, releases, triggers
from app.store.models import Deployment


def put_in_effect(deployment: Deployment, unit: Unit) -> int:
    """Let new cases follow a deployment, in each commune that its plan reaches at once; return how many do.

    A procedure that was retired is open again. The version that was in effect already reaches whom it had reached.
    """
    state = releases.lock_state(deployment.slug)
    same = state.current_id == deployment.id
    state.current_id = deployment.id
    state.retired_at, state.retired_by = None, None
    state.retired_reason_ar = state.retired_reason_fr = ""
    if deployment.commune_id is not None:
        return len(_moved(deployment, unit))
    return len(_offered_again(deployment, unit) if same else begin_upgrade(deployment, unit))


def _offered_again(deployment: Deployment, unit: Unit) -> Sequence[str]:
    """Let what begins cases by itself do so again; return the ids of the communes that offer the deployment.

    Communes that an upgrade has not reached yet offer an older version.
    """
    triggers.remove_triggers(deployment.slug, None)
    versions = [row.id for row in publication.list_versions(deployment.slug)]
    offered: dict[str, list[str]] = {version: [] for version in versions}
    for offering in publication.list_offering_communes(deployment.slug):
        offered.get(offering.deployment_id, []).append(offering.commune_id)
    for version, communes in offered.items():
        if communes:
            begins = start_triggers(version, deployment.slug, communes, unit)
            triggers.add_all(row for rows in begins.values() for row in rows)
    return offered[deployment.id]


def _moved(deployment: Deployment, unit: Unit) -> Sequence[str]:
    """Let a commune's own procedure follow its new version at once."""
    communes = publication.move_offerings(deployment.slug, deployment.id, deployment.commune_id)
    begins = start_triggers(deployment.id, deployment.slug, communes, unit)
    triggers.remove_triggers(deployment.slug, deployment.commune_id)
    triggers.add_all(row for rows in begins.values() for row in rows)
    return communes


@dataclass(frozen=True, kw_only=True)
class PutDueReleasesInEffect:
    """Put in effect what was scheduled and whose day has come; returns how many there were."""

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def handle(self, unit: Unit) -> int:
        done = 0
        for deployment_id in releases.list_due(unit.now):
            release = releases.find_release(deployment_id, lock=True)
            if release is None or release.state != "scheduled":
                continue  # another worker was first, or it was withdrawn
            release.state = "published"
            deployment = publication.get_deployment(deployment_id)
            count = put_in_effect(deployment, unit)
            note_act(unit, "in-effect", release.slug, version=deployment.version, communes=count)
            done += 1
        return done


@dataclass(frozen=True, kw_only=True)
class WithdrawRelease:
    """Take back a release that waits for its day: it never takes effect."""

    deployment_id: str
    reason: str = ""

    def authorise(self, unit: Unit) -> None:
        """Somebody who may publish for its owner."""
        require_publisher(unit, publication.get_deployment(self.deployment_id).commune_id)

    def handle(self, unit: Unit) -> None:
        release = releases.find_release(self.deployment_id, lock=True)
        if release is None or release.state != "scheduled":
            found = release.state if release else "no release"
            raise NotScheduled(f"Expected a release that waits for its day, found {found}.")
        release.state = "withdrawn"
        version = publication.get_deployment(self.deployment_id).version
        note_act(unit, "withdrawn", release.slug, version=version, reason=self.reason.strip()[:500])
