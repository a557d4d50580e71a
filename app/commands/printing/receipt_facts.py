"""What a receipt says (law 55-19, articles 10 to 12), gathered from the case at one stage of its file."""

from dataclasses import replace
from typing import Any

from app.commands.clocks.reading import clock_from
from app.commands.printing.facts import BOTH, appeals_of, in_both, text_in_both
from app.commands.printing.stages import ReceiptStage
from app.commands.services import Services
from app.deadlines import list_clock_sentences
from app.deadlines.explanation import period_in_words
from app.deployments import Deployed, period_of
from app.feel import evaluate
from app.languages import format_day, format_moment
from app.store import cases, deadlines
from app.store.models import Case, Deadline

AT_FILING = ("filed", "completed")
"""What a receipt knows of the period; what came later is read on the page of the case."""
Piece = dict[str, str]


def receipt_facts(case: Case, stage: ReceiptStage, deployed: Deployed, services: Services, code: str) -> dict[str, Any]:
    """Return `receipt` of a document, in both languages."""
    package = deployed.package
    parameter = package.parameters[package.manifest["deadline"]["parameter"]]
    period = period_of(parameter, case.filed_at)
    received, missing = _pieces(case, stage, deployed)
    facts: dict[str, Any] = {
        "status": "in_deposit" if missing or stage.in_deposit else "deposited",
        "act_ar": package.text("fiche.title", "ar"),
        "act_fr": package.text("fiche.title", "fr"),
        "applicant": {"name_lat": case.applicant, "name_ar": case.applicant},
        **in_both("filed_at", lambda language: format_moment(case.filed_at, language)),
        "channel": case.channel,
        "tracking_code": code,
        "pieces_received": received,
        "pieces_missing": missing,
        **in_both("period", lambda language: period_in_words(period, language)),
        **in_both("silence", lambda language: package.text("fiche.silence", language)),
        "appeals": appeals_of(package, case.filed_at),
    }
    for name, day in (("completed_on", stage.completed_on), ("complete_before", stage.complete_before)):
        if day is not None:
            facts |= in_both(name, lambda language, day=day: format_day(day, language))
    if stage.note:
        facts["note"] = stage.note
    if stage.period is not None and facts["status"] == "deposited":
        facts |= _computation(case, services, stage.period)
    return facts


def _computation(case: Case, services: Services, row: Deadline) -> dict[str, Any]:
    """Return the expected day as it stood at filing, whenever the receipt is printed, and how it is computed.

    What silence means stands on the receipt in words of its own, and what may be asked concerns the administration.
    """
    calendar = services.calendar_in(case.commune_id)
    known = [event for event in deadlines.list_clock_events(row) if event.kind in AT_FILING]
    clock = clock_from(
        known,
        case_deployment=case.deployment_id,
        opened_under=row.deployment_id,
        filed_at=case.filed_at,
        deployments=services.deployments.get,
    )
    state = clock.read(calendar)
    told = replace(state, rule=replace(state.rule, silence="none"), half_window_until=None)
    facts: dict[str, Any] = {
        f"computation_{language}": list(list_clock_sentences(told, calendar, language)) for language in BOTH
    }
    last = state.last_day
    return facts if last is None else facts | in_both("expected", lambda language: format_day(last, language))


def _pieces(case: Case, stage: ReceiptStage, deployed: Deployed) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces received and those missing: by the clerk's list when there is one, else by the form.

    A piece that a later form takes in, such as an original shown at the counter, is not missing when one files.
    """
    supplied = {row.piece for row in cases.list_attachments(case.commune_id, case_id=case.id)}
    asked = {None, *(field.field_key for field in deployed.start_form.fields)}
    received, missing = [], []
    for piece in deployed.package.manifest["pieces"]:
        if piece["provided_by"] != "user":
            continue
        required = piece["required"]
        if isinstance(required, str):
            required = evaluate(required, case.document, now=case.filed_at)
        name = text_in_both(deployed.package, f"fiche.pieces.{piece['key']}.name")
        if piece["key"] in stage.missing:
            missing.append(name)
        elif piece["key"] in supplied:
            received.append(name)
        elif required and stage.key == "receipt" and piece["field"] in asked:
            missing.append(name)
    return received, missing
