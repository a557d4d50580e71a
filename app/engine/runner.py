"""The port of the engine: each call takes a saved state and gives a StepResult; nothing else is touched."""

from collections.abc import Callable, Mapping

from app.engine.codec import read_state, restore
from app.engine.definition import ProcessDefinition
from app.engine.element_map import propose_elements
from app.engine.environment import Environment
from app.engine.errors import ModelFault, NotWaiting, UnknownTask
from app.engine.expressions import to_json
from app.engine.instance import Instance
from app.engine.migration import Obstacle, moved_instance, obstacles_of, refuse_new_faults, reverted_instance
from app.engine.repairs import Repairs
from app.engine.results import StepResult
from app.engine.specs.events import broadcast, hand_over, trigger
from app.engine.specs.propagation import Thrown, find_catcher
from app.engine.step import Step
from app.engine.stepping import Document, finish, take_step, token_of
from app.engine.token import Token
from app.engine.waiting import Waiting, waiting_of

Seeing = Callable[[], dict[str, object]]
Answering = Callable[[Seeing], Mapping[str, object]]


class Engine(Repairs):
    """Runs definitions. It has no state of its own: the caller keeps `state` (bytes) and `document` (JSON object).

    A fault of the model gives a result of status `incident`. Exceptions are faults of the caller: UnknownTask,
    NotWaiting, StaleState (all EngineError); the caller's state and document are then untouched.
    """

    @staticmethod
    def start(
        definition: ProcessDefinition, document: Document, environment: Environment, *, entry: str | None = None
    ) -> StepResult:
        """Create an instance and run it until it waits; `entry` is the start event that happened, when one did.

        Without `entry` it begins at the plain start. A process that has none waits for the message, signal or timer
        that begins it; the first one does. Raises UnknownTask when `entry` is no start event of the process.
        """
        step = Step(environment=environment, document=to_json(document))
        instance = Instance(definition, step)
        if entry is not None and entry not in definition.spec.starts:
            raise UnknownTask(f"Expected a start event of “{definition.key}”, found “{entry}”: choose one.", key=entry)
        if entry is not None:
            instance.begin(instance, (entry,))
        elif definition.spec.plain_start:
            instance.begin(instance)
        else:
            for entry in definition.spec.entries:
                instance.arrive(instance, entry, data={"armed": 1})
        return finish(instance, Waiting())

    @staticmethod
    def complete(
        definition: ProcessDefinition,
        state: bytes,
        document: Document,
        task_key: str,
        answers: Mapping[str, object] | Answering,
        environment: Environment,
    ) -> StepResult:
        """Complete a user or manual task: its answers become variables, then the instance runs on.

        `answers` may be a function: it is given another one that tells the variables seen at the task. What it raises
        goes on to the caller, and nothing has happened.
        """

        def act(instance: Instance, waiting: Waiting) -> None:
            token = token_of(instance, task_key, waiting.tasks, "task")
            given = answers(lambda: instance.script_engine.visible(token)) if callable(answers) else answers
            _take(instance, token, dict(given))

        return take_step(definition, state, document, environment, act)

    @staticmethod
    def fire_timer(
        definition: ProcessDefinition, state: bytes, document: Document, timer_key: str, environment: Environment
    ) -> StepResult:
        """Let a timer happen. The caller decides that it is due."""

        def act(instance: Instance, waiting: Waiting) -> None:
            trigger(token_of(instance, timer_key, waiting.timers, "timer"))

        return take_step(definition, state, document, environment, act)

    @staticmethod
    def deliver(
        definition: ProcessDefinition,
        state: bytes,
        document: Document,
        message_name: str,
        payload: Mapping[str, object],
        environment: Environment,
        subscription_key: str | None = None,
    ) -> StepResult:
        """Give a message to one subscription: the named one, else the oldest that waits for it. Raises NotWaiting."""

        def act(instance: Instance, waiting: Waiting) -> None:
            key = subscription_key or _oldest_subscription(waiting, message_name)
            trigger(token_of(instance, key, waiting.subscriptions, "subscription"), dict(payload))

        return take_step(definition, state, document, environment, act)

    @staticmethod
    def broadcast(
        definition: ProcessDefinition,
        state: bytes,
        document: Document,
        signal_name: str,
        payload: Mapping[str, object],
        environment: Environment,
    ) -> StepResult:
        """Give a signal to every subscription of that name; nothing happens when there is none."""
        return take_step(
            definition,
            state,
            document,
            environment,
            lambda instance, _: broadcast(instance, signal_name, dict(payload)),
        )

    @staticmethod
    def finish_job(
        definition: ProcessDefinition,
        state: bytes,
        document: Document,
        job_key: str,
        result: object,
        environment: Environment,
    ) -> StepResult:
        """Complete a job with its result (JSON): stored under the element's result name, else entry by entry."""

        def act(instance: Instance, waiting: Waiting) -> None:
            _take(instance, token_of(instance, job_key, waiting.jobs, "job"), result)

        return take_step(definition, state, document, environment, act)

    @staticmethod
    def fail_job(
        definition: ProcessDefinition,
        state: bytes,
        document: Document,
        job_key: str,
        error_code: str,
        environment: Environment,
    ) -> StepResult:
        """Throw a BPMN error at a job: the nearest error event that catches continues, else the case has an incident.

        Failures that the model need not know (a service that is down) are retried by the caller and never come here.
        """

        def act(instance: Instance, waiting: Waiting) -> None:
            _throw_at(instance, token_of(instance, job_key, waiting.jobs, "job"), error_code)

        return take_step(definition, state, document, environment, act)

    @staticmethod
    def fail_task(
        definition: ProcessDefinition,
        state: bytes,
        document: Document,
        task_key: str,
        error_code: str,
        environment: Environment,
    ) -> StepResult:
        """Throw a BPMN error at a user or manual task, as `fail_job` does at a job."""

        def act(instance: Instance, waiting: Waiting) -> None:
            _throw_at(instance, token_of(instance, task_key, waiting.tasks, "task"), error_code)

        return take_step(definition, state, document, environment, act)

    @staticmethod
    def cancel(definition: ProcessDefinition, state: bytes, document: Document, environment: Environment) -> StepResult:
        """End the instance at once: all that waits is closed. Raises NotWaiting when it has ended already."""

        def act(instance: Instance, _: Waiting) -> None:
            if not instance.tokens:
                raise NotWaiting("Expected a running case, found one that has ended: nothing is left to cancel.")
            instance.clear(instance)
            instance.terminated = True

        return take_step(definition, state, document, environment, act)

    @staticmethod
    def obstacles(
        definition: ProcessDefinition,
        state: bytes,
        target: ProcessDefinition,
        elements: Mapping[str, str] | None = None,
    ) -> tuple[Obstacle, ...]:
        """Tell, without moving it, why an instance cannot move to another definition; empty when it can."""
        return obstacles_of(definition, state, target, _mapping(definition, target, elements))

    @staticmethod
    def migrate(
        definition: ProcessDefinition,
        state: bytes,
        document: Document,
        target: ProcessDefinition,
        environment: Environment,
        elements: Mapping[str, str] | None = None,
    ) -> StepResult:
        """Move an instance to another definition; its state is then one of `target`.

        `elements` maps old element ids to new ones (default: `propose_elements`). What waits keeps its key and its due
        moment; a row that has changed (element, role, form…) is closed as cancelled and opened again under the same
        key. Raises MigrationRefused with the obstacles, also where the instance would stand still in `target`.
        """
        step = Step(environment=environment, document=dict(document))
        before = waiting_of(restore(definition, state, step))
        instance = moved_instance(definition, state, target, _mapping(definition, target, elements), step)
        result = finish(instance, before)
        refuse_new_faults(definition, state, instance)
        return result

    @staticmethod
    def revert(
        definition: ProcessDefinition,
        state: bytes,
        target: ProcessDefinition,
        snapshot: bytes,
        document: Document,
        environment: Environment,
    ) -> StepResult:
        """Put an instance back to a snapshot, which is a state of `target`; `document` is the snapshot's.

        What waits in both keeps its key, as after `migrate`; jobs come with their inputs. Raises StaleState when
        either state is not what it says.
        """
        step = Step(environment=environment, document=dict(document))
        before = waiting_of(restore(definition, state, step))
        return finish(reverted_instance(definition, state, target, snapshot, step), before)

    @staticmethod
    def positions(definition: ProcessDefinition, state: bytes) -> tuple[str, ...]:
        """Return the ids of the elements where tokens stand, sub-processes included, without repetition."""
        rows = read_state(definition, state)["t"]
        return tuple(dict.fromkeys(row[1] for row in rows if len(row) < 5 or "watch" not in row[4]))

    @staticmethod
    def waiting(definition: ProcessDefinition, state: bytes, document: Document, environment: Environment) -> Waiting:
        """Return all that the instance waits for: tasks, timers, jobs (inputs left out) and subscriptions."""
        step = Step(environment=environment, document=dict(document))
        return waiting_of(restore(definition, state, step))

    @staticmethod
    def visible(
        definition: ProcessDefinition, state: bytes, document: Document, key: str, environment: Environment
    ) -> dict[str, object]:
        """Return the variables seen at a waiting task, timer, job or subscription: what its form shows."""
        step = Step(environment=environment, document=dict(document))
        instance = restore(definition, state, step)
        seen: dict[str, object] = instance.script_engine.visible(token_of(instance, key, None, "task"))
        return seen


def _oldest_subscription(waiting: Waiting, name: str) -> str:
    for key, subscription in waiting.subscriptions.items():
        if subscription.message == name and subscription.kind == "message":
            return key
    raise NotWaiting(f"Expected a wait for the message “{name}”, found none: the case has moved on.", waited_for=name)


def _take(instance: Instance, token: Token, payload: object) -> None:
    token.internal_data["got"] = to_json(payload)
    instance.resume(token)


def _mapping(old: ProcessDefinition, new: ProcessDefinition, elements: Mapping[str, str] | None) -> Mapping[str, str]:
    return propose_elements(old, new) if elements is None else elements


def _throw_at(instance: Instance, token: Token, error_code: str) -> None:
    instance.step.reasons[token.key] = "failed"
    catcher = find_catcher(token, Thrown(kind="error", code=error_code))
    if catcher is None:
        instance.fail(token, ModelFault("uncaught-error", thrown=error_code))
    else:
        hand_over(catcher, code=error_code)
