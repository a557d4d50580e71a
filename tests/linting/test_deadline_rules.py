"""What a manifest declares of its legal period, each part broken alone."""

from typing import Any

import pytest

from tests.builders.packages import a_package


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"restarts_after": ["supply"]}, "deadline.restarts_after.0"),
        ({"ends_after": ["decide"]}, "deadline.ends_after.0"),
        (
            {"suspended_while": [{"waiting_at": ["pay"], "reason": "payment", "legal_ref": "law-1-00 a.1"}]},
            "deadline.suspended_while.0.waiting_at.0",
        ),
        (
            {"suspended_while": [{"waiting_at": ["review"], "reason": "payment", "legal_ref": "law-9-99 a.1"}]},
            "deadline.suspended_while.0.legal_ref",
        ),
        (
            {"extension": {"reasons": ["public-inquiry"], "legal_ref": "law-9-99 a.1"}},
            "deadline.extension.legal_ref",
        ),
        (
            {"extension": {"reasons": ["public-inquiry"], "parameter": "library.more", "legal_ref": "law-1-00 a.1"}},
            "deadline.extension",
        ),
    ],
)
def test_a_wrong_name_in_the_legal_period_is_found(change: dict[str, Any], place: str) -> None:
    builder = a_package().edit_manifest(lambda manifest: manifest["deadline"].update(change))

    assert [finding.element for finding in builder.findings("deadline-elements")] == [place]


def test_a_period_that_names_what_is_drawn_is_accepted() -> None:
    declared = {
        "ends_after": ["review"],
        "suspended_while": [{"waiting_at": ["review"], "reason": "payment", "legal_ref": "law-1-00 a.1"}],
        "extension": {
            "reasons": ["public-inquiry"],
            "parameter": "library.review_target",
            "legal_ref": "law-1-00 a.1",
        },
    }
    builder = a_package().edit_manifest(lambda manifest: manifest["deadline"].update(declared))

    assert builder.findings("deadline-elements") == []
