"""Wrong answers that a form must refuse, filled in on the real form: what a scenario writes of them.

An attempt at a task is written whole, like any completion; one at the request only where it departs from `start`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.languages import Language
from app.engine import as_json
from app.forms import Validation
from app.forms.entered import read_entered, unshown
from app.forms.filling import Filling
from app.scenarios.asking import Asked, FileNames
from app.scenarios.attachments import names_of, to_plain


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A form that was filled in wrongly. `answers`: as a scenario writes them; `found`: what was refused."""

    answers: Mapping[str, Any]
    found: Validation


def attempted(
    asked: Asked,
    posted: Mapping[str, Any],
    names: FileNames,
    *,
    language: Language,
    start: Mapping[str, Any] | None,
    stored: Mapping[str, Any],
) -> Attempt:
    """Return what was posted as a scenario writes it; with `start`, only what departs from the request.

    Where `stored`, the answers that the scenario has already, come to the same, they stay as they were written.
    """
    found = asked.check(posted, names, language=language)
    values = _values(asked, found, posted, names, language)
    known = {key: value for key, value in stored.items() if asked.form.find_field(key) is not None}
    if known and _come_to(asked, known if start is None else request_with(start, known), language) == values:
        return Attempt(answers=known, found=found)
    if start is None:
        short = {key: value for key, value in values.items() if not _is_empty(value)}
        whole, tried = values, short
    else:
        short = _departing(values, _come_to(asked, start, language))
        whole, tried = {key: "" if value is None else value for key, value in short.items()}, request_with(start, short)
    alike = refusals(asked, tried, language=language) == found.errors
    return Attempt(answers=short if alike else whole, found=found)


def request_with(start: Mapping[str, Any], mistake: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of a request with a mistake in it; null leaves an answer out."""
    return {key: value for key, value in {**start, **mistake}.items() if value is not None}


def refusals(asked: Asked, answers: Mapping[str, Any], *, language: Language) -> dict[str, str]:
    """Return what the form says today of answers as a scenario writes them, by field."""
    return dict(asked.check(*_parted(asked, answers), language=language).errors)


def hidden_answers(asked: Asked, answers: Mapping[str, Any], *, language: Language) -> dict[str, Any]:
    """Return the answers that the page of the form cannot show, those to fields that it does not have included."""
    strange = {key: value for key, value in answers.items() if asked.form.find_field(key) is None}
    return {**unshown(asked.form.fields, answers, _filling(asked, language).with_answers(answers)), **strange}


def _values(
    asked: Asked, found: Validation, given: Mapping[str, Any], names: FileNames, language: Language
) -> dict[str, Any]:
    """Return the value of each answer that is due: clean, or as it was typed where it is refused."""
    due = {key.partition("[")[0].partition(".")[0] for key in (*found.answers, *found.errors)}
    entered = read_entered(asked.form.fields, given, _filling(asked, language).with_answers(found.answers))
    values: dict[str, Any] = {}
    for key in (field.field_key for field in asked.form.fields if field.field_key in due):
        if _is_file(asked, key):
            values[key] = list(names.get(key) or ())
        elif key in entered:
            values[key] = as_json(found.answers.get(key, entered[key]))
    return values


def _come_to(asked: Asked, answers: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the value of each answer that is due, of answers as a scenario writes them."""
    given, names = _parted(asked, answers)
    return _values(asked, asked.check(given, names, language=language), given, names, language)


def _departing(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that are otherwise than before; null where an answer was taken away."""
    departing = {key: value for key, value in values.items() if value != before.get(key)}
    empty = {key for key, value in departing.items() if _is_empty(value)}
    return {
        key: None if key in empty else value
        for key, value in departing.items()
        if key not in empty or not _is_empty(before.get(key))
    }


def _is_empty(value: object) -> bool:
    """Tell whether a page posts the answer where nothing was typed, ticked or joined; zero is an answer."""
    return value in (None, "") or value is False or (isinstance(value, list | tuple) and not value)


def _parted(asked: Asked, answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return answers as the form reads them, and the names of files by field."""
    files = {key for key in answers if _is_file(asked, key) and answers[key]}
    plain = {key: to_plain(value) for key, value in answers.items() if key not in files}
    return plain, {key: names_of(key, answers[key]) for key in files}


def _is_file(asked: Asked, key: str) -> bool:
    return any(field.field_key == key and field.type == "filepicker" for field in asked.form.fields)


def _filling(asked: Asked, language: Language) -> Filling:
    return Filling(context=asked.context, language=language, now=asked.now, files=asked.files)
