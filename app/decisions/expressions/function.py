"""The boxed function: parameters and a body, which sees the names around it (DMN 1.5, 10.2.1.7)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.decisions.expressions.box import Box, Names, present, read_inner, reads, value_of
from app.decisions.expressions.variable import Variable, read_variable
from app.decisions.markup import Element, Markup, children, id_of, line_of
from app.decisions.scope import Scope
from app.decisions.types.kinds import FunctionType
from app.feel import Function


@dataclass(frozen=True, kw_only=True)
class FunctionBox(Box):
    """A function; `kind` is FEEL, or Java or PMML, which are read and refused."""

    parameters: Sequence[Variable]
    body: Box | None
    kind: str = "FEEL"

    def evaluate(self, scope: Scope) -> object:
        """Return the function as a value that can be called."""
        if self.kind != "FEEL":
            scope.run.tell(refusal(self.element, self.kind))
            return None
        return make_function(
            name=self.element,
            parameters=self.parameters,
            scope=scope,
            body=lambda arguments: value_of(self.body, scope.with_names(arguments)),
        )

    def value(self, scope: Scope) -> object:
        """Return the function, with the signature that its type names.

        Another type has no say: editors write that of the result where that of the function belongs.
        """
        signature = scope.types.type_of(self.type_name).resolved
        return super().value(scope) if isinstance(signature, FunctionType) else self.evaluate(scope)

    def bound(self, scope: Scope, variable: Variable) -> object:
        """Return the function; a type of its variable that is none of functions is the type of what it gives."""
        function = self.value(scope)
        of_functions = isinstance(scope.types.type_of(variable.type_name).resolved, FunctionType)
        if of_functions or not isinstance(function, Function):
            return scope.fit(function, variable)
        return replace(function, call=lambda arguments: scope.fit(function.call(arguments), variable))

    def inner(self, names: Names) -> Iterator[tuple[Box, Names]]:
        """Yield the body with the names of the parameters."""
        if self.kind == "FEEL":
            known = names | {parameter.name for parameter in self.parameters}
            yield from ((box, known) for box in present(self.body))


def refusal(element: str, kind: str) -> str:
    """Return the message about a function of another kind than FEEL."""
    return f"function {element}: Expected a function of kind FEEL, found {kind}: no code is run from a model."


def make_function(
    *, name: str, parameters: Sequence[Variable], scope: Scope, body: Callable[[dict[str, object]], object]
) -> Function:
    """Return a FEEL function that fits its arguments to the types of its parameters and counts its calls.

    `body` is given the arguments by name. A call within too many others is null, and so is one with an argument
    that does not fit its parameter (DMN 1.5, 10.3.2.13.2).
    """

    def call(arguments: Sequence[object]) -> object:
        with scope.run.within_call() as allowed:
            if not allowed:
                scope.run.tell(f"function {name}: Expected fewer calls within calls, found an endless chain of them.")
                return None
            named = dict(zip((parameter.name for parameter in parameters), arguments, strict=False))
            fitted = {parameter.name: scope.fit(named.get(parameter.name), parameter) for parameter in parameters}
            if any(fitted[key] is None and named.get(key) is not None for key in fitted):
                return None
            return body(fitted)

    return Function(name=name, parameters=tuple(parameter.name for parameter in parameters), call=call)


@reads("functionDefinition")
def read_function(element: Element, markup: Markup) -> FunctionBox:
    """Read a boxed function."""
    return FunctionBox(
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        parameters=tuple(read_variable(one, markup) for one in children(element, "formalParameter")),
        body=read_inner(element, markup),
        kind=element.get("kind") or "FEEL",
    )
