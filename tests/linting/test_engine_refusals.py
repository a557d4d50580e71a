"""What the engine does not run as drawn is told while drawing: the linter says it, with element and line."""

import pytest

from app.linting import lint_files
from tests.builders.packages import SLUG, a_package

REVIEW = '<userTask id="review" name="Examiner&#10;الفحص"'
TIMER = "<timerEventDefinition><timeDuration>=parameters.library.answer</timeDuration></timerEventDefinition>"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("exclusiveGateway", "complexGateway", "unsupported-element"),
        ("</timerEventDefinition>", "</timerEventDefinition><signalEventDefinition/>", "unsupported-event"),
        (TIMER, "<conditionalEventDefinition/>", "missing-condition"),
        ("=parameters.library.answer", "=1 +", "invalid-expression"),
        ("=parameters.library.answer", "P99999999M", "invalid-timer"),
        ('attachedToRef="review"', 'attachedToRef="reviw"', "boundary-without-host"),
        ('default="to-refused"', 'default="to-nowhere"', "dangling-default"),
        ('sourceRef="filed" targetRef="tell-received"', 'sourceRef="filed" targetRef="review"', "unreachable-node"),
    ],
)
def test_what_would_not_run_is_told(old: str, new: str, rule: str) -> None:
    errors = lint_files(SLUG, a_package().diagram(old, new).files()).errors
    found = [finding for finding in errors if finding.rule == rule]
    assert found
    assert all(finding.element and finding.line for finding in found)


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        ("<standardLoopCharacteristics/>", "endless-loop"),
        ("<multiInstanceLoopCharacteristics/>", "repetition-without-list"),
    ],
)
def test_a_repetition_without_an_end_is_told(inside: str, rule: str) -> None:
    builder = a_package().diagram('mastara:target="library.review_target"></userTask>', f">{inside}</userTask>")
    assert [finding.element for finding in builder.findings(rule)] == ["review"]


def test_an_error_that_nobody_catches_is_told() -> None:
    builder = a_package().diagram("<process ", '<error id="late" name="late" errorCode="late"/><process ')
    end = 'mastara:outcome="lapsed" mastara:status="closed">'
    builder.diagram(end, f'{end}<errorEventDefinition errorRef="late"/>')
    assert [finding.element for finding in builder.findings("uncaught-error")] == ["end-lapsed"]


@pytest.mark.parametrize(("code", "found"), [("late", []), ("other", ["thrown"])])
def test_an_error_is_caught_by_an_event_of_its_code(code: str, found: list[str]) -> None:
    inner = (
        '<startEvent id="in" name="a&#10;ا"/><endEvent id="thrown" name="b&#10;ب">'
        '<errorEventDefinition errorRef="late"/></endEvent><sequenceFlow id="on" sourceRef="in" targetRef="thrown"/>'
    )
    declared = '<error id="late" name="late" errorCode="late"/><error id="other" name="other" errorCode="other"/>'
    builder = (
        a_package()
        .diagram("<process ", f"{declared}<process ")
        .diagram(TIMER, f'<errorEventDefinition errorRef="{code}"/>')
    )
    builder.diagram(REVIEW, '<subProcess id="review" name="Examiner&#10;الفحص"')
    builder.diagram('mastara:target="library.review_target"></userTask>', f">{inner}</subProcess>")
    assert [finding.element for finding in builder.findings("uncaught-error")] == found
