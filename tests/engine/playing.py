"""Drives one case through the engine as a caller would: keeps the rows, checks that they agree with the state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from app.engine import Engine, Environment, StepResult, TokenPlace, compile_definition
from app.engine import definition as definitions
from app.procedures.bpmn import read_bpmn
from tests.builders.bpmn import ProcessBuilder

NOON = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """The answer of a fake decision."""

    result: object
    rules: tuple[str, ...] = ("rule-1",)


@dataclass(frozen=True)
class File:
    """A process that is written down already, where a builder is expected."""

    identity: str
    content: bytes

    def xml(self) -> bytes:
        return self.content


class Play:
    """One case. With `anew`, everything kept in memory is dropped before each step: only bytes survive."""

    def __init__(
        self,
        process: ProcessBuilder | File,
        document: Mapping[str, object] | None = None,
        *,
        anew: bool = False,
        called: tuple[ProcessBuilder | File, ...] = (),
        context: Mapping[str, object] | None = None,
        due: Callable[[str, datetime], datetime] | None = None,
        decide: Callable[[str, Mapping[str, object]], Answer] | None = None,
    ) -> None:
        self.anew = anew
        self.now = NOON
        self.sources = (process.xml(), {builder.identity: builder.xml() for builder in called})
        self.outside: dict[str, Any] = {"context": context or {}}
        self.outside |= {"due": due} if due else {}
        self.outside |= {"decide": decide} if decide else {}
        self.trace: list[str] = []
        self.ends: list[str] = []
        self.milestones: list[str] = []
        self.thrown: list[str] = []
        self.rows: dict[str, dict[str, Any]] = {"tasks": {}, "timers": {}, "jobs": {}, "subscriptions": {}}
        self.result: StepResult
        self._keep(Engine.start(self.definition, dict(document or {}), self.environment))

    @property
    def definition(self) -> Any:
        if self.anew:
            definitions._definitions.clear()
        main, called = self.sources
        models = {key: read_bpmn(content, file=f"{key}.bpmn") for key, content in called.items()}
        return compile_definition(read_bpmn(main, file="test.bpmn"), called=models)

    @property
    def environment(self) -> Environment:
        return Environment(now=self.now, **self.outside)

    @property
    def document(self) -> dict[str, Any]:
        return self.result.document

    @property
    def status(self) -> str:
        return self.result.status

    @property
    def waiting(self) -> list[str]:
        """Ids of all that waits for the outside except timers, sorted, repeated per instance."""
        rows = [row for kind in ("tasks", "jobs", "subscriptions") for row in self.rows[kind].values()]
        return sorted(row.element for row in rows)

    @property
    def timers(self) -> list[str]:
        return sorted(row.element for row in self.rows["timers"].values())

    @property
    def positions(self) -> set[str]:
        return set(Engine.positions(self.definition, self.result.state))

    def key(self, kind: str, element: str, index: int | None = None) -> str:
        for key, row in self.rows[kind].items():
            if row.element == element and (index is None or row.index == index):
                return key
        raise AssertionError(f"{element} does not wait among {kind}: {self.rows[kind]}")

    def complete(
        self, element: str, answers: Mapping[str, object] | None = None, *, index: int | None = None
    ) -> "Play":
        return self._do(Engine.complete, self.key("tasks", element, index), dict(answers or {}))

    def job(self, element: str, result: object = None, *, index: int | None = None) -> "Play":
        return self._do(Engine.finish_job, self.key("jobs", element, index), result)

    def fail(self, element: str, code: str) -> "Play":
        return self._do(Engine.fail_job, self.key("jobs", element), code)

    def fire(self, element: str) -> "Play":
        return self._do(Engine.fire_timer, self.key("timers", element))

    def message(self, name: str, payload: Mapping[str, object] | None = None) -> "Play":
        return self._do(Engine.deliver, name, dict(payload or {}))

    def signal(self, name: str, payload: Mapping[str, object] | None = None) -> "Play":
        return self._do(Engine.broadcast, name, dict(payload or {}))

    def retry(self, *elements: str) -> "Play":
        """Run what stands in error again: all of it, or what stands on the named elements."""
        if not elements:
            return self._do(Engine.retry)
        return self._do(partial(Engine.retry, keys=self.standing(*elements)))

    def skip(
        self, element: str, values: Mapping[str, object] | None = None, *, flow: str | None = None, index: int = -1
    ) -> "Play":
        """Pass over what stands on an element (one instance of it, by `index`)."""
        keys = [place.key for place in self.places if place.element == element and index in (-1, place.index)]
        return self._do(partial(Engine.skip, keys=keys, values=values or {}, flow=flow))

    def move(self, element: str, target: str, *, flow: str | None = None) -> "Play":
        return self._do(partial(Engine.move, key=self.standing(element)[0], target=target, flow=flow))

    @property
    def places(self) -> tuple[TokenPlace, ...]:
        return Engine.places(self.definition, self.result.state, self.result.document, self.environment)

    def standing(self, *elements: str) -> list[str]:
        """Keys of the tokens on these elements, oldest first."""
        return [place.key for place in self.places if place.element in elements]

    @property
    def incidents(self) -> list[tuple[str, str]]:
        return [(incident.code, incident.element) for incident in self.result.incidents]

    def repaired(self, **values: object) -> "Play":
        """Put other values into the document, as a person does between two steps."""
        self.result = replace(self.result, document={**self.result.document, **values})
        return self

    def cancel(self) -> "Play":
        return self._do(Engine.cancel)

    def advance(self, **delta: float) -> "Play":
        """Move the clock, firing what falls due on the way, in order."""
        target = self.now + timedelta(**delta)
        while True:
            due = sorted((row.due, key) for key, row in self.rows["timers"].items() if row.due <= target)
            if not due:
                break
            self.now = max(self.now, due[0][0])
            self._do(Engine.fire_timer, due[0][1])
        self.now = target
        return self

    def _do(self, call: Callable[..., StepResult], *arguments: object) -> "Play":
        before = dict(self.result.document)
        result = call(self.definition, self.result.state, self.result.document, *arguments, self.environment)
        assert self.result.document == before, "a step changed the caller's document"
        self._keep(result)
        return self

    def _keep(self, result: StepResult) -> None:
        self.result = result
        for kind in self.rows:
            for closed in getattr(result, f"closed_{kind}"):
                del self.rows[kind][closed.key]
            for opened in getattr(result, f"opened_{kind}"):
                assert opened.key not in self.rows[kind], f"{opened.key} opened twice"
                self.rows[kind][opened.key] = opened
        waiting = Engine.waiting(self.definition, result.state, result.document, self.environment)
        for kind, rows in self.rows.items():
            assert list(getattr(waiting, kind)) == list(rows), f"the rows of {kind} do not agree with the state"
        self.trace += result.trace
        self.ends += [end.element for end in result.ends]
        self.milestones += [milestone.status for milestone in result.milestones]
        self.thrown += [message.name for message in result.thrown_messages]
