"""YAML of packages: plain data only, each refusal with its line."""

from pathlib import Path

import pytest
import yaml

from app.procedures import yaml_source
from app.procedures.yaml_source import MAX_BYTES, SourceRefused, YamlSource, read_mapping

LIBRARY = sorted((Path(__file__).parents[2] / "processes").rglob("*.yaml"))


def _refusal(text: str | bytes) -> tuple[int | None, str]:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(SourceRefused) as refused:
        read_mapping(content, file="x.yaml")
    finding = refused.value.finding
    assert (finding.severity, finding.file) == ("error", "x.yaml")
    return finding.line, finding.message


def test_values_are_found_again_by_line() -> None:
    source = YamlSource(b"key: a\npieces:\n  - key: one\n  - key: two\n    note: x\n", file="x.yaml")

    assert source.line(("pieces", 1, "note")) == 5
    assert source.line(("pieces", 1, "absent")) == 4
    assert source.line(("absent",)) == 1


def test_a_key_that_stands_twice_is_refused_with_its_line() -> None:
    assert _refusal("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n") == (5, "The key “c” stands twice: keep one.")


@pytest.mark.parametrize("text", ["a: &x [1]\nb: *x\n", "a: &a {b: *a}\n"])
def test_aliases_are_refused(text: str) -> None:
    line, message = _refusal(text)
    assert "aliases" in message and line in (1, 2)


def test_a_billion_laughs_is_refused_at_its_first_alias() -> None:
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]" for n in range(9)]
    assert _refusal("\n".join(rows))[0] == 2


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system ['true']\n",
        "a: !!python/name:os.system\n",
        "!!python/object:object {}\n",
        "a: !secret x\n",
    ],
)
def test_tags_that_make_objects_are_refused(text: str) -> None:
    assert _refusal(text)[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        b"\xff\xfe\x00a",
        b"a: \x00",
        "a: [1, 2",
        "a: 'open",
        "\t- a",
        "a: 2026-13-45",
        "a: " + "9" * 6_000,
        "? {a: 1}\n: b",
        "--- {a: 1}\n--- {b: 2}",
        "- a\n- b",
        "text",
        "",
        "[" * 30_000,
        "{a: " * 5_000,
    ],
)
def test_what_is_no_mapping_of_plain_data_is_refused_not_a_crash(text: str | bytes) -> None:
    _refusal(text)


def test_a_huge_file_is_refused_unread() -> None:
    assert "at most" in _refusal(b"a: " + b"x" * MAX_BYTES)[1]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_libyaml_reads_the_library_as_pyyaml_does(path: Path) -> None:
    text = path.read_text()
    quick, exact = (
        yaml_source._loaded(loader(text)) for loader in (yaml_source._QuickLoader, yaml_source._ExactLoader)
    )
    assert quick[1] == exact[1]
    assert yaml.serialize(quick[0]) == yaml.serialize(exact[0])
    assert _lines(quick[0]) == _lines(exact[0])


def _lines(node: yaml.Node) -> list[int]:
    """The lines of every node below, in order."""
    inner = [each for pair in node.value for each in pair] if isinstance(node, yaml.MappingNode) else node.value
    below = inner if isinstance(node, yaml.CollectionNode) else []
    return [node.start_mark.line, *(line for each in below for line in _lines(each))]


def test_what_is_in_order_is_read_by_libyaml_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str) -> None:
        raise AssertionError("Expected libyaml alone to read the file, found PyYAML asked too.")

    monkeypatch.setattr(yaml_source, "_ExactLoader", refuse)
    assert YamlSource(b"key: [1, 2.5, true, 2026-01-01]", file="x.yaml").data["key"][:3] == [1, 2.5, True]
