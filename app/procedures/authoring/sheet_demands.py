"""What article 6 of law 55-19 wants on the published sheet of a procedure, and which of it is there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.procedures.authoring.sheet_form import Answers, SheetForm, read_sheet_form

BOTH = ("fr", "ar")


@dataclass(frozen=True, kw_only=True)
class Demand:
    """One thing that the article wants: `place` is the input, or the part, where it is filled in."""

    code: str
    place: str
    met: bool


def list_demands(form: SheetForm) -> tuple[Demand, ...]:
    """Return the fourteen demands in the order of the article."""
    return tuple(Demand(code=code, place=place, met=met) for code, place, met in _demands(form))


def missing_demands(slug: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the codes of what a package's sheet leaves open, in the order of the article.

    Raises:
        SourceRefused: the manifest or a translation is no YAML.
    """
    return tuple(demand.code for demand in list_demands(read_sheet_form(slug, files)) if not demand.met)


def _demands(form: SheetForm) -> Iterator[tuple[str, str, bool]]:
    rows = form.rows
    basis, pieces, fees, appeals = (rows.get(name, ()) for name in ("legal_basis", "pieces", "fees", "appeals"))
    yield "title-fr", "title.fr", bool(form.text("title.fr"))
    yield "title-ar", "title.ar", bool(form.text("title.ar"))
    yield "legal-basis", "legal_basis", bool(basis) and _named(basis) and _filled(basis, "number")
    yield "responsible", "responsible.fr", _in_both(form, "responsible")
    yield "audience", "audience_text.fr", bool(form.text("audience")) and _in_both(form, "audience_text")
    yield "pieces", "pieces", _named(pieces) and _filled(pieces, "provided_by")
    yield "pieces-law", "pieces", _filled(pieces, "legal_ref")
    yield "channels", "channels", bool(form.answers.get("channels"))
    yield "fees", "fees", _named(fees) and _filled(fees, "parameter") and _filled(fees, "legal_ref")
    yield "period", "deadline.parameter", bool(form.text("deadline.parameter"))
    yield "period-end", "deadline.ends_after", bool(form.answers.get("deadline.ends_after"))
    yield "silence", "silence.effect", bool(form.text("silence.effect")) and bool(form.text("silence.legal_ref"))
    yield "silence-text", "silence_text.fr", _in_both(form, "silence_text")
    yield "appeals", "appeals", bool(appeals) and _named(appeals) and _filled(appeals, "legal_ref")


def _in_both(form: SheetForm, name: str) -> bool:
    return all(form.text(f"{name}.{language}") for language in BOTH)


def _named(rows: tuple[Answers, ...]) -> bool:
    return all(row.get(f"name.{language}") for row in rows for language in BOTH)


def _filled(rows: tuple[Answers, ...], name: str) -> bool:
    return all(row.get(name) for row in rows)
