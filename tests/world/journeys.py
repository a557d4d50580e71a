"""Real requests driven through the commands, as citizens and agents drive them on the screens."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image

from app.commands.attaching import UploadedFile
from app.commands.bus import execute
from app.commands.drafts import SaveDraftStep, StartDraft
from app.commands.environment import case_context
from app.commands.filing import FileCase, Filed
from app.commands.payments import ReceivePaymentNotice
from app.commands.tasks import ClaimTask, CompleteTask
from app.connectors.registry import SimulatedConnectors
from app.domain.actors import CITIZEN_ROLE, SYSTEM, Actor
from app.domain.languages import Language
from app.store import cases, drafts, payments, people, territory
from app.store.models import Case, Payment, UserTask
from tests.world.places import AZROU, SLUG, World

ANSWERS: Mapping[str, Any] = {
    "act_type": "birth",
    "doc_type": "extract",
    "copy_language": "ar",
    "qty": 1,
    "relation": "self",
    "requester_last": "Amziane",
    "requester_first": "Yousra",
    "requester_cin": "ZT48213",
    "identity_card": ["cin.png"],
    "requester_phone": "0661234567",
    "requester_email": "yousra.amziane@example.ma",
    "subject_last_ar": "أمزيان",
    "subject_first_ar": "يسرى",
    "subject_last_lat": "Amziane",
    "subject_first_lat": "Yousra",
    "birth_known": "date",
    "birth_date": "1994-06-21",
    "father_first_ar": "عبد الإله",
    "mother_name_ar": "فاطمة الزهراء بناني",
    "knows_references": "no",
    "search_hint": "Née à l’hôpital local d’Azrou",
    "delivery_mode": "electronic",
    "consent_0908": True,
    "declaration_on_honour": True,
}
"""An extract of one’s own birth act, received electronically."""

BY_POST: Mapping[str, Any] = {
    "doc_type": "full_copy",
    "qty": 2,
    "delivery_mode": "post",
    "dest_name": "Yousra Amziane",
    "dest_address": "14, rue des Cèdres",
    "dest_country": "MA",
    "dest_postcode": "53100",
    "dest_city": "Azrou",
}
USUAL: Mapping[str, Mapping[str, Any]] = {
    "check-completeness": {"completeness": "complete"},
    "look-up-act": {
        "finding": "found",
        "act_choice": "azrou-n-1994-12-318",
        "found_act_year": 1994,
        "found_act_no": 318,
        "found_register_no": "12",
        "pending_mention": "no",
    },
    "sign": {"signature_decision": "sign"},
    "print-and-envelope": {
        "form_serials": "A000130, A000131",
        "spoiled_serials": "A000129",
        "envelope_barcode": "RR123456789MA",
        "address_checked": True,
    },
}
"""What an agent answers when all is well."""


def file_request(
    world: World, *, commune_id: str = AZROU, language: Language = "fr", slug: str = SLUG, **answers: Any
) -> Filed:
    """File a request step by step, with small pictures as pieces, and let its first jobs run.

    `answers` replace those of ANSWERS; a file field takes a list of file names.
    """
    token = fill_in(world, commune_id=commune_id, language=language, slug=slug, **answers)
    citizen = Actor(kind="citizen", name="citizen")
    filed = execute(FileCase(token=token, language=language), actor=citizen, services=world.services)
    world.run_jobs()
    return filed


def fill_in(
    world: World, *, commune_id: str = AZROU, language: Language = "fr", slug: str = SLUG, **answers: Any
) -> str:
    """Fill in every step of a request without filing it; return the token of its draft."""
    citizen = Actor(kind="citizen", name="citizen")
    services = world.services
    given = {**ANSWERS, **answers}
    token = execute(StartDraft(commune_id=commune_id, slug=slug, language=language), actor=citizen, services=services)
    draft = drafts.find_by_token(token)
    assert draft is not None
    form = services.deployments.get(draft.deployment_id).start_form
    commune = territory.get_commune_by_id(commune_id)
    place = case_context(reference="", language=language, channel="portal", commune=commune, filed_at=draft.created_at)
    for step in form.steps:
        fields = [field for field in form.fields if field.step == step.id and field.key in given]
        uploads = {
            str(field.key): [UploadedFile(filename=name, content=picture()) for name in given[field.field_key]]
            for field in fields
            if field.type == "filepicker"
        }
        checked = execute(
            SaveDraftStep(
                token=token,
                step=step.id,
                answers={
                    str(field.key): _typed(given[field.field_key]) for field in fields if field.key not in uploads
                },
                uploads=uploads,
                language=language,
                commune=place["commune"],
            ),
            actor=citizen,
            services=services,
        )
        assert not checked.errors, f"step {step.id}: {checked.errors}"
    return token


def case_of(filed: Filed) -> Case:
    """Return the case as the database has it now."""
    return cases.get_case(filed.commune_id, filed.case_id)


def open_task(filed: Filed, element: str | None = None) -> UserTask:
    """Return the task of the case that waits (the one of an element, when given)."""
    waiting = [task for task in cases.list_open_tasks(case_of(filed)) if element in (None, task.element)]
    assert waiting, f"no task {element or ''} waits in status {case_of(filed).status!r}"
    return waiting[0]


def actor_for(world: World, task: UserTask) -> Actor:
    """Return who may complete a task: the agent of its role, or the citizen of its case."""
    if task.role == CITIZEN_ROLE:
        return Actor(kind="citizen", name="citizen", case_ids=frozenset({task.case_id}))
    if people.find_agent_by_username(f"{task.role}@{task.commune_id}") is None:
        return world.agent(task.role, "country")
    return world.agent(task.role, task.commune_id)


def claim(world: World, task: UserTask) -> None:
    """Let the agent of the task’s role take it."""
    command = ClaimTask(commune_id=task.commune_id, task_id=task.id)
    execute(command, actor=actor_for(world, task), services=world.services)


def complete(world: World, task: UserTask, answers: Mapping[str, Any] | None = None) -> None:
    """Complete a task as the person whose role it is (default: the usual favourable answers), and run the jobs."""
    given = USUAL[task.element] if answers is None else answers
    execute(
        CompleteTask(
            commune_id=task.commune_id,
            task_id=task.id,
            answers={key: _typed(value) for key, value in given.items()},
            language="fr",
        ),
        actor=actor_for(world, task),
        services=world.services,
    )
    world.run_jobs()


def newest_payment(filed: Filed) -> Payment:
    """Return the payment that the case asked for last."""
    return payments.list_payments(case_of(filed))[0]


def pay(world: World, filed: Filed) -> str:
    """Let the provider take the money and tell us; return the effect of its notice."""
    connectors = world.services.connectors
    assert isinstance(connectors, SimulatedConnectors)
    message = connectors.payment.settle(str(newest_payment(filed).provider_reference), "paid")
    notice = connectors.payment.read_notice(message.body, message.headers)
    effect = execute(ReceivePaymentNotice(notice=notice), actor=SYSTEM, services=world.services)
    world.run_jobs()
    return effect


def reach(world: World, filed: Filed, element: str) -> UserTask:
    """Take the usual way until a task waits, and return it."""
    for _ in range(10):
        waiting = cases.list_open_tasks(case_of(filed))
        found = next((task for task in waiting if task.element == element), None)
        if found is not None:
            return found
        if waiting:
            complete(world, waiting[0])
        else:
            pay(world, filed)
    raise AssertionError(f"the usual way does not lead to {element}")


def picture(width: int = 40, height: int = 30) -> bytes:
    """Return a small PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (0, 98, 51)).save(buffer, "PNG")
    return buffer.getvalue()


def _typed(value: Any) -> list[str]:
    """Return a value as a browser posts it."""
    if isinstance(value, bool):
        return ["true"] if value else []
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return [str(value)]
