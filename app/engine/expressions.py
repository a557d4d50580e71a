"""The script engine of the instances: FEEL only, over the case document and the read-only context.

What a token sees: the document of its process (the case's, or a called process's own), over it the local variables of
the repetitions it stands in and the mapped inputs of the elements around it, over it the read-only context. Values
never alias the document: FEEL gives new lists and contexts.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from app import feel
from app.engine import bounds
from app.engine.errors import DataRefused, ModelFault
from app.engine.step import Step
from app.engine.token import Token

_WHOLE_DIGITS = 20
_CONTAINERS = (dict, list, tuple, Mapping)
"""What holds other values; the kinds that are met most stand first."""


class FeelScriptEngine:
    """Evaluates what the specs ask for; takes the place of the library's Python engine."""

    def __init__(self, step: Step) -> None:
        self.step = step

    def require_strength(self) -> None:
        """Raise ModelFault when the expressions of this step have used up what one step may."""
        if self.step.is_overworked:
            raise ModelFault(
                "too-much-work",
                bound=str(bounds.WORK_PER_TRANSACTION),
                seconds=f"{bounds.UNWATCHED_SECONDS + bounds.SECONDS_PER_TRANSACTION:g}",
            )

    def visible(self, token: Token) -> dict[str, object]:
        """Return the variables that an expression at the token sees, by name."""
        *locals_, base = _layers(token, self.step.document)
        seen = dict(base)
        for layer in reversed(locals_):
            seen.update(layer)
        seen.update(self.step.environment.context)
        return seen

    def evaluate(self, token: Token, expression: str, external_context: Mapping[str, object] | None = None) -> object:
        """Return the value of a FEEL expression; `external_context` adds names that win over the token's.

        Raises ModelFault when the expression cannot be read or fails.
        """
        self.require_strength()
        names = self.visible(token)
        if external_context:
            names.update(external_context)
        try:
            return feel.evaluate(expression, names, now=self.step.environment.now)
        except feel.FeelError as error:
            raise ModelFault("expression-failed", expression=expression.strip(), reason=error.message) from error

    def chosen_name(self, token: Token, expression: str) -> str | None:
        """Return the name that an expression stands for or chooses, None for another. Raises ModelFault."""
        self.require_strength()
        try:
            return feel.chosen_name(expression, self.visible(token), now=self.step.environment.now)
        except feel.FeelError as error:
            raise ModelFault("expression-failed", expression=expression.strip(), reason=error.message) from error

    def value_of(self, token: Token, text: str, extra: Mapping[str, object] | None = None) -> object:
        """Return a mapping's value as JSON: FEEL after a leading `=`, plain text otherwise."""
        return self._json(self.evaluate(token, text, extra)) if text.lstrip().startswith("=") else text

    def execute(self, token: Token, script: str, external_context: Mapping[str, object] | None = None) -> object:
        """Run a script: its value, a FEEL context, gives the assignments."""
        return self._json(self.evaluate(token, script, external_context))

    def write(self, token: Token, values: Mapping[str, object], *, beyond_inputs: bool = False) -> None:
        """Assign variables where they are visible: the nearest local that has the name, else the process's document.

        With `beyond_inputs` the token's own mapped inputs are passed over: outputs leave the activity.
        """
        layers = list(_layers(token, self.step.document))
        if beyond_inputs and "own" in token.internal_data:
            del layers[0]
        token.workflow.top_workflow.conditions_changed = True
        for name, value in values.items():
            holder = next((layer for layer in layers if name in layer), layers[-1])
            holder[name] = self._json(value)

    def _json(self, value: object) -> Any:
        """Return a value as JSON data; what it holds is counted as work of the step."""
        count = [0]
        converted = _converted(value, depth=0, count=count)
        self.step.values_written += count[0]
        return converted


def _layers(token: Token, document: dict[str, object]) -> Iterator[dict[str, object]]:
    """Yield the variable holders from the token outwards; the last one is the document of its process."""
    current: Token = token
    while True:
        if "own" in current.internal_data:
            yield current.internal_data["own"]
        if "vars" in current.internal_data:
            yield current.internal_data["vars"]
        scope = current.workflow
        if scope.parent_task_id is None:
            yield document
            return
        current = scope.host
        if "doc" in current.internal_data:
            yield current.internal_data["doc"]
            return


def to_json(value: Any) -> Any:
    """Return a value as JSON data: dates, times and durations as ISO 8601 text.

    What JSON cannot hold is made to fit: a number that is none becomes null, a whole number beyond 64 bits a decimal
    one, half a character a question mark. Raises DataRefused when the value nests deeper or holds more than the bounds.
    """
    return _converted(value, depth=0, count=[0])


def _converted(value: Any, *, depth: int, count: list[int]) -> Any:
    """Return one value of the data; `count` holds how many lists and objects were entered and what they held."""
    if isinstance(value, str) or not isinstance(value, _CONTAINERS):
        return _scalar(value)
    count[0] += len(value) + 1
    if depth > bounds.DATA_NESTING:
        raise DataRefused(f"Expected data nested at most {bounds.DATA_NESTING} levels, found more: flatten it.")
    if count[0] > bounds.DATA_VALUES:
        raise DataRefused(f"Expected at most {bounds.DATA_VALUES:,} values in one variable, found more: keep less.")
    if isinstance(value, Mapping):
        return {_text(str(key)): _converted(entry, depth=depth + 1, count=count) for key, entry in value.items()}
    return [_converted(entry, depth=depth + 1, count=count) for entry in value]


def _scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Decimal):
        # A power of ten with a huge exponent is short as a decimal and endless as a whole number.
        whole = value.is_finite() and value.adjusted() < _WHOLE_DIGITS and value == value.to_integral_value()
        return _number(int(value) if whole else float(value))
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration_text(value)
    return str(value)


def _number(value: float) -> float | None:
    if isinstance(value, int) and -(2**63) <= value < 2**64:
        return value
    try:
        decimal = float(value)
    except OverflowError:
        return None
    return decimal if math.isfinite(decimal) else None


def _text(value: str) -> str:
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def from_iso(value: object) -> datetime | None:
    """Return the moment a saved timer holds."""
    return datetime.fromisoformat(value) if isinstance(value, str) else None


def _duration_text(value: timedelta) -> str:
    sign, length = ("-", -value) if value < timedelta() else ("", value)
    hours, rest = divmod(length.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    clock = "".join(f"{amount}{unit}" for amount, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if amount)
    days = f"{length.days}D" if length.days else ""
    return f"{sign}P{days}T{clock}" if clock else f"{sign}P{days or '0D'}"
