"""Loading a package: every fault at once, with file and line; nothing half loaded."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.findings import Finding
from app.procedures import PackageRefused, load_package, package_from_files
from app.procedures.layout import MAX_FILES, MAX_TOTAL_BYTES, list_slugs, read_tree
from app.procedures.loader import MAX_JSON_BYTES
from app.settings import ROOT
from tests.builders.packages import SLUG, a_package

Files = dict[str, bytes]
MANIFEST = f"processes/{SLUG}/procedure.yaml"


def _files() -> Files:
    return a_package().files()


def _findings(files: Files) -> list[Finding]:
    with pytest.raises(PackageRefused) as refused:
        package_from_files(SLUG, files)
    assert refused.value.findings
    return refused.value.findings


def _replaced(files: Files, path: str, old: str, new: str) -> Files:
    text = files[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    return files | {path: text.replace(old, new, 1).encode()}


def _line_of(files: Files, path: str, words: str) -> int:
    return next(number for number, row in enumerate(files[path].decode().splitlines(), 1) if words in row)


@pytest.mark.parametrize("slug", list_slugs(ROOT / "processes"))
def test_each_shipped_package_loads_without_a_fault(slug: str) -> None:
    package = load_package(ROOT / "processes", ROOT / "forms", slug)

    assert package.key == slug and package.bpmn.process.id == slug
    assert not [finding for finding in package.findings if finding.severity == "error"]


def test_a_package_without_a_manifest_is_refused() -> None:
    files = _files()
    del files[MANIFEST]
    (finding,) = _findings(files)
    assert (finding.rule, finding.file) == ("manifest", MANIFEST)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version: 1.0.0", "version: 1.0", "version: 1.0"),
        ("audience: citizen", "audience: everybody", "audience"),
        ("effect: consent", "effect: perhaps", "effect"),
        ("provided_by: user", "provided_by: nobody", "provided_by"),
        ("starts: filed", "starts: someday", "starts"),
        ("system: demo", "system: demo\nsurprise: yes", "surprise"),
        ("type: law", "kind_of: law", "kind_of"),
    ],
)
def test_a_fault_of_the_manifest_is_reported_on_its_line(old: str, new: str, words: str) -> None:
    files = _replaced(_files(), MANIFEST, old, new)

    lines = {finding.line for finding in _findings(files) if finding.rule == "manifest"}

    assert _line_of(files, MANIFEST, words) in lines


def test_all_faults_of_the_manifest_are_reported_at_once() -> None:
    files = _replaced(_files(), MANIFEST, "audience: citizen", "audience: nobody")
    files = _replaced(files, MANIFEST, "effect: consent", "effect: perhaps")

    assert {finding.element for finding in _findings(files)} == {"audience", "silence.effect"}


def test_a_key_that_differs_from_the_folder_is_refused() -> None:
    files = _replaced(_files(), MANIFEST, f"key: {SLUG}", "key: another-card")
    assert any("like the folder" in finding.message for finding in _findings(files))


def test_a_listed_file_that_is_missing_is_refused() -> None:
    files = _files()
    path = f"forms/{SLUG}/review.json"
    del files[path]
    assert [(finding.rule, finding.element) for finding in _findings(files)] == [("index-missing", path)]


def test_a_file_that_nobody_lists_is_refused() -> None:
    path = f"processes/{SLUG}/documents/old.typ"
    found = _findings(_files() | {path: b"x"})
    assert [(finding.rule, finding.element) for finding in found] == [("index-unlisted", path)]


def test_a_changelog_needs_no_listing() -> None:
    assert package_from_files(SLUG, _files() | {f"processes/{SLUG}/CHANGELOG.md": b"# 1.0.0"})


def test_a_manifest_cannot_name_a_file_outside_of_its_folder() -> None:
    files = _replaced(_files(), MANIFEST, f"process: {SLUG}.bpmn", "process: ../../app/settings.py")
    assert "index-missing" in {finding.rule for finding in _findings(files)}


@pytest.mark.parametrize(
    "path",
    [
        "README",
        "processes/x",
        "app/store/x.py",
        f"processes/{SLUG}/../../etc/passwd",
        "/etc/passwd",
        f"processes/{SLUG}//x",
        f"processes/{SLUG}/a\\b",
        f"processes/{SLUG}/\x00",
    ],
)
def test_a_path_outside_of_the_layout_is_refused(path: str) -> None:
    assert {finding.rule for finding in _findings(_files() | {path: b"x"})} == {"path"}


def test_too_many_or_too_large_files_are_refused_unread() -> None:
    many = _files() | {f"forms/{SLUG}/{number}.json": b"{}" for number in range(MAX_FILES)}
    large = _files() | {f"forms/{SLUG}/large.json": b" " * MAX_TOTAL_BYTES}
    for files in (many, large):
        assert [finding.rule for finding in _findings(files)] == ["size"]


@pytest.mark.parametrize(
    ("content", "words"), [(b"[]", "object"), (b"{", "Expecting"), (b'{"id": "a", "id": "b"}', "stands twice")]
)
def test_a_shared_block_that_cannot_be_read_is_refused_not_a_crash(content: bytes, words: str) -> None:
    path = "forms/_shared/broken.json"
    found = _findings(_files() | {path: content})
    assert [(finding.rule, finding.file) for finding in found] == [("json", path)]
    assert words in found[0].message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[]", "object"),
        (b"{", "Expecting"),
        (b"\xff{}", ""),
        (b"[" * 100_000, ""),
        (b" " * (MAX_JSON_BYTES + 1), "at most"),
        (b'{"id": "review", "components": [{"key": "a", "key": "b"}]}', "'key' stands twice"),
        (b'{"id": NaN}', "NaN"),
    ],
)
def test_a_form_that_is_no_json_object_is_refused_not_a_crash(content: bytes, words: str) -> None:
    path = f"forms/{SLUG}/review.json"
    found = _findings(_files() | {path: content})
    assert [(finding.rule, finding.file) for finding in found] == [("json", path)]
    assert words in found[0].message


@pytest.mark.parametrize(
    "path",
    [
        f"processes/{SLUG}/messages/received.fr.txt",
        f"processes/{SLUG}/translations/ar.yaml",
        f"forms/{SLUG}/translations/fr.yaml",
        f"processes/{SLUG}/scenarios/accepted.yaml",
        f"processes/{SLUG}/{SLUG}.bpmn",
    ],
)
def test_a_file_that_is_not_utf8_is_refused_by_name(path: str) -> None:
    assert path in {finding.file for finding in _findings(_files() | {path: b"\xe9\xe8 latin"})}


def test_a_printed_library_that_is_not_utf8_is_refused_by_name() -> None:
    path = "processes/_shared/documents/letter.typ"
    assert {finding.file for finding in _findings(_files() | {path: b"\xff"})} == {path}


@pytest.mark.parametrize("text", ["parameters: 5", "parameters: [5]", "parameters: [{key: x}]", "[]"])
def test_unusable_shared_parameters_are_refused_not_a_crash(text: str) -> None:
    path = "processes/_shared/parameters.yaml"
    assert path in {finding.file for finding in _findings(_files() | {path: text.encode()})}


def _with_values(change: Callable[[list[dict[str, Any]]], object]) -> list[Finding]:
    """Change the parameters of the manifest; return what loading finds."""
    return _findings(a_package().edit_manifest(lambda manifest: change(manifest["parameters"])).files())


@pytest.mark.parametrize("amount", [0, -3, 1.5, 99_999_999, "dix"])
def test_a_period_that_is_none_is_refused_with_what_was_found(amount: object) -> None:
    (finding,) = _with_values(lambda parameters: parameters[0]["values"][0].update(value=amount))

    assert finding.element == "parameters.0.values" and repr(amount) in finding.message
    assert "between 1 and" in finding.message


def test_a_value_without_a_reference_is_refused() -> None:
    (finding,) = _with_values(lambda parameters: parameters[0]["values"][0].pop("legal_ref"))

    assert finding.element is not None and finding.element.endswith("legal_ref")


def test_two_values_from_the_same_day_are_refused() -> None:
    def twice(parameters: list[dict[str, Any]]) -> None:
        parameters[0]["values"].append(copy.deepcopy(parameters[0]["values"][0]) | {"value": 11})

    (finding,) = _with_values(twice)
    assert "2020-01-01" in finding.message and finding.element == "parameters.0.values"


def test_a_value_without_its_legal_reference_is_refused() -> None:
    (finding,) = _with_values(lambda parameters: parameters[0]["values"][0].pop("legal_ref"))
    assert finding.element == "parameters.0.values.0.legal_ref"


@pytest.mark.parametrize("value", [None, True, [1], {"a": 1}, float("nan"), float("inf")])
def test_a_value_that_is_neither_number_nor_text_is_refused(value: object) -> None:
    def change(parameters: list[dict[str, Any]]) -> None:
        parameters[0]["values"][0]["value"] = value

    (finding,) = _with_values(change)
    assert finding.element == "parameters.0.values.0.value"


def test_a_parameter_that_stands_twice_is_refused() -> None:
    found = _with_values(lambda parameters: parameters.append(copy.deepcopy(parameters[0])))
    assert ["stands twice" in finding.message for finding in found] == [True]


def test_a_parameter_that_is_also_a_group_is_refused() -> None:
    found = _with_values(
        lambda parameters: parameters.append(copy.deepcopy(parameters[0]) | {"key": "library.answer.late"})
    )
    assert ["first part of another key" in finding.message for finding in found] == [True]


def test_equal_files_have_one_digest_and_a_changed_byte_another() -> None:
    files = _files()
    changed = files | {f"processes/{SLUG}/CHANGELOG.md": b"#"}

    digest = package_from_files(SLUG, files).digest

    assert package_from_files(SLUG, dict(reversed(files.items()))).digest == digest
    assert package_from_files(SLUG, changed).digest != digest


def test_hidden_files_and_links_are_not_read_from_disk(tmp_path: Path) -> None:
    home = tmp_path / "processes" / SLUG
    home.mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (home / "procedure.yaml").write_text("key: x")
    (home / ".env").write_text("x")
    (home / "README.md").write_text("x")
    (home / "linked.typ").symlink_to(tmp_path / "secret")

    assert list(read_tree(tmp_path / "processes", tmp_path / "forms", SLUG)) == [MANIFEST]


def test_a_diagram_file_without_a_process_is_a_finding() -> None:
    empty = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
    found = _findings(_files() | {f"processes/{SLUG}/{SLUG}.bpmn": empty})
    assert [finding.rule for finding in found] == ["no-process"]
