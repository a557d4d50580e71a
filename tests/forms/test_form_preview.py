"""The preview shows a form in every language, state and width; its samples satisfy the form."""

from pathlib import Path

from app.cli.forms import WIDTHS, write_preview
from app.forms.filling import Filling
from app.forms.kinds import list_kinds
from app.forms.samples import sample_answers
from tests.forms.builders import CITY_OPTIONS, NOW, a_field, a_form, validate

TYPES = ("textfield", "textarea", "number", "datetime", "checkbox", "radio", "select", "checklist", "taglist")
STATES = ("empty", "refused", "filled", "readonly", "summary")
CHOICES = ("radio", "select", "checklist", "taglist")


def test_samples_satisfy_every_type_and_kind() -> None:
    fields = [a_field(name, name, **({"values": CITY_OPTIONS} if name in CHOICES else {})) for name in TYPES]
    fields += [a_field("textfield", f"a_{kind}", properties={"kind": kind}) for kind in list_kinds()]
    fields.append({"type": "dynamiclist", "id": "rows", "path": "rows", "components": [a_field("textfield", "town")]})
    form = a_form(*fields)
    answers = sample_answers(form.fields, Filling(context={}, language="fr", now=NOW))
    assert validate(form, answers).errors == {}
    assert answers.keys() == {field.key for field in form.fields}


def test_a_page_for_each_language_and_state_is_written(tmp_path: Path) -> None:
    field = a_field("textfield", validate={"required": True})
    texts = {"zgh": {"sample": {"components": {"answer": {"label": "ⵉⵙⵎ"}}}}}
    index = write_preview(a_form(field, translations=texts), tmp_path, now=NOW)
    frames = index.read_text()
    names = {path.name for path in tmp_path.glob("*.html")} - {"index.html"}
    assert names == {f"{state}.{lang}.html" for state in STATES for lang in ("ar", "fr", "zgh")}
    assert frames.count("<iframe") == len(names) * len(WIDTHS)
    assert "field-error" in (tmp_path / "refused.ar.html").read_text()
    assert "ⵉⵙⵎ" in (tmp_path / "empty.zgh.html").read_text()
    assert "<input" not in (tmp_path / "readonly.fr.html").read_text()
    assert (tmp_path / "static/css/app.css").is_file()
