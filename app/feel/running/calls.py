"""Functions, calls, lists and contexts (DMN 1.5, 10.3.2.13, tables 48, 63, 68 and 69)."""

from app.feel.builtins import BUILTINS
from app.feel.failures import failures_told_of
from app.feel.invocation import conforming_arguments, invoke, invoke_by_name
from app.feel.limits import enter_call, leave_call, one_evaluation
from app.feel.present import at
from app.feel.reading.tree import Call, ContextLiteral, FunctionDefinition, ListLiteral, Name, Type
from app.feel.running.compiler import compiled, compiles
from app.feel.running.evident_types import evident_type
from app.feel.running.scope import Code, Run, Scope
from app.feel.types import text_of_type
from app.feel.values.functions import BoundFunction, Function
from app.feel.values.incoming import Context, read
from app.feel.values.outgoing import exact


@compiles(ListLiteral)
def _list(node: ListLiteral) -> Code:
    items = tuple(compiled(item) for item in node.items)
    return lambda scope: [item(scope) for item in items]


@compiles(ContextLiteral)
def _context(node: ContextLiteral) -> Code:
    entries = tuple((key, compiled(value)) for key, value in node.entries)

    def run(scope: Scope) -> object:
        context = Context()
        inner = scope.inner(context)
        for key, value in entries:
            context[key] = value(inner)
        return context

    return run


@compiles(FunctionDefinition)
def _definition(node: FunctionDefinition) -> Code:
    body = compiled(node.body)
    parameters = tuple(name for name, _ in node.parameters)
    declared = tuple(type_ for _, type_ in node.parameters)
    text = f"function({', '.join(parameters)}) …"
    texts = tuple(None if type_ is None else text_of_type(type_) for type_ in declared)
    result = text_of_type(evident_type(node.body))

    def run(scope: Scope) -> object:
        def answer(arguments: list[object]) -> object:
            values = conforming_arguments(arguments, declared)
            if values is None or not _allowed(values, declared, scope.run):
                return None
            enter_call()
            try:
                return body(scope.inner(Context(zip(parameters, values, strict=True))))
            finally:
                leave_call()

        def call(arguments: list[object]) -> object:
            with failures_told_of(text), one_evaluation(), at(scope.run.now):
                return exact(answer([read(argument) for argument in arguments]))

        return BoundFunction(
            name="function",
            parameters=parameters,
            types=texts,
            result_type=result,
            call=call,
            invoke=answer,
        )

    return run


def _allowed(values: list[object], types: tuple[Type | None, ...], run: Run) -> bool:
    """Tell whether values keep to what the model says of its own types beyond their shape."""
    if run.allows is None:
        return True
    pairs = zip(values, types, strict=True)
    named = [(value, type_.of_model) for value, type_ in pairs if value is not None and type_ is not None]
    return all(name is None or run.allows(exact(value), name) for value, name in named)


@compiles(Call)
def _call(node: Call) -> Code:
    callee = _callee(node)
    arguments = tuple(compiled(argument) for argument in node.arguments)
    names = node.names

    def run(scope: Scope) -> object:
        function = callee(scope)
        if not isinstance(function, Function):
            return None
        values = [argument(scope) for argument in arguments]
        if names is None:
            return invoke(function, values)
        return invoke_by_name(function, dict(zip(names, values, strict=True)))

    return run


def _callee(node: Call) -> Code:
    """A name that stands for no function in scope may still be a built-in one."""
    if not isinstance(node.callee, Name):
        return compiled(node.callee)
    name, built_in = node.callee.name, BUILTINS.get(node.callee.name)

    def find(scope: Scope) -> object:
        found = scope.find(name, built_in)
        return found if isinstance(found, Function) else built_in

    return find
