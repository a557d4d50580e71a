"""Activities (BPMN 2.0 §13.3): tasks of every kind, with their border events and repetitions."""

from collections.abc import Mapping
from typing import Any

from app.domain.errors import MastaraError
from app.engine.errors import ModelFault
from app.engine.expressions import to_json
from app.engine.results import DecisionTaken, ThrownMessage
from app.engine.specs.compensation import remember, undone
from app.engine.specs.events import CatchEvent, arm, thrown_message
from app.engine.specs.flow_node import FlowNode
from app.engine.specs.repetition import collect, count_unfinished, expand, is_repeated, progress
from app.engine.token import Token
from app.procedures.bpmn import Element, SequenceFlow

# Border events that wait; error and escalation ones appear only when something is caught.
WATCHING = frozenset({"timer", "message", "signal", "conditional"})


class Activity(FlowNode):
    """What tasks, sub-processes and call activities share.

    A repeated activity is one token for the whole and one for each instance; border events belong to the whole.
    """

    is_undone_inside = False

    def __init__(
        self, process: Any, element: Element, exits: tuple[SequenceFlow, ...], borders: tuple[Element, ...]
    ) -> None:
        super().__init__(process, element, exits)
        self.borders = borders

    def enter(self, token: Token) -> None:
        if token.is_instance or "undo" in token.internal_data:
            return
        super().enter(token)
        for border in self.borders:
            if border.event_kind in WATCHING:
                token.workflow.top_workflow.arrive(token.workflow, border.id, data={"host": token.id})

    def execute(self, token: Token) -> bool:
        if "undo" in token.internal_data:
            return self.undo(token)
        if is_repeated(self.element) and not token.is_instance:
            return expand(token, self.element)
        self.map_inputs(token)
        return self.perform(token)

    def undo(self, token: Token) -> bool:
        """Undo what was completed inside; only a sub-process has an inside."""
        return True

    def perform(self, token: Token) -> bool:
        """Do the work of one instance; return False when it waits. A plain task has none."""
        return True

    def maps_outputs(self, token: Token) -> bool:
        return "undo" not in token.internal_data and (token.is_instance or not is_repeated(self.element))

    def conclude(self, token: Token) -> None:
        if token.is_instance:
            collect(token, self.element)

    def pass_over(self, token: Token) -> None:
        if token.is_instance:
            count_unfinished(token, self.element)

    def choose(self, token: Token) -> tuple[SequenceFlow, ...]:
        return () if token.is_instance or "undoes" in token.internal_data else super().choose(token)

    def note_completion(self, token: Token) -> None:
        remember(token)
        if self.maps_outputs(token):
            super().note_completion(token)

    def leave(self, token: Token) -> None:
        if token.is_instance:
            progress(token, self.element)
        elif "undoes" in token.internal_data:
            undone(token)
        else:
            super().leave(token)

    def release_dependents(self, token: Token) -> None:
        instance = token.workflow.top_workflow
        instance.close_scope(token)
        for dependent in instance.dependents(token):
            if dependent.id in instance.tokens:
                dependent.cancel()


class PersonTask(Activity):
    """A user or manual task: waits until somebody completes it."""

    def perform(self, token: Token) -> bool:
        return False


class JobTask(Activity):
    """A service task, or a send or business rule task with an operation: waits until its job is finished."""

    @property
    def keeps_inputs(self) -> bool:
        """The outputs of a job may speak of its inputs; without outputs nobody will ask for them again."""
        return bool(self.element.outputs)

    def perform(self, token: Token) -> bool:
        engine = token.workflow.script_engine
        inputs = token.internal_data.get("own")
        if inputs is None:
            inputs = {name: engine.value_of(token, text) for name, text in self.element.inputs.items()}
        token.workflow.top_workflow.step.job_inputs[token.key] = inputs
        return False


class ScriptTask(Activity):
    """A FEEL context whose entries are assigned; with a `result`, any value under that name."""

    def perform(self, token: Token) -> bool:
        if not self.element.script:
            return True
        engine = token.workflow.script_engine
        value = engine.execute(token, self.element.script)
        if self.element.result:
            self.give(token, {self.element.result: value})
        elif isinstance(value, Mapping):
            self.give(token, value)
        else:
            raise ModelFault("script-without-context", found=type(value).__name__)
        return True


class DecisionTask(Activity):
    """A business rule task: asks a decision and keeps its result and the rules that fired."""

    def perform(self, token: Token) -> bool:
        instance = token.workflow.top_workflow
        decision = self.element.decision or ""
        engine = token.workflow.script_engine
        engine.require_strength()
        data = engine.visible(token)
        try:
            decided = instance.step.environment.decide(decision, data)
        except (MastaraError, LookupError) as error:
            raise ModelFault("decision-failed", decision=decision, reason=str(error)) from error
        result = to_json(decided.result)
        taken = DecisionTaken(element=self.bpmn_id, decision=decision, rules=tuple(decided.rules), result=result)
        instance.step.decisions.append(taken)
        self.give(token, {self.element.result or decision: result})
        return True


class SendTask(Activity):
    """A send task without an operation: throws its message and goes on."""

    @property
    def keeps_inputs(self) -> bool:
        """They are the payload of the message."""
        return False

    def perform(self, token: Token) -> bool:
        token.transient["thrown"] = thrown_message(token, self.element)
        return True

    def leave(self, token: Token) -> None:
        thrown: ThrownMessage | None = token.transient.get("thrown")
        if thrown is not None:
            token.workflow.top_workflow.step.thrown.append(thrown)
        super().leave(token)


class ReceiveTask(Activity, CatchEvent):
    """Waits for a message, as an activity: it may carry border events."""

    def perform(self, token: Token) -> bool:
        arm(token, self.element)
        return False
