"""What every procedure of the library needs of the platform: people who may do its tasks, words for what it says."""

from functools import cache

import pytest

from app.commands.accounts import ROLES
from app.deadlines.clock_words import REASONS
from app.domain.actors import CITIZEN_ROLE
from app.procedures import ProcedurePackage, load_package
from app.procedures.beginning import INTERNAL
from app.procedures.layout import list_slugs
from app.settings import ROOT
from app.web.portal.domains import TITLES

SLUGS = list_slugs(ROOT / "processes")
each_procedure = pytest.mark.parametrize("slug", SLUGS)


@cache
def package_of(slug: str) -> ProcedurePackage:
    return load_package(ROOT / "processes", ROOT / "forms", slug)


@each_procedure
def test_every_task_can_be_done_by_somebody(slug: str) -> None:
    package = package_of(slug)
    models = [package.bpmn, *package.flows.models.values()]
    roles = {task.role for model in models for task in model.user_tasks() if task.role}
    assert roles <= ROLES | {CITIZEN_ROLE}


@each_procedure
def test_every_reason_to_stop_the_legal_period_has_words(slug: str) -> None:
    pauses = package_of(slug).manifest["deadline"]["suspended_while"]
    assert [pause["reason"] for pause in pauses if pause["reason"] not in REASONS] == []


@each_procedure
def test_every_sheet_names_who_receives_and_answers(slug: str) -> None:
    package = package_of(slug)
    assert package.text("fiche.responsible", "fr") and package.text("fiche.responsible", "ar")


@each_procedure
def test_every_procedure_stands_in_a_group_of_the_catalogue_that_has_a_name(slug: str) -> None:
    assert package_of(slug).manifest["domain"] in {INTERNAL, *TITLES}
