"""A table of data: all its rows are in the page, those after the first `rowCount` folded by pages, without script."""

import json
from collections.abc import Iterator, Mapping

from app.forms.choices import as_text
from app.forms.filling import Filling
from app.forms.registry import AuthorMistake, ComponentType, register
from app.forms.structure import FormComponent

MOST_ROWS = 500
MOST_COLUMNS = 20


@register
class Table(ComponentType):
    """Not a field. `dataSource` gives the rows (FEEL), `columns` or `columnsExpression` what is shown of each.

    Titles of columns are translated under `options: {<key>: title}`.
    """

    name = "table"
    template = "table.html"
    is_field = False

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        if not raw.get("dataSource"):
            yield AuthorMistake(rule="form-table-data", message="Expected dataSource: the expression that gives rows.")
        columns = raw.get("columns")
        if not raw.get("columnsExpression") and not _columns(columns):
            yield AuthorMistake(
                rule="form-table-columns", message="Expected columns as a list of {key, label}, or columnsExpression."
            )
        count = raw.get("rowCount")
        if count is not None and (not isinstance(count, int) or count < 1):
            yield AuthorMistake(rule="form-bound", message=f"Expected rowCount as a whole number, found {count!r}.")

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        columns = _evaluated_columns(component, filling)
        found = filling.resolve(component.settings.get("dataSource"))
        data = [row for row in found if isinstance(row, Mapping)][:MOST_ROWS] if isinstance(found, list) else []
        rows = [[_cell(row.get(key), filling) for key, _ in columns] for row in data]
        count = component.settings.get("rowCount")
        size = count if isinstance(count, int) and count > 0 else max(1, len(rows))
        pages = [rows[start : start + size] for start in range(0, len(rows), size)]
        titles = {option.posted: filling.choose(option.label) for option in component.options}
        return {
            "columns": [titles.get(key) or label for key, label in columns],
            "first": pages[0] if pages else [],
            "more": [
                {"rows": page, "title": _page_title(place * size + size + 1, len(page), len(rows), filling)}
                for place, page in enumerate(pages[1:])
            ],
            "nothing": filling.say("Rien à montrer."),
        }


def _evaluated_columns(component: FormComponent, filling: Filling) -> list[tuple[str, str]]:
    expression = component.settings.get("columnsExpression")
    if isinstance(expression, str) and expression:
        found = _columns(filling.evaluate(expression))
        if found:
            return found
    return _columns(component.settings.get("columns"))


def _columns(columns: object) -> list[tuple[str, str]]:
    entries = columns[:MOST_COLUMNS] if isinstance(columns, list) else []
    return [
        (str(entry["key"]), str(entry.get("label") or entry["key"]))
        for entry in entries
        if isinstance(entry, Mapping) and entry.get("key")
    ]


def _cell(value: object, filling: Filling) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return filling.say("Oui") if value else filling.say("Non")
    if isinstance(value, Mapping) and value.keys() <= {"ar", "fr", "zgh"}:
        return filling.choose(as_text(value))
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, Mapping | list) else str(value)


def _page_title(first: int, count: int, total: int, filling: Filling) -> str:
    text = "Lignes %(first)s à %(last)s sur %(total)s"
    return filling.say(text, first=first, last=first + count - 1, total=total)
