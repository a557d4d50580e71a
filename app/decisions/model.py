"""What a DMN file says, without its XML: the elements of its requirements graph (DMN 1.5, chapter 6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.decisions.expressions.box import Box
from app.decisions.expressions.variable import Variable


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Points to an element: `namespace` is None for the same file, else that of an imported one."""

    id: str
    namespace: str | None = None

    def __str__(self) -> str:
        return f"{self.namespace}#{self.id}" if self.namespace else self.id


@dataclass(frozen=True, kw_only=True)
class InputData:
    """A piece of data that a model expects from outside."""

    id: str
    name: str
    variable: Variable
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision; `logic` is None where the file holds none.

    `requires` points to decisions and input data, `knowledge` to functions and decision services.
    """

    id: str
    name: str
    variable: Variable
    line: int | None
    logic: Box | None
    requires: Sequence[Reference] = ()
    knowledge: Sequence[Reference] = ()


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """A business knowledge model: a function that decisions and other functions may call.

    `kind` is FEEL, or Java or PMML, which are read and refused. `variable` may name a function's type or its result's.
    """

    id: str
    name: str
    variable: Variable
    line: int | None
    parameters: Sequence[Variable]
    body: Box | None
    kind: str = "FEEL"
    requires: Sequence[Reference] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionService:
    """Decisions that are asked together, as a function of input data and of other decisions (DMN 1.5, 6.3.10)."""

    id: str
    name: str
    variable: Variable
    line: int | None
    outputs: Sequence[Reference]
    encapsulated: Sequence[Reference]
    input_decisions: Sequence[Reference]
    input_data: Sequence[Reference]


@dataclass(frozen=True, kw_only=True)
class Import:
    """Another DMN file, whose names are seen behind `name` and a dot; an empty name adds them without one."""

    name: str
    namespace: str
    location: str | None
    element: str
    line: int | None


GraphElement = InputData | Decision | Knowledge | DecisionService
