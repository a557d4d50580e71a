"""Explains a procedure: its course in words, periods with their texts, silence, appeals, and what it does otherwise."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from app.domain.languages import Language
from app.languages import translate
from app.procedures import ProcedurePackage
from app.queries.course import CourseItem, differences_of
from app.queries.sheet import Sheet, read_sheet


def explained(package: ProcedurePackage, day: date, language: Language) -> dict[str, Any]:
    """Return what `explain --json` prints. Raises ParameterMissing, DeadlineError."""
    sheet = read_sheet(package, day=day, language=language)
    return {
        "key": sheet.slug,
        "version": sheet.version,
        "title": sheet.title,
        "summary": sheet.summary,
        "period": {"words": sheet.period, "legal_ref": sheet.period_reference, "assumed": sheet.period_assumed},
        "silence": {"words": sheet.silence, "legal_ref": sheet.silence_reference},
        "appeals": [asdict(appeal) for appeal in sheet.appeals],
        "course": [asdict(item) for item in sheet.course],
        "dossier": dict(differences_of(package)),
    }


def explain_procedure(package: ProcedurePackage, day: date, language: Language) -> str:
    """Return the explanation as a page of text. Raises ParameterMissing, DeadlineError."""
    sheet = read_sheet(package, day=day, language=language)
    return "\n".join(_lines(sheet, package, language))


def _lines(sheet: Sheet, package: ProcedurePackage, language: Language) -> Iterator[str]:
    yield f"{sheet.title} ({sheet.slug} {sheet.version})"
    yield sheet.summary
    yield from _heading("Déroulement", language)
    for number, item in enumerate((one for one in sheet.course if one.kind != "end"), start=1):
        yield f"{number:>3}. {_said(item, language)}"
        yield from (f"       {line}" for line in _details(item))
    yield from _heading("Comment le dossier se termine", language)
    for end in (one for one in sheet.course if one.kind == "end"):
        yield f"  – {end.title}" + (f" : {end.explanation}" if end.explanation else "")
    yield from _heading("Délai légal, silence, recours", language)
    yield f"  {sheet.period} ({sheet.period_reference})"
    yield f"  {sheet.silence} ({sheet.silence_reference})"
    for appeal in sheet.appeals:
        periods = " / ".join(filter(None, (appeal.file_within, appeal.reply_within)))
        yield f"  {appeal.title}" + (f" : {periods}" if periods else "") + f" ({appeal.legal_reference})"
    yield from _differences(package, language)


def _differences(package: ProcedurePackage, language: Language) -> Iterator[str]:
    dossier = differences_of(package)
    listed = dossier["differences"]
    if not dossier["reference"] or not isinstance(listed, list):
        return
    yield from _heading("Écarts avec le dossier de référence", language)
    yield f"  {dossier['reference']}"
    for difference in listed:
        yield f"  – {difference['what']}"
        yield f"    → {difference['why']}"


def _heading(text: str, language: Language) -> Iterator[str]:
    yield ""
    yield translate(language, text)


def _said(item: CourseItem, language: Language) -> str:
    """Return one line: what happens, who does it, within how long."""
    kinds = {
        "step": item.who,
        "choice": translate(language, "choix"),
        "wait": translate(language, "attente"),
        "document": translate(language, "document"),
        "system": item.who,
    }
    parts = [f"{item.title} – {kinds[item.kind]}" if kinds[item.kind] else item.title]
    if item.period:
        parts.append(f"{item.period} ({item.legal_reference})")
    return " · ".join(parts)


def _details(item: CourseItem) -> Iterator[str]:
    if item.within:
        yield f"[{item.within}]"
    for branch in item.branches:
        condition = f" [{branch.condition}]" if branch.condition else ""
        yield f"{branch.answer or '…'}{condition} → {branch.leads_to}"
