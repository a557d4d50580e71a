"""The generic life cycle of law 55-19: each path through the shared flows, in memory and through the commands."""

import re
from datetime import date

import pytest

from app.commands.bus import execute
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.deployments import prepare
from app.documents.demonstration_keys import AUTHORITY_CERTIFICATE_FILE
from app.documents.sealing import inspect_seal
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.domain.findings import errors_of
from app.domain.languages import Language
from app.linting import OPERATIONS, lint
from app.procedures import PackageRefused, load_package, package_from_files
from app.procedures.bpmn import read_bpmn
from app.procedures.flows import FLOWS
from app.queries.sheet import read_sheet
from app.queries.verification import find_verified_document
from app.scenarios.reading import read_scenario
from app.scenarios.runner import run_all, run_raw
from app.settings import ROOT
from app.store import cases, work
from app.store.database import transaction
from tests.lifecycle.package import SLUG, life_cycle_files, load_life_cycle
from tests.world.journeys import case_of
from tests.world.places import AZROU, World, add_agent
from tests.world.playing import play

PACKAGE = load_life_cycle()
SCENARIOS = {name: read_scenario(raw, file=name) for name, raw in PACKAGE.scenarios.items()}
THROUGH_THE_DATABASE = (
    "scenarios/asked-once.yaml",
    "scenarios/silence-attested.yaml",
    "scenarios/appeal-by-governor.yaml",
    "scenarios/paid.yaml",
)


def test_the_package_has_no_error() -> None:
    assert [str(finding) for finding in errors_of(lint(PACKAGE))] == []


def test_each_path_ends_as_the_law_says_with_its_dates() -> None:
    report = run_all(PACKAGE)

    assert {item.file: item.differences for item in report.scenarios if not item.passed} == {}
    assert report.unreached_ends == () and report.unreached_elements == ()


def test_the_paths_reach_every_element_of_every_flow() -> None:
    report = run_all(PACKAGE)
    reached = set().union(*(item.coverage for item in report.scenarios))
    elements = {identity for model in PACKAGE.flows.models.values() for identity in model.elements}

    assert elements <= reached


def test_where_silence_is_no_consent_it_opens_the_appeal_from_the_day_after_the_period() -> None:
    files = life_cycle_files()
    manifest = f"processes/{SLUG}/procedure.yaml"
    files[manifest] = files[manifest].replace(b"effect: consent", b"effect: refusal_appealable")
    deployed = prepare(package_from_files(SLUG, files))
    # Silence from Tuesday 24 March; 30 full days to file lead to Friday 24 April, in the evening.
    steps = [
        {"complete": "check-completeness", "answers": {"completeness": "complete"}},
        {"advance": "P22D"},
        {"check": "period", "data": {"state": "over", "last_day": "2026-03-23"}},
    ]
    expect = {
        "outcome": "refused",
        "waiting": [],
        "ends": ["intake-done", "file-whole", "appeal-not-filed", "end-refused"],
    }
    scenario = {**PACKAGE.scenarios["scenarios/granted.yaml"], "steps": steps}

    waits = run_raw(deployed, {**scenario, "expect": {"waiting": ["file-appeal"]}}, file="waits")
    last = run_raw(
        deployed,
        {**scenario, "steps": [*steps, {"advance": "P31D"}], "expect": {"waiting": ["file-appeal"]}},
        file="last",
    )
    over = run_raw(deployed, {**scenario, "steps": [*steps, {"advance": "P32D"}], "expect": expect}, file="over")

    assert (waits.differences, last.differences, over.differences) == ((), (), ())


@pytest.fixture
def life_cycle_world(world: World) -> World:
    """The world with the package offered in Azrou, a president and a governor."""
    published = execute(PublishProcedure(package=PACKAGE, published_by="test"), actor=SYSTEM, services=world.services)
    offers = [(AZROU, f"{AZROU.replace('.', '')}ec")]
    offer = OfferProcedure(deployment_id=published.deployment_id, slug=SLUG, communes=offers)
    execute(offer, actor=SYSTEM, services=world.services)
    with transaction():
        for role in ("president", "gouverneur"):
            add_agent(role, AZROU, world.services)
    return world


@pytest.mark.parametrize("name", THROUGH_THE_DATABASE)
def test_a_case_goes_the_same_way_through_the_commands(life_cycle_world: World, clock: FixedClock, name: str) -> None:
    scenario = SCENARIOS[name]

    filed = play(life_cycle_world, clock, scenario, slug=SLUG)

    case = case_of(filed)
    assert work.list_incidents() == []
    assert (case.state, case.outcome, case.status) == ("closed", scenario.expect.outcome, "notified")
    documents = {row.key for row in cases.list_documents(case) if row.state == "valid"}
    assert documents >= ({"silence-attestation"} if "silence" in name else {"decision"})


