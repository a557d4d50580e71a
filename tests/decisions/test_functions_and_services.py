"""Business knowledge models and decision services: as functions, and as what is asked (DMN 1.5, 6.3 and 10.4)."""

from datetime import UTC, datetime

import pytest

from app.decisions import DecisionModel, read_decisions
from tests.builders.dmn import a_dmn, context, decision, input_data, invocation, knowledge, service, text

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

FEE = knowledge("stamp fee", {"copies": "number", "rate": "number"}, text("copies * rate"), type_name="number")
COUNT_DOWN = knowledge(
    "count down", {"n": "number"}, text("if n <= 0 then 0 else count down(n - 1)"), knows=["count down"]
)
SERVED = (
    input_data("copies", "number"),
    input_data("rate", "number"),
    decision("base", text("copies * rate"), needs=["copies", "rate"], type_name="number"),
    decision("discount", text("base / 10"), asks=["base"], type_name="number"),
    decision("total", text("base - discount"), asks=["base", "discount"], type_name="number"),
    decision("label", text('"fee " + string(total)'), asks=["total"]),
)


def a_model(*parts: str) -> DecisionModel:
    return read_decisions(a_dmn(*parts), file="m.dmn")


@pytest.mark.parametrize(
    "logic",
    [
        text("stamp fee(3, 20)"),
        text("stamp fee(rate: 20, copies: 3)"),
        invocation("stamp fee", copies="3", rate="20"),
        context(("fee", invocation("stamp fee", rate="20", copies="1 + 2")), (None, text("fee"))),
    ],
)
def test_a_function_is_called_by_position_by_name_and_by_invocation(logic) -> None:
    assert a_model(FEE, decision("answer", logic, knows=["stamp fee"])).decide("answer", {}, now=NOW).result == 60


@pytest.mark.parametrize("called", ["stamp fee(3)", "stamp fee(3, 20, 1)", 'stamp fee("3", 20)', "stamp fee(n: 1)"])
def test_a_call_that_does_not_fit_the_parameters_is_null(called) -> None:
    model = a_model(FEE, decision("answer", text(called), knows=["stamp fee"]))

    assert model.evaluate("answer", {}, now=NOW).value is None


def test_a_parameter_that_is_not_named_is_null() -> None:
    model = a_model(FEE, decision("answer", text("stamp fee(copies: 3)"), knows=["stamp fee"]))

    assert model.decide("answer", {}, now=NOW).result is None


def test_a_function_sees_its_parameters_and_what_it_requires_and_no_data() -> None:
    model = a_model(
        input_data("copies"),
        knowledge("twice", {"n": None}, text("n * 2")),
        knowledge("charge", {"n": None}, text("[twice(n), copies]"), knows=["twice"]),
        decision("answer", text("charge(4)"), needs=["copies"], knows=["charge"]),
    )

    assert model.decide("answer", {"copies": 7}, now=NOW).result == [8, None]


def test_a_function_may_call_itself() -> None:
    factorial = knowledge("factorial", {"n": None}, text("if n <= 1 then 1 else n * factorial(n - 1)"))
    model = a_model(factorial, decision("answer", text("factorial(20)"), knows=["factorial"]))

    assert model.decide("answer", {}, now=NOW).result == 2432902008176640000
    assert model.findings() == []


def test_a_function_that_never_ends_is_null_and_told() -> None:
    endless = knowledge("endless", {"n": None}, text("endless(n + 1)"))
    model = a_model(endless, decision("answer", text("endless(1)"), knows=["endless"]))

    answer = model.evaluate("answer", {}, now=NOW)

    assert answer.value is None
    assert answer.problems


def test_a_function_that_calls_itself_twice_without_end_is_stopped() -> None:
    endless = knowledge("endless", {"n": None}, text("endless(n + 1) + endless(n + 2)"))
    model = a_model(endless, decision("answer", text("endless(1)"), knows=["endless"]))

    answer = model.evaluate("answer", {}, now=NOW)

    assert answer.value is None
    assert answer.problems


def test_the_result_of_a_function_fits_its_type() -> None:
    wrong = knowledge("wrong", {}, text('"text"'), type_name="number")
    model = a_model(wrong, decision("answer", text("wrong()"), knows=["wrong"]))

    answer = model.evaluate("answer", {}, now=NOW)

    assert answer.value is None
    assert "Expected number, found 'text'" in answer.problems[0].message


def test_functions_may_require_each_other_in_a_circle_which_is_found() -> None:
    model = a_model(
        knowledge("even", {"n": None}, text("if n = 0 then true else odd(n - 1)"), knows=["odd"]),
        knowledge("odd", {"n": None}, text("if n = 0 then false else even(n - 1)"), knows=["even"]),
        decision("answer", text("even(6)"), knows=["even"]),
    )

    assert model.decide("answer", {}, now=NOW).result is True
    assert {one.rule for one in model.findings()} == {"decision-requirement-circle"}


