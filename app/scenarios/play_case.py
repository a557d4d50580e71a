"""One case of a model that is being tried: takes steps, keeps what waits, moves a clock of its own."""

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from app.domain.clock import CASABLANCA
from app.domain.errors import MastaraError
from app.domain.findings import Finding
from app.engine import (
    Engine,
    EngineError,
    Environment,
    OpenedJob,
    OpenedTask,
    OpenedTimer,
    StepResult,
    Subscription,
    Waiting,
)
from app.procedures.bpmn.model import ACTIVITY_KINDS
from app.procedures.bpmn.timers import TimerRefused, parse_duration
from app.scenarios.play_model import PlayedModel, open_model

CLOCK_START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""2026-01-05T09:00:00+01:00: where the clock of every trial starts."""

HOW_DATA = 'write {"name": value, …}'

MOST_TIMERS = 1_000
"""Timers that one step may fire: a timer that repeats without end is stopped there."""


Row = OpenedTask | OpenedJob | OpenedTimer | Subscription


class StepWrong(MastaraError):
    """The step cannot be taken; nothing has changed. The message says what was expected and what waits."""

    code: ClassVar[str] = "step-wrong"


@dataclass
class _Kept:
    """What a caller of the engine keeps of a case."""

    now: datetime = CLOCK_START
    state: bytes = b""
    document: dict[str, object] = field(default_factory=dict)
    status: str = "running"
    trace: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    thrown: tuple[str, ...] = ()
    incidents: tuple[dict[str, object], ...] = ()
    waiting: Waiting = field(default_factory=Waiting)


class PlayedCase:
    """A case in memory. With `restart`, everything but the saved bytes is read anew before each step."""

    def __init__(self, model: PlayedModel, data: Mapping[str, object] | None = None, *, restart: bool = False) -> None:
        self.model = model
        self.restart = restart
        self._kept = _Kept()
        self._keep(Engine.start(model.definition, dict(data or {}), self._environment()))

    # --- steps ----------------------------------------------------------------------------------------------------

    def take(self, step: Mapping[str, object]) -> None:
        """Take one step. Raises StepWrong, and then nothing has changed."""
        before = copy.copy(self._kept)
        before.waiting = copy.deepcopy(self._kept.waiting)
        try:
            self._act(step)
        except EngineError as error:
            self._kept = before
            raise StepWrong(error.message) from error
        except StepWrong:
            self._kept = before
            raise

    def _act(self, step: Mapping[str, object]) -> None:
        verbs = [verb for verb in _VERBS if verb in step]
        if len(verbs) != 1:
            known = ", ".join(_VERBS)
            found = ", ".join(sorted(step)) or "an empty step"
            raise StepWrong(f"Expected one of {known} in a step, found {found}: write one of them.")
        name = step[verbs[0]]
        if not isinstance(name, str):
            raise StepWrong(f"Expected text after “{verbs[0]}”, found {json.dumps(name)}: write it in quotes.")
        if self.restart:
            self._read_anew()
        _VERBS[verbs[0]](self, name, step)

    def _complete(self, name: str, step: Mapping[str, object]) -> None:
        task = self._find("tasks", name, step)
        if task is not None:
            self._do(Engine.complete, task.key, _data(step))
        elif self._find("jobs", name, step) is not None:
            self._job(name, step)
        else:
            self._receive(name, step)

    def _job(self, name: str, step: Mapping[str, object]) -> None:
        job = self._find("jobs", name, step)
        if job is None:
            raise self._not_waiting(f"the service task “{name}” to wait")
        self._do(Engine.finish_job, job.key, step.get("data"))

    def _fail(self, name: str, step: Mapping[str, object]) -> None:
        code = step.get("error")
        if not isinstance(code, str):
            raise StepWrong(f"Expected an error code as text in “error”, found {json.dumps(code)}: name the error.")
        job = self._find("jobs", name, step)
        task = self._find("tasks", name, step)
        if job is not None:
            self._do(Engine.fail_job, job.key, code)
        elif task is not None:
            self._do(Engine.fail_task, task.key, code)
        else:
            raise self._not_waiting(f"the task “{name}” to wait")

    def _receive(self, name: str, step: Mapping[str, object]) -> None:
        """Complete a receive task by its id: its message comes."""
        subscription = self._find("subscriptions", name, step)
        if subscription is None or not subscription.receive_task:
            raise self._not_waiting(f"the task “{name}” to wait")
        self._do(Engine.deliver, subscription.message, _data(step), subscription_key=subscription.key)

    def _message(self, name: str, step: Mapping[str, object]) -> None:
        wanted = step.get("correlation")
        for subscription in self._kept.waiting.subscriptions.values():
            fits = wanted is None or subscription.correlation in (None, str(wanted))
            if subscription.kind == "message" and subscription.message == name and fits:
                self._do(Engine.deliver, name, _data(step), subscription_key=subscription.key)
                return
        raise self._not_waiting(f"the case to wait for the message “{name}”")

    def _signal(self, name: str, step: Mapping[str, object]) -> None:
        self._do(Engine.broadcast, name, _data(step))

    def _advance(self, text: str, step: Mapping[str, object]) -> None:
        try:
            target = parse_duration(text).add_to(self._kept.now)
        except (TimerRefused, OverflowError) as error:
            message = f"Expected an ISO 8601 duration such as P10D in “advance”, found “{text}”: write one."
            raise StepWrong(message) from error
        for _ in range(MOST_TIMERS):
            timer = min(self._kept.waiting.timers.values(), key=lambda row: (row.due, _order(row.key)), default=None)
            if timer is None or timer.due > target:
                self._kept.now = target
                return
            self._kept.now = max(self._kept.now, timer.due)
            self._do(Engine.fire_timer, timer.key)
        raise StepWrong(
            f"Expected at most {MOST_TIMERS} timers within {text}, found more: advance less, or bound the repetition."
        )

    # --- answers --------------------------------------------------------------------------------------------------

    def waiting(self) -> dict[str, object]:
        """Return what waits: `waiting` (sorted ids of tasks) and `timers` (element and due moment, soonest first)."""
        rows = self._kept.waiting
        tasks: list[Row] = [*rows.tasks.values(), *rows.jobs.values()]
        received = [row for row in rows.subscriptions.values() if row.receive_task]
        timers = sorted(rows.timers.values(), key=lambda row: (row.due, row.element, _order(row.key)))
        return {
            "waiting": sorted(row.element for row in (*tasks, *received)),
            "timers": [{"element": row.element, "due": row.due.astimezone(CASABLANCA).isoformat()} for row in timers],
        }

    def answer(self) -> dict[str, object]:
        """Return all that can be said of the case now, as JSON data."""
        kept = self._kept
        whole: dict[str, object] = {
            **self.waiting(),
            "state": kept.status,
            "ends": list(kept.ends),
            "trace": list(kept.trace),
            "data": kept.document,
        }
        if kept.incidents:
            whole["incidents"] = list(kept.incidents)
        if self.model.warnings:
            whole["warnings"] = [finding.to_json() for finding in self.model.warnings]
        if kept.thrown:
            whole["thrown"] = list(kept.thrown)
        return whole

    # --- inside ---------------------------------------------------------------------------------------------------

    def _environment(self) -> Environment:
        now = self._kept.now
        return Environment(now=now, decide=lambda name, data: self.model.decide(name, data, now=now))

    def _do(self, call: Callable[..., StepResult], *arguments: object, **named: object) -> None:
        kept = self._kept
        definition = self.model.definition
        self._keep(call(definition, kept.state, kept.document, *arguments, self._environment(), **named))

    def _keep(self, result: StepResult) -> None:
        kept = self._kept
        kept.state, kept.document, kept.status = result.state, result.document, result.status
        elements = ((name, self.model.definition.find_element(name)) for name in result.trace)
        kept.trace += tuple(name for name, element in elements if element and element.kind in ACTIVITY_KINDS)
        kept.ends += tuple(end.element for end in result.ends)
        kept.thrown += tuple(message.name for message in result.thrown_messages)
        kept.incidents = tuple(
            {"code": incident.code, "element": incident.element, "message": incident.message}
            for incident in result.incidents
        )
        for kind in ("tasks", "timers", "jobs", "subscriptions"):
            rows: dict[str, Any] = getattr(kept.waiting, kind)
            for closed in getattr(result, f"closed_{kind}"):
                rows.pop(closed.key, None)
            rows.update({opened.key: opened for opened in getattr(result, f"opened_{kind}")})

    def _read_anew(self) -> None:
        """Forget the compiled model and all rows; only the state, the document as JSON and the clock survive."""
        self.model = open_model(self.model.path)
        self._kept.document = json.loads(json.dumps(self._kept.document))
        definition, kept = self.model.definition, self._kept
        kept.waiting = Engine.waiting(definition, bytes(kept.state), kept.document, self._environment())

    def _find(self, kind: str, name: str, step: Mapping[str, object]) -> Any:
        """Return the oldest row of an element, or the one of its instance `item` (counted from 0).

        A task inside a repeated sub-process belongs to the instance of what is repeated around it.
        """
        item = step.get("item")
        if item is not None and (isinstance(item, bool) or not isinstance(item, int)):
            raise StepWrong(f"Expected a whole number from 0 in “item”, found {json.dumps(item)}: count from 0.")
        rows: Mapping[str, Row] = getattr(self._kept.waiting, kind)
        found = (row for row in rows.values() if row.element == name)
        return next((row for row in found if item is None or self._index(row) == item), None)

    def _index(self, row: Row) -> int | None:
        index = getattr(row, "index", None)
        if index is not None:
            return int(index)
        kept = self._kept
        seen = Engine.visible(self.model.definition, kept.state, kept.document, row.key, self._environment())
        counter = seen.get("loopCounter")
        return counter - 1 if isinstance(counter, int) else None

    def _not_waiting(self, expected: str) -> StepWrong:
        rows = self._kept.waiting
        tasks: list[Row] = [*rows.tasks.values(), *rows.jobs.values()]
        names = {row.element for row in tasks} | {row.message for row in rows.subscriptions.values()}
        found = ", ".join(sorted(names)) or "nothing"
        then = "take another step" if rows.timers or names else "open a model again"
        return StepWrong(f"Expected {expected}, found waiting: {found} (the case is {self._kept.status}): {then}.")


_VERBS: Mapping[str, Callable[[PlayedCase, str, Mapping[str, object]], None]] = {
    "complete": PlayedCase._complete,
    "job": PlayedCase._job,
    "fail": PlayedCase._fail,
    "message": PlayedCase._message,
    "signal": PlayedCase._signal,
    "advance": PlayedCase._advance,
}


def findings_json(findings: tuple[Finding, ...]) -> dict[str, object]:
    """Return the answer about a model that is refused."""
    return {"findings": [finding.to_json() for finding in findings]}


def _data(step: Mapping[str, object]) -> dict[str, object]:
    data = step.get("data")
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise StepWrong(f"Expected an object in “data”, found {json.dumps(data)}: {HOW_DATA}.")
    return data


def _order(key: str) -> tuple[int, str]:
    digits = key.partition("r")[0]
    return (int(digits), key)
