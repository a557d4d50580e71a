"""Publishes a draft: checked, approved where the rule asks for it, once, from today or from a day to come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.commands.bus import Unit
from app.commands.publishing import new_deployment
from app.commands.releasing.approval import require_ready, require_unchanged
from app.commands.releasing.effect import put_in_effect
from app.commands.releasing.errors import (
    AlreadyScheduled,
    ApprovalMissing,
    EffectInPast,
    EffectTooFar,
    PublishedMeanwhile,
    VersionTaken,
)
from app.commands.releasing.noting import note_act, require_publisher
from app.commands.releasing.readiness import Readiness
from app.commands.releasing.rule import needs_approval
from app.commands.upgrading.planning import AT_ONCE, UpgradePlan, plan_upgrade
from app.domain.clock import CASABLANCA, local_day
from app.procedures import ProcedurePackage
from app.store import modelling, publication, releases
from app.store.models import ApprovalRequest, Deployment, Release

FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, kw_only=True)
class Released:
    """What was published: `scheduled` when its day is still to come, `communes` that offer it from now on."""

    deployment_id: str
    version: str
    scheduled: bool
    communes: int


@dataclass(frozen=True, kw_only=True)
class PublishDraft:
    """Make an immutable deployment of a draft that was checked.

    `ready` is the check list of the files that the person saw, `seen_current` the id of the deployment in effect then
    ("" for none): of two who publish at once, the second is told.
    """

    draft_id: str
    ready: Readiness
    seen_current: str
    takes_effect_on: date | None = None
    plan: UpgradePlan = AT_ONCE
    """How communes follow, once it takes effect."""

    def authorise(self, unit: Unit) -> None:
        """Somebody who may publish for the country, or for the commune whose own procedure it is."""
        require_publisher(unit, self._owner())

    def handle(self, unit: Unit) -> Released:
        digest = require_unchanged(self.draft_id, self.ready, unit)
        require_ready(self.ready)
        assert self.ready.package is not None, "what is ready was read"
        package = self.ready.package
        releases.lock_state(package.key)
        self._require_alone(package)
        approval = self._approval(package, digest)
        moment = moment_of_effect(self.takes_effect_on, unit.now)
        return self._publish(package, approval, moment, unit)

    def _owner(self) -> str | None:
        return modelling.get_draft(self.draft_id).commune_id

    def _require_alone(self, package: ProcedurePackage) -> None:
        current = publication.find_newest_deployment(package.key, self._owner())
        if (current.id if current else "") != self.seen_current:
            found = current.version if current else "none"
            raise PublishedMeanwhile(
                f"Expected the version that was in effect when this was checked, found {found}: compare with it.",
                version=found,
            )
        if releases.find_version(package.key, package.version, self._owner()) is not None:
            raise VersionTaken(
                f"Expected a version number that was never used, found {package.version}: raise it.",
                version=package.version,
            )
        if releases.find_scheduled(package.key) is not None:
            raise AlreadyScheduled("Expected no other version that waits for its day: withdraw that one first.")

    def _approval(self, package: ProcedurePackage, digest: str) -> ApprovalRequest | None:
        request = releases.find_last_request(self.draft_id)
        if request is not None and request.state == "approved" and request.digest == digest:
            return request
        owner = self._owner()
        published = publication.find_newest_deployment(package.key, owner) is not None
        if needs_approval(published=published, local=owner is not None):
            raise ApprovalMissing("Expected the approval of a second person for these very files: ask for it.")
        return None

    def _publish(
        self, package: ProcedurePackage, approval: ApprovalRequest | None, moment: datetime, unit: Unit
    ) -> Released:
        later = moment > unit.now
        deployment = _deployment(package, unit, self._owner())
        release = releases.find_release(deployment.id, lock=True) or Release(deployment_id=deployment.id)
        release.slug, release.draft_id = package.key, self.draft_id
        release.state = "scheduled" if later else "published"
        release.changelog, release.takes_effect_at = self.ready.changelog, moment
        release.author, release.author_id = unit.actor.name, unit.actor.id
        if approval is not None:
            release.approver, release.approved_at = approval.decided_by, approval.decided_at
            approval.state = "used"
        releases.add(release)
        modelling.get_draft(self.draft_id).based_on = deployment.id
        if self.plan != AT_ONCE and self._owner() is None:
            plan_upgrade(self.plan, deployment, unit, effect=local_day(moment))
        communes = 0 if later else put_in_effect(deployment, unit)
        kind, data = ("scheduled", {"effect": moment.isoformat()}) if later else ("published", {"communes": communes})
        note_act(unit, kind, package.key, version=package.version, **data)
        return Released(deployment_id=deployment.id, version=package.version, scheduled=later, communes=communes)


def _deployment(package: ProcedurePackage, unit: Unit, commune_id: str | None) -> Deployment:
    """Return the deployment of the files: a new one, or that of the same files whose release was withdrawn."""
    known = publication.find_deployment_by_digest(package.digest, commune_id)
    if known is not None:
        return publication.get_deployment(known.id)
    deployment = new_deployment(package, unit, published_by=unit.actor.name)
    deployment.commune_id = commune_id
    publication.save(deployment)
    return deployment


def moment_of_effect(day: date | None, now: datetime) -> datetime:
    """Return the moment from which a release holds: now, or midnight of a day to come.

    Raises EffectInPast or EffectTooFar.
    """
    today = local_day(now)
    if day is None or day == today:
        return now
    if day < today:
        raise EffectInPast(f"Expected {today} or a later day, found {day}.", day=day.isoformat())
    if day - today > FARTHEST:
        raise EffectTooFar(f"Expected a day within three years, found {day}.", day=day.isoformat())
    return datetime.combine(day, time(), tzinfo=CASABLANCA)
