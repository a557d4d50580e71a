"""Overlays for machines: read the policy, read and write a commune's changes, publish them, read what runs."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Response, jsonify, request

from app.api import api
from app.api.access import caller, commune, permission
from app.api.bodies import read_body
from app.api.description import described
from app.api.errors import Refusal, Refused
from app.api.schemas import (
    OverlayAnswer,
    OverlayBody,
    PolicyAnswer,
    PublicationBody,
    PublishedAnswer,
    VariantAnswer,
)
from app.commands.bus import Command, execute
from app.commands.services import current_services
from app.commands.tailoring.adopting import AdoptProcedure, national_version
from app.commands.tailoring.changing import SaveOperations
from app.commands.tailoring.checking import CheckedOverlay, check_overlay
from app.commands.tailoring.errors import OperationsRefused, OutcomesUnread
from app.commands.tailoring.once import OnceOnly, find_answer, kept_key
from app.commands.tailoring.publishing import PublishedVariant, PublishOverlay
from app.deployments.bases import base_of, base_today
from app.domain.clock import local_day
from app.domain.findings import Finding
from app.domain.languages import Language, read_language
from app.domain.permissions import SEE_TAILORING, TAILOR
from app.procedures.tailoring import GROUPS, Base, Operation, Rule, operations_from_data, read_policy
from app.queries.tailoring import open_workshop
from app.queries.variants.history import ruling_version
from app.store import publication, tailoring
from app.store.database import flush
from app.store.tailoring import TailoringUnknown

PLACE = "/communes/<commune_slug>/procedures/<key>"
FRESH = Rule(place="")


@api.get(f"{PLACE}/policy")
@permission(SEE_TAILORING)
@described(answers={200: PolicyAnswer})
def policy(commune_slug: str, key: str) -> Response:
    """Read what the national version in effect lets communes change."""
    base = base_of(national_version(key).id)
    found, _ = read_policy(base)
    rules = [
        {"group": group, "name": name, **_rule(rule)} for group in GROUPS for name, rule in found.named(group).items()
    ]
    return jsonify({"procedure": key, "base": _base(base), "default": found.default, "rules": rules})


@api.get(f"{PLACE}/overlay")
@permission(SEE_TAILORING)
@described(answers={200: OverlayAnswer})
def overlay(commune_slug: str, key: str) -> Response:
    """Read the changes in the commune's workshop; ETag is their revision."""
    return _with_revision(_workshop_data(key))


@api.put(f"{PLACE}/overlay")
@permission(TAILOR)
@described(body=OverlayBody, answers={200: OverlayAnswer}, headers=("If-Match", "If-None-Match", "Idempotency-Key"))
def write_overlay(commune_slug: str, key: str) -> Response:
    """Write all changes of the workshop; `If-None-Match: *` adopts the procedure first."""
    body: dict[str, Any] = OverlayBody().load(read_body())
    repeated = _repeated()
    if repeated is not None:
        return _with_revision(repeated)
    operations, seen = operations_from_data(body["operations"]), _seen(key)
    command = SaveOperations(
        commune_id=commune().id, slug=key, seen=seen, operations=operations, details=_details(body)
    )
    try:
        return _with_revision(_once(command, key, lambda _: _workshop_data(key)))
    except OperationsRefused as refused:
        raise _refused(refused.findings, operations, key) from refused


@api.post(f"{PLACE}/overlay/publish")
@permission(TAILOR)
@described(body=PublicationBody, answers={201: PublishedAnswer}, headers=("If-Match", "Idempotency-Key"))
def publish_overlay(commune_slug: str, key: str) -> tuple[Response, int]:
    """Publish the changes as they were read: checked by every rule and every national scenario."""
    body: dict[str, Any] = PublicationBody().load(read_body())
    repeated = _repeated()
    if repeated is not None:
        return jsonify(repeated), 201
    seen, workshop = _matched(), open_workshop(commune().id, key)
    if not workshop.row.details.get("reason"):
        refusal = Refusal(pointer="/reason", message="Expected a reason of 10 signs or more, found none.")
        raise Refused(422, "reason-missing", "Expected a reason with the changes: write the overlay first.", [refusal])
    today = local_day(current_services().clock.now())
    checked = check_overlay(workshop.base, workshop.overlay(today=today, author=caller().name))
    command = PublishOverlay(
        commune_id=commune().id,
        slug=key,
        seen=seen,
        checked=checked,
        outcomes_read=body["outcomes_read"],
        origin="api",
    )
    try:
        return jsonify(_once(command, key, _published)), 201
    except OperationsRefused as refused:
        raise _refused(refused.findings, workshop.operations, key) from refused
    except OutcomesUnread as unread:
        raise Refused(409, unread.code, str(unread), more={"changed": _changed(checked)}) from unread


@api.get(f"{PLACE}/variant")
@permission(SEE_TAILORING)
@described(answers={200: VariantAnswer}, headers=("Accept-Language",))
def variant(commune_slug: str, key: str) -> Response:
    """Read what the commune offers now, and how it differs from the national version."""
    offering = publication.find_offering(commune().id, key)
    if offering is None:
        raise TailoringUnknown(f"Expected a procedure that the commune offers, found “{key[:80]}”.")
    now = current_services().clock.now()
    found = ruling_version(commune().id, offering.deployment_id, filed_at=now, language=_language())
    overlay = found.overlay
    return jsonify(
        {
            "deployment": found.deployment.id,
            "version": found.deployment.version,
            "digest": found.deployment.digest,
            "kind": found.kind,
            "base": found.base.id if found.base else None,
            "overlay": overlay.number if overlay else None,
            "since": overlay.since.isoformat() if overlay else None,
            "until": overlay.until.isoformat() if overlay and overlay.until else None,
            "decision": overlay.decision_reference if overlay else None,
            "changes": list(found.changes),
        }
    )


