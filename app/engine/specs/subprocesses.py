"""Embedded sub-processes and call activities (BPMN 2.0 §13.3.4, §13.3.5): a scope of their own inside the instance."""

from collections.abc import Mapping
from typing import Any

from app.engine import bounds
from app.engine.errors import ModelFault
from app.engine.specs.activities import Activity
from app.engine.specs.compensation import undo_next
from app.engine.token import Token
from app.procedures.bpmn import CalledElement, Element, SequenceFlow


class SubProcess(Activity):
    """Runs its inside and goes on when no token is left there. It shares the document of its process."""

    is_undone_inside = True

    def __init__(
        self,
        process: Any,
        element: Element,
        exits: tuple[SequenceFlow, ...],
        borders: tuple[Element, ...],
        *,
        inside: str,
    ) -> None:
        super().__init__(process, element, exits, borders)
        self.inside = inside

    def perform(self, token: Token) -> bool:
        if token.workflow.depth >= bounds.NESTING:
            raise ModelFault("too-deep", bound=str(bounds.NESTING))
        instance = token.workflow.top_workflow
        instance.close_scope(token)
        instance.begin(instance.open_scope(token, self.inside))
        return False

    def undo(self, token: Token) -> bool:
        instance = token.workflow.top_workflow
        if not token.internal_data["undo"]:
            return True
        undo_next(token, instance.open_scope(token, self.inside))
        return False


class EventSubProcess(SubProcess):
    """A sub-process without flows: begins when its start event happens in the scope around it (BPMN 2.0 §13.5.4)."""

    def __init__(
        self, process: Any, element: Element, exits: tuple[SequenceFlow, ...], *, inside: str, starts_on: str
    ) -> None:
        super().__init__(process, element, exits, (), inside=inside)
        self.starts_on = starts_on


class CallActivity(SubProcess):
    """Runs another process on a document of its own: only declared variables cross the border."""

    is_undone_inside = False

    @property
    def keeps_inputs(self) -> bool:
        """They begin the document of the called process."""
        return False

    def give(self, token: Token, names: Mapping[str, object]) -> None:
        """Nothing here: the outputs see the called process's document."""

    def perform(self, token: Token) -> bool:
        engine = token.workflow.script_engine
        called = self._called()
        document: dict[str, object] = {}
        if called.all_inwards:
            document = engine.visible(token)
            for name in token.workflow.top_workflow.step.environment.context:
                document.pop(name, None)
        for name, text in called.inputs.items():
            document[name] = engine.value_of(token, text)
        token.internal_data["doc"] = document
        return super().perform(token)

    def conclude(self, token: Token) -> None:
        document = token.internal_data.get("doc")
        if document is not None:
            self._return_variables(token, document)
        super().conclude(token)

    def _return_variables(self, token: Token, document: dict[str, object]) -> None:
        engine = token.workflow.script_engine
        called = self._called()
        if called.all_outwards and not called.outputs:
            engine.write(token, document)
        hidden = dict.fromkeys(engine.visible(token))
        values = {name: engine.value_of(token, text, {**hidden, **document}) for name, text in called.outputs.items()}
        engine.write(token, values)

    def _called(self) -> CalledElement:
        called = self.element.called
        assert called is not None
        return called
