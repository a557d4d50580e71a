"""Models that import others: names behind the import, nested imports, files that are missing (DMN 1.5, 6.3.3)."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from app.decisions import DecisionModel, Library, read_decisions
from app.decisions.graph import MOST_WAYS
from tests.builders.dmn import (
    a_dmn,
    component,
    decision,
    imported,
    input_data,
    item,
    knowledge,
    service,
    text,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

PEOPLE = a_dmn(
    item("Person", None, component("full name", "string"), component("age", "number")),
    input_data("person", "Person"),
    decision("greeting", text('"Hello " + person.full name'), needs=["person"]),
    decision("adult", text("person.age >= 18"), needs=["person"], type_name="boolean"),
    knowledge("years left", {"who": "Person"}, text("limit() - who.age"), knows=["limit"]),
    knowledge("limit", {}, text("60")),
    service("checking", gives=["adult"], needs=["person"]),
    namespace="urn:people",
)
OFFICE = a_dmn(
    imported("people", "urn:people"),
    decision("greeting", text('"Office: " + people.greeting'), asks=["urn:people#greeting"]),
    namespace="urn:office",
)
ANNA = {"full name": "Anna", "age": 20}


def a_model(*parts: str, beside: dict[str, bytes] | None = None, prefixes: str = "") -> DecisionModel:
    files = {"people.dmn": PEOPLE, "office.dmn": OFFICE} if beside is None else beside
    library = Library(files=lambda: files)
    return read_decisions(a_dmn(*parts, prefixes=prefixes), file="m.dmn", library=library)


@pytest.mark.parametrize(
    ("logic", "required", "expected"),
    [
        (text("people.greeting"), {"asks": ["urn:people#greeting"]}, "Hello Anna"),
        (text("people.person.age"), {"needs": ["urn:people#person"]}, 20),
        (
            text("people.years left(people.person)"),
            {
                "needs": ["urn:people#person"],
                "knows": ["urn:people#years-left"],
            },
            40,
        ),
        (text('people.checking({full name: "B", age: 3})'), {"knows": ["urn:people#checking"]}, False),
    ],
)
def test_a_required_element_of_another_file_is_seen_behind_the_name_of_the_import(logic, required, expected) -> None:
    model = a_model(imported("people", "urn:people"), decision("answer", logic, **required))

    assert model.findings() == []
    assert model.decide("answer", {"person": ANNA}, now=NOW).result == expected


@pytest.mark.parametrize("data", [{"person": ANNA}, {"people.person": ANNA}, {"people": {"person": ANNA}}])
def test_the_data_name_an_imported_input_plainly_or_behind_the_import(data) -> None:
    model = a_model(
        imported("people", "urn:people"), decision("answer", text("people.greeting"), asks=["urn:people#greeting"])
    )

    assert model.decide("answer", data, now=NOW).result == "Hello Anna"


def test_an_import_may_import_and_two_models_may_use_one_name() -> None:
    model = a_model(
        imported("the office", "urn:office"),
        imported("people", "urn:people"),
        decision(
            "greeting",
            text('"We: " + the office.greeting + ", " + people.greeting'),
            asks=[
                "urn:office#greeting",
                "urn:people#greeting",
            ],
        ),
    )

    decided = model.decide("greeting", {"person": ANNA}, now=NOW)

    assert decided.result == "We: Office: Hello Anna, Hello Anna"
    assert len(decided.steps) == 3


def test_an_element_of_an_import_of_an_import_is_seen_behind_both_names() -> None:
    logic = text("the office.people.person.age")
    model = a_model(imported("the office", "urn:office"), decision("answer", logic, needs=["urn:people#person"]))

    assert model.decide("answer", {"the office.people.person": ANNA}, now=NOW).result == 20


def test_two_imports_of_one_input_may_have_their_own_data() -> None:
    two = a_dmn(
        imported("folk", "urn:people"),
        decision("age", text("folk.person.age"), needs=["urn:people#person"]),
        namespace="urn:two",
    )
    model = a_model(
        imported("people", "urn:people"),
        imported("two", "urn:two"),
        decision("answer", text("[people.person.age, two.age]"), needs=["urn:people#person"], asks=["urn:two#age"]),
        beside={"people.dmn": PEOPLE, "two.dmn": two},
    )

    assert model.decide("answer", {"person": ANNA}, now=NOW).result == [20, 20]


def test_a_type_of_an_import_is_named_behind_it_or_with_its_prefix() -> None:
    for type_name in ("people.Person", "p:Person"):
        model = a_model(
            imported("people", "urn:people"),
            input_data("somebody", type_name),
            decision("answer", text("somebody.age"), needs=["somebody"]),
            prefixes='xmlns:p="urn:people"',
        )

        assert model.findings() == []
        assert model.decide("answer", {"somebody": ANNA}, now=NOW).result == 20
        assert model.evaluate("answer", {"somebody": "Anna"}, now=NOW).value is None


def test_an_import_without_a_name_adds_its_names_plainly() -> None:
    model = a_model(imported("", "urn:people"), decision("answer", text("greeting"), asks=["urn:people#greeting"]))

    assert model.decide("answer", {"person": ANNA}, now=NOW).result == "Hello Anna"


def a_file(namespace: str, *parts: str, includes: Sequence[str] = ()) -> bytes:
    return a_dmn(*(imported("", other) for other in includes), *parts, namespace=namespace)


def says(name: str, content: str) -> str:
    return decision(name, text(f'"{content}"'))


ASKS = decision("answer", text("rate"), asks=["rate"])


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([a_file("a", ASKS, includes=["b"]), a_file("b", says("rate", "b"))], "b"),
        ([a_file("a", ASKS, says("rate", "a"), includes=["b"]), a_file("b", says("rate", "b"))], "a"),
        (
            [
                a_file("a", ASKS, includes=["b"]),
                a_file("b", says("other", "b"), includes=["c", "d"]),
                a_file("c", says("rate", "c")),
                a_file("d", says("rate", "d")),
            ],
            "c",
        ),
        (
            [
                a_file("a", ASKS, says("basis", "a"), includes=["b"]),
                a_file("b", decision("rate", text("basis"), asks=["b#basis"]), says("basis", "b")),
            ],
            "a",
        ),
        ([a_file("a", includes=["b"]), a_file("b", ASKS, says("rate", "b"))], "b"),
        (
            [
                a_file("a", ASKS, includes=["b"]),
                a_file("b", imported("c", "c"), decision("rate", text("c.full rate"), asks=["c#full-rate"])),
                a_file("c", says("full rate", "c")),
            ],
            "c",
        ),
        ([a_file("a", ASKS, includes=["b"]), a_file("b", says("rate", "b"), includes=["a"])], "b"),
        ([a_file("a", ASKS, says("rate", "a"), includes=["a"])], "a"),
    ],
    ids=["beside", "own first", "first of several", "own for others", "all of it", "behind it", "circle", "itself"],
)
def test_the_elements_of_an_import_without_a_name_stand_beside_the_own_ones(files, expected) -> None:
    library = Library(files=lambda: {f"{number}.dmn": content for number, content in enumerate(files)})

    model = read_decisions(files[0], file="0.dmn", library=library)

    assert model.decide("answer", {}, now=NOW).result == expected
    assert "answer" in model.ids


def test_types_and_data_of_an_import_without_a_name_are_named_plainly() -> None:
    logic = text('person instance of Person and checking(person) and years left({full name: "B", age: 20}) = 40')
    model = a_model(
        imported("", "urn:people"), decision("answer", logic, needs=["person"], knows=["checking", "years left"])
    )

    assert model.decide("answer", {"person": ANNA}, now=NOW).result is True
    assert model.findings() == []


def test_an_import_of_the_first_version_is_named_by_its_prefix() -> None:
    parts = ('<import namespace="urn:people"/>', decision("answer", text("p.greeting"), asks=["urn:people#greeting"]))

    assert (
        a_model(*parts, prefixes='xmlns:p="urn:people"').decide("answer", {"person": ANNA}, now=NOW).result
        == "Hello Anna"
    )


def test_an_element_of_an_import_is_asked_behind_its_name() -> None:
    model = a_model(imported("people", "urn:people"), decision("answer", text("1")))

    assert model.decide("people.adult", {"person": ANNA}, now=NOW).result is True


def test_of_two_files_with_one_namespace_the_named_one_is_read() -> None:
    other = a_dmn(decision("greeting", text('"other"')), namespace="urn:people")
    model = a_model(
        imported("people", "urn:people", location="../models/other.dmn"),
        decision("answer", text("people.greeting"), asks=["urn:people#greeting"]),
        beside={"people.dmn": PEOPLE, "other.dmn": other},
    )

    assert model.decide("answer", {}, now=NOW).result == "other"


def test_a_missing_import_is_found_and_what_needs_it_is_null() -> None:
    model = a_model(
        imported("people", "urn:people"),
        decision("answer", text("people.greeting"), asks=["urn:people#greeting"]),
        beside={},
    )

    assert {one.rule for one in model.findings()} >= {"decision-import", "decision-missing-requirement"}
    assert model.evaluate("answer", {}, now=NOW).value is None


def test_imports_in_a_circle_are_found_and_not_followed() -> None:
    other = a_dmn(imported("me", "urn:test"), decision("x", text("1")), namespace="urn:other")
    own = a_dmn(imported("other", "urn:other"), decision("answer", text("other.x"), asks=["urn:other#x"]))
    library = Library(files=lambda: {"m.dmn": own, "other.dmn": other})

    model = read_decisions(own, file="m.dmn", library=library)

    assert model.decide("answer", {}, now=NOW).result == 1
    assert [one.rule for one in model.imports["other"].findings()] == ["decision-import"]


def test_imports_that_multiply_are_followed_for_a_while_only() -> None:
    files = {
        f"{number}.dmn": a_dmn(
            imported("a", f"urn:{number + 1}"),
            imported("b", f"urn:{number + 1}"),
            decision("d", text("1")),
            namespace=f"urn:{number}",
        )
        for number in range(30)
    }
    model = read_decisions(files["0.dmn"], file="0.dmn", library=Library(files=lambda: files))

    assert sum(1 for _ in model.reachable()) == MOST_WAYS
    assert model.decide("d", {}, now=NOW).result == 1


def test_an_import_that_is_no_model_is_found() -> None:
    broken = b'<definitions xmlns="urn:something" namespace="urn:people"/>'
    model = a_model(imported("people", "urn:people"), decision("a", text("1")), beside={"people.dmn": broken})

    (finding,) = model.findings()

    assert (finding.rule, finding.severity) == ("decision-import", "error")
    assert "people.dmn" in finding.message
