"""Builds forms for tests as an analyst would write them."""

from collections.abc import Mapping
from datetime import UTC, datetime

from app.forms import FormDefinition, Validation, read_form

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
CITY_OPTIONS = [{"label": "Rabat", "value": "rabat"}, {"label": "Fès", "value": "fes"}]


def a_field(type_: str, key: str = "answer", **settings: object) -> dict[str, object]:
    """Return the JSON of one field; `validate`, `properties`, `conditional`… as form-js names them."""
    name = "dateLabel" if type_ == "datetime" else "label"
    return {"type": type_, "id": key, "key": key, name: f"Question {key}", **settings}


def a_group(identifier: str, *components: dict[str, object], **settings: object) -> dict[str, object]:
    """Return the JSON of one group."""
    return {
        "type": "group",
        "id": identifier,
        "label": f"Étape {identifier}",
        "components": list(components),
        **settings,
    }


def a_form(
    *components: object, translations: Mapping[str, Mapping[str, object]] | None = None, **envelope: object
) -> FormDefinition:
    """Read a form named `sample` of these components."""
    raw = {"type": "default", "id": "sample", "schemaVersion": 19, "components": list(components), **envelope}
    return read_form(raw, translations=translations or {})


def rules_of(form: FormDefinition) -> list[tuple[str, str]]:
    """Return (rule, severity) of the findings."""
    return [(finding.rule, finding.severity) for finding in form.findings]


def validate(form: FormDefinition, raw: Mapping[str, object], **settings: object) -> Validation:
    """Validate with a fixed clock, in French unless told otherwise."""
    return form.validate(raw, **{"context": {}, "language": "fr", "now": NOW, **settings})


def answer_to(field: dict[str, object], given: object, **settings: object) -> object:
    """Return the clean answer to a single field, or the error message as a ValueError."""
    found = validate(a_form(field), {} if given is None else {str(field["key"]): given}, **settings)
    if found.errors:
        raise ValueError(found.errors[str(field["key"])])
    return found.answers[str(field["key"])]


def render(form: FormDefinition, answers: Mapping[str, object] | None = None, **settings: object) -> str:
    """Render with a fixed clock, in French unless told otherwise."""
    defaults = {"answers": answers or {}, "errors": {}, "context": {}, "language": "fr", "now": NOW}
    return str(form.render(**{**defaults, **settings}))
