"""The course of a procedure in words: every step, choice, wait and end of the diagram, in the order of a case."""

from datetime import date

import pytest

from app.domain.languages import Language
from app.procedures import load_package
from app.queries.course import CourseItem, tell_course
from app.settings import ROOT
from tests.builders.packages import a_package

DAY = date(2026, 3, 2)
COPY = load_package(ROOT / "processes", ROOT / "forms", "civil-status-copy")


def course(language: Language = "fr") -> dict[str, CourseItem]:
    return {item.id: item for item in tell_course(COPY, day=DAY, language=language)}


def test_every_step_of_a_person_and_every_end_is_told_once() -> None:
    items = tell_course(COPY, day=DAY, language="fr")
    ids = [item.id for item in items]
    assert len(ids) == len(set(ids))
    assert {task.id for task in COPY.bpmn.user_tasks()} <= set(ids)
    ends = {each.id for each in COPY.bpmn.children(None) if each.kind == "endEvent"}
    assert ends == {item.id for item in items if item.kind == "end"}


def test_steps_come_in_the_order_of_a_case_the_ends_last() -> None:
    ids = list(course())
    assert ids.index("check-completeness") < ids.index("look-up-act") < ids.index("sign") < ids.index("hand-over")
    assert [item.kind for item in course().values()][-1] == "end"


def test_a_step_says_who_takes_it_and_within_how_long() -> None:
    sign = course()["sign"]
    assert (sign.who, sign.period, sign.by_citizen) == ("Officier d'état civil", "1 jour ouvrable", False)
    assert course()["correct-reference"].by_citizen


def test_a_wait_says_its_period_and_its_text() -> None:
    wait = course()["correction-period-over"]
    assert (wait.kind, wait.period) == ("wait", "7 jours")
    assert "Hypothèse" in wait.legal_reference


def test_a_choice_says_its_answers_and_what_each_leads_to() -> None:
    choice = course()["is-third-party"]
    assert {(branch.answer, branch.leads_to) for branch in choice.branches} == {
        ("Oui", "Donner un avis sur la demande d'un tiers"),
        ("Non", "Rendre le dossier complet"),
    }
    assert 'entitlement.kind = "third-party"' in {branch.condition for branch in choice.branches}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_nothing_is_told_without_a_name(language: Language) -> None:
    assert all(item.title for item in course(language).values())


def test_a_manifest_names_each_difference_with_its_reason() -> None:
    builder = a_package().manifest(dossier={"reference": "P1", "differences": [{"what": "No fee", "why": "Law 1-00"}]})
    assert builder.build().manifest["dossier"]["differences"] == [{"what": "No fee", "why": "Law 1-00"}]
    with pytest.raises(Exception, match="why"):
        a_package().manifest(dossier={"reference": "P1", "differences": [{"what": "No fee"}]}).build()
