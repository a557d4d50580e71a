"""Corrections of one click: each makes its finding go away, changes nothing else, and breaks nothing."""

from collections.abc import Callable

import pytest

from app.linting import lint_files
from app.linting.fixes import apply_fix, find_fix, list_fixes
from tests.builders.packages import SLUG, PackageBuilder, a_package

INDEX = f"processes/{SLUG}/procedure.yaml"
DIAGRAM = f"processes/{SLUG}/{SLUG}.bpmn"
TIMER = "<timerEventDefinition><timeDuration>=parameters.library.answer</timeDuration></timerEventDefinition>"
Break = Callable[[PackageBuilder], object]


def _unlisted(path: str, content: bytes = b"{}") -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {**files, path: content}


def _missing(path: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {name: content for name, content in files.items() if name != path}


def _same(files: dict[str, bytes]) -> dict[str, bytes]:
    return files


STOP = {"waiting_at": ["review"], "reason": "correction", "legal_ref": "law-1-00 a.1"}
ONCE = STOP | {"once": True}
EXEMPTION = {"rule": "single-copy", "element": "x", "reason": "A reason long enough", "by": "N", "date": "2026-01-02"}
CASES: dict[str, tuple[str, Break, Callable[[dict[str, bytes]], dict[str, bytes]], set[str]]] = {
    "a text that nothing uses": (
        "stray-texts",
        lambda b: b.text("fr", "statuses.old", {"title": "x"}),
        _same,
        {f"processes/{SLUG}/translations/fr.yaml"},
    ),
    "a task without a title": (
        "task-texts",
        lambda b: b.text("ar", "tasks.review", None),
        _same,
        {f"processes/{SLUG}/translations/ar.yaml"},
    ),
    "an outcome without a title": (
        "outcomes-translated",
        lambda b: b.text("ar", "outcomes.lapsed.title", None),
        _same,
        {f"processes/{SLUG}/translations/ar.yaml"},
    ),
    "an unlisted scenario": ("index-unlisted", lambda b: b, _unlisted(f"processes/{SLUG}/scenarios/x.yaml"), {INDEX}),
    "an unlisted form": ("index-unlisted", lambda b: b, _unlisted(f"forms/{SLUG}/other.json"), {INDEX}),
    "a missing decision": (
        "index-missing",
        lambda b: b.manifest(decisions=["decisions/fee.dmn"]),
        _missing(f"processes/{SLUG}/decisions/fee.dmn"),
        {INDEX},
    ),
    "a process of another name": (
        "process-id",
        lambda b: b.diagram(f'<process id="{SLUG}"', '<process id="Process_1"'),
        _same,
        {DIAGRAM},
    ),
    "a process that may not run": (
        "process-id",
        lambda b: b.diagram('isExecutable="true"', 'isExecutable="false"'),
        _same,
        {DIAGRAM},
    ),
    "a flow to mark as default": (
        "flow-without-condition",
        lambda b: b.diagram(' default="to-refused"', ""),
        _same,
        {DIAGRAM},
    ),
    "a condition on the default": (
        "default-with-condition",
        lambda b: b.diagram(
            'targetRef="end-refused"></sequenceFlow>',
            'targetRef="end-refused">\n<conditionExpression>=age &gt; 3</conditionExpression></sequenceFlow>',
        ),
        _same,
        {DIAGRAM},
    ),
    "an error that does not interrupt": (
        "error-without-interruption",
        lambda b: b.diagram(TIMER, "<errorEventDefinition/>").diagram(
            'attachedToRef="review"', 'attachedToRef="review" cancelActivity="false"'
        ),
        _same,
        {DIAGRAM},
    ),
    "an id that a tool made": (
        "readable-id",
        lambda b: (
            b.diagram('id="tell-received"', 'id="Activity_0k3x9vz"')
            .diagram('"tell-received"', '"Activity_0k3x9vz"')
            .diagram(">tell-received<", ">Activity_0k3x9vz<")
        ),
        _same,
        {DIAGRAM},
    ),
    "a form of another name": (
        "form-definition",
        lambda b: b,
        lambda files: (
            files
            | {
                f"forms/{SLUG}/review.json": files[f"forms/{SLUG}/review.json"].replace(
                    b'"id": "review"', b'"id": "revue"'
                )
            }
        ),
        {f"forms/{SLUG}/review.json"},
    ),
    "a task without a form": (
        "user-task-form",
        lambda b: b.diagram('<userTask id="review"', '<userTask id="review" mastara:form="examine"'),
        _same,
        {
            INDEX,
            f"forms/{SLUG}/examine.json",
            f"forms/{SLUG}/translations/ar.yaml",
            f"forms/{SLUG}/translations/fr.yaml",
        },
    ),
    "a form that no task uses": (
        "form-unused",
        lambda b: b.diagram('<userTask id="review"', '<userTask id="review" mastara:form="request"'),
        _same,
        {
            INDEX,
            f"forms/{SLUG}/review.json",
            f"forms/{SLUG}/translations/ar.yaml",
            f"forms/{SLUG}/translations/fr.yaml",
        },
    ),
    "an article that is not listed": (
        "legal-article",
        lambda b: b.edit_manifest(lambda manifest: manifest["pieces"][0].update(legal_ref="law-1-00 a.9")),
        _same,
        {INDEX},
    ),
    "a request not declared as one": (
        "second-request",
        lambda b: b.edit_manifest(
            lambda manifest: manifest["deadline"].update(suspended_while=[STOP], half_window=True)
        ),
        _same,
        {INDEX},
    ),
    "a window not declared": (
        "second-request",
        lambda b: b.edit_manifest(
            lambda manifest: manifest["deadline"].update(suspended_while=[STOP | {"once": True}])
        ),
        _same,
        {INDEX},
    ),
    "an exemption that exempts nothing": ("exemptions", lambda b: b.manifest(exemptions=[EXEMPTION]), _same, {INDEX}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fix_corrects_its_finding_and_nothing_else(case: str) -> None:
    rule, damage, change, touched = CASES[case]
    builder = a_package()
    damage(builder)
    files = change(builder.files())
    report = lint_files(SLUG, files)
    finding = next(found for found in report.findings if found.rule == rule)
    known = find_fix(finding)
    assert known is not None

    changes = apply_fix(known, report, files, finding)

    assert changes is not None
    assert set(changes) == touched
    following = {path: content for path, content in {**files, **changes}.items() if content is not None}
    after = lint_files(SLUG, following).findings
    assert finding not in after


def test_every_fix_is_tried_here() -> None:
    assert {known.rule for known in list_fixes()} == {rule for rule, *_ in CASES.values()}


def test_a_condition_is_taken_from_the_default_flow_and_the_rest_stays() -> None:
    builder = a_package().diagram(
        'targetRef="end-refused"></sequenceFlow>',
        'targetRef="end-refused"><conditionExpression>=age &gt; 3</conditionExpression></sequenceFlow>',
    )
    files = builder.files()
    report = lint_files(SLUG, files)
    finding = next(found for found in report.findings if found.rule == "default-with-condition")
    known = find_fix(finding)
    assert known is not None
    changes = apply_fix(known, report, files, finding)
    assert changes == {DIAGRAM: a_package().files()[DIAGRAM]}


def test_a_fix_that_would_correct_nothing_is_not_made() -> None:
    builder = a_package().text("ar", "tasks.review", None).diagram("&#10;الفحص", "")
    report = lint_files(SLUG, builder.files())
    finding = next(found for found in report.findings if found.rule == "task-texts")
    known = find_fix(finding)
    assert known is not None
    assert apply_fix(known, report, builder.files(), finding) is None


def test_what_needs_a_decision_of_law_has_no_fix() -> None:
    for rule in ("legal-reference", "deadline-ceiling", "refusal-reasons", "piece-already-held", "certified-copy"):
        assert rule not in {known.rule for known in list_fixes()}


def test_an_id_is_renamed_everywhere_in_the_diagram() -> None:
    builder = a_package()
    for old, new in (('"tell-received"', '"Activity_0k3x9vz"'), (">tell-received<", ">Activity_0k3x9vz<")):
        builder.diagram(old, new)
    files = builder.files()
    report = lint_files(SLUG, files)
    finding = next(found for found in report.findings if found.rule == "readable-id")
    known = find_fix(finding)
    assert known is not None
    changes = apply_fix(known, report, files, finding)
    renamed = a_package().files()[DIAGRAM].replace(b"tell-received", b"accuser-reception")
    assert changes == {DIAGRAM: renamed.replace(b"shape-accuser-reception", b"shape-tell-received")}
