"""Changes one thing in the YAML of a scenario; what an analyst wrote around it stays, comments included.

Every function raises SourceRefused when the file cannot be read.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, MutableSequence
from typing import Any

from app.procedures.showing import SHOWN
from app.procedures.yaml_editing import edited, put, put_words, with_new_key
from app.scenarios.attachments import to_plain
from app.scenarios.trial import RawStep

Rows = MutableSequence[Any]
HEADING = ("name", "description")


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

    def change(steps: Rows) -> None:
        if 1 <= number <= len(steps):
            _rewrite(steps, number - 1, step)

    return _on_steps(source, file, change)


def with_new_step(source: bytes, file: str, after: int, step: RawStep) -> bytes:
    """Return the scenario with one more step behind step `after`; 0 puts it first."""
    return _on_steps(source, file, lambda steps: steps.insert(max(0, min(after, len(steps))), _written(step)))


def without_step(source: bytes, file: str, number: int) -> bytes:
    """Return the scenario without step `number`; nothing changes where there is none."""

    def change(steps: Rows) -> None:
        if 1 <= number <= len(steps):
            del steps[number - 1]

    return _on_steps(source, file, change)


def with_moved_step(source: bytes, file: str, number: int, by: int) -> bytes:
    """Return the scenario with step `number` moved; one that would leave the list stays where it is."""

    def change(steps: Rows) -> None:
        target = number - 1 + by
        if 1 <= number <= len(steps) and 0 <= target < len(steps):
            steps.insert(target, steps.pop(number - 1))

    return _on_steps(source, file, change)


def with_shows(source: bytes, file: str, raw: Mapping[str, Any], words: Collection[str]) -> bytes:
    """Return the scenario that says what goes wrong in it: words of `SHOWN`; `raw` is what it says now."""
    before = [str(word) for word in raw.get("shows") or ()]
    wanted = [word for word in before if word in words] + [w for w in SHOWN if w in words and w not in before]
    if not wanted:
        return edited(source, file, lambda top: put(top, "shows", None))
    if "shows" in raw:
        return edited(source, file, lambda top: put_words(top, "shows", wanted))
    return with_new_key(source, file, "shows", _line(wanted), after=HEADING)


def with_mistake(source: bytes, file: str, number: int, mistake: Mapping[str, Any]) -> bytes:
    """Return the scenario with other wrong answers in the place of mistake `number`, counted from 1."""

    def change(mistakes: Rows) -> None:
        if 1 <= number <= len(mistakes):
            _rewrite(mistakes, number - 1, mistake)

    return _on_rows(source, file, "mistakes", change)


def with_new_mistake(source: bytes, file: str, raw: Mapping[str, Any], mistake: Mapping[str, Any]) -> bytes:
    """Return the scenario with one more mistake behind the others; `raw` is what it says now."""
    if raw.get("mistakes"):
        return _on_rows(source, file, "mistakes", lambda mistakes: mistakes.append(_written(mistake)))
    bare = edited(source, file, lambda top: put(top, "mistakes", None))
    return with_new_key(bare, file, "mistakes", [_written(mistake)], after=("start",))


def without_mistake(source: bytes, file: str, number: int) -> bytes:
    """Return the scenario without mistake `number`; nothing changes where there is none."""

    def change(mistakes: Rows) -> None:
        if 1 <= number <= len(mistakes):
            del mistakes[number - 1]

    return _on_rows(source, file, "mistakes", change)


def _on_steps(source: bytes, file: str, change: Callable[[Rows], None]) -> bytes:
    return _on_rows(source, file, "steps", change)


def _on_rows(source: bytes, file: str, key: str, change: Callable[[Rows], None]) -> bytes:
    def rewrite(top: MutableMapping[str, Any]) -> None:
        rows = top.get(key)
        if not isinstance(rows, MutableSequence):
            rows = []
        change(rows)
        if rows:
            top[key] = rows
        else:
            top.pop(key, None)

    return edited(source, file, rewrite)


def _rewrite(rows: Rows, index: int, row: Mapping[str, Any]) -> None:
    """Set a step or a mistake key by key: what stays keeps its comments and quotes."""
    known = rows[index]
    if not isinstance(known, MutableMapping):
        rows[index] = _written(row)
        return
    for gone in [key for key in known if key not in row]:
        del known[gone]
    for key, value in row.items():
        if isinstance(value, Mapping):
            _put_whole(known, key, value)
        elif key == "refused":
            put_words(known, key, value)
        elif not _is_same(known.get(key), value):
            put(known, key, value)


def _written(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a new step or mistake as it is laid out: the refused fields on one line."""
    made = {key: value for key, value in row.items() if key != "refused"}
    refused = row.get("refused")
    if isinstance(refused, Mapping):
        made["refused"] = dict(refused)
    elif refused:
        put_words(made, "refused", refused)
    return made


def _line(words: Iterable[str]) -> Any:
    made: dict[str, Any] = {}
    put_words(made, "words", words)
    return made["words"]


def _put_whole(top: MutableMapping[str, Any], key: str, value: Mapping[str, Any]) -> None:
    """Set a mapping entry by entry: entries that stay keep their comments and quotes."""
    known = top.get(key)
    if not isinstance(known, MutableMapping):
        top[key] = dict(value)
        return
    for gone in [name for name in known if name not in value]:
        del known[gone]
    for name, entry in value.items():
        if entry is None:
            known[name] = None
        elif not _is_same(known.get(name), entry):
            put(known, name, entry)


def _is_same(old: object, new: object) -> bool:
    """Tell whether a value of the file says this already: a day that YAML reads as such, true apart from 1."""
    return bool(to_plain(old) == new) and isinstance(old, bool) == isinstance(new, bool)
