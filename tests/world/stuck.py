"""Small procedures whose cases stand still, each for another cause, filed for real in Azrou."""

from collections.abc import Callable, Mapping
from typing import Any

from app.commands.bus import execute
from app.commands.drafts import SaveDraftStep, StartDraft
from app.commands.filing import FileCase, Filed
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.domain.actors import SYSTEM, Actor
from app.domain.languages import Language
from app.store import incidents
from app.store.models import Incident
from tests.builders.bpmn import ProcessBuilder, a_process
from tests.builders.packages import SLUG, a_package
from tests.world.journeys import case_of
from tests.world.places import AZROU, World

REVIEW = {"form": "review", "role": "agent_ec"}
TOO_LONG = "if age > 100 then (every x in (for i in 1..2000, j in 1..2000 return i) satisfies x > 0) else true"
"""Fails for who is older than a hundred: it needs more time than an expression may take."""


def _no_path() -> ProcessBuilder:
    process = a_process(SLUG).start().xor("price", name="Calculer le prix\nحساب الثمن").when("fee > 0")
    process.user_task("pay", **REVIEW).end("paid", outcome="accepted")
    return process.at("price").when("fee = 0").user_task("review", **REVIEW).end("given", outcome="accepted")


def _job_failed() -> ProcessBuilder:
    process = a_process(SLUG).start().service_task("tell", "notify", inputs={"message": "=message"}, result="told")
    return process.user_task("review", **REVIEW).end("done", outcome="accepted")


def _uncaught_error() -> ProcessBuilder:
    process = a_process(SLUG).start().xor("way").when("mended").user_task("review", **REVIEW)
    process.end("done", outcome="accepted")
    return process.at("way").otherwise().error_end("broken", "broken")


def _bound() -> ProcessBuilder:
    process = a_process(SLUG).start().script("turn", "{turns: 1}").xor("again").when("stop = true")
    process.user_task("review", **REVIEW).end("done", outcome="accepted")
    return process.at("again").otherwise().to("turn")


def _expression_failed() -> ProcessBuilder:
    process = a_process(SLUG).start().xor("large").when(TOO_LONG).user_task("review", **REVIEW)
    process.end("done", outcome="accepted")
    return process.at("large").otherwise().user_task("pay", **REVIEW).end("paid", outcome="accepted")


def _decision_failed() -> ProcessBuilder:
    process = a_process(SLUG).start().decision("rate", "unheard-of", "rate")
    return process.user_task("review", **REVIEW).end("done", outcome="accepted")


def _join_never_complete() -> ProcessBuilder:
    process = a_process(SLUG).start().xor("way").when("true").task("left").parallel("join")
    process.user_task("review", **REVIEW).end("done", outcome="accepted")
    return process.at("way").otherwise().task("right").to("join")


STUCK: Mapping[str, tuple[Callable[[], ProcessBuilder], str]] = {
    "no-path": (_no_path, "price"),
    "job-failed": (_job_failed, "tell"),
    "uncaught-error": (_uncaught_error, "broken"),
    "too-many-steps": (_bound, "turn"),
    "expression-failed": (_expression_failed, "large"),
    "decision-failed": (_decision_failed, "rate"),
    "join-never-complete": (_join_never_complete, "join"),
}
"""The process that stands still with an incident of each kind, and the element where it does."""


def publish(world: World, process: ProcessBuilder) -> str:
    """Publish a process as the small procedure of the tests and let Azrou offer it; return its deployment."""
    package = a_package().draw(process.text()).build()
    published = execute(PublishProcedure(package=package, published_by="test"), actor=SYSTEM, services=world.services)
    offer = OfferProcedure(deployment_id=published.deployment_id, slug=SLUG, communes=[(AZROU, None)])
    execute(offer, actor=SYSTEM, services=world.services)
    return published.deployment_id


def stand_still(world: World, kind: str, **answers: Any) -> tuple[Filed, Incident]:
    """File a request that stands still at once; return it with its incident."""
    process, element = STUCK[kind]
    publish(world, process())
    return stand_still_again(world, kind, element, **answers)


def stand_still_again(world: World, kind: str, element: str, **answers: Any) -> tuple[Filed, Incident]:
    """File another request for the procedure published last."""
    filed = file_small(world, **answers)
    (incident,) = incidents.list_of_case(case_of(filed))
    assert (incident.kind, incident.element) in ((kind, element), (kind, "again"))
    return filed, incident


def file_small(world: World, *, name: str = "Nora Tazi", age: int = 130, language: Language = "fr") -> Filed:
    """File a request for the small procedure and let its first jobs run."""
    citizen = Actor(kind="citizen", name="citizen")
    services = world.services
    token = execute(StartDraft(commune_id=AZROU, slug=SLUG, language=language), actor=citizen, services=services)
    answers = {"applicant_name": [name], "age": [str(age)]}
    step = SaveDraftStep(token=token, step="request", answers=answers, uploads={}, language=language, commune={})
    checked = execute(step, actor=citizen, services=services)
    assert not checked.errors, checked.errors
    filed = execute(FileCase(token=token, language=language), actor=citizen, services=services)
    world.run_jobs()
    return filed
