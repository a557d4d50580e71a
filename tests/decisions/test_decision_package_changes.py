"""A decision comes, changes its name and goes: index and tasks follow; and what it asks is told before it is tried."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.decisions import read_decisions, read_package_decision
from app.decisions.package_changes import (
    add_decision,
    decision_path,
    list_decision_files,
    remove_decision,
    rename_decision,
    tasks_by_file,
)
from app.decisions.questions import Question, list_questions, nested
from app.domain.clock import FixedClock
from app.linting import lint_files
from app.procedures import package_from_files
from app.procedures.changes import PartRefused
from app.settings import ROOT
from tests.builders.packages import SLUG, a_package
from tests.conftest import MORNING

Files = dict[str, bytes]
FEE = ROOT / "processes/civil-status-copy/decisions/fee.dmn"
BEFORE = '<sequenceFlow id="to-review" sourceRef="tell-received" targetRef="review">'
TASK = """<businessRuleTask id="rate" name="Calculer&#10;حساب" />
<sequenceFlow id="to-rate" sourceRef="tell-received" targetRef="rate"></sequenceFlow>"""


@pytest.fixture
def files() -> Files:
    """A package with a business rule task that asks nothing yet."""
    files = a_package().files()
    diagram = f"processes/{SLUG}/{SLUG}.bpmn"
    drawn = files[diagram].decode().replace(BEFORE, TASK + BEFORE.replace("tell-received", "rate"))
    files[diagram] = drawn.encode()
    return files


def after(files: Files, changes: Mapping[str, bytes | None]) -> Files:
    merged = {**files, **changes}
    return {path: content for path, content in merged.items() if content is not None}


@pytest.fixture
def with_rate(files: Files) -> Files:
    return after(
        files, add_decision(files, SLUG, "rate", title="Tarif", question="age", output="Résultat", task="rate")
    )


def test_a_new_decision_is_listed_readable_and_asked_by_its_task(files: Files, with_rate: Files) -> None:
    package = package_from_files(SLUG, with_rate)
    model = read_package_decision(package, "decisions/rate.dmn")

    assert tasks_by_file(files, SLUG) == {"": ["rate"]} and tasks_by_file(with_rate, SLUG) == {"rate": ["rate"]}
    assert package.bpmn.elements["rate"].result == "rate"
    assert not [found for found in model.findings() if found.severity == "error"]
    assert model.evaluate("rate", {"age": "30"}, now=FixedClock(MORNING).now()).result == "…"


def test_a_renamed_decision_takes_its_task_and_its_drawing_along(with_rate: Files) -> None:
    changed = after(with_rate, rename_decision(with_rate, SLUG, "rate", "card-rate"))

    assert list_decision_files(changed, SLUG) == ["card-rate"]
    assert tasks_by_file(changed, SLUG) == {"card-rate": ["rate"]}
    assert b'dmnElementRef="card-rate"' in changed[decision_path(SLUG, "card-rate")]
    assert "decision-known" not in {found.rule for found in lint_files(SLUG, changed).errors}


def test_a_removed_decision_leaves_a_task_that_the_checks_report(with_rate: Files) -> None:
    changed = after(with_rate, remove_decision(with_rate, SLUG, "rate"))

    assert list_decision_files(changed, SLUG) == []
    assert "decision-known" in {found.rule for found in lint_files(SLUG, changed).errors}


def test_a_damaged_decision_file_can_still_be_renamed_and_removed(with_rate: Files) -> None:
    with_rate[decision_path(SLUG, "rate")] = b"<definitions"

    assert after(with_rate, rename_decision(with_rate, SLUG, "rate", "other"))[decision_path(SLUG, "other")]
    assert decision_path(SLUG, "rate") not in after(with_rate, remove_decision(with_rate, SLUG, "rate"))


@pytest.mark.parametrize(("name", "problem"), [("rate", "taken"), ("a/b", "shape"), ("<b>", "shape")])
def test_a_name_that_cannot_be_used_is_refused(with_rate: Files, name: str, problem: str) -> None:
    with pytest.raises(PartRefused) as refused:
        add_decision(with_rate, SLUG, name, title="", question="a", output="b")
    assert refused.value.problem == problem


def test_a_task_that_the_diagram_lacks_is_refused(with_rate: Files) -> None:
    with pytest.raises(PartRefused) as refused:
        add_decision(with_rate, SLUG, "other", title="", question="a", output="b", task="nobody")
    assert refused.value.problem == "task"


def test_a_title_with_markup_stays_a_title(files: Files) -> None:
    changed = add_decision(files, SLUG, "rate", title='<b>"A & B"</b>', question="a < b", output="]]>")

    content = changed[decision_path(SLUG, "rate")] or b""
    assert read_decisions(content, file="rate.dmn").decisions[0].name == '<b>"A & B"</b>'


def test_a_shipped_decision_tells_what_it_asks_by_its_columns() -> None:
    questions = list_questions(read_decisions(FEE.read_bytes(), file="fee.dmn"), "fee")

    by_name = {question.name: question for question in questions}
    assert by_name["entitlement.kind"].choices == ("entitled", "third-party", "authority")
    assert by_name["dest_country"] == Question(name="dest_country", label="Pays de destination", type="string")
    assert not [name for name in by_name if name.startswith("parameters")]


def test_answers_under_dotted_names_become_contexts() -> None:
    assert nested({"entitlement.kind": "entitled", "qty": 2}) == {"entitlement": {"kind": "entitled"}, "qty": 2}


def test_an_unknown_decision_asks_nothing() -> None:
    assert list_questions(read_decisions(Path(FEE).read_bytes(), file="fee.dmn"), "none") == ()
