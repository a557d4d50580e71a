"""Our server and the real form-js viewer show, compute and refuse the same, for random forms and answers.

`MASTARA_PARITY_PAIRS=500 pytest tests/forms/parity` runs the long proof.
"""

import copy
import os
from collections.abc import Iterator, Mapping

import pytest

from tests.forms.builders import a_form, validate
from tests.forms.parity.form_js import CHROMIUM, Outcome, ask_form_js, open_viewer
from tests.forms.parity.random_forms import FormMaker

PAIRS = int(os.environ.get("MASTARA_PARITY_PAIRS", "60"))


def paths(answers: Mapping[str, object], start: str = "") -> Iterator[str]:
    """Give the path of each answer, those of rows included."""
    for key, value in answers.items():
        if isinstance(value, dict):
            yield from paths(value, f"{start}{key}.")
            continue
        rows = isinstance(value, list) and any(isinstance(row, dict) for row in value)
        if not rows:
            yield f"{start}{key}"
            continue
        for index, row in enumerate(value):
            yield from paths(row, f"{start}{key}[{index}].")


def ask_platform(schema: dict[str, object], answers: dict[str, object]) -> Outcome:
    """Return what our server does with the same form and answers."""
    form = a_form(*schema["components"])
    assert [finding for finding in form.findings if finding.severity == "error"] == []
    found = validate(form, answers)
    lists = {field.key for field in form.fields if field.is_scope}
    shown = {path for path in paths(found.entered) if path not in lists} | found.errors.keys()
    computed = {field.key: found.answers.get(field.key) for field in form.fields if field.type == "expression"}
    return Outcome(
        shown=frozenset(shown),
        refused=frozenset(found.errors),
        computed={key: value for key, value in computed.items() if key in found.answers},
    )


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here")
def test_random_forms_behave_as_in_form_js() -> None:
    different = []
    with open_viewer() as page:
        for seed in range(PAIRS):
            schema, answers = FormMaker(seed).make()
            theirs = ask_form_js(page, copy.deepcopy(schema), copy.deepcopy(answers))
            ours = ask_platform(schema, answers)
            if ours != theirs:
                different.append((seed, ours, theirs))
    assert different == [], f"{len(different)} of {PAIRS} pairs differ"
