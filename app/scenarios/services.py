"""Invented outside systems: what a service task gets back when nobody says otherwise."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.engine import OpenedJob
from app.linting import OPERATIONS
from app.procedures import ProcedurePackage
from app.procedures.message_templates import render_message
from app.scenarios.mail import message_values
from app.scenarios.reading import Scenario
from app.scenarios.records import PrintedDocument, SentMessage
from app.scenarios.refusals import StepRefused

REFERENCE = "2026-0000000-000001"
PRINTING = ("document.draft", "document.issue")


def invented_result(job: OpenedJob) -> dict[str, Any]:
    """Return an invented result: the example of the operation, with what the inputs say of it.

    Raises:
        StepRefused: the operation is unknown, or an input that it cannot do without is missing.
    """
    operation = OPERATIONS.get(job.operation)
    if operation is None:
        known = ", ".join(OPERATIONS)
        message = f"expected one of {known} at “{job.element}”, found “{job.operation}”"
        raise StepRefused(message, reason="operation-unknown", element=job.element, operation=job.operation)
    for name in operation.required:
        if job.inputs.get(name) in (None, ""):
            message = f"expected a value for the input “{name}” of “{job.element}”, found none"
            raise StepRefused(message, reason="input-missing", element=job.element, input=name)
    return {key: job.inputs.get(key, value) for key, value in operation.example.items()}


def written_message(
    job: OpenedJob, package: ProcedurePackage, scenario: Scenario, document: Mapping[str, Any], now: datetime
) -> SentMessage:
    """Write the message of a `notify` task in every language, so that a wrong name in it is found here.

    Raises:
        StepRefused: the package has no such message.
        MessageRefused: a template does not fit what the case knows.
    """
    key = str(job.inputs["message"])
    sources = package.messages.get(key)
    if not sources:
        said = f"expected a message of the package at “{job.element}”, found “{key}”: list it"
        raise StepRefused(said, reason="message-unknown", element=job.element, key=key)
    values = message_values(scenario, document, str(job.inputs.get("reason", "")), REFERENCE)
    texts = {
        language: render_message(source, values, file=f"messages/{key}.{language}.txt", language=language)
        for language, source in sources.items()
    }
    return SentMessage(moment=now, key=key, element=job.element, texts=texts)


def printed_document(
    job: OpenedJob, document: Mapping[str, Any], result: Mapping[str, Any], now: datetime
) -> PrintedDocument:
    """Return what a printing task made: only an issued document has a number."""
    number = str(result.get("number") or "") if job.operation == "document.issue" else ""
    return PrintedDocument(
        moment=now, key=str(job.inputs["document"]), element=job.element, document=dict(document), number=number
    )
