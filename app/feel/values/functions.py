"""Functions as values (DMN 1.5, 10.3.2.13)."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, eq=False)
class Function:
    """A function: of a model (business knowledge, decision service), or one that an expression gave.

    `call` takes the list of arguments, one for each of `parameters` (null where a named one was left out), as
    `evaluate(…, functions=True)` gives values, and returns a value that a context may hold. `types`, if given, has a
    type as FEEL writes it (or None for Any) for each parameter; arguments that do not conform make the result null.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[[list[object]], object]
    types: tuple[str | None, ...] | None = None
    result_type: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class BoundFunction(Function):
    """A function whose arguments and result are values inside the interpreter: built in, or written in FEEL.

    `invoke` takes positional arguments as the interpreter has them; `by_name` named ones, where names do not simply
    stand for positions.
    """

    invoke: Callable[[list[object]], object]
    by_name: Callable[[dict[str, object]], object] | None = None
