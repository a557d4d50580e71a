"""Files a request of the demonstration step by step, as a citizen does, or an agent in the citizen's name."""

from app.cli.demo.colleagues import Colleagues
from app.cli.demo.errors import DemoRefused
from app.cli.demo.planning import DemoCase
from app.cli.demo.specimen import specimens
from app.commands.bus import execute
from app.commands.drafts import SaveDraftStep, StartDraft
from app.commands.filing import FileCase
from app.commands.services import Services
from app.deployments import Deployed
from app.domain.actors import Actor
from app.forms import FormDefinition
from app.procedures.beginning import COUNTER_ROLES, DESK, ONLINE
from app.store import numbering, publication, territory
from app.store.database import transaction
from app.store.models import Commune, IdempotencyKey

COMMAND = "demo-case"
VISITOR = Actor(kind="citizen", name="Usager")


def is_filed(case: DemoCase) -> bool:
    """Tell whether an earlier load has filed the case."""
    return numbering.find_idempotent_answer(case.commune_id, _key(case)) is not None


def file_case(story: DemoCase, services: Services, colleagues: Colleagues) -> str:
    """File the request; return the case's id. Raises DemoRefused and what the commands raise."""
    commune = territory.get_commune_by_id(story.commune_id)
    offering = publication.find_offering(commune.id, story.slug)
    if offering is None:
        raise DemoRefused(f"{story.key}: expected the procedure to be offered in {commune.name_fr}, found that not.")
    deployed = services.deployments.get(offering.deployment_id)
    actor = _who_files(story, deployed, colleagues)
    start = StartDraft(commune_id=commune.id, slug=story.slug, language=story.language, channel=story.channel)
    token = execute(start, actor=actor, services=services)
    _fill_in(story, deployed.start_form, token=token, commune=commune, actor=actor, services=services)
    file = FileCase(token=token, language=story.language, channel=story.channel)
    filed = execute(file, actor=actor, services=services)
    _remember(story, filed.case_id, services)
    return filed.case_id


def _who_files(story: DemoCase, deployed: Deployed, colleagues: Colleagues) -> Actor:
    if story.channel == ONLINE:
        return VISITOR
    begun_by = deployed.package.manifest["begun_by"] if story.channel == DESK else sorted(COUNTER_ROLES)
    return colleagues.agent_for(story.commune_id, begun_by, turn=story.key)


def _fill_in(
    story: DemoCase, form: FormDefinition, *, token: str, commune: Commune, actor: Actor, services: Services
) -> None:
    """Give all answers at once, with specimens for the files that they name."""
    pickers = {field.field_key: field for field in form.fields if field.type == "filepicker"}
    save = SaveDraftStep(
        token=token,
        step=None,
        answers={key: value for key, value in story.answers.items() if key not in pickers},
        uploads={key: specimens(field, story.answers[key]) for key, field in pickers.items() if key in story.answers},
        language=story.language,
        commune={
            "code": commune.id,
            "slug": commune.slug,
            "ar": commune.name_ar,
            "fr": commune.name_fr,
            "kind": commune.kind,
        },
        channel=story.channel,
    )
    validation = execute(save, actor=actor, services=services)
    if validation.errors:
        raise DemoRefused(f"{story.key}: expected answers that the form takes, found {dict(validation.errors)}.")


def _remember(story: DemoCase, case_id: str, services: Services) -> None:
    key = IdempotencyKey(
        commune_id=story.commune_id,
        key=_key(story),
        command=COMMAND,
        answer={"case_id": case_id},
        at=services.clock.now(),
    )
    with transaction():
        numbering.keep_idempotent_answer(key)


def _key(story: DemoCase) -> str:
    return f"{COMMAND}-{story.key}"
