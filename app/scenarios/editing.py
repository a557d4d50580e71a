"""Changes one thing in the YAML of a scenario; what an analyst wrote around it stays, comments included.

Every function raises SourceRefused when the file cannot be read.
"""

from collections.abc import Callable, Mapping, MutableMapping, MutableSequence
from typing import Any

from app.procedures.yaml_editing import edited, put
from app.scenarios.trial import RawStep

Steps = MutableSequence[Any]


def with_circumstances(source: bytes, file: str, values: Mapping[str, str | None]) -> bytes:
    """Return the scenario with other circumstances: name, description, clock, language, channel; None takes one away.

    `kind` is that of the commune.
    """

    def change(top: MutableMapping[str, Any]) -> None:
        for key, value in values.items():
            if key != "kind":
                put(top, key, value)
        if values.get("kind"):
            commune = top.get("commune")
            if isinstance(commune, MutableMapping):
                put(commune, "kind", values["kind"])
            else:
                top["commune"] = {"kind": values["kind"]}

    return edited(source, file, change)


def with_start(source: bytes, file: str, answers: Mapping[str, Any]) -> bytes:
    """Return the scenario with other answers of the request."""
    return edited(source, file, lambda top: _put_whole(top, "start", answers))


def with_expectation(source: bytes, file: str, expect: Mapping[str, Any]) -> bytes:
    """Return the scenario with other expectations."""
    return edited(source, file, lambda top: _put_whole(top, "expect", expect))


def with_step(source: bytes, file: str, number: int, step: RawStep) -> bytes:
    """Return the scenario with another step in the place of step `number`, counted from 1."""

    def change(steps: Steps) -> None:
        if 1 <= number <= len(steps):
            steps[number - 1] = dict(step)

    return _on_steps(source, file, change)


def with_new_step(source: bytes, file: str, after: int, step: RawStep) -> bytes:
    """Return the scenario with one more step behind step `after`; 0 puts it first."""
    return _on_steps(source, file, lambda steps: steps.insert(max(0, min(after, len(steps))), dict(step)))


def without_step(source: bytes, file: str, number: int) -> bytes:
    """Return the scenario without step `number`; nothing changes where there is none."""

    def change(steps: Steps) -> None:
        if 1 <= number <= len(steps):
            del steps[number - 1]

    return _on_steps(source, file, change)


def with_moved_step(source: bytes, file: str, number: int, by: int) -> bytes:
    """Return the scenario with step `number` moved; one that would leave the list stays where it is."""

    def change(steps: Steps) -> None:
        target = number - 1 + by
        if 1 <= number <= len(steps) and 0 <= target < len(steps):
            steps.insert(target, steps.pop(number - 1))

    return _on_steps(source, file, change)


def _on_steps(source: bytes, file: str, change: Callable[[Steps], None]) -> bytes:
    def rewrite(top: MutableMapping[str, Any]) -> None:
        steps = top.get("steps")
        if not isinstance(steps, MutableSequence):
            steps = []
        change(steps)
        if steps:
            top["steps"] = steps
        else:
            top.pop("steps", None)

    return edited(source, file, rewrite)


def _put_whole(top: MutableMapping[str, Any], key: str, value: Mapping[str, Any]) -> None:
    """Set a mapping entry by entry: entries that stay keep their comments and quotes."""
    known = top.get(key)
    if not isinstance(known, MutableMapping):
        top[key] = dict(value)
        return
    for gone in [name for name in known if name not in value]:
        del known[gone]
    for name, entry in value.items():
        put(known, name, entry)
