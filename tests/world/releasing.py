"""A small procedure that may be published: every check passes; each version says what changes."""

from datetime import date

from app.commands.bus import execute
from app.commands.releasing.approval import AskApproval, DecideApproval
from app.commands.releasing.publishing import PublishDraft, Released
from app.commands.releasing.readiness import Readiness, check_readiness
from app.deployments.drafts import open_draft, read_draft
from app.domain.actors import Actor
from app.procedures.library import own_files
from app.store import publication
from tests.builders.packages import SLUG as LIBRARY
from tests.builders.packages import PackageBuilder, a_package
from tests.world.drafting import analyst, second_analyst, start_draft
from tests.world.places import World


def a_complete_package(version: str = "1.0.0") -> PackageBuilder:
    """Return the small package with a scenario for each of its ends, in a lane that the country knows."""
    closed = {"status": "closed", "waiting": []}
    return (
        a_package()
        .manifest(version=version)
        .diagram('<lane id="librarian"', '<lane id="agent_guichet"')
        .diagram('bpmnElement="librarian"', 'bpmnElement="agent_guichet"')
        .scenario(
            "refused",
            steps=[{"complete": "review", "answers": {"verdict": "refused"}}],
            expect={"ends": ["end-refused"], "outcome": "refused", **closed},
        )
        .scenario("lapsed", steps=[{"advance": "P12D"}], expect={"ends": ["end-lapsed"], "outcome": "lapsed", **closed})
    )


def files_of(builder: PackageBuilder, *, changelog: str | None = None) -> dict[str, bytes]:
    """Return a package's own files with a changelog; by default it has an entry for the version."""
    files = own_files(LIBRARY, builder.files())
    version = builder.build().version
    written = f"# Journal\n\n## {version}\n- La carte se demande en ligne.\n" if changelog is None else changelog
    return {**files, f"processes/{LIBRARY}/CHANGELOG.md": written.encode()}


def draft_of(world: World, builder: PackageBuilder | None = None, **named: str) -> str:
    """Begin a draft of the small procedure; returns its id."""
    return start_draft(world, LIBRARY, files_of(builder or a_complete_package(), **named))


def readiness(world: World, draft_id: str) -> Readiness:
    """Return the check list of a draft as it stands."""
    return check_readiness(read_draft(open_draft(draft_id, world.services.library)))


def ask(world: World, draft_id: str, *, actor: Actor | None = None) -> str:
    """Ask a second person; returns the id of the request."""
    command = AskApproval(draft_id=draft_id, ready=readiness(world, draft_id), note="Merci de relire.")
    return execute(command, actor=actor or analyst(world), services=world.services)


def decide(
    world: World, request_id: str, *, approve: bool = True, actor: Actor | None = None, reasons: str = ""
) -> None:
    """Decide on a request, as the second analyst."""
    command = DecideApproval(request_id=request_id, approve=approve, reasons=reasons)
    execute(command, actor=actor or second_analyst(world), services=world.services)


def publish(world: World, draft_id: str, *, on: date | None = None, seen: str | None = None) -> Released:
    """Publish a draft as it stands."""
    current = publication.find_newest_deployment(LIBRARY)
    seen_current = (current.id if current else "") if seen is None else seen
    command = PublishDraft(
        draft_id=draft_id, ready=readiness(world, draft_id), seen_current=seen_current, takes_effect_on=on
    )
    return execute(command, actor=analyst(world), services=world.services)


def publish_version(world: World, version: str, *, on: date | None = None) -> Released:
    """Publish another version of the small procedure, approved where the rule asks for it."""
    draft_id = draft_of(world, a_complete_package(version))
    if publication.find_newest_deployment(LIBRARY) is not None:
        decide(world, ask(world, draft_id))
    return publish(world, draft_id, on=on)
