"""Invented answers that satisfy a field: for previews and pages of examples, never for a real case."""

from app.forms.choices import list_options
from app.forms.filling import Filling
from app.forms.registry import get_type
from app.forms.rules import number_setting
from app.forms.structure import FormComponent, fields_of

_BY_KIND: dict[str, object] = {
    "cin": "AB123456",
    "phone": "+212612345678",
    "email": "amina@exemple.ma",
    "postcode": "10000",
    "commune": "01.511.01.0",
    "name_ar": "أمينة",
    "name_lat": "Amina",
    "amount": 22_000,
    "ice": "001234567000089",
    "tax_id": "40123456",
    "rc": "12345",
    "passport": "AB1234567",
    "rib": "011780000012345678901296",
    "land_title": "T12345/08",
    "plate": "12345-أ-6",
    "map_point": "34.020882,-6.841650",
}
_DATES = {"date": "1990-12-31", "time": "14:05:00", "datetime": "2026-03-02T14:05:00+00:00"}


def sample_answers(fields: tuple[FormComponent, ...], filling: Filling) -> dict[str, object]:
    """Return an answer to every field that takes one; a field that no sample suits is left out."""
    found = {field.field_key: _sample(field, filling) for field in fields if not get_type(field.type).is_computed}
    return {key: value for key, value in found.items() if value is not None}


def _sample(field: FormComponent, filling: Filling) -> object:
    if field.is_scope:
        inner = sample_answers(fields_of(field.children), filling)
        return [inner, inner] if field.type == "dynamiclist" else inner
    if field.kind is not None and field.kind in _BY_KIND and field.type != "select":
        return _BY_KIND[field.kind]
    if field.type in ("radio", "select", "checklist", "taglist"):
        options = [option.value for option in list_options(field, filling)]
        return options[:2] if get_type(field.type).takes_many else (options[0] if options else None)
    if field.type == "number":
        return number_setting(field.rules.minimum, filling) or 12
    if field.type == "datetime":
        return _DATES.get(str(field.settings.get("subtype") or "date"))
    if field.type == "checkbox":
        return True
    return "Rabat" if field.type in ("textfield", "textarea") else None
