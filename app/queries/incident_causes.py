"""Why a case stands still, in the language of the reader: said from code and values, whatever day it happened."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.languages import Language
from app.engine import IncidentReport, report_of
from app.languages import isolate
from app.linting.sentences import say
from app.store.models import Incident


def words_of_report(report: IncidentReport, language: Language) -> str:
    """Return the sentence of a report; what an expression or a decision said inside it is in the language too."""
    values = {name: _value(name, value, language) for name, value in report.values.items()}
    return replace(report, values=values).text(language)


def words_of_cause(code: str, element: str, cause: Mapping[str, Any] | None, language: Language) -> str:
    """Return the sentence of a cause that was kept, empty when there is none or none fits it any more."""
    report = None if cause is None else report_of(code, element, cause)
    return "" if report is None else words_of_report(report, language)


def words_of_incident(incident: Incident, language: Language) -> str:
    """Return why an incident opened; one kept before causes were says the sentence of its day, a job what it said."""
    return words_of_cause(incident.kind, incident.element or "", incident.cause, language) or incident.message


def _value(name: str, value: str, language: Language) -> str:
    if name == "reason":
        return say(value, language)
    return isolate(value) if language == "ar" else value
