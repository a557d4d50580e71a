"""Comparison of forms that nobody should have written: never an exception, the same in both directions, and told."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.procedures import ProcedurePackage
from app.procedures.comparison.forms import compare_forms
from app.queries.differences import group_differences
from tests.builders.packages import a_package

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "a", "%(x)s", "<script>", "=1 +", "عربي"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "value", "label"]), inner),
    max_leaves=5,
)
NAMES = ("id", "key", "type", "label", "text", "values", "validate", "conditional", "components", "properties")
COMPONENT = st.dictionaries(st.sampled_from(NAMES), ANYTHING | st.sampled_from(["radio", "group", "request"]))


SMALL = a_package().build()


def _with_form(components: list[Any]) -> ProcedurePackage:
    return replace(SMALL, forms={**SMALL.forms, "review": {"components": components}})


@settings(deadline=None, max_examples=100)
@given(left=st.lists(COMPONENT | ANYTHING, max_size=4), right=st.lists(COMPONENT | ANYTHING, max_size=4))
def test_any_form_is_compared_and_told(left: list[Any], right: list[Any]) -> None:
    before, after = _with_form(left), _with_form(right)

    forwards, backwards = list(compare_forms(before, after)), list(compare_forms(after, before))

    def seen(differences: Any) -> list[str]:
        return sorted(f"{one.change} {one.to_json()}" for one in differences)

    assert seen(one.mirrored() for one in forwards) == seen(backwards)
    assert left != right or not forwards
    for language in ("ar", "fr"):
        assert sum(group.count for group in group_differences(forwards, language)) == len(forwards)
