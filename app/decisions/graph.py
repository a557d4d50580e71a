"""One DMN file as a graph of decisions, with the files that it imports (DMN 1.5, 6.3)."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from app.decisions.asking import ask
from app.decisions.errors import DecisionError
from app.decisions.model import Decision, DecisionService, GraphElement, InputData, Knowledge, Reference
from app.decisions.names import long_names
from app.decisions.results import DecisionResult
from app.decisions.review.review import review
from app.decisions.types.definitions import TypeNames
from app.domain.findings import Finding
from app.feel import FeelError

MOST_WAYS = 500
"""Ways to imported models that are followed: files that import each other many times over have endless ones."""

Askable = Decision | DecisionService | Knowledge


@dataclass(frozen=True, kw_only=True)
class Found:
    """An element, the model that holds it, and the names of the imports that lead there."""

    element: GraphElement
    model: "DecisionModel"
    path: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class DecisionModel:
    """One DMN file: its elements in the order of the file, its types, and its imports by their names.

    `included` are the models that it imports without a name: their elements stand beside its own, and give way to them.
    `faults` is what the reading found: imports that are missing, elements that cannot be told apart.
    """

    file: str
    name: str
    namespace: str
    decisions: Sequence[Decision]
    input_data: Sequence[InputData] = ()
    knowledge: Sequence[Knowledge] = ()
    services: Sequence[DecisionService] = ()
    types: TypeNames = field(default_factory=TypeNames)
    imports: Mapping[str, "DecisionModel"] = field(default_factory=dict)
    included: Sequence["DecisionModel"] = ()
    faults: Sequence[Finding] = ()

    @cached_property
    def elements(self) -> Mapping[str, GraphElement]:
        """The elements by id, with those of included models; of two with one id the first."""
        own: list[GraphElement] = [*self.decisions, *self.input_data, *self.knowledge, *self.services]
        every = [*own, *(element for one in self.included for element in one.elements.values())]
        return {element.id: element for element in reversed(every)}

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """Its own namespace, and those of the models that it includes."""
        return frozenset({self.namespace}.union(*(one.namespaces for one in self.included)))

    def find(self, reference: Reference) -> Found | None:
        """Return the element that a reference points to, in this file or in one that it imports."""
        for path, model in self.reachable():
            named = reference.namespace is None or reference.namespace in model.namespaces
            if named and reference.id in model.elements:
                return Found(element=model.elements[reference.id], model=model, path=path)
            if reference.namespace is None:
                return None
        return None

    def reachable(self) -> "Iterator[tuple[tuple[str, ...], DecisionModel]]":
        """Yield this model and those it imports, nearest first, each with the names of the imports on the way."""
        waiting: deque[tuple[tuple[str, ...], DecisionModel]] = deque([((), self)])
        for _ in range(MOST_WAYS):
            if not waiting:
                return
            path, model = waiting.popleft()
            yield path, model
            waiting.extend((path, one) for one in model.included)
            waiting.extend(((*path, name), one) for name, one in model.imports.items())

    @property
    def ids(self) -> Sequence[str]:
        """The ids of what a business rule task may ask: decisions, then decision services."""
        own = (*(one.id for one in self.decisions), *(one.id for one in self.services))
        return (*own, *(identifier for one in self.included for identifier in one.ids))

    @cached_property
    def long_names(self) -> frozenset[str]:
        """The names of several words that the texts of this file may speak of."""
        return long_names(self)

    @cached_property
    def declared_names(self) -> frozenset[str]:
        """The names of the elements of this file, and of its imports."""
        variables = (element.variable.name for element in self.elements.values())
        own = frozenset((*variables, *(element.name for element in self.elements.values()), *self.imports))
        return own.union(*(one.declared_names for one in self.included))

    @cached_property
    def paths(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        """The ways to each model that can be reached, by its file."""
        ways: dict[str, list[tuple[str, ...]]] = {}
        for path, model in self.reachable():
            ways.setdefault(model.file, []).append(path)
        return ways

    def find_askable(self, id_or_name: str) -> Found | None:
        """Return the decision, decision service or function with this id, else with this name.

        `import.name` asks an imported model.
        """
        name = " ".join(id_or_name.split())
        askable: list[Askable] = [*self.decisions, *self.services, *self.knowledge]
        askable += [one for one in self.elements.values() if not isinstance(one, InputData)]
        by_id = (element for element in askable if element.id == name)
        by_name = (element for element in askable if element.name == name)
        element = next(by_id, None) or next(by_name, None)
        if element is not None:
            return Found(element=element, model=self, path=())
        for prefix, model in self.imports.items():
            if name.startswith(f"{prefix}."):
                return model.find_askable(name[len(prefix) + 1 :])
        return None

    def evaluate(
        self, id_or_name: str, data: Mapping[str, object], *, now: datetime, replacing: bool = False
    ) -> DecisionResult:
        """Return what a decision, decision service or function gives for `data` (names at top level).

        What goes wrong inside makes a value null and is told in `problems` of the result. With `replacing`, data under
        the name of a decision that is required stand in for that decision.

        Raises:
            DecisionError: there is no such decision.
        """
        found = self.find_askable(id_or_name)
        if found is None:
            known = ", ".join(self.ids) or "none"
            raise DecisionError(f"Expected a decision named {id_or_name!r} in {self.file}, found {known}.")
        return ask(found, root=self, data=data, now=now, replacing=replacing)

    def decide(self, id_or_name: str, data: Mapping[str, object], *, now: datetime) -> DecisionResult:
        """Return what `evaluate` gives, where nothing went wrong: what a case is decided by.

        Raises:
            DecisionError: no such decision, data that it does not allow, a fault in the model, or a result that is
                no data.
        """
        result = self.evaluate(id_or_name, data, now=now)
        for problem in result.problems:
            raise DecisionError(problem.message, decision=problem.decision, rule=problem.rule)
        try:
            _ = result.result
        except FeelError as error:
            raise DecisionError(error.message, decision=id_or_name) from error
        return result

    def findings(self) -> list[Finding]:
        """Return what is wrong or doubtful in this file, in the order of the file."""
        return review(self)
