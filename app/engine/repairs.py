"""What a person does with a case that stands still: run a step again, pass over it, put its token elsewhere."""

from collections.abc import Collection, Mapping

from app.engine.codec import restore
from app.engine.definition import ProcessDefinition
from app.engine.environment import Environment
from app.engine.instance import Instance
from app.engine.moving import move_token, obstacle_to_moving, targets_of
from app.engine.results import IncidentReport, StepResult, TokenPlace
from app.engine.retrying import retry_token
from app.engine.skipping import skip_token, ways_out
from app.engine.specs.activities import JobTask
from app.engine.spiff import TaskState
from app.engine.step import Step
from app.engine.stepping import Document, take_step, token_of
from app.engine.waiting import Waiting, incidents_of


class Repairs:
    """Part of the engine's port. Keys are those of `places`; exceptions leave state and document untouched."""

    @staticmethod
    def places(
        definition: ProcessDefinition, state: bytes, document: Document, environment: Environment
    ) -> tuple[TokenPlace, ...]:
        """Return where every token stands, oldest first, with the fault of those in error."""
        instance = restore(definition, state, Step(environment=environment, document=dict(document)))
        return tuple(
            TokenPlace(
                key=token.key,
                element=token.task_spec.bpmn_id,
                code=token.internal_data["fault"][0] if token.state == TaskState.ERROR else None,
                index=token.internal_data.get("index"),
                is_job=isinstance(token.task_spec, JobTask) and token.state == TaskState.STARTED,
                obstacle=obstacle_to_moving(token),
                ways=ways_out(token),
            )
            for token in instance.tokens.values()
        )

    @staticmethod
    def incidents(
        definition: ProcessDefinition, state: bytes, document: Document, environment: Environment
    ) -> tuple[IncidentReport, ...]:
        """Return the incidents that stand, oldest token first, to be told in any language."""
        return incidents_of(restore(definition, state, Step(environment=environment, document=dict(document))))

    @staticmethod
    def targets(
        definition: ProcessDefinition, state: bytes, document: Document, key: str, environment: Environment
    ) -> tuple[str, ...]:
        """Return the elements to which `move` may put a token. Raises NotWaiting or UnknownTask."""
        instance = restore(definition, state, Step(environment=environment, document=dict(document)))
        return targets_of(token_of(instance, key, None, "token"))

    @staticmethod
    def retry(
        definition: ProcessDefinition,
        state: bytes,
        document: Document,
        environment: Environment,
        *,
        keys: Collection[str] | None = None,
    ) -> StepResult:
        """Run tokens in error again on the document as it is now: all of them, or those of `keys` and no other.

        A job named in `keys` is asked for again under another key, its inputs evaluated anew. Raises NotWaiting,
        UnknownTask, or RepairRefused when a named token neither stands in error nor waits for a job.
        """

        def act(instance: Instance, _: Waiting) -> None:
            if keys is None:
                chosen = [token for token in instance.tokens.values() if token.state == TaskState.ERROR]
            else:
                chosen = [token_of(instance, key, None, "token") for key in keys]
            for token in chosen:
                retry_token(token)

        return take_step(definition, state, document, environment, act)

    @staticmethod
    def skip(
        definition: ProcessDefinition,
        state: bytes,
        document: Document,
        environment: Environment,
        *,
        keys: Collection[str],
        values: Mapping[str, object],
        flow: str | None = None,
    ) -> StepResult:
        """Count steps in error, or waiting for a job or a timer, as done: their work is left out, the case goes on.

        `values` (JSON) are written where the step sees them. The way out is `flow`, else what the conditions choose
        with these values, else the default. A join goes on with the tokens that have arrived; an event that watches
        (on a border, or for an event sub-process) no longer does. Raises NotWaiting, UnknownTask, RepairRefused.
        """

        def act(instance: Instance, _: Waiting) -> None:
            for key in keys:
                skip_token(token_of(instance, key, None, "token"), values, flow)

        return take_step(definition, state, document, environment, act)

    @staticmethod
    def move(
        definition: ProcessDefinition,
        state: bytes,
        document: Document,
        environment: Environment,
        *,
        key: str,
        target: str,
        flow: str | None = None,
    ) -> StepResult:
        """Take a token, and all that lives by it, off its element and put one on another element of its scope.

        At a join the token arrives by `flow`, else by the first arrow on which no other waits. Raises NotWaiting,
        UnknownTask, or RepairRefused when the token or the target does not allow it.
        """

        def act(instance: Instance, _: Waiting) -> None:
            move_token(token_of(instance, key, None, "token"), target, flow)

        return take_step(definition, state, document, environment, act)
