"""Estimated minutes to fill a form: seconds a question by its type, all of them assumed parameters (filling.yaml)."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from app.forms.structure import FormComponent
from app.procedures.parameters import Parameters, ParameterSchema, build_parameter
from app.procedures.yaml_source import read_mapping

SOURCE = Path(__file__).with_name("filling.yaml")
BY_TYPE = {
    "radio": "choice",
    "select": "choice",
    "checkbox": "choice",
    "checklist": "choice",
    "taglist": "choice",
    "textarea": "long_text",
    "filepicker": "file",
}
OTHER = "text"


@cache
def filling_parameters() -> Parameters:
    """Return the parameters of the estimate, each with its source."""
    source = read_mapping(SOURCE.read_bytes(), file=SOURCE.name)
    return Parameters([build_parameter(ParameterSchema().load(raw)) for raw in source.data["parameters"]])


def minutes_to_fill(fields: Iterable[FormComponent], day: date) -> float:
    """Return the estimated minutes for these questions, by the values in force on `day`."""
    return round(sum(_seconds(field, day) for field in fields) / 60, 1)


def _seconds(field: FormComponent, day: date) -> float:
    seconds = _value("base", day) + _value(BY_TYPE.get(field.type, OTHER), day)
    if field.hide:
        seconds *= _value("shown", day) / 100
    if not field.rules.required:
        seconds *= _value("optional", day) / 100
    return seconds


def _value(name: str, day: date) -> float:
    return float(filling_parameters()[f"filling.{name}"].value_on(day).value)
