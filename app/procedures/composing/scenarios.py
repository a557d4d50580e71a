"""The first scenarios of a composed procedure: one for each way of ending, with invented people."""

from collections.abc import Mapping
from typing import Any

from app.procedures.composing.choices import (
    APPEAL,
    COMPLETENESS,
    PAYMENT,
    SATISFACTION,
    SILENCE,
    WITHDRAWAL,
    Composition,
)
from app.procedures.showing import ADMINISTRATION_LATE, CITIZEN_ERRS, SYSTEM_FAILS

CLOCK = "2026-03-02T09:00:00+00:00"
_START = {"requester_first": "Nora", "requester_last": "Bennani", "request_subject": "Une demande inventée."}
_LONG = "P400D"
Step = dict[str, Any]


def scenarios(chosen: Composition) -> dict[str, dict[str, Any]]:
    """Return scenarios by file name (`scenarios/granted.yaml`)."""
    steps = chosen.steps
    decided = [*_checked(steps), _done("examine-request", examination_note="Rien à signaler."), *_paid(steps)]
    refused = [
        *decided,
        _done("decide", decision="refuse", decision_reasons="La demande ne remplit pas les conditions."),
    ]
    found = {
        "granted": _scenario(
            "Accordée",
            [*decided, _done("decide", decision="accept"), *_rated(steps)],
            "granted",
            shows=CITIZEN_ERRS,
        )
        | {"mistakes": [{"answers": {"request_subject": None}, "refused": ["request_subject"]}]},
        "refused": _scenario("Refusée", [*refused, *_waited(steps)], "refused"),
    }
    if APPEAL in steps:
        appeal = [
            _done("file-appeal", appeal_grounds="Les conditions sont remplies."),
            _done("answer-appeal", appeal_answer="reversed", appeal_reasons="Le dossier le confirme."),
        ]
        found["granted-on-appeal"] = _scenario(
            "Refusée, puis accordée sur recours", [*refused, *appeal], "granted-on-appeal"
        )
    if COMPLETENESS in steps:
        missing = _done("check-completeness", completeness="missing", missing_note="Une pièce manque.")
        found["returned"] = _scenario("Jamais complétée", [missing, {"advance": "P60D"}], "returned")
    if PAYMENT in steps:
        unpaid = [*_checked(steps), _done("examine-request", examination_note="Rien à signaler."), {"advance": "P60D"}]
        again = {"message": "payment-paid", "ignored": "again"}
        found["paid-twice"] = _scenario(
            "Annoncée payée deux fois",
            [*decided, again, _done("decide", decision="accept"), *_rated(steps)],
            "granted",
            shows=SYSTEM_FAILS,
        )
        found["unpaid"] = _scenario("Jamais payée", unpaid, "unpaid")
    if WITHDRAWAL in steps:
        found["withdrawn"] = _scenario("Retirée", [*_checked(steps), {"message": "withdrawal"}], "withdrawn")
    if SILENCE in steps:
        found |= _silence(steps)
    return {f"scenarios/{name}.yaml": content for name, content in found.items()}


def _silence(steps: frozenset[str]) -> dict[str, dict[str, Any]]:
    over = [*_checked(steps), {"advance": "P100D"}]
    claimed = [_done("claim-silence", silence_claim=True), _done("deliver-after-silence", act_delivered=True)]
    return {
        "granted-by-silence": _scenario(
            "Accordée par silence", [*over, *claimed], "granted-by-silence", shows=ADMINISTRATION_LATE
        ),
        "silent": _scenario("Silence, rien n’est réclamé", [*_checked(steps), {"advance": _LONG}], "silent"),
    }


def _scenario(name: str, steps: list[Step], outcome: str, *, shows: str | None = None) -> dict[str, Any]:
    return {
        "name": name,
        **({"shows": [shows]} if shows else {}),
        "clock": CLOCK,
        "start": dict(_START),
        "steps": steps,
        "expect": {"outcome": outcome, "waiting": []},
    }


def _done(task: str, **answers: object) -> Step:
    return {"complete": task, "answers": answers}


def _checked(steps: frozenset[str]) -> list[Step]:
    return [_done("check-completeness", completeness="complete")] if COMPLETENESS in steps else []


def _paid(steps: frozenset[str]) -> list[Step]:
    return [{"message": "payment-paid"}] if PAYMENT in steps else []


def _rated(steps: frozenset[str]) -> list[Step]:
    return [_done("rate-service", rating="5")] if SATISFACTION in steps else []


def _waited(steps: frozenset[str]) -> list[Step]:
    return [{"advance": _LONG}] if APPEAL in steps else []


def outcomes_played(played: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Return the outcomes that some scenarios end in."""
    return {str(content["expect"]["outcome"]) for content in played.values()}
