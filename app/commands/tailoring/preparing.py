"""Prepares a procedure in one commune of a province: adopted, tailored like another commune, placed, staffed, opened.

Many communes are prepared one by one, each in a transaction of its own; doing it again changes nothing more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from app.commands.accounts import AssignRole
from app.commands.bus import Unit, execute, require
from app.commands.communes.places import ChooseService, KeepCounter, KeepService
from app.commands.communes.staffing import ROLES
from app.commands.services import Services
from app.commands.tailoring.adopting import AdoptProcedure, OpenToCitizens
from app.commands.tailoring.noting import SHORTEST_REASON, cleaned, note_act
from app.commands.tailoring.publishing import publish
from app.deployments.published import published_package
from app.deployments.readiness import CommuneReadiness, read_readiness
from app.domain import permissions
from app.domain.actors import Actor
from app.domain.clock import local_day
from app.domain.errors import MastaraError
from app.procedures.tailoring import operations_to_data, read_overlay
from app.store import people, publication, tailoring, territory
from app.store.models import Offering, PublishedOverlay, Tailoring

Done = Literal["adopted", "overlay", "service", "counter", "roles", "opened"]
Left = Literal["own-changes", "other-version", "roles", "counter"]


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """What is done in each commune. `source_id`: the published overlay whose changes are taken over.

    `stand_in`: the role whose holders get the roles that nobody holds. `counter`: texts of the counter of a service
    that has none, as `KeepCounter` reads them; empty leaves it without.
    """

    slug: str
    source_id: str | None = None
    reason: str = ""
    service_fr: str = ""
    service_ar: str = ""
    counter: Mapping[str, str] = field(default_factory=dict)
    stand_in: str | None = None
    opening: bool = False


@dataclass(frozen=True, kw_only=True)
class PreparedCommune:
    """What was done now, and what a person of the commune still has to do."""

    commune_id: str
    done: tuple[Done, ...] = ()
    left: tuple[Left, ...] = ()
    refused: MastaraError | None = None


@dataclass(frozen=True, kw_only=True)
class PrepareCommune:
    """Do in one commune what it has not got yet; its own changes, counters and people stay as they are."""

    commune_id: str
    preparation: Preparation

    def authorise(self, unit: Unit) -> None:
        """The governor for the communes in which the role counts, an analyst, or the DGCT."""
        allowed = permissions.may(unit.actor, permissions.PREPARE_COMMUNES, self.commune_id)
        require(allowed, "Expected somebody who prepares communes of a province.", commune_id=self.commune_id)

    def handle(self, unit: Unit) -> PreparedCommune:
        slug = self.preparation.slug
        done: list[Done] = []
        left: list[Left] = []
        if tailoring.find_tailoring(self.commune_id, slug) is None:
            AdoptProcedure(commune_id=self.commune_id, slug=slug).handle(unit)
            done.append("adopted")
        row = tailoring.get_tailoring(self.commune_id, slug, lock=True)
        self._tailor(row, unit, done, left)
        offering = publication.find_offering(self.commune_id, slug)
        assert offering is not None  # AdoptProcedure makes it
        self._place(offering, unit, done)
        self._staff(offering, unit, done)
        found = _readiness(offering)
        if self.preparation.opening and not offering.open and found.may_open:
            OpenToCitizens(commune_id=self.commune_id, slug=slug).handle(unit)
            done.append("opened")
        left += ["roles"] if found.missing_roles else []
        left += [] if found.has_counter else ["counter"]
        if done:
            note_act(unit, "prepared", self.commune_id, slug, reason=cleaned(self.preparation.reason), done=done)
        return PreparedCommune(commune_id=self.commune_id, done=tuple(done), left=tuple(left))

    def _tailor(self, row: Tailoring, unit: Unit, done: list[Done], left: list[Left]) -> None:
        source = tailoring.find_overlay_by_id(self.preparation.source_id)
        if source is None or source.slug != row.slug:
            return
        current = tailoring.find_overlay_by_id(row.current_id)
        if current is not None and current.deployment_id == source.deployment_id:
            return
        if row.operations or current is not None or tailoring.find_scheduled(row.commune_id, row.slug) is not None:
            left.append("own-changes")
        elif row.base_id != source.base_id:
            left.append("other-version")
        else:
            self._take_over(row, source, unit)
            done.append("overlay")

    def _take_over(self, row: Tailoring, source: PublishedOverlay, unit: Unit) -> None:
        """Publish the changes of another commune here: the same files, so the same deployment."""
        written = read_overlay(source.content.encode(), file=f"overlays/{source.number}.yaml")
        reason = cleaned(self.preparation.reason)
        overlay = replace(
            written,
            commune=territory.get_named_commune(row.commune_id).slug,
            reason=reason if len(reason) >= SHORTEST_REASON else written.reason,
            author=unit.actor.name,
            since=local_day(unit.now),
            until=None,
        )
        tailoring.move_tailoring(row, seen=row.revision)
        row.operations = operations_to_data(overlay.operations)
        publish(row, overlay, published_package(source.deployment_id), unit, origin="province")

    def _place(self, offering: Offering, unit: Unit, done: list[Done]) -> None:
        wanted, commune_id = self.preparation, self.commune_id
        if offering.service_id is None and wanted.service_fr:
            service = KeepService(commune_id=commune_id, name_fr=wanted.service_fr, name_ar=wanted.service_ar)
            chosen = service.handle(unit)
            ChooseService(commune_id=commune_id, slug=wanted.slug, service_id=chosen).handle(unit)
            done.append("service")
        if offering.service_id and wanted.counter and not _readiness(offering).has_counter:
            KeepCounter(commune_id=commune_id, service_id=offering.service_id, texts=wanted.counter).handle(unit)
            done.append("counter")

    def _staff(self, offering: Offering, unit: Unit, done: list[Done]) -> None:
        missing = [role for role in _readiness(offering).missing_roles if role in ROLES]
        stand_in = self.preparation.stand_in
        holders = people.list_agents_with_role(self.commune_id, stand_in) if stand_in and missing else ()
        for agent in holders:
            for role in missing:
                AssignRole(username=agent.username, role=role, commune_id=self.commune_id).handle(unit)
        if holders:
            done.append("roles")


def prepare_communes(
    communes: Sequence[str], preparation: Preparation, *, actor: Actor, services: Services
) -> Iterator[PreparedCommune]:
    """Prepare communes one after the other, giving the result of each; a refusal stops no other commune."""
    for commune_id in communes:
        command = PrepareCommune(commune_id=commune_id, preparation=preparation)
        try:
            yield execute(command, actor=actor, services=services)
        except MastaraError as refused:
            yield PreparedCommune(commune_id=commune_id, refused=refused)


def _readiness(offering: Offering) -> CommuneReadiness:
    package = published_package(offering.deployment_id)
    return read_readiness(package, offering.commune_id, offering.service_id)
