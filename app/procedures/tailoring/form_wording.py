"""Texts of forms by the path that policies and overlays use: `forms.request.search_hint.label`.

A path names the form, a component by its id, and what is said: `label`, `description`, `text`, `options.<value>`; a
form has a `title` too. French stands in the JSON of the form unless the translations beside it say it too; every other
language stands there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

PREFIX = "forms."
SAID = ("label", "description", "text")
FRENCH = "fr"

Form = Mapping[str, Any]


def is_form_text(path: str) -> bool:
    """Tell whether a path names a text of a form."""
    return path.startswith(PREFIX)


def form_of(path: str) -> str:
    """Return the form that a path names."""
    return path.removeprefix(PREFIX).partition(".")[0]


def paths_of(name: str, form: Form) -> Iterator[str]:
    """Give the path of the title and those of the French texts of a form that are words and not computed."""
    yield f"{PREFIX}{name}.title"
    for component in _components(form):
        place = f"{PREFIX}{name}.{component['id']}"
        yield from (f"{place}.{said}" for said in SAID if _is_words(component.get(said)))
        yield from (f"{place}.options.{value}" for value in _options(component))


def find_french(form: Form, path: str) -> str | None:
    """Return the text of a form's JSON at a path, None where there is none."""
    *place, said = _steps(path)
    if not place:
        found = form.get(said)
    else:
        component = next((one for one in _components(form) if one["id"] == place[0]), {})
        found = _options(component).get(said) if place[1:] == ["options"] else component.get(said)
    return found if isinstance(found, str) else None


def put_french(form: dict[str, Any], path: str, text: str) -> None:
    """Write a text into a form's JSON; a day says its label in two places."""
    *place, said = _steps(path)
    if not place:
        form[said] = text
        return
    component: Any = next(one for one in _components(form) if one["id"] == place[0])
    if place[1:] == ["options"]:
        next(option for option in component["values"] if option.get("value") == said)["label"] = text
        return
    component[said] = text
    if said == "label" and "dateLabel" in component:
        component["dateLabel"] = text


def path_in_translations(form: Form, path: str) -> str:
    """Return where the other languages say the same: `request.components.search_hint.label`."""
    steps = _steps(path)
    return ".".join([text_identity(form_of(path), form), *(["components"] if len(steps) > 1 else []), *steps])


def text_identity(name: str, form: Form) -> str:
    """Return the key under which translations speak of a form: its id, its name where it has none."""
    return str(form.get("id") or name)


def _steps(path: str) -> list[str]:
    return path.removeprefix(PREFIX).split(".")[1:]


def _components(node: Form) -> Iterator[Form]:
    for one in node.get("components") or ():
        if isinstance(one.get("id"), str) and "." not in one["id"]:
            yield one
        yield from _components(one)


def _options(component: Form) -> dict[str, str]:
    values = component.get("values")
    rows = [row for row in values if isinstance(row, Mapping)] if isinstance(values, list) else []
    pairs = [(row.get("value"), row.get("label")) for row in rows]
    return {
        value: str(label)
        for value, label in pairs
        if isinstance(value, str) and value and "." not in value and _is_words(label)
    }


def _is_words(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip()) and not text.startswith("=")
