"""Context functions (DMN 1.5, table 81)."""

from collections.abc import Mapping

from app.feel.builtins.registry import builtin
from app.feel.limits import spend
from app.feel.values.incoming import Context, entries, entry


@builtin("get value(m: context, key: string)")
def _get_value(context: Mapping[str, object], key: str) -> object:
    return entry(context, key)


@builtin("get value(m: context, key: list)")
def _get_nested_value(context: Mapping[str, object], keys: list[object]) -> object:
    value: object = context
    for key in keys:
        if not isinstance(value, Mapping) or not isinstance(key, str):
            return None
        value = entry(value, key)
    return value if keys else None


@builtin("get entries(m: context)")
def _get_entries(context: Mapping[str, object]) -> list[object]:
    spend(len(context))
    return [Context(key=key, value=value) for key, value in entries(context).items()]


@builtin("context(entries: list)")
def _context(items: list[object]) -> Context | None:
    spend(len(items))
    made = Context()
    for item in items:
        if not isinstance(item, Mapping) or not {"key", "value"} <= item.keys():
            return None
        key = entry(item, "key")
        if not isinstance(key, str) or key in made:
            return None
        made[key] = entry(item, "value")
    return made


@builtin("context put(context: context, key: string, value: any)")
def _put(context: Mapping[str, object], key: str, value: object) -> Context:
    spend(len(context))
    return Context({**entries(context), key: value})


@builtin("context put(context: context, keys: list, value: any)")
def _put_nested(context: Mapping[str, object], keys: list[object], value: object) -> Context | None:
    spend(len(keys))
    if not keys or not isinstance(keys[0], str):
        return None
    key, others = keys[0], keys[1:]
    if not others:
        return _put(context, key, value)
    held = entry(context, key)
    if not isinstance(held, Mapping):
        return None
    inner = _put_nested(held, others, value)
    return None if inner is None else _put(context, key, inner)


@builtin("context merge(contexts: list)")
def _merge(contexts: list[object]) -> Context | None:
    merged = Context()
    for context in contexts:
        if not isinstance(context, Mapping):
            return None
        spend(len(context))
        merged.update(entries(context))
    return merged
