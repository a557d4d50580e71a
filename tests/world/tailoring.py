"""Communes of the test world that tailor the shipped procedure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.commands.bus import execute
from app.commands.tailoring.adopting import AdoptProcedure
from app.commands.tailoring.changing import SaveOperations
from app.commands.tailoring.checking import CheckedOverlay, check_overlay
from app.commands.tailoring.publishing import PublishedVariant, PublishOverlay
from app.domain.actors import Actor
from app.domain.clock import local_day
from app.procedures.tailoring import Operation
from app.procedures.tailoring.kinds import ChangeText, LocalValue, SetParameter, words_of
from app.queries.tailoring import Workshop, open_workshop
from tests.world.places import AZROU, SLUG, World

REASON = "Les habitants des douars viennent rarement en ville."


def adopt(world: World, commune_id: str = AZROU, slug: str = SLUG) -> Workshop:
    """Take a procedure into the workshop of a commune."""
    execute(AdoptProcedure(commune_id=commune_id, slug=slug), actor=dgs(world, commune_id), services=world.services)
    return open_workshop(commune_id, slug)


def dgs(world: World, commune_id: str = AZROU) -> Actor:
    """Return the director of services of a commune."""
    return world.agent("dgs", commune_id)


def longer_collection(days: int = 120, since: date = date(2026, 1, 1)) -> SetParameter:
    """Return the change that lets citizens collect their copy for longer."""
    value = LocalValue(since=since, value=days, legal_ref="Délibération n° 3/2026")
    return SetParameter(parameter="watiqa.collection_period", values=(value,))


def explained(text: str = "Votre document vous attend au guichet.") -> ChangeText:
    """Return the change of one sentence that citizens read."""
    return ChangeText(
        text="statuses.ready-to-collect.explanation", to=words_of({"fr": text, "ar": "وثيقتكم جاهزة بالشباك."})
    )


def save_operations(
    world: World, operations: Sequence[Operation], *, commune_id: str = AZROU, seen: int | None = None, **details: str
) -> int:
    """Write the operations of a workshop; returns its new revision."""
    revision = open_workshop(commune_id, SLUG).row.revision if seen is None else seen
    command = SaveOperations(
        commune_id=commune_id, slug=SLUG, seen=revision, operations=operations, details={"reason": REASON, **details}
    )
    return execute(command, actor=dgs(world, commune_id), services=world.services)


def check(world: World, commune_id: str = AZROU, *, since: date | None = None) -> CheckedOverlay:
    """Check what the workshop of a commune would publish."""
    workshop = open_workshop(commune_id, SLUG)
    overlay = workshop.overlay(today=local_day(world.services.clock.now()), author="Direction des services")
    return check_overlay(workshop.base, overlay if since is None else replace(overlay, since=since))


def publish(world: World, commune_id: str = AZROU, *, since: date | None = None, read: bool = True) -> PublishedVariant:
    """Check and publish the workshop of a commune."""
    command = PublishOverlay(
        commune_id=commune_id,
        slug=SLUG,
        seen=open_workshop(commune_id, SLUG).row.revision,
        checked=check(world, commune_id, since=since),
        outcomes_read=read,
    )
    return execute(command, actor=dgs(world, commune_id), services=world.services)