def _language() -> Language:
    return read_language(request.accept_languages.best_match(["ar", "fr"]) or "ar")


def _seen(key: str) -> int:
    """Return the revision that the caller has read, after adopting the procedure when it asks for that."""
    if request.headers.get("If-None-Match", "").strip() != "*":
        return _matched()
    if tailoring.find_tailoring(commune().id, key) is not None:
        raise Refused(412, "tailoring-already-adopted", "Expected a procedure that is not adopted: use If-Match.")
    execute(AdoptProcedure(commune_id=commune().id, slug=key), actor=caller(), services=current_services())
    return 1


def _matched() -> int:
    tag = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not tag:
        raise Refused(428, "revision-missing", "Expected If-Match with the ETag that was read, found none.")
    if not (tag.isascii() and tag.isdigit()):
        raise Refused(412, "tailoring-moved", "Expected the ETag of a workshop, found another one.")
    return int(tag)


def _digest() -> str:
    asked = b"\0".join((request.method.encode(), request.path.encode(), request.get_data()))
    return hashlib.sha256(asked).hexdigest()


def _repeated() -> dict[str, Any] | None:
    """Return the answer that the request's Idempotency-Key has already, or None."""
    typed = request.headers.get("Idempotency-Key", "")
    return find_answer(commune().id, kept_key(caller().id or "", typed), _digest()) if typed else None


def _once(command: Command[Any], slug: str, tell: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Run a command, once when the request has an Idempotency-Key."""
    typed, services = request.headers.get("Idempotency-Key", ""), current_services()
    if not typed:
        return tell(execute(command, actor=caller(), services=services))
    once = OnceOnly(command=command, commune_id=commune().id, slug=slug, key=typed, request=_digest(), tell=tell)
    return execute(once, actor=caller(), services=services)


def _details(body: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent for the publication as the workshop keeps it; what was not sent stays as it is."""
    found: dict[str, Any] = {"reason": body["reason"]} if "reason" in body else {}
    if "decision" in body:
        decision = body["decision"] or {}
        found["decision_reference"] = decision.get("reference", "")
        found["decision_taken"] = decision["date"].isoformat() if decision else ""
    if "effect" in body:
        until = body["effect"].get("until")
        found |= {"since": body["effect"]["since"].isoformat(), "until": until.isoformat() if until else ""}
    return found


def _workshop_data(key: str) -> dict[str, Any]:
    """Return the workshop as it stands, changes of the open transaction included."""
    flush()
    workshop = open_workshop(commune().id, key)
    row, details = workshop.row, workshop.row.details
    decision = {"reference": details.get("decision_reference"), "date": details.get("decision_taken")}
    effect = {"from": details.get("since"), "until": details.get("until") or None}
    return {
        "procedure": row.slug,
        "commune": workshop.commune.slug,
        "revision": row.revision,
        "base": _base(workshop.base),
        "behind": workshop.is_behind,
        "current": workshop.current.number if workshop.current else None,
        "scheduled": workshop.scheduled.number if workshop.scheduled else None,
        "operations": row.operations,
        "reason": details.get("reason") or None,
        "decision": decision if decision["reference"] else None,
        "effect": effect if effect["from"] else None,
    }


def _with_revision(data: dict[str, Any]) -> Response:
    answer = jsonify(data)
    answer.set_etag(str(data["revision"]))
    return answer


def _base(base: Base) -> dict[str, str]:
    return {"version": base.version, "digest": base.digest}


def _rule(rule: Rule) -> dict[str, Any]:
    """Return what a rule says; bounds at their defaults are left out."""
    told = {name: value for name, value in asdict(rule).items() if value != getattr(FRESH, name) and name != "place"}
    return {**told, "mode": rule.mode, "changed_by": rule.changed_by}


def _published(found: PublishedVariant) -> dict[str, Any]:
    return {
        "number": found.number,
        "deployment": found.deployment_id,
        "scheduled": found.scheduled,
        "shared": found.shared,
    }


def _changed(checked: CheckedOverlay) -> list[dict[str, str]]:
    return [{"scenario": one.file, "name": one.name} for one in checked.changed]


def _refused(findings: tuple[Finding, ...], operations: tuple[Operation, ...], slug: str) -> Refused:
    """Return the refusal of operations: each with its pointer, the rule and who may change it."""
    base = base_today(tailoring.get_tailoring(commune().id, slug).base_id)
    found, _ = read_policy(base)
    refusals = []
    for one in findings:
        parts = (one.element or "").split(".")
        index = int(parts[1]) if parts[0] == "operations" and len(parts) > 1 and parts[1].isdigit() else None
        rule = found.rule_for(operations[index].group, operations[index].name) if index is not None else None
        refusals.append(
            Refusal(
                pointer="/" + "/".join(parts),
                message=one.message,
                rule=rule.place if rule else None,
                changed_by=rule.changed_by if rule else None,
            )
        )
    return Refused(422, "tailoring-operations-refused", "Expected changes that the policy allows.", refusals)
