"""A token: the library's task, kept in a flat tree and written compactly."""

from typing import Any

from app.engine.spiff import Task, TaskState


class Token(Task):  # type: ignore[misc]
    """One token on one flow node.

    Every live token is a child of its scope's root and leaves the tree when it finishes, so the tree holds live tokens
    only: loops do not grow it. `internal_data` is what is saved; its keys are listed in `codec`. `transient` lives for
    one step.
    """

    id: int
    internal_data: dict[str, Any]

    def __init__(self, workflow: Any, spec: Any, *, identity: int, parent: "Token | None" = None) -> None:
        super().__init__(workflow, spec, parent=parent, state=TaskState.FUTURE, id=identity)
        self.transient: dict[str, Any] = {}

    def _set_state(self, value: int) -> None:
        # The library builds a dictionary of log extras at each change, even when nothing is logged.
        self._state = value

    def cancel(self) -> None:
        """End the token without completing it, also when it stands in error."""
        self._set_state(TaskState.CANCELLED)
        self.task_spec._on_cancel(self)

    @property
    def key(self) -> str:
        """The name of what waits here, for callers; a job that is run again gets another one."""
        attempt = self.internal_data.get("attempt")
        return f"{self.id}r{attempt}" if attempt else str(self.id)

    @property
    def is_instance(self) -> bool:
        """Tell whether this is one instance of a repeated activity rather than the activity as a whole."""
        return "of" in self.internal_data
