"""Requests to outside systems: a wrong system, kind, field or a wait that recognises no answer is found beforehand."""

import pytest

from app.domain.findings import Finding
from app.domain.languages import Language
from app.linting.sentences import find_words
from app.procedures.systems import SYSTEMS, read_systems
from tests.builders.packages import PackageBuilder
from tests.world.asking import MESSAGE, SOURCE, VISA, asks_for_a_visa


class _WithSystems(PackageBuilder):
    def files(self) -> dict[str, bytes]:
        return {**super().files(), SYSTEMS: SOURCE}


def found(inside: str) -> list[Finding]:
    """Return what the rule finds in a process."""
    builder = _WithSystems().draw(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mastara="urn:mastara:bpmn:1">'
        f'{MESSAGE}<process id="library-card" isExecutable="true">{inside}</process></definitions>'
    )
    return builder.findings("system-known")


def test_a_whole_request_and_its_wait_are_accepted() -> None:
    assert found(asks_for_a_visa()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"system": "tgr"}, "found “tgr”"),
        ({"kind": "visa"}, "found “visa”"),
        ({"colour": "red"}, "Found the input “colour”"),
        ({"amount": ""}, "“amount”"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_each_mistake_of_a_request_is_named(changes: dict[str, str], said: str, language: Language) -> None:
    [finding] = found(asks_for_a_visa(**changes))
    assert said in finding.message and finding.element == "visa"
    assert find_words(finding.message, language)


def test_a_wait_names_the_request_whose_answer_it_takes() -> None:
    [finding] = found(asks_for_a_visa().replace(' mastara:correlation="=visa.reference"', ""))
    assert finding.element == "answered"


def test_the_library_declares_each_system_whole() -> None:
    read = read_systems(SOURCE, file=SYSTEMS)
    assert read.problems == ()
    visa = read.systems["treasury"].kinds["expense-visa"]
    assert {field.key for field in visa.asks} == set(VISA) - {"system", "kind", "expiry"} | {"supplier"}


def test_an_answer_may_not_take_the_name_of_what_every_answer_tells() -> None:
    source = SOURCE.replace(b"{key: observations,", b"{key: outcome,")
    assert "answers with “outcome”" in " ".join(read_systems(source, file=SYSTEMS).problems)
