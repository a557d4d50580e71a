"""An overlay is one readable file: written and read without loss, refused with lines."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.procedures.tailoring import OverlayRefused, read_overlay, resolve, write_overlay
from app.procedures.tailoring.kinds import (
    AddField,
    AddPiece,
    HideField,
    MapRole,
    Option,
    ReplaceBlock,
    RequireField,
    SwitchStep,
    words_of,
)
from tests.builders.tailoring import a_base, an_overlay, change, set_to

FILE = "processes/library-card/overlays/azrou.yaml"
LABEL = words_of({"fr": "Oui : « non »", "ar": "نعم"})
WHOLE = an_overlay(
    set_to("library.card_fee", 300),
    set_to("library.answer", 9),
    change("fiche.summary", fr="Deux\nlignes # ici", ar="سطران"),
    AddField(
        form="request",
        slot="form",
        field="local_a",
        type="radio",
        label=LABEL,
        hint=LABEL,
        required=True,
        options=(Option(value="yes", label=LABEL),),
    ),
    AddField(form="request", slot="form", field="local_b", type="number", label=LABEL),
    HideField(form="request", field="age"),
    RequireField(form="review", field="verdict_reasons"),
    AddPiece(piece="local-a", slot="form", title=LABEL, note=LABEL, legal_ref="law-1-00 a.1"),
    MapRole(role="librarian", to="archivist"),
    ReplaceBlock(document="card", block="closing", to=LABEL),
    SwitchStep(step="notice", turn=False),
    base=a_base(),
)
PLAIN = """# Pourquoi : voir le compte rendu.
procedure: library-card
base: {version: 1.0.0}
commune: azrou
reason: Le conseil a décidé d'alléger.
author: F. Amrani
effect: {from: 2026-04-01}
operations:
  - {do: switch-step, step: notice, turn: off}
"""


def test_an_overlay_is_written_and_read_without_loss() -> None:
    written = write_overlay(WHOLE, file=FILE)
    assert read_overlay(written, file=FILE) == WHOLE
    assert write_overlay(WHOLE, file=FILE, source=written) == written


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


OPEN = a_base(lambda one: one.manifest(policy={"default": "open"}))


class WithoutAliases(yaml.SafeDumper):
    """Writes a value that stands in two places twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@settings(max_examples=120, deadline=None, derandomize=True)
@given(place=st.integers(0, 10_000), part=PARTS)
def test_an_overlay_with_anything_in_one_place_is_read_or_refused_with_a_line(place: int, part: Any) -> None:
    data = WHOLE.to_data() | {"base": {"version": "1.0.0"}}
    spots = list(_spots(data))
    holder, key = spots[place % len(spots)]
    holder[key] = part
    content = yaml.dump(data, Dumper=WithoutAliases, allow_unicode=True).encode()
    try:
        result = resolve(OPEN, read_overlay(content, file=FILE))
    except OverlayRefused as refused:
        assert refused.findings and all(finding.line for finding in refused.findings)
    else:
        assert (result.variant is None) == bool(result.errors)


def _spots(node: Any) -> Iterator[tuple[Any, Any]]:
    """Give every place of nested data as (what holds it, key)."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in list(pairs):
        yield node, key
        yield from _spots(inner)


def test_the_comments_of_a_file_outlive_a_change() -> None:
    overlay = read_overlay(PLAIN.encode(), file=FILE)
    assert overlay.operations == (SwitchStep(step="notice", turn=False),) and overlay.base.digest is None
    written = write_overlay(overlay, file=FILE, source=PLAIN.encode()).decode()
    assert written.startswith("# Pourquoi : voir le compte rendu.\nprocedure: library-card\n")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("do: switch-step", "do: run-code", 9, "Expected an operation"),
        ("do: switch-step", "do: {a: b}", 9, "Expected an operation"),
        ("step: notice, ", "", 9, "Missing data"),
        ("turn: off}", "turn: off, on: true}", 9, "Unknown field"),
        ("turn: off", "turn: perhaps", 9, "Not a valid boolean"),
        ("1.0.0", "one", 3, "String does not match"),
        ("from: 2026-04-01", "from: 2026-04-01, until: 2026-03-01", 7, "Expected an end of effect after"),
        ("Le conseil a décidé d'alléger.", "Non", 5, "between 10 and 2000"),
        ("commune: azrou", "commune: ../azrou", 4, "lower-case words"),
        ("{do: switch-step, step: notice, turn: off}", "[1]", 9, "Expected an operation"),
        (
            "{do: switch-step, step: notice, turn: off}",
            "{do: change-text, text: fiche.title, to: {fr: ' '}}",
            9,
            "signs without control signs",
        ),
        (
            "{do: switch-step, step: notice, turn: off}",
            "{do: set-parameter, parameter: library.answer, values: [{from: 2026-01-01, value: .inf, legal_ref: loi}]}",
            9,
            "Expected a number or a text",
        ),
        (
            "{do: switch-step, step: notice, turn: off}",
            "{do: add-field, form: request, slot: form, field: age2, type: number, label: {fr: a, ar: ب}}",
            9,
            "begins with local_",
        ),
        ("operations:", "operations: &a\n  - *a\nmore:", None, "aliases"),
    ],
)
def test_what_is_no_overlay_is_refused_at_its_line(old: str, new: str, line: int | None, says: str) -> None:
    assert old in PLAIN
    with pytest.raises(OverlayRefused) as refused:
        read_overlay(PLAIN.replace(old, new).encode(), file=FILE)
    [finding] = refused.value.findings
    assert says in finding.message and finding.file == FILE
    assert line is None or finding.line == line
