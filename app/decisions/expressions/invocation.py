"""The boxed invocation: a function, and an expression for each of its parameters by name (DMN 1.5, 7.3.6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.decisions.expressions.box import Box, Names, present, read_inner, reads, value_of
from app.decisions.expressions.literal import Literal
from app.decisions.expressions.variable import Variable, read_variable
from app.decisions.markup import Element, Markup, child, children, id_of, line_of
from app.decisions.scope import Scope
from app.feel import FeelError, Function, evaluate


@dataclass(frozen=True, kw_only=True)
class Binding:
    """A parameter's name and the value given to it."""

    parameter: Variable
    value: Box | None


@dataclass(frozen=True, kw_only=True)
class Invocation(Box):
    """A call; parameters that no binding names are null."""

    function: Box | None
    bindings: Sequence[Binding]

    def evaluate(self, scope: Scope) -> object:
        """Return what the function gives; null if there is no such function or no such parameter."""
        arguments = {one.parameter.name: scope.fit(value_of(one.value, scope), one.parameter) for one in self.bindings}
        named = scope.names.get(self._name)
        function = named if isinstance(named, Function) else value_of(self.function, scope)
        if type(function) is Function:
            return self._call(function, arguments, scope)
        return self._call_by_feel(function, arguments, scope)

    @property
    def _name(self) -> str:
        return " ".join(self.function.text.split()) if isinstance(self.function, Literal) else ""

    def _call(self, function: Function, arguments: dict[str, object], scope: Scope) -> object:
        unknown = [name for name in arguments if name not in function.parameters]
        if unknown:
            known = ", ".join(function.parameters) or "none"
            scope.run.tell(f"invocation {self.element}: Expected parameters among {known}, found {unknown[0]}.")
            return None
        return function.call([arguments.get(name) for name in function.parameters])

    def _call_by_feel(self, function: object, arguments: dict[str, object], scope: Scope) -> object:
        """Call a function that FEEL made or brings: one of several forms may have parameters of these names."""
        if not isinstance(function, Function):
            scope.run.tell(f"invocation {self.element}: Expected the name of a function, found {self._name!r}.")
            return None
        values = {f"argument_{number}": value for number, value in enumerate(arguments.values(), start=1)}
        given = ", ".join(f"{name}: {value}" for name, value in zip(arguments, values, strict=True))
        try:
            names = {"called": function, **values}
            return evaluate(f"called({given})", names, now=scope.run.now, functions=True)
        except FeelError as error:
            scope.run.tell(f"invocation {self.element}: {error.message}")
            return None

    def inner(self, names: Names) -> Iterator[tuple[Box, Names]]:
        """Yield the function and the values of the bindings."""
        values = (one.value for one in self.bindings)
        return ((box, names) for box in present(self.function, *values))


@reads("invocation")
def read_invocation(element: Element, markup: Markup) -> Invocation:
    """Read a boxed invocation; version 1.1 may name the function in an attribute."""
    function = read_inner(element, markup)
    called = element.get("calledFunction")
    if function is None and called:
        function = Literal(element=id_of(element), line=line_of(element), text=called)
    return Invocation(
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        function=function,
        bindings=tuple(_binding(one, markup) for one in children(element, "binding")),
    )


def _binding(element: Element, markup: Markup) -> Binding:
    return Binding(
        parameter=read_variable(child(element, "parameter"), markup),
        value=read_inner(element, markup),
    )