def test_a_decision_is_numbered_sealed_and_verifiable(life_cycle_world: World, clock: FixedClock) -> None:
    services = life_cycle_world.services

    filed = play(life_cycle_world, clock, SCENARIOS["scenarios/asked-once.yaml"], slug=SLUG)

    (decision,) = [row for row in cases.list_documents(case_of(filed)) if row.key == "decision"]
    authority = services.settings.keys_folder / AUTHORITY_CERTIFICATE_FILE
    seal = inspect_seal(services.files.get(decision.storage_key), trusted=[authority])
    found = find_verified_document(decision.verification_code)
    assert decision.number == "DEC-032710101-2026-00001" and seal.sealed and seal.intact and seal.trusted
    assert found is not None and found.is_valid and found.number == decision.number


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("key", sorted(PACKAGE.flows.by_key))
def test_a_flow_has_its_names_in_both_languages(key: str, language: Language) -> None:
    for element in PACKAGE.flows.by_key[key].model.elements.values():
        assert element.kind.endswith("Gateway") or element.names.get(language), element.id
        if element.status:
            assert PACKAGE.has_text(f"statuses.{element.status}.title", language), element.status
        if element.kind == "userTask":
            assert PACKAGE.has_text(f"tasks.{element.id}.title", language), element.id
        if element.operation == "notify":
            assert language in PACKAGE.messages[element.inputs["message"]]


@pytest.mark.parametrize("key", sorted(PACKAGE.flows.by_key))
def test_a_flow_names_only_what_exists(key: str) -> None:
    for element in PACKAGE.flows.by_key[key].model.elements.values():
        if element.kind == "userTask":
            assert element.form in PACKAGE.flows.forms and element.role in PACKAGE.roles
        if element.operation:
            assert element.operation in OPERATIONS
        for text in (*element.inputs.values(), element.event.expression if element.event else None):
            for parameter in re.findall(r"parameters\.([a-z0-9_.]+)", text or ""):
                assert parameter in PACKAGE.parameters, parameter


def test_the_sheet_lists_the_steps_inside_flows_where_they_are_called() -> None:
    sheet = read_sheet(PACKAGE, day=date(2026, 3, 2), language="fr")

    titles = [item.title for item in sheet.course if item.kind == "step"]
    assert (
        titles.index("Vérifier les pièces du dossier") < titles.index("Instruire le dossier") < titles.index("Décider")
    )
    assert len(titles) == len(set(titles)) == 16


def test_every_flow_of_the_folder_is_called_and_declared() -> None:
    files = life_cycle_files()
    drawn = {
        path.removeprefix(FLOWS).removesuffix(".bpmn") for path in files if path.endswith(".bpmn") and FLOWS in path
    }

    asking = load_package(ROOT / "processes", ROOT / "forms", "access-to-information")
    assert drawn == {*PACKAGE.flows.by_key, *asking.flows.by_key}
    for key in drawn:
        model = read_bpmn(files[f"{FLOWS}{key}.bpmn"], file=key)
        assert model.process.id == key and all(element.drawn for element in model.elements.values())


def test_a_task_of_a_flow_without_a_role_is_done_by_the_role_of_its_call() -> None:
    library = load_package(ROOT / "processes", ROOT / "forms", "civil-status-copy")

    done_by = {package.key: package.find_element("check-completeness") for package in (PACKAGE, library)}

    found = {key: (task.role, task.target) for key, task in done_by.items() if task}
    assert found == {SLUG: ("chef_service", None), "civil-status-copy": ("agent_ec", "watiqa.review_target")}


def test_a_call_that_gives_its_flow_no_role_is_refused() -> None:
    files = life_cycle_files()
    path = f"processes/{SLUG}/{SLUG}.bpmn"
    files[path] = files[path].replace(
        b' mastara:role="chef_service">\n        <extensionElements>', b">\n        <extensionElements>", 1
    )

    with pytest.raises(PackageRefused, match="Expected a role for the flow “completeness” at “complete-file”"):
        package_from_files(SLUG, files)


def test_of_several_calls_of_one_flow_the_one_that_runs_is_shown() -> None:
    library = load_package(ROOT / "processes", ROOT / "forms", "civil-status-copy")

    assert library.places_of(["appeal-silence", "file-appeal"]) == ("appeal-silence",)
    assert library.places_of(["file-appeal", "hear-appeal"]) == ("hear-appeal",)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('<mastara:input name="amount" value="=amount" />', "", "amount"),
        ('name="asked" value="=question"', 'name="question" value="=question"', "question"),
        ('value="=fee_outcome"', 'value="=fee_paid"', "fee_paid"),
    ],
)
def test_a_call_that_does_not_fit_its_flow_is_found(old: str, new: str, word: str) -> None:
    files = life_cycle_files()
    path = f"processes/{SLUG}/{SLUG}.bpmn"
    files[path] = files[path].decode().replace(old, new).encode()

    found = [finding for finding in lint(package_from_files(SLUG, files)) if finding.rule == "flow-calls"]

    assert found and any(word in finding.message for finding in found)
