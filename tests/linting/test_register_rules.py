"""Tasks on shared registers: an unknown register, field, state or sum is found before the procedure runs."""

import pytest

from app.domain.findings import Finding
from app.domain.languages import Language
from app.linting.sentences import find_words
from app.procedures.registers import REGISTERS
from tests.builders.packages import PackageBuilder, a_package
from tests.world.registering import BIRTH, SOURCE, row_of, task


class _WithRegisters(PackageBuilder):
    def files(self) -> dict[str, bytes]:
        return {**super().files(), REGISTERS: SOURCE}


def drawn(builder: PackageBuilder, one_task: str) -> list[Finding]:
    """Return what the rule finds in a process of one task."""
    process = f'<process id="library-card" isExecutable="true">{row_of(one_task)}</process>'
    builder.draw(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        f'xmlns:mastara="urn:mastara:bpmn:1">{process}</definitions>'
    )
    return builder.findings("register-known")


def found(operation: str, **inputs: str) -> list[str]:
    """Return what the rule says of one task on a register."""
    return [finding.message for finding in drawn(_WithRegisters(), task("inscribe", operation, **inputs))]


ALL = {name: f"={name}" for name in BIRTH}


def test_a_whole_entry_is_accepted() -> None:
    assert found("register.add", register="births", **ALL) == []
    assert found("register.add", register="=chosen") == []


@pytest.mark.parametrize(
    ("operation", "inputs", "said"),
    [
        ("register.add", {"register": "birth"}, "found “birth”"),
        ("register.add", {"register": "births", **ALL, "colour": "red"}, "Found the input “colour”"),
        ("register.search", {"register": "births", "sex": "F"}, "Found a search by “sex”"),
        ("register.amend", {"register": "births", "entry": "=act.id", "state": "burnt"}, "found “burnt”"),
        (
            "register.reserve",
            {"register": "budget-lines", "entry": "=line", "reserve": "credit", "sum": "=price"},
            "among committed, paid",
        ),
    ],
)
def test_each_mistake_is_named(operation: str, inputs: dict[str, str], said: str) -> None:
    [message] = found(operation, **inputs)
    assert said in message


def test_each_required_field_that_is_missing_is_named() -> None:
    messages = found("register.add", register="births", child_first_ar="=first")
    assert len(messages) == 5
    assert any("“mother_first_ar”" in message for message in messages)


def test_a_package_without_the_file_has_no_registers() -> None:
    [finding] = drawn(a_package(), task("inscribe", "register.add", register="births"))
    assert finding.element == "inscribe"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_each_sentence_is_said_in_both_languages(language: Language) -> None:
    for message in found("register.add", register="births", colour="red"):
        assert find_words(message, language)
