"""Business knowledge models and decision services as functions (DMN 1.5, 10.3.2.13.2 and 10.4)."""

from typing import TYPE_CHECKING

from app.decisions.expressions.box import value_of
from app.decisions.expressions.function import make_function, refusal
from app.decisions.expressions.variable import Variable
from app.decisions.model import DecisionService, Knowledge
from app.decisions.scope import Scope
from app.decisions.service_inputs import service_inputs
from app.decisions.types.kinds import FunctionType
from app.feel import Function

if TYPE_CHECKING:
    from app.decisions.evaluation import Evaluation
    from app.decisions.graph import DecisionModel


def knowledge_function(evaluation: "Evaluation", model: "DecisionModel", element: Knowledge) -> Function | None:
    """Return a business knowledge model as a function; it sees its parameters, itself and what it requires."""
    if element.kind != "FEEL":
        evaluation.run.tell(refusal(element.id, element.kind))
        return None
    outside = evaluation.without_data(model, given={})

    def body(arguments: dict[str, object]) -> object:
        scope = outside.scope(model, element.requires)
        scope = scope.with_names({element.name: outside.function(model, element), **arguments})
        return _fit_result(value_of(element.body, scope), element.variable, scope)

    scope = evaluation.empty_scope(model)
    made = make_function(name=element.name, parameters=element.parameters, scope=scope, body=body)
    return scope.sign(made, scope.types.type_of(element.variable.type_name))


def service_function(evaluation: "Evaluation", model: "DecisionModel", service: DecisionService) -> Function:
    """Return a decision service as a function of its input data, then of its input decisions."""
    inputs = service_inputs(model, service)
    scope = evaluation.empty_scope(model)

    def body(arguments: dict[str, object]) -> object:
        given = {(one.model.file, one.element.id): arguments[variable.name] for one, variable in inputs}
        value = _outputs(evaluation.without_data(model, given=given), model, service)
        return _fit_result(value, service.variable, scope)

    parameters = [variable for _, variable in inputs]
    made = make_function(name=service.name, parameters=parameters, scope=scope, body=body)
    return scope.sign(made, scope.types.type_of(service.variable.type_name))


def _outputs(evaluation: "Evaluation", model: "DecisionModel", service: DecisionService) -> object:
    """Return the value of the only output decision, or a context of all of them."""
    found = [one for one in map(model.find, service.outputs) if one is not None]
    values = {one.element.variable.name: evaluation.value(one) for one in found}
    return next(iter(values.values()), None) if len(found) == 1 else values


def _fit_result(value: object, variable: Variable, scope: Scope) -> object:
    """Return a result made to fit the type of the element's variable, which may be that of the result alone."""
    wanted = scope.types.type_of(variable.type_name).resolved
    return value if isinstance(wanted, FunctionType) else scope.fit_type(value, wanted, place=variable.name)
