"""What all flow nodes share: entering, executing, choosing the way out, leaving (BPMN 2.0 §13.2)."""

from collections.abc import Mapping
from typing import Any

from app.engine.errors import ModelFault
from app.engine.results import Milestone
from app.engine.spiff import BpmnTaskSpec
from app.engine.token import Token
from app.procedures.bpmn import Element, SequenceFlow


class FlowNode(BpmnTaskSpec):  # type: ignore[misc]
    """A flow node in the library's life cycle, without its look-ahead: tokens appear only where they are.

    update → ready (entered, queued) → run: `execute` until it waits or is done, then `conclude` and `choose` →
    complete: `leave`. A fault in any of these leaves the token in error; a retry goes on from the stage that failed.
    """

    def __init__(self, process: Any, element: Element, exits: tuple[SequenceFlow, ...]) -> None:
        super().__init__(process, element.id, lane=element.lane)
        self.bpmn_id: str = element.id
        self.element = element
        self.exits = exits

    # --- the library's life cycle ----------------------------------------------------------------------------------

    def test(self) -> None:
        """Accept: the model was checked when it was compiled."""

    def _predict(self, my_task: Token, seen: Any = None, looked_ahead: int = 0, mask: int = 0) -> None:
        """Predict nothing: n parallel blocks would grow 3ⁿ predicted tasks."""

    def _update_hook(self, my_task: Token) -> bool:
        return True

    def _on_ready_hook(self, my_task: Token) -> None:
        my_task.workflow.top_workflow.queue.append(my_task)
        self.enter(my_task)

    def _run_hook(self, my_task: Token) -> bool | None:
        if "skipped" in my_task.transient:
            self.pass_over(my_task)
            return True
        if "done" not in my_task.internal_data:
            if not self.execute(my_task):
                return None
            my_task.internal_data["done"] = 1
        if "got" in my_task.internal_data:
            self.accept(my_task, my_task.internal_data["got"])
            del my_task.internal_data["got"]
        elif self.element.outputs and "mapped" not in my_task.internal_data and self.maps_outputs(my_task):
            self.give(my_task, {})
        self.conclude(my_task)
        my_task.transient["exits"] = self.choose(my_task)
        return True

    def _on_complete_hook(self, my_task: Token) -> None:
        instance = my_task.workflow.top_workflow
        self.note_completion(my_task)
        instance.step.reasons.setdefault(my_task.key, "completed")
        self.release_dependents(my_task)
        instance.forget(my_task)
        self.leave(my_task)

    def _on_cancel(self, my_task: Token) -> None:
        instance = my_task.workflow.top_workflow
        instance.step.reasons.setdefault(my_task.key, "cancelled")
        self.release_dependents(my_task)
        instance.forget(my_task)

    # --- what kinds of elements define ------------------------------------------------------------------------------

    def enter(self, token: Token) -> None:
        """Note the public status that begins here."""
        if self.element.status:
            milestone = Milestone(element=self.bpmn_id, status=self.element.status)
            token.workflow.top_workflow.step.milestones.append(milestone)

    def execute(self, token: Token) -> bool:
        """Do the element's work; return False when it waits for the outside."""
        return True

    def accept(self, token: Token, payload: object) -> None:
        """Write what came from outside: by the declared outputs, else under `result`, else entry by entry."""
        if self.element.result and not self.element.outputs:
            self.give(token, {self.element.result: payload})
        else:
            self.give(token, payload if isinstance(payload, Mapping) else {})

    def give(self, token: Token, names: Mapping[str, object]) -> None:
        """Write what an element gives: by the declared outputs, which see `names`, else `names` themselves."""
        engine = token.workflow.script_engine
        if not self.element.outputs:
            engine.write(token, names)
            return
        for name, text in self.element.outputs.items():
            engine.write(token, {name: engine.value_of(token, text, names)}, beyond_inputs=True)
        token.internal_data["mapped"] = 1

    @property
    def keeps_inputs(self) -> bool:
        """Tell whether mapped inputs become local variables of the element; else they are the payload it sends."""
        return True

    def map_inputs(self, token: Token) -> None:
        """Evaluate the inputs, each seeing those before it, into the local variables of the element."""
        if not self.element.inputs or not self.keeps_inputs:
            return
        engine = token.workflow.script_engine
        own: dict[str, object] = {}
        token.internal_data.pop("own", None)
        for name, text in self.element.inputs.items():
            own[name] = engine.value_of(token, text, own)
        token.internal_data["own"] = own

    def maps_outputs(self, token: Token) -> bool:
        """Tell whether the declared outputs leave here also when nothing came from outside."""
        return True

    def conclude(self, token: Token) -> None:
        """Finish the element's work once nothing is waited for."""

    def pass_over(self, token: Token) -> None:
        """Prepare to leave although the work was not done: a person decided so, and `exits` are chosen already."""

    def choose(self, token: Token) -> tuple[SequenceFlow, ...]:
        """Return the flows to take: all bare ones and those whose condition holds, else the default (§13.2.1)."""
        if not any(flow.condition for flow in self.exits):
            return self.exits
        default = self.element.default
        regular = [flow for flow in self.exits if flow.id != default]
        taken = [flow for flow in regular if flow.condition is None or self.holds(token, flow)]
        if any(flow.condition for flow in taken) or default is None:
            return self._some(taken)
        return (*taken, *(flow for flow in self.exits if flow.id == default))

    def leave(self, token: Token) -> None:
        """Put a token on the target of each chosen flow."""
        instance = token.workflow.top_workflow
        for flow in token.transient["exits"]:
            instance.arrive(token.workflow, flow.target, flow=flow.id)

    def note_completion(self, token: Token) -> None:
        """Write the element into the trace."""
        token.workflow.top_workflow.step.trace.append(self.bpmn_id)

    def release_dependents(self, token: Token) -> None:
        """Cancel what lives by this token; most elements have nothing."""

    # --- for subclasses ---------------------------------------------------------------------------------------------

    def holds(self, token: Token, flow: SequenceFlow) -> bool:
        """Tell whether a flow's condition is true; null and anything else are not true (DMN 1.5 §10.3.2.9)."""
        return flow.condition is not None and token.workflow.script_engine.evaluate(token, flow.condition) is True

    def _some(self, taken: list[SequenceFlow]) -> tuple[SequenceFlow, ...]:
        if not taken:
            raise ModelFault("no-path")
        return tuple(taken)
