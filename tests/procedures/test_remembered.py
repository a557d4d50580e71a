"""What was read of a file is remembered by its content, and a change is always seen."""

from pathlib import Path

import pytest

from app.linting import lint_files
from app.procedures.layout import read_tree
from app.procedures.remembered import remembered
from app.procedures.yaml_source import SourceRefused, YamlSource, read_mapping
from tests.builders.packages import SLUG, a_package

ROOT = Path(__file__).parents[2]


def test_a_reader_is_asked_once_for_each_name_and_content() -> None:
    asked: list[tuple[str, bytes]] = []

    @remembered()
    def read(content: bytes, *, file: str) -> int:
        asked.append((file, content))
        return len(content)

    assert [read(b"abc", file="a"), read(b"abc", file="a"), read(b"abc", file="b"), read(b"abcd", file="a")] == [
        3,
        3,
        3,
        4,
    ]
    assert asked == [("a", b"abc"), ("b", b"abc"), ("a", b"abcd")]


def test_what_was_used_longest_ago_goes_first() -> None:
    asked: list[bytes] = []

    @remembered(most_bytes=6)
    def read(content: bytes, *, file: str) -> bytes:
        asked.append(content)
        return content

    for content in (b"aaa", b"bbb", b"aaa", b"ccc", b"aaa", b"bbb"):
        read(content, file="x")
    assert asked == [b"aaa", b"bbb", b"ccc", b"bbb"]


def test_a_file_that_is_refused_is_refused_again() -> None:
    for _ in range(2):
        with pytest.raises(SourceRefused):
            read_mapping(b"- a list", file="list.yaml")


def test_linting_again_after_a_change_sees_the_change_and_nothing_else() -> None:
    files = a_package().files()
    first = lint_files(SLUG, files)
    broken = a_package().text("ar", "fiche.title", None).files()
    second = lint_files(SLUG, broken)
    third = lint_files(SLUG, files)
    assert first.findings == third.findings == ()
    assert [finding.rule for finding in second.findings] == ["fiche-texts"]


def test_linting_again_parses_only_the_file_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    slug = "civil-status-copy"
    files = read_tree(ROOT / "processes", ROOT / "forms", slug)
    lint_files(slug, files)
    parsed: list[str] = []

    class Counting(YamlSource):
        def __init__(self, content: bytes, *, file: str) -> None:
            parsed.append(file)
            super().__init__(content, file=file)

    monkeypatch.setattr("app.procedures.yaml_source.YamlSource", Counting)
    changed = f"processes/{slug}/translations/zgh.yaml"
    lint_files(slug, {**files, changed: files[changed] + b"\n# changed\n"})
    assert parsed == [changed]
