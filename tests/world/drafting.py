"""Drafts of procedures in the test world: begun from the library, saved by a named analyst."""

from collections.abc import Mapping

from app.commands.bus import execute
from app.commands.studio.saving import Saved, SaveFiles
from app.commands.studio.starting import StartDraft
from app.domain.actors import Actor, Assignment
from app.store import people
from app.store.database import transaction
from app.store.models import Agent, RoleAssignment
from tests.world.places import SLUG, World


def analyst(world: World) -> Actor:
    """Return the analyst of the test world."""
    return _actor("analyst@country")


def second_analyst(world: World) -> Actor:
    """Return another analyst, added at the first call."""
    if people.find_agent("second-analyst") is None:
        with transaction():
            _add_second()
    return _actor("second@country")


def _add_second() -> None:
    first = people.find_agent_by_username("analyst@country")
    assert first is not None
    people.add(
        Agent(
            id="second-analyst",
            username="second@country",
            password_hash="-",
            name_ar="محللة ثانية",
            name_fr="Amina Deuxième",
            title_ar="محللة",
            title_fr="Analyste",
            language="fr",
            active=True,
            session_version=1,
            created_at=first.created_at,
        )
    )
    people.add(
        RoleAssignment(id="second-analyst", commune_id=None, agent_id="second-analyst", role="analyst", service_id=None)
    )


def _actor(username: str) -> Actor:
    row = people.find_agent_by_username(username)
    assert row is not None, f"no agent {username}"
    assignments = frozenset(
        Assignment(role=item.role, commune_id=item.commune_id, service_id=item.service_id)
        for item in people.list_assignments(row.id)
    )
    return Actor(kind="agent", name=row.name_fr, id=row.id, assignments=assignments)


def start_draft(world: World, slug: str = SLUG, files: Mapping[str, bytes] | None = None) -> str:
    """Begin a draft from a package of the library, or from given files; returns its id."""
    own = world.services.library.own_files(slug) if files is None else files
    return execute(StartDraft(slug=slug, files=own, origin="copy"), actor=analyst(world), services=world.services)


def save(
    world: World, draft_id: str, changes: Mapping[str, bytes | None], *, actor: Actor | None = None, **rest: object
) -> Saved:
    """Save files of a draft."""
    command = SaveFiles(draft_id=draft_id, changes=changes, **rest)  # type: ignore[arg-type]
    return execute(command, actor=actor or analyst(world), services=world.services)
