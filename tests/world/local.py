"""A commune of the test world that writes a procedure of its own."""

from app.commands.bus import execute
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.commands.releasing.approval import AskApproval, DecideApproval
from app.commands.releasing.offering import OfferLocalProcedure
from app.commands.releasing.publishing import PublishDraft, Released
from app.commands.studio.starting import StartDraft
from app.commands.tailoring.adopting import AdoptProcedure
from app.domain.actors import SYSTEM, Actor
from app.procedures import package_from_files
from app.procedures.library import own_files
from app.procedures.renaming import renamed
from app.store import people, publication
from app.store.database import transaction
from tests.builders.packages import SLUG as LIBRARY
from tests.procedures.tailoring.test_extension_points import with_point
from tests.world.places import AZROU, World, add_agent
from tests.world.releasing import a_complete_package, files_of, readiness

LOCAL = "local-azrou-library-card"


def president(world: World, commune_id: str = AZROU) -> Actor:
    """Return the president of a commune, added at the first call."""
    if people.find_agent_by_username(f"president@{commune_id}") is None:
        with transaction():
            add_agent("president", commune_id, world.services)
    return world.agent("president", commune_id)


def local_files(version: str = "1.0.0") -> dict[str, bytes]:
    """Return a small complete procedure under a name that only Azrou can have."""
    return renamed(files_of(a_complete_package(version)), LIBRARY, LOCAL)


def start_local(world: World, version: str = "1.0.0", *, actor: Actor | None = None) -> str:
    """Begin a draft of Azrou's own procedure; returns its id."""
    command = StartDraft(slug=LOCAL, files=local_files(version), origin="copy", commune_id=AZROU)
    return execute(command, actor=actor or world.agent("dgs"), services=world.services)


def approve_local(world: World, draft_id: str) -> None:
    """Let the director ask and the president approve."""
    asked = AskApproval(draft_id=draft_id, ready=readiness(world, draft_id))
    request_id = execute(asked, actor=world.agent("dgs"), services=world.services)
    decided = DecideApproval(request_id=request_id, approve=True)
    execute(decided, actor=president(world), services=world.services)


def publish_local(world: World, draft_id: str) -> Released:
    """Publish a draft of Azrou's own procedure as it stands."""
    current = publication.find_newest_deployment(LOCAL, AZROU)
    command = PublishDraft(
        draft_id=draft_id, ready=readiness(world, draft_id), seen_current=current.id if current else ""
    )
    return execute(command, actor=world.agent("dgs"), services=world.services)


def offer_local(world: World) -> str:
    """Publish Azrou's own procedure and offer it; returns the id of its deployment."""
    draft_id = start_local(world)
    approve_local(world, draft_id)
    publish_local(world, draft_id)
    command = OfferLocalProcedure(commune_id=AZROU, slug=LOCAL)
    return execute(command, actor=world.agent("dgs"), services=world.services)


def publish_with_point(world: World, *, rule: str | dict[str, int] = "open") -> str:
    """Publish the library card with the extension point `more`, offer it in Azrou; returns the deployment's id."""
    builder = a_complete_package()
    with_point(builder, rule=rule)
    names = [f"scenarios/{name}.yaml" for name in ("accepted", "refused", "lapsed")]
    builder.manifest(scenarios=names, policy={"default": "locked", "elements": {"more": rule}})
    own = own_files(LIBRARY, builder.files())
    del own[f"processes/{LIBRARY}/scenarios/plugged.yaml"]
    package = package_from_files(LIBRARY, {**world.services.library.shared_files(), **own})
    published = PublishProcedure(package=package, published_by="Analyste")
    deployment_id = execute(published, actor=SYSTEM, services=world.services).deployment_id
    offered = OfferProcedure(deployment_id=deployment_id, slug=LIBRARY, communes=[(AZROU, None)])
    execute(offered, actor=SYSTEM, services=world.services)
    execute(AdoptProcedure(commune_id=AZROU, slug=LIBRARY), actor=world.agent("dgs"), services=world.services)
    return deployment_id
