"""Asks a model: takes the decision, service or function that was named, within one run."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from app.decisions.evaluation import Evaluation
from app.decisions.inputs import Inputs
from app.decisions.model import Decision, DecisionService, Knowledge
from app.decisions.results import DecisionResult
from app.decisions.scope import OverspentError, Run
from app.decisions.service_inputs import service_inputs

if TYPE_CHECKING:
    from app.decisions.graph import DecisionModel, Found

TOO_DEEP = "Expected requirements and calls that end, found a chain that is too long: look for a circle."


def ask(
    found: "Found", *, root: "DecisionModel", data: Mapping[str, object], now: datetime, replacing: bool = False
) -> DecisionResult:
    """Return the value of the element that was found, with all that was decided on the way."""
    run = Run(now=now)
    evaluation = Evaluation(run=run, inputs=Inputs(data=data, root=root, run=run, replacing=replacing))
    try:
        value = _value(found, evaluation)
    except OverspentError as limit:
        run.tell(str(limit))
        value = None
    except RecursionError:
        run.tell(TOO_DEEP)
        value = None
    steps = tuple(evaluation.steps)
    own = [] if isinstance(found.element, Decision) else run.rules
    rules = (*(rule for step in steps for rule in step.rules), *own)
    return DecisionResult(value=value, rules=rules, steps=steps, problems=tuple(run.problems))


def _value(found: "Found", evaluation: Evaluation) -> object:
    element, model = found.element, found.model
    if isinstance(element, Decision):
        return evaluation.take(model, element)
    assert isinstance(element, Knowledge | DecisionService)
    evaluation.run.decision = element.name
    function = evaluation.function(model, element)
    return function.call(_arguments(element, model, evaluation)) if function is not None else None


def _arguments(element: Knowledge | DecisionService, model: "DecisionModel", evaluation: Evaluation) -> list[object]:
    """Return the data that a function's parameters, or the inputs of a service, are named after."""
    if isinstance(element, Knowledge):
        return [evaluation.inputs.of_variable(model, parameter) for parameter in element.parameters]
    return [evaluation.inputs.of_variable(found.model, variable) for found, variable in service_inputs(model, element)]