def test_a_function_may_be_handed_over_as_a_value() -> None:
    model = a_model(
        knowledge("twice", {"n": None}, text("n * 2")),
        knowledge("apply", {"f": None, "n": None}, text("f(n)")),
        decision("answer", text("apply(twice, 21)"), knows=["twice", "apply"]),
    )

    assert model.decide("answer", {}, now=NOW).result == 42


def test_a_function_is_asked_with_its_parameters_as_data() -> None:
    assert a_model(FEE).evaluate("stamp fee", {"copies": 3, "rate": 20}, now=NOW).result == 60


def test_a_service_gives_its_only_output_or_a_context_of_several() -> None:
    one = service("pricing", gives=["total"], within=["base", "discount"], needs=["copies", "rate"])
    two = service("prices", gives=["base", "total"], within=["discount"], needs=["copies", "rate"])
    model = a_model(*SERVED, one, two)
    data = {"copies": 5, "rate": 20}

    assert model.decide("pricing", data, now=NOW).result == 90
    assert model.decide("prices", data, now=NOW).result == {"base": 100, "total": 90}


def test_an_input_decision_of_a_service_is_given_and_not_taken() -> None:
    model = a_model(*SERVED, service("pricing", gives=["total"], within=["discount"], asks=["base"]))

    decided = model.decide("pricing", {"base": 50}, now=NOW)

    assert decided.result == 45
    assert [step.decision for step in decided.steps] == ["discount", "total"]


@pytest.mark.parametrize(
    "logic",
    [
        text("pricing(5, 20)"),
        text("pricing(rate: 20, copies: 5)"),
        invocation("pricing", rate="20", copies="5"),
    ],
)
def test_a_service_is_a_function_of_its_input_data(logic) -> None:
    pricing = service("pricing", gives=["total"], within=["base", "discount"], needs=["copies", "rate"])
    model = a_model(*SERVED, pricing, decision("answer", logic, knows=["pricing"]))

    assert model.decide("answer", {}, now=NOW).result == 90


def test_the_parameters_of_a_service_are_input_data_first_and_then_input_decisions() -> None:
    mixed = service("mixed", gives=["label"], within=["total"], asks=["base", "discount"], needs=["copies"])
    model = a_model(*SERVED, mixed, decision("answer", text("mixed(1, 100, 30)"), knows=["mixed"]))

    assert model.decide("answer", {}, now=NOW).result == "fee 70"


def test_a_service_sees_nothing_of_the_data_of_the_decision_that_calls_it() -> None:
    blind = service("blind", gives=["base"], needs=["copies"])
    model = a_model(*SERVED, blind, decision("answer", text("blind(2)"), needs=["rate"], knows=["blind"]))

    assert model.decide("answer", {"copies": 5, "rate": 20}, now=NOW).result is None


def test_an_argument_of_a_service_fits_the_type_of_its_input() -> None:
    pricing = service("pricing", gives=["total"], within=["base", "discount"], needs=["copies", "rate"])
    model = a_model(*SERVED, pricing, decision("answer", text('pricing("5", 20)'), knows=["pricing"]))

    assert model.evaluate("answer", {}, now=NOW).value is None


@pytest.mark.parametrize(
    ("within", "data", "result"),
    [
        ([], {"copies": 5, "rate": 20}, 90),
        (["discount"], {"base": 50}, 45),
        (["base", "discount"], {"copies": 1, "rate": 20}, 18),
    ],
)
def test_a_service_that_lists_no_inputs_has_those_that_its_decisions_need(within, data, result) -> None:
    model = a_model(*SERVED, service("pricing", gives=["total"], within=within))

    assert model.decide("pricing", data, now=NOW).result == result


def test_a_decision_of_a_service_may_call_the_service_again() -> None:
    model = a_model(
        input_data("n", "number"),
        decision("sum", text("if n = 0 then 0 else n + summing(n - 1)"), needs=["n"], knows=["summing"]),
        service("summing", gives=["sum"], needs=["n"]),
    )

    assert model.decide("summing", {"n": 5}, now=NOW).result == 15
    endless = model.evaluate("summing", {"n": -1}, now=NOW)
    assert endless.value is None
    assert endless.problems


def test_a_service_without_output_and_one_that_points_nowhere_are_found() -> None:
    model = a_model(decision("answer", text("1")), service("empty", gives=[]), service("lost", gives=["nowhere"]))

    assert {(one.rule, one.element) for one in model.findings()} == {
        ("decision-service-output", "empty"),
        ("decision-missing-requirement", "lost"),
    }
    assert model.evaluate("empty", {}, now=NOW).value == {}
