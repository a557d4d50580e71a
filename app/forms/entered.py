"""What a person entered in a form, as plain values: clean where it can be read, else as it was typed.

Nothing is checked here: it tells a wrong answer apart from a right one, which a form that refuses it does not keep.
"""

from collections.abc import Mapping

from app.forms.answers import with_defaults
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.registry import get_type
from app.forms.scopes import is_list, read_rows
from app.forms.structure import FormComponent, fields_of
from app.forms.visibility import Components, scene_of

CHOSEN = ("checkbox", "checklist", "datetime", "radio", "select", "taglist")
"""Types whose control shows only what it offers: another value stands in the data, and not on the page."""


def read_entered(fields: Components, raw: Mapping[str, object], filling: Filling) -> dict[str, object]:
    """Return the value of each field by key, out of a posted form ({key: [text]}) or JSON answers.

    Files are left out: they are known by their references.
    """
    entered = with_defaults(fields, raw)
    asked = [field for field in fields if not get_type(field.type).is_computed and field.type != "filepicker"]
    return {field.field_key: _value(field, entered.get(field.field_key), filling) for field in asked}


def unshown(fields: Components, answers: Mapping[str, object], filling: Filling) -> dict[str, object]:
    """Return the answers that the page of the form cannot show: choices that it does not offer, days that are none."""
    found: dict[str, object] = {}
    for field in fields:
        value = answers.get(field.field_key)
        if field.type in CHOSEN and value not in (None, "") and not _is_readable(field, value, filling):
            found[field.field_key] = value
    return found


def _value(field: FormComponent, given: object, filling: Filling) -> object:
    if field.is_scope:
        own = fields_of(field.children)
        rows = [
            read_entered(own, row, scene_of(field, index, filling))
            for index, row in enumerate(read_rows(field, given) if given is not None else [])
        ]
        return rows if is_list(field) else (rows[0] if rows else None)
    try:
        return get_type(field.type).read(given, field, filling)
    except AnswerRefused:
        return _typed(field, given)


def _typed(field: FormComponent, given: object) -> object:
    """Return what was typed in one control: a posted form gives a list of one text."""
    single = isinstance(given, list) and len(given) == 1 and not get_type(field.type).takes_many
    return given[0] if isinstance(given, list) and single else given


def _is_readable(field: FormComponent, value: object, filling: Filling) -> bool:
    try:
        get_type(field.type).read(value, field, filling)
    except AnswerRefused:
        return False
    return True
