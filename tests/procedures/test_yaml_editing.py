"""A file that a person wrote is changed where the change is, and nowhere else."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.procedures.yaml_editing import edited, put, put_at, put_rows, put_words
from app.procedures.yaml_source import SourceRefused, read_mapping

LIBRARY = sorted([*Path("processes").rglob("*.yaml"), *Path("forms").rglob("*.yaml")])
FILE = "processes/x/procedure.yaml"
WRITTEN = b"""\
# What the file is.
key: example   # the slug
number: "36-21"
channels: [portal, counter]

# The pieces.
pieces:
  - {key: card, required: true, legal_ref: law-1 a.2}
  # Only for relatives.
  - {key: proof, required: '=relation = "child"', legal_ref: law-1 a.3}
# The fees.
fees:
  - {key: stamp, parameter: a.b}
texts:
  long: >-
    A sentence that goes on
    over two lines.
"""

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30),
    st.sampled_from(["yes", "no", "on", "1:30", "010", "1e3", "~", "null", "2020-01-01", "= 1", "a: b", "# c", "- d"]),
)
keys = st.text("abcdefyn_-", min_size=1, max_size=8)
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=12
)
mappings = st.dictionaries(keys, trees, min_size=1, max_size=5)


def changed(change, source: bytes = WRITTEN) -> list[str]:
    """Return the lines that are new, and with a minus those that are gone."""
    before, after = source.decode().splitlines(), edited(source, FILE, change).decode().splitlines()
    return [f"-{line}" for line in before if line not in after] + [line for line in after if line not in before]


@pytest.mark.parametrize("path", LIBRARY[::5], ids=str)
def test_a_file_of_the_library_that_is_not_changed_keeps_its_bytes(path):
    content = path.read_bytes()
    assert edited(content, str(path), lambda data: None) == content


@pytest.mark.parametrize("flow", [True, False, None])
@settings(max_examples=30, deadline=None)
@given(data=mappings)
def test_what_is_not_changed_keeps_its_bytes_and_one_more_key_keeps_all_other_data(flow, data):
    content = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, sort_keys=False).encode()
    data = read_mapping(content, file=FILE).data
    assert edited(content, FILE, lambda mapping: None) == content
    grown = edited(content, FILE, lambda mapping: put(mapping, "added", "no"))
    assert read_mapping(grown, file=FILE).data == {**data, "added": "no"}


@settings(max_examples=60, deadline=None)
@given(value=scalars)
def test_a_value_that_is_put_is_read_back_as_it_was(value):
    if value is None:
        return
    content = edited(WRITTEN, FILE, lambda mapping: put(mapping, "key", value))
    assert read_mapping(content, file=FILE).data["key"] == value


def test_only_the_line_of_the_changed_value_is_other():
    assert changed(lambda data: put(data, "number", "a-1")) == ['-number: "36-21"', 'number: "a-1"']
    assert changed(lambda data: put(data, "number", "36-21")) == []


def test_a_changed_row_keeps_the_comment_before_it():
    def change(data):
        rows = [dict(row) for row in data["pieces"]]
        rows[1]["legal_ref"] = "law-2 a.1"
        put_rows(data, "pieces", rows, identity="key")

    after = edited(WRITTEN, FILE, change).decode()
    assert "  # Only for relatives.\n  - {key: proof," in after
    assert changed(change) == [
        "-  - {key: proof, required: '=relation = \"child\"', legal_ref: law-1 a.3}",
        "  - {key: proof, required: '=relation = \"child\"', legal_ref: law-2 a.1}",
    ]


def test_a_removed_last_row_leaves_the_comment_of_what_follows():
    after = edited(WRITTEN, FILE, lambda data: put_rows(data, "pieces", [dict(data["pieces"][0])], identity="key"))
    assert b"proof" not in after
    assert b"# The fees.\nfees:" in after


def test_rows_can_all_go_and_come_back():
    empty = edited(WRITTEN, FILE, lambda data: put_rows(data, "fees", [], identity="key"))
    assert read_mapping(empty, file=FILE).data["fees"] == []
    again = edited(empty, FILE, lambda data: put_rows(data, "fees", [{"key": "stamp", "when": "=a"}], identity="key"))
    assert read_mapping(again, file=FILE).data["fees"] == [{"key": "stamp", "when": "=a"}]


def test_a_long_text_is_folded_and_reads_as_one_line():
    sentence = " ".join(["mot"] * 90)
    after = edited(WRITTEN, FILE, lambda data: put_at(data, ("texts", "long"), sentence))
    assert read_mapping(after, file=FILE).data["texts"]["long"] == sentence
    assert max(len(line) for line in after.decode().splitlines()) <= 120


def test_a_text_of_several_lines_keeps_its_lines():
    after = edited(WRITTEN, FILE, lambda data: put_at(data, ("texts", "new", "body"), "Un\n\nDeux"))
    assert read_mapping(after, file=FILE).data["texts"]["new"]["body"] == "Un\n\nDeux"


def test_taking_the_last_value_of_a_mapping_takes_the_mapping():
    after = edited(WRITTEN, FILE, lambda data: put_at(data, ("texts", "long"), None))
    assert "texts" not in read_mapping(after, file=FILE).data


def test_a_word_is_added_to_a_list_on_its_line():
    change = changed(lambda data: put_words(data, "channels", ["portal", "counter", "post"]))
    assert change == ["-channels: [portal, counter]", "channels: [portal, counter, post]"]


def test_an_empty_file_becomes_one_with_the_value():
    assert edited(b"", FILE, lambda data: put_at(data, ("a", "b"), "yes")) == b"a:\n  b: 'yes'\n"


@pytest.mark.parametrize(
    "content", [b"- a\n", b"a: &x 1\nb: *x\n", b"a: 1\na: 2\n", b"a: [", b"\xff", b"a: !!python/name:os.system x\n"]
)
def test_what_the_reader_refuses_is_not_edited(content):
    with pytest.raises(SourceRefused):
        edited(content, FILE, lambda data: put(data, "a", "b"))
