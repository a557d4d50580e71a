"""A case that reads its files once, so that thousands can be played quickly."""

from collections.abc import Callable
from typing import Any

from app.engine import StepResult
from tests.engine.playing import Play


class SeededPlay(Play):
    """Reads the files once, or anew before each step: then nothing but the saved bytes survives."""

    _definition: Any = None

    @property
    def definition(self) -> Any:
        if self._definition is None:
            self._definition = super().definition
        return self._definition

    def _do(self, call: Callable[..., StepResult], *arguments: object) -> Play:
        if self.anew:
            self._definition = None
        return super()._do(call, *arguments)
