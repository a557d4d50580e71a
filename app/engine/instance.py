"""A running case: the library's workflow with its scopes, driven token by token within bounds."""

from collections import deque
from collections.abc import Iterator
from typing import Any

from app.engine import bounds
from app.engine.errors import DataRefused, ModelFault
from app.engine.expressions import FeelScriptEngine
from app.engine.results import Status
from app.engine.specs.events import check_conditions
from app.engine.spiff import BpmnSubWorkflow, BpmnWorkflow, TaskState
from app.engine.step import Step
from app.engine.token import Token

_TOP_ROOT = -1
"""Id of the top root; roots of scopes count downwards from it, so that no root has the id of a token."""


class Scope(BpmnSubWorkflow):  # type: ignore[misc]
    """The inside of one embedded sub-process or called process."""

    def __init__(self, spec: Any, *, host: Token, instance: "Instance") -> None:
        super().__init__(spec, parent_task_id=host.id, top_workflow=instance, deserializing=True)
        self.host = host
        self.interruptions = 0
        self.task_tree = _root(self, _TOP_ROOT - host.id)

    def _task_completed_notify(self, task: Token) -> None:
        self.top_workflow.settle(self)


class Instance(BpmnWorkflow):  # type: ignore[misc]
    """One case. `tokens` holds all live tokens of all scopes by id, in the order of their birth."""

    def __init__(self, definition: Any, step: Step, *, next_id: int = 1) -> None:
        super().__init__(
            definition.spec,
            subprocess_specs=definition.scopes,
            script_engine=FeelScriptEngine(step),
            deserializing=True,
        )
        self.definition = definition
        self.step = step
        self.next_id = next_id
        self.tokens: dict[int, Token] = {}
        self.past: list[Any] = []
        """What was completed in the process itself and can be undone."""
        self.queue: deque[Token] = deque()
        self.terminated = False
        self.status_before: Status = "running"
        self.interruptions = 0
        self.conditions_changed = definition.has_conditions
        self.armed_conditions: list[Token] = []
        """Conditional events that began to wait: looked at once, then whenever a variable is written."""
        self.task_tree = _root(self, _TOP_ROOT)

    # --- tokens ---------------------------------------------------------------------------------------------------

    def arrive(self, scope: Any, element: str, *, flow: str | None = None, data: dict[str, Any] | None = None) -> Token:
        """Put a new token on an element of `scope`, reached by `flow` when one leads there."""
        token = self.place(scope, element, identity=self.take_id(), data=dict(data or {}))
        if flow is not None:
            token.internal_data["in"] = flow
        if len(self.tokens) > bounds.TOKENS_PER_INSTANCE:
            self.fail(token, ModelFault("too-many-tokens", bound=str(bounds.TOKENS_PER_INSTANCE)))
        else:
            token.task_spec._update(token)
        return token

    def take_id(self) -> int:
        """Return the next identity: small, unique and never given twice in one instance."""
        identity = self.next_id
        self.next_id += 1
        return identity

    def place(self, scope: Any, element: str, *, identity: int, data: dict[str, Any]) -> Token:
        """Create a token without entering its element: also how a saved state comes back."""
        token = Token(scope, scope.spec.task_specs[element], identity=identity, parent=scope.task_tree)
        token.internal_data = data
        self.tokens[identity] = token
        return token

    def forget(self, token: Token) -> None:
        """Take a finished token out of the tree."""
        if self.tokens.pop(token.id, None) is not None:
            del token.workflow.tasks[token.id]
            token.workflow.task_tree._children.remove(token.id)

    def resume(self, token: Token, **transient: Any) -> None:
        """Let a token that waited go on: what it waited for has happened."""
        token.internal_data["done"] = 1
        token.transient.update(transient)
        self.requeue(token)

    def requeue(self, token: Token) -> None:
        """Make a token run (again) in this step."""
        token._set_state(TaskState.READY)
        self.queue.append(token)

    def fail(self, token: Token, fault: ModelFault) -> None:
        """Leave the token where it is, in error, with the fault written on it."""
        token.internal_data["fault"] = [fault.code, dict(fault.values)]
        if token.state != TaskState.ERROR:
            token.error()

    def dependents(self, token: Token) -> list[Token]:
        """Return what lives by the token: its boundary events and the instances of its repetition."""
        return [
            other
            for other in tokens_of(token.workflow)
            if other.internal_data.get("host") == token.id or other.internal_data.get("of") == token.id
        ]

    # --- scopes ---------------------------------------------------------------------------------------------------

    def open_scope(self, host: Token, name: str) -> Scope:
        """Create the inside of a sub-process whose token is `host`."""
        scope = Scope(self.subprocess_specs[name], host=host, instance=self)
        self.subprocesses[host.id] = scope
        return scope

    def begin(self, scope: Any, entries: tuple[str, ...] | None = None) -> None:
        """Put the first tokens into a scope: what waits beside the flow, then the start."""
        for start in scope.spec.watches:
            self.arrive(scope, start, data={"watch": 1})
        for entry in scope.spec.entries if entries is None else entries:
            if self.is_alive(scope):
                self.arrive(scope, entry)

    def interrupt(self, scope: Any, *, spared: Token | None = None) -> None:
        """Cancel everything in a scope but one token: an interrupting event sub-process takes over."""
        scope.interruptions += 1
        for token in tokens_of(scope):
            if token is not spared and token.id in self.tokens:
                token.cancel()

    def close_scope(self, host: Token) -> None:
        """Cancel whatever still lives inside `host` and drop the scope."""
        scope = self.subprocesses.get(host.id)
        if scope is not None:
            self.clear(scope)
            del self.subprocesses[host.id]

    def clear(self, scope: Any) -> None:
        """Cancel every token of a scope, and with them the scopes inside."""
        for token in tokens_of(scope):
            if token.id in self.tokens:
                token.cancel()

    def settle(self, scope: Any) -> None:
        """Complete a scope in which no token is left."""
        if len(scope.tasks) > 1:
            if not scope.spec.watches or _is_busy(scope):
                return
            if self.definition.has_conditions and self.conditions_changed:
                # What its last activity wrote may still begin something, as it would before an end event.
                self._check_conditions()
                if not self.is_alive(scope) or _is_busy(scope):
                    return
            self.clear(scope)
        if scope is self:
            self.completed = True
        elif self.subprocesses.get(scope.host.id) is scope and not scope.completed:
            scope.completed = True
            self.resume(scope.host)

    def is_alive(self, scope: Any) -> bool:
        """Tell whether a scope still stands: an interrupting catch may have ended it."""
        return scope is self or self.subprocesses.get(scope.parent_task_id) is scope

    def scopes(self) -> Iterator[Any]:
        """Yield the top process, then each open scope in the order of opening."""
        yield self
        yield from list(self.subprocesses.values())

    def _task_completed_notify(self, task: Token) -> None:
        self.settle(self)

    # --- running --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Run every token that can go on, until all wait for the outside or the bound of a step is reached."""
        while True:
            while self.queue:
                token = self.queue.popleft()
                if token.id in self.tokens and token.state == TaskState.READY:
                    self._run_token(token)
                if self.definition.has_conditions:
                    self._check_conditions()
            if not any(self._release_join(scope) for scope in self.scopes() if scope.spec.inclusive_joins):
                break
        for scope in self.scopes():
            self._report_deadlock(scope)

    def _release_join(self, scope: Any) -> bool:
        """Let the first inclusive join of a scope fire that nothing can reach any more; tell whether one did."""
        reached = {token.task_spec for token in scope.tasks.values() if token.state == TaskState.WAITING}
        return any(join in reached and join.release(scope) for join in scope.spec.inclusive_joins)

    def _check_conditions(self) -> None:
        looked_at = list(self.tokens.values()) if self.conditions_changed else self.armed_conditions
        self.conditions_changed, self.armed_conditions = False, []
        check_conditions(self, looked_at)

    def _run_token(self, token: Token) -> None:
        self.step.executed += 1
        if self.step.executed > bounds.STEPS_PER_TRANSACTION:
            self.fail(token, ModelFault("too-many-steps", bound=str(bounds.STEPS_PER_TRANSACTION)))
            return
        try:
            token.run()
        except ModelFault as fault:
            self.fail(token, fault)
        except DataRefused:
            self.fail(
                token, ModelFault("data-too-large", levels=str(bounds.DATA_NESTING), values=str(bounds.DATA_VALUES))
            )

    def _report_deadlock(self, scope: Any) -> None:
        """A scope in which every token waits at a join can never go on by itself."""
        tokens = [token for token in tokens_of(scope) if "watch" not in token.internal_data]
        if tokens and all(token.state == TaskState.WAITING for token in tokens):
            self.fail(tokens[0], ModelFault("join-never-complete"))


def tokens_of(scope: Any) -> list[Token]:
    """Return the live tokens of one scope, oldest first."""
    root = scope.task_tree.id
    return [token for identity, token in scope.tasks.items() if identity != root]


def _is_busy(scope: Any) -> bool:
    """Tell whether a scope holds more than what waits beside its flow."""
    return any("watch" not in token.internal_data for token in tokens_of(scope))


def _root(workflow: Any, identity: int) -> Token:
    root = Token(workflow, workflow.spec.start, identity=identity)
    root._set_state(TaskState.COMPLETED)
    return root
