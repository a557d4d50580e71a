"""One word joins diagram, form, scenarios, texts and legal period: a new one replaces it in all of them, or in none."""

import pytest

from app.linting import lint_files
from app.procedures.bpmn.renaming import RenameRefused, renamed_in_diagram
from app.procedures.element_renaming import diagram_path, renamed_element
from app.procedures.library import Library
from app.procedures.xml import XmlRefused
from app.settings import ROOT

SLUG = "civil-status-copy"
LIBRARY = Library(processes_root=ROOT / "processes", forms_root=ROOT / "forms")
DIAGRAM = f"processes/{SLUG}/{SLUG}.bpmn"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return LIBRARY.own_files(SLUG)


@pytest.fixture(scope="module")
def renamed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The package after “correct-reference” became “mend-reference”."""
    changes = renamed_element(SLUG, files, old="correct-reference", new="mend-reference")
    return {path: content for path, content in {**files, **changes}.items() if content is not None}


def test_the_old_name_is_nowhere_left(renamed: dict[str, bytes]) -> None:
    naming = {
        path: line.strip()
        for path, content in renamed.items()
        for line in content.decode().splitlines()
        if "correct-reference" in line.replace("notify-correct-reference", "") and "mend-reference" not in line
    }
    message_of_that_name = {
        DIAGRAM: '<mastara:input name="message" value="correct-reference" />',
        f"processes/{SLUG}/procedure.yaml": "- correct-reference",
    }
    assert naming == message_of_that_name
    assert f"forms/{SLUG}/mend-reference.json" in renamed
    assert b"notify-correct-reference, mend-reference]" in renamed[f"processes/{SLUG}/procedure.yaml"]
    assert b"- complete: mend-reference" in renamed[f"processes/{SLUG}/scenarios/corrected.yaml"]


def test_rules_of_the_policy_speak_of_the_new_name(files: dict[str, bytes]) -> None:
    manifest = f"processes/{SLUG}/procedure.yaml"
    rules = b"  texts:\n    tasks.correct-reference.action: open\n    tasks.correct-reference-more.action: open\n"
    written = {**files, manifest: files[manifest].replace(b"  texts:\n", rules, 1)}
    changed = renamed_element(SLUG, written, old="correct-reference", new="mend-reference")[manifest]
    assert changed is not None and b"    tasks.mend-reference.action: open\n    tasks.correct-reference-more" in changed


def test_the_package_is_as_sound_as_before(files: dict[str, bytes], renamed: dict[str, bytes]) -> None:
    shared = LIBRARY.shared_files()
    before = lint_files(SLUG, {**shared, **files})
    after = lint_files(SLUG, {**shared, **renamed})

    assert after.passed
    assert len(after.findings) == len(before.findings)


def test_only_the_lines_that_name_the_element_change(files: dict[str, bytes], renamed: dict[str, bytes]) -> None:
    before, after = files[DIAGRAM].splitlines(), renamed[DIAGRAM].splitlines()

    assert len(before) == len(after)
    assert all(b"correct-reference" in old for old, new in zip(before, after, strict=True) if old != new)


@pytest.mark.parametrize(
    ("new", "problem"),
    [("sign", "taken"), ("2-pieces", "shape"), ('a"b', "shape"), ("pièces", "shape"), ("", "shape")],
)
def test_a_name_that_cannot_be_is_refused(files: dict[str, bytes], new: str, problem: str) -> None:
    with pytest.raises(RenameRefused) as refused:
        renamed_element(SLUG, files, old="correct-reference", new=new)
    assert refused.value.problem == problem


def test_an_element_that_is_not_there_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(RenameRefused) as refused:
        renamed_element(SLUG, files, old="no-such", new="another")
    assert refused.value.problem == "unknown"


def test_the_form_of_another_is_never_overwritten(files: dict[str, bytes]) -> None:
    with pytest.raises(RenameRefused) as refused:
        renamed_element(SLUG, files, old="correct-reference", new="request")
    assert refused.value.problem == "form-taken"


def test_a_damaged_diagram_is_refused_whole(files: dict[str, bytes]) -> None:
    with pytest.raises(XmlRefused):
        renamed_element(SLUG, {**files, DIAGRAM: b"<definitions>"}, old="sign", new="signature")


def test_comments_scripts_and_names_that_hold_the_word_stay() -> None:
    source = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><!-- id="sign" --><process id="p">'
        b'<userTask id="sign" name="sign"/><scriptTask id="s"><script><![CDATA[<a id="sign"/>]]></script></scriptTask>'
        b'<sequenceFlow id="f" sourceRef="sign" targetRef="s"/></process></definitions>'
    )
    changed = renamed_in_diagram(source, file="a.bpmn", old="sign", new="signature")

    assert changed == source.replace(b'<userTask id="sign"', b'<userTask id="signature"').replace(
        b'sourceRef="sign"', b'sourceRef="signature"'
    )


def test_the_diagram_is_the_one_that_the_manifest_names() -> None:
    manifest = f"processes/{SLUG}/procedure.yaml"

    assert diagram_path(SLUG, {manifest: b"process: drawing.bpmn"}) == f"processes/{SLUG}/drawing.bpmn"
    assert diagram_path(SLUG, {manifest: b"process: ../../etc/passwd"}) == DIAGRAM
    assert diagram_path(SLUG, {manifest: b"process: [broken"}) == DIAGRAM
    assert diagram_path(SLUG, {}) == DIAGRAM
