"""Retires a procedure, opens it again, goes back to an earlier version. Running cases are never touched."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.releasing.effect import put_in_effect
from app.commands.releasing.errors import AlreadyRetired, NeverInEffect, NotRetired, PublishedMeanwhile
from app.commands.releasing.noting import checked_reason, note_act, require_publisher
from app.store import publication, releases, triggers
from app.store.models import Deployment
from app.store.publication import DeploymentUnknown


@dataclass(frozen=True, kw_only=True)
class RetireProcedure:
    """Take no new cases; citizens read the reason in their language, running cases go on."""

    slug: str
    reason_fr: str
    reason_ar: str
    commune_id: str | None = None
    """The commune whose own procedure it is, None for one of the country."""

    def authorise(self, unit: Unit) -> None:
        """Somebody who may publish for its owner."""
        require_publisher(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        current = _current(self.slug, self.commune_id)
        state = releases.lock_state(self.slug)
        if state.retired_at is not None:
            raise AlreadyRetired(f"Expected a procedure that is offered, found “{self.slug}” retired.")
        state.retired_reason_fr, state.retired_reason_ar = (
            checked_reason(self.reason_fr),
            checked_reason(self.reason_ar),
        )
        state.retired_at, state.retired_by = unit.now, unit.actor.name
        state.current_id = current.id
        triggers.remove_triggers(self.slug, self.commune_id)
        note_act(unit, "retired", self.slug, version=current.version, reason=state.retired_reason_fr)


@dataclass(frozen=True, kw_only=True)
class ReopenProcedure:
    """Take new cases again, on the version that was in effect."""

    slug: str
    reason: str
    commune_id: str | None = None

    def authorise(self, unit: Unit) -> None:
        """Somebody who may publish for its owner."""
        require_publisher(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        reason = checked_reason(self.reason)
        if releases.lock_state(self.slug).retired_at is None:
            raise NotRetired(f"Expected a retired procedure, found “{self.slug}” open.")
        current = _current(self.slug, self.commune_id)
        put_in_effect(current, unit)
        note_act(unit, "reopened", self.slug, version=current.version, reason=reason)


@dataclass(frozen=True, kw_only=True)
class GoBack:
    """Let new cases follow an earlier version again; the later one and its cases stay.

    `seen_current` is the version in effect when the page was shown.
    """

    slug: str
    deployment_id: str
    seen_current: str
    reason: str
    commune_id: str | None = None

    def authorise(self, unit: Unit) -> None:
        """Somebody who may publish for its owner."""
        require_publisher(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        reason = checked_reason(self.reason)
        releases.lock_state(self.slug)
        current, earlier = _current(self.slug, self.commune_id), publication.get_deployment(self.deployment_id)
        if current.id != self.seen_current:
            raise PublishedMeanwhile(f"Expected the version that was shown, found {current.version} in effect.")
        owned = earlier.slug == self.slug and earlier.commune_id == self.commune_id and earlier.base_id is None
        if not owned or earlier.id == current.id:
            raise NeverInEffect(f"Expected another version of “{self.slug}”, found {earlier.version}.")
        release = releases.find_release(earlier.id)
        if release is not None and release.state != "published":
            raise NeverInEffect(f"Expected a version that was in effect, found {earlier.version} {release.state}.")
        communes = put_in_effect(earlier, unit)
        data = {"from": current.version, "communes": communes}
        note_act(unit, "gone-back", self.slug, version=earlier.version, reason=reason, **data)


def _current(slug: str, commune_id: str | None) -> Deployment:
    current = publication.find_newest_deployment(slug, commune_id)
    if current is None:
        raise DeploymentUnknown(f"Expected a published procedure, found “{slug[:80]}”.")
    return current
