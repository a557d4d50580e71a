"""Fields that shared files declare: columns of a register, what is asked of an outside system and answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.domain.languages import Text

FIELD_TYPES = ("text", "number", "amount", "date", "moment", "choice", "boolean")
"""An amount is a whole number of centimes; days and moments are written as ISO 8601."""
LONGEST_TEXT = 4_000


@dataclass(frozen=True, kw_only=True)
class DeclaredField:
    """One field. `choices` are the values of a choice with their names.

    A text may have choices too: values that are known are read by their names, others as they were written.
    """

    key: str
    type: str
    title: Text
    required: bool = False
    choices: Mapping[str, Text] = field(default_factory=dict)


class StrictSchema(Schema):
    """A schema that refuses what it does not know."""

    class Meta:
        unknown = RAISE


def _in_both(text: Mapping[str, str]) -> None:
    missing = [language for language in ("fr", "ar") if not text.get(language)]
    if missing:
        raise ValidationError(f"Expected the text in fr and ar, found none in {', '.join(missing)}.")


def text_field() -> fields.Dict:
    """Return the field of a text by language, French and Arabic at least."""
    return fields.Dict(keys=fields.String(), values=fields.String(), required=True, validate=_in_both)


class DeclaredFieldSchema(StrictSchema):
    """The shape of one field in YAML."""

    key = fields.String(
        required=True,
        validate=validate.Regexp(r"^[a-z][a-z0-9_]*$", error="Expected lower-case letters, figures and low lines."),
    )
    type = fields.String(load_default="text", validate=validate.OneOf(FIELD_TYPES))
    title = text_field()
    required = fields.Boolean(load_default=False)
    choices = fields.Dict(keys=fields.String(), values=text_field(), load_default=dict)


def read_value(field: DeclaredField, value: object) -> Any:
    """Return a value by the type of its field. Raises ValueError, whose message says what was expected."""
    return _READERS[field.type](value, field)


def whole_number(value: object) -> int:
    """Return a whole number. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or value != int(value):
        raise ValueError("a whole number")
    return int(value)


def _read_text(value: object, _field: DeclaredField) -> str:
    text = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"at most {LONGEST_TEXT} signs")
    return text


def _read_number(value: object, _field: DeclaredField) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("a number")
    return int(value) if value == int(value) else float(value)


def _read_amount(value: object, _field: DeclaredField) -> int:
    return whole_number(value)


def _read_date(value: object, _field: DeclaredField) -> str:
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        raise ValueError("a day") from None


def _read_moment(value: object, _field: DeclaredField) -> str:
    try:
        return datetime.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValueError("a moment") from None


def _read_choice(value: object, field: DeclaredField) -> str:
    if str(value) not in field.choices:
        raise ValueError(f"one of {', '.join(field.choices)}")
    return str(value)


def _read_boolean(value: object, _field: DeclaredField) -> bool:
    if not isinstance(value, bool):
        raise ValueError("yes or no")
    return value


_READERS = {
    "text": _read_text,
    "number": _read_number,
    "amount": _read_amount,
    "date": _read_date,
    "moment": _read_moment,
    "choice": _read_choice,
    "boolean": _read_boolean,
}
