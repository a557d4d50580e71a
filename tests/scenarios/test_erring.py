"""Wrong answers on a real form: what a scenario writes of them comes to what was posted, and is refused alike."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.deployments import prepare
from app.scenarios.asking import Asked, asked_of
from app.scenarios.erring import attempted, hidden_answers, refusals, request_with
from app.scenarios.trial import Trial, play
from tests.builders.packages import a_package

START = {
    "applicant_name": "Nora",
    "age": 30,
    "agreed": True,
    "children": [{"child": "Ali"}],
    "identity_card": ["c.pdf"],
}
POSTED = {
    "applicant_name": ["Nora"],
    "age": ["30"],
    "agreed": ["true"],
    "copies": ["1"],
    "children": ["1"],
    "children[0].child": ["Ali"],
}
NAMES = {"identity_card": ["c.pdf"]}
MORE: list[dict[str, Any]] = [
    {"type": "checkbox", "id": "agreed", "key": "agreed", "label": "Accord", "validate": {"required": True}},
    {
        "type": "number",
        "id": "copies",
        "key": "copies",
        "label": "Copies",
        "defaultValue": 1,
        "validate": {"required": True, "min": 1},
    },
    {
        "type": "dynamiclist",
        "id": "children",
        "path": "children",
        "label": "Enfants",
        "components": [
            {"type": "textfield", "id": "child", "key": "child", "label": "Prénom", "validate": {"required": True}}
        ],
    },
]


@pytest.fixture(scope="module")
def asked() -> Asked:
    """The form of a request with a box, a number that has a default, a list, and a file."""
    package = a_package().form("request", lambda components: components.extend(MORE)).build()
    return asked_of(play(prepare(package), Trial()).run, None)


def written(asked: Asked, changes: Mapping[str, list[str]], stored: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what a scenario writes of the request posted with some changes, after a look at what it refuses."""
    posted = {key: value for key, value in {**POSTED, **changes}.items() if value}
    attempt = attempted(asked, posted, NAMES, language="fr", start=START, stored=stored or {})
    again = refusals(asked, request_with(START, attempt.answers), language="fr")
    assert again == attempt.found.errors
    return dict(attempt.answers)


def test_the_request_itself_departs_in_nothing(asked: Asked) -> None:
    assert written(asked, {}) == {}


@pytest.mark.parametrize(
    ("changes", "departs"),
    [
        ({"age": ["beaucoup"]}, {"age": "beaucoup"}),
        ({"age": [""]}, {"age": None}),
        ({"copies": ["0"]}, {"copies": 0}),
        ({"copies": [""]}, {"copies": ""}),
        ({"agreed": []}, {"agreed": None}),
        ({"children[0].child": [""]}, {"children": [{"child": None}]}),
    ],
)
def test_only_what_departs_is_written(
    asked: Asked, changes: Mapping[str, list[str]], departs: Mapping[str, Any]
) -> None:
    assert written(asked, changes) == departs


def test_what_the_scenario_wrote_stays_where_it_comes_to_the_same(asked: Asked) -> None:
    assert written(asked, {"agreed": []}, stored={"agreed": False}) == {"agreed": False}
    assert written(asked, {"agreed": [], "age": ["x"]}, stored={"agreed": False}) == {"age": "x", "agreed": None}


def test_a_task_is_written_whole_without_what_was_left_empty(asked: Asked) -> None:
    posted = {**POSTED, "age": ["x"], "applicant_name": [""]}
    attempt = attempted(asked, posted, {}, language="fr", start=None, stored={})
    assert attempt.answers == {"age": "x", "agreed": True, "copies": 1, "children": [{"child": "Ali"}]}
    assert set(attempt.found.errors) == {"applicant_name", "age"}


def test_answers_that_the_page_cannot_show_are_told(asked: Asked) -> None:
    answers = {**START, "agreed": "peut-être", "nickname": "N"}
    assert hidden_answers(asked, answers, language="fr") == {"agreed": "peut-être", "nickname": "N"}
    assert hidden_answers(asked, START, language="fr") == {}
