"""A small procedure in two versions, and cases of it in every state: what a migration has to deal with.

The second version renames the review (other form, a reminder on its border), has no shelf check any more, and lets the
head of the library hand the card over.
"""

from dataclasses import dataclass

from app.commands.bus import execute
from app.commands.drafts import SaveDraftStep, StartDraft
from app.commands.filing import FileCase, Filed
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.commands.tasks import CompleteTask
from app.domain.actors import SYSTEM, Actor, Assignment
from app.procedures import ProcedurePackage
from app.store import territory
from tests.builders.packages import SLUG as LIBRARY
from tests.builders.packages import PackageBuilder, a_package
from tests.world.colleagues import add_colleague
from tests.world.journeys import open_task
from tests.world.places import AZROU, TABANT, World

MAP = {"review": "examine"}
"""What `propose_elements` finds by name."""
_SHELF = 'name="Chercher la carte&#10;البحث عن البطاقة"'
_ROLE = 'mastara:role="librarian"'
_HAND_OVER = 'name="Remettre la carte&#10;تسليم البطاقة"'


@dataclass(frozen=True, kw_only=True)
class Versions:
    """The ids of both deployments."""

    old: str
    new: str


def first_version() -> PackageBuilder:
    """Review, shelf check, handing over; a review that takes too long lapses."""
    tasks = f'<manualTask id="check-shelf" {_SHELF} {_ROLE}/>'
    tasks += f'<manualTask id="hand-over" {_HAND_OVER} {_ROLE} mastara:status="ready"/>'
    flows = (
        '<sequenceFlow id="to-hand-over" sourceRef="check-shelf" targetRef="hand-over"/>'
        '<sequenceFlow id="to-end" sourceRef="hand-over" targetRef="end-accepted"/>'
    )
    return _named(
        a_package()
        .diagram('<endEvent id="end-accepted"', f'{tasks}<endEvent id="end-accepted"')
        .diagram('sourceRef="is-accepted" targetRef="end-accepted"', 'sourceRef="is-accepted" targetRef="check-shelf"')
        .diagram("\n</process>", f"{flows}\n</process>")
    )


def second_version() -> PackageBuilder:
    """The review is called examine and reminds; nobody looks at the shelf; the head hands the card over."""
    remind = (
        '<boundaryEvent id="remind" name="Rappeler&#10;تذكير" attachedToRef="examine" cancelActivity="false">'
        "<timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition></boundaryEvent>"
        '<manualTask id="hurry" name="Relancer&#10;حث" mastara:role="librarian"/><endEvent id="end-hurry"/>'
    )
    task = f'<manualTask id="hand-over" {_HAND_OVER} mastara:role="head-librarian" mastara:status="to-collect"/>'
    flows = (
        '<sequenceFlow id="to-hurry" sourceRef="remind" targetRef="hurry"/>'
        '<sequenceFlow id="hurried" sourceRef="hurry" targetRef="end-hurry"/>'
        '<sequenceFlow id="to-end" sourceRef="hand-over" targetRef="end-accepted"/>'
    )
    return _named(
        a_package()
        .manifest(version="2.0.0", forms=["request", "examine"])
        .rename_form("review", "examine")
        .form("examine", lambda parts: parts.append({"type": "textfield", "id": "note", "key": "note", "label": "N"}))
        .diagram('id="review"', 'id="examine"')
        .diagram("<flowNodeRef>review<", "<flowNodeRef>examine<")
        .diagram('targetRef="review"', 'targetRef="examine"')
        .diagram('sourceRef="review"', 'sourceRef="examine"')
        .diagram('attachedToRef="review"', 'attachedToRef="examine"')
        .diagram('<endEvent id="end-accepted"', f'{task}{remind}<endEvent id="end-accepted"')
        .diagram('sourceRef="is-accepted" targetRef="end-accepted"', 'sourceRef="is-accepted" targetRef="hand-over"')
        .diagram("\n</process>", f"{flows}\n</process>")
    )


def _named(builder: PackageBuilder) -> PackageBuilder:
    builder.manifest(applicant={"name": ["applicant_name"], "email": "email", "phone": "phone"})
    for language in ("fr", "ar"):
        for status in ("ready", "to-collect"):
            builder.text(language, f"statuses.{status}", {"title": status, "explanation": status})
    return builder


def publish(world: World, package: ProcedurePackage) -> str:
    """Publish a package; return the id of its deployment."""
    command = PublishProcedure(package=package, published_by="test")
    return execute(command, actor=SYSTEM, services=world.services).deployment_id


def publish_both(world: World) -> Versions:
    """Publish both versions; two communes offer the first one. Librarians work in Azrou."""
    old, new = publish(world, first_version().build()), publish(world, second_version().build())
    offer(world, old)
    for role in ("librarian", "head-librarian"):
        add_colleague(world, role)
    return Versions(old=old, new=new)


def offer(world: World, deployment_id: str) -> None:
    """Let two communes offer a deployment."""
    offers = [(commune_id, None) for commune_id in (AZROU, TABANT)]
    command = OfferProcedure(deployment_id=deployment_id, slug=LIBRARY, communes=offers)
    execute(command, actor=SYSTEM, services=world.services)


def librarian(role: str = "librarian") -> Actor:
    """Return the librarian of Azrou, or the head."""
    assignment = Assignment(role=role, commune_id=AZROU)
    return Actor(kind="agent", name="Second agent", id=f"second-{role}-all", assignments=frozenset({assignment}))


def file_card(world: World, *, commune_id: str = AZROU, jobs: bool = True, slug: str = LIBRARY) -> Filed:
    """Ask for a card; with `jobs` the acknowledgement is sent and the review waits."""
    citizen, services = Actor(kind="citizen", name="citizen"), world.services
    token = execute(StartDraft(commune_id=commune_id, slug=slug, language="fr"), actor=citizen, services=services)
    commune = territory.get_commune_by_id(commune_id)
    step = SaveDraftStep(
        token=token,
        step="request",
        answers=_posted({"applicant_name": "Nora", "age": "30"}),
        uploads={},
        language="fr",
        commune={"code": commune.id},
    )
    assert not execute(step, actor=citizen, services=services).errors
    filed = execute(FileCase(token=token, language="fr"), actor=citizen, services=services)
    if jobs:
        world.run_jobs()
    return filed


def do_task(world: World, filed: Filed, element: str, *, role: str = "librarian", **answers: str) -> None:
    """Complete a task of a case in Azrou, and run the jobs."""
    task = open_task(filed, element)
    command = CompleteTask(commune_id=task.commune_id, task_id=task.id, answers=_posted(answers), language="fr")
    execute(command, actor=librarian(role), services=world.services)
    world.run_jobs()


def _posted(answers: dict[str, str]) -> dict[str, list[str]]:
    return {key: [value] for key, value in answers.items()}
