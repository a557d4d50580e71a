"""A petition that the bureau accepted waits for a session; the council deliberates and the petitioner learns it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.commands.bus import execute
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.procedures import load_package
from app.store import cases
from app.store.database import transaction
from app.store.models import Case
from tests.world.asking import answer
from tests.world.corresponding import begin, cases_of
from tests.world.journeys import file_request
from tests.world.places import AZROU, World, add_agent
from tests.world.playing import fill_and_complete, let_pass

PETITION: Mapping[str, Any] = {
    "petitioner_kind": "association",
    "petition_subject": "Passerelle près de l’école",
    "petition_object": "Les enfants traversent l’oued en hiver ; une passerelle les protège.",
    "petition_file": ["petition.png"],
    "association_name": "Association Al Amal",
    "association_created": "2019-05-10",
    "association_seat": "Quartier Ahadaf, Azrou",
    "association_aim": "Sécurité des écoliers",
    "association_file": ["statuts.png"],
    "agent_card": ["cin.png"],
}
SESSION: Mapping[str, Any] = {
    "session_kind": "president",
    "session_title": "دورة استثنائية، مارس 2026",
    "first_on": "2026-03-13",
    "first_hour": "10:00:00",
    "place": "Salle du conseil",
    "members_in_office": 31,
    "contact_name": "Secrétariat du conseil",
    "contact_email": "conseil@example.ma",
    "contact_phone": "+212535561234",
}


def offer(world: World) -> None:
    settings = world.services.settings
    with transaction():
        for role in ("secretaire_conseil", "president", "president_commission"):
            add_agent(role, AZROU, world.services)
    for slug in ("citizens-petition", "council-session"):
        package = load_package(settings.processes_root, settings.forms_root, slug)
        published = execute(
            PublishProcedure(package=package, published_by="test"), actor=SYSTEM, services=world.services
        )
        offered = OfferProcedure(deployment_id=published.deployment_id, slug=slug, communes=[(AZROU, None)])
        execute(offered, actor=SYSTEM, services=world.services)


def do(world: World, slug: str, element: str, **answers: Any) -> Case:
    """Complete the task that waits in the only case of a procedure; return the case as it is then."""
    case = cases_of(slug)[0]
    waiting = {task.element: task for task in cases.list_open_tasks(case)}
    assert element in waiting, (element, list(waiting))
    task = waiting[element]
    fill_and_complete(world, task, answers)
    return cases_of(slug)[0]


def accept_petition(world: World) -> Case:
    file_request(world, slug="citizens-petition", **PETITION)
    do(world, "citizens-petition", "check-completeness", completeness="complete")
    checked = {"association_compliant": "yes", "territory_checked": "yes", "in_competence": "yes"}
    do(world, "citizens-petition", "examine", touches_constants="no", **checked)
    do(
        world,
        "citizens-petition",
        "hear-agent",
        heard_on="2026-03-03",
        heard_note="La passerelle dessert trois douars.",
    )
    return do(world, "citizens-petition", "decide-bureau", bureau_met_on="2026-03-03", bureau_decision="accept")


def convene(world: World) -> None:
    begin(world, "council-session", SESSION)
    world.run_jobs()
    proposed = cases_of("council-session")[0].document["proposed"]["candidates"]
    assert [one["subject"] for one in proposed] == [PETITION["petition_subject"]]
    do(world, "council-session", "prepare-agenda", proposed_kept=[proposed[0]["value"]], agenda_items=[])
    studied = {"study_point": "1", "study_committee": "Travaux", "study": "favourable"}
    sent = do(world, "council-session", "study-items", studies=[studied])
    answer(world, sent.document["agenda_request"]["reference"])
    world.run_jobs()
    do(world, "council-session", "finalise-agenda")
    do(world, "council-session", "record-notices", convoked_on="2026-03-03", notices_proved=31, agenda_posted=True)


def test_the_council_deliberates_on_an_accepted_petition_and_its_agent_is_told(world: World, clock: FixedClock) -> None:
    offer(world)
    assert accept_petition(world).status == "accepted"
    convene(world)

    let_pass(world, clock, timedelta(days=10))
    do(world, "council-session", "call-first", first_opened_on="2026-03-13", absences_first=[])
    do(world, "council-session", "broadcast", broadcast_address="https://conseil.example.ma/direct")
    sitting = do(world, "council-session", "open-sitting", sitting="public")
    assert sitting.document["current"]["subject"] == PETITION["petition_subject"]
    votes = {"votes_for": 28, "votes_against": 0, "abstentions": 3, "names_abstained": "Membres 4, 9 et 12"}
    do(world, "council-session", "deliberate", debate="Débat.", decision_text="يصادق المجلس على المشروع.", **votes)

    told = cases_of("citizens-petition")[0]
    assert (told.status, told.document["council_result"]) == ("deliberated", "adopted")

    closing = {"closed_on": "2026-03-13", "minutes_text": "Close à midi.", "minutes_secretary": "secretary"}
    do(world, "council-session", "close-session", **closing)
    controlled = do(world, "council-session", "sign-minutes", minutes_decision="sign")
    answer(world, controlled.document["control_request"]["reference"])
    world.run_jobs()
    assert [one["fate"] for one in cases_of("council-session")[0].document["controlled"]] == ["enforceable"]
