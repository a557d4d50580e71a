"""What other tools wrote into a form: it is kept as it stands, and has no effect here."""

from collections.abc import Iterator, Mapping

_ENVELOPE = frozenset({"type", "id", "title", "label", "schemaVersion", "components", "exporter"})
_COMMON = ("type", "id", "key", "path", "label", "description", "properties", "conditional", "layout", "appearance")
_ANSWERS = ("validate", "disabled", "readonly", "defaultValue", "multiple", "accept", "searchable", "endpointKey")
_CHOICES = ("values", "valuesKey", "valuesExpression")
_NUMBERS = ("decimalDigits", "increment", "serializeToString", "expression", "computeOn")
_DAYS = ("subtype", "dateLabel", "timeLabel", "timeInterval", "timeSerializingFormat", "use24h", "disallowPassedDates")
_SHOWN = ("text", "content", "alt", "source", "url", "height", "maxHeight", "title", "action", "security")
_TABLES = ("dataSource", "columns", "columnsExpression", "rowCount")
_GROUPS = ("components", "showOutline", "verticalAlignment", "isRepeating", "allowAddRemove")
_LISTS = ("defaultRepetitions", "disableCollapse", "nonCollapsedItems")
_COMPONENT = frozenset(
    (*_COMMON, *_ANSWERS, *_CHOICES, *_NUMBERS, *_DAYS, *_SHOWN, *_TABLES, *_GROUPS, *_LISTS),
)
MOST_NAMED = 40


def foreign_names(raw: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names in the JSON of a form that mean nothing here: `name` of the form, `component.name` of a part."""
    own = (name for name in raw if name not in _ENVELOPE)
    return tuple(dict.fromkeys([*own, *_inside(raw, 0)]))[:MOST_NAMED]


def _inside(holder: Mapping[str, object], depth: int) -> Iterator[str]:
    components = holder.get("components")
    for component in components if isinstance(components, list) and depth < MOST_NAMED else ():
        if isinstance(component, Mapping):
            identity = component.get("id") or component.get("key") or "?"
            yield from (f"{identity}.{name}" for name in component if name not in _COMPONENT)
            yield from _inside(component, depth + 1)
