"""Retry, skip, move, cancel: what will happen, a reason, one confirmation."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.filing import AnswersRefused
from app.commands.repairs import (
    CancelCase,
    IncidentClosed,
    MoveToken,
    NotFitting,
    OnIncident,
    Outcome,
    ReasonUnfit,
    RetryIncident,
    SkipStep,
)
from app.domain.changes import ChangeRefused
from app.domain.languages import choose
from app.domain.permissions import REPAIR, RETRY
from app.engine import EngineError
from app.web.access import permission
from app.web.desk import desk
from app.web.desk.incidents.offers import offers_of
from app.web.desk.incidents.room import Standing, enter
from app.web.desk.incidents.values import KINDS, read_typed
from app.web.desk.incidents.words import refusal
from app.web.desk.moving import run
from app.web.interface import gettext, language

BLANK_ROWS = 2
MOST_VALUES = 20


@desk.get("/c/<commune_slug>/incidents/<incident_id>/retry")
@permission(RETRY)
def incident_retry(commune_slug: str, incident_id: str) -> ResponseReturnValue:
    """Say what running again does."""
    return _ask(enter(incident_id), "retry")


@desk.post("/c/<commune_slug>/incidents/<incident_id>/retry")
@permission(RETRY)
def incident_retry_now(commune_slug: str, incident_id: str) -> ResponseReturnValue:
    """Run again."""
    found = enter(incident_id)
    return _do(found, "retry", RetryIncident(**_about(found)))


@desk.get("/c/<commune_slug>/incidents/<incident_id>/skip")
@permission(REPAIR)
def incident_skip(commune_slug: str, incident_id: str) -> ResponseReturnValue:
    """Say what passing over the step does, and ask for its result."""
    return _ask(enter(incident_id, needed=REPAIR), "skip")


@desk.post("/c/<commune_slug>/incidents/<incident_id>/skip")
@permission(REPAIR)
def incident_skip_now(commune_slug: str, incident_id: str) -> ResponseReturnValue:
    """Pass over the step."""
    found = enter(incident_id, needed=REPAIR)
    try:
        values = _typed_values()
    except ValueError as error:
        message = gettext("La valeur de « %(name)s » n’est pas lisible sous ce genre.", name=str(error))
        return _ask(found, "skip", errors={"typed": message}), 422
    flow = request.form.get("flow") or None
    return _do(found, "skip", SkipStep(values=values, flow=flow, language=language(), **_about(found)))


@desk.get("/c/<commune_slug>/incidents/<incident_id>/move")
@permission(REPAIR)
def incident_move(commune_slug: str, incident_id: str) -> ResponseReturnValue:
    """Say what a move does, and ask where to."""
    return _ask(enter(incident_id, needed=REPAIR), "move")


@desk.post("/c/<commune_slug>/incidents/<incident_id>/move")
@permission(REPAIR)
def incident_move_now(commune_slug: str, incident_id: str) -> ResponseReturnValue:
    """Move the case."""
    found = enter(incident_id, needed=REPAIR)
    token = request.form.get("token") or None
    return _do(found, "move", MoveToken(token=token, target=request.form.get("target", ""), **_about(found)))


@desk.get("/c/<commune_slug>/incidents/<incident_id>/cancel")
@permission(REPAIR)
def incident_cancel(commune_slug: str, incident_id: str) -> ResponseReturnValue:
    """Say what the end of the case means."""
    return _ask(enter(incident_id, needed=REPAIR), "cancel")


@desk.post("/c/<commune_slug>/incidents/<incident_id>/cancel")
@permission(REPAIR)
def incident_cancel_now(commune_slug: str, incident_id: str) -> ResponseReturnValue:
    """End the case."""
    found = enter(incident_id, needed=REPAIR)
    return _do(found, "cancel", CancelCase(refund="refund" in request.form, **_about(found)))


def read_version() -> int | None:
    """Return the version of the case that the person saw; what is no number is never the right one."""
    given = request.form.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def say_outcome(outcome: Outcome, action: str) -> None:
    """Tell on the next page what a repair came to."""
    if outcome.resolved:
        cancelled = gettext("Le dossier est annulé ; l’usager en lit le motif.")
        flash(cancelled if action == "cancel" else gettext("L’incident est levé : le dossier continue."), "success")
    elif action == "move":
        flash(gettext("Le dossier est déplacé ; l’incident reste ouvert : son étape est toujours arrêtée."), "warning")
    else:
        flash(gettext("La même cause a de nouveau arrêté l’étape : l’incident reste ouvert."), "warning")


def _about(found: Standing) -> dict[str, Any]:
    return {
        "commune_id": found.case.commune_id,
        "incident_id": found.incident.id,
        "reason": request.form.get("reason", ""),
        "expected_version": read_version(),
    }


def _do(found: Standing, action: str, command: OnIncident) -> ResponseReturnValue:
    try:
        outcome: Outcome = run(command)  # type: ignore[arg-type]
    except ReasonUnfit as refused:
        return _ask(found, action, errors={"reason": refusal(refused)}), 422
    except AnswersRefused as refused:
        return _ask(found, action, errors={"typed": " ".join(refused.errors.values())}), 422
    except (ChangeRefused, NotFitting, EngineError) as refused:
        return _ask(found, action, errors={"": refusal(refused)}), 422
    say_outcome(outcome, action)
    return redirect(_page(found))


def _ask(found: Standing, action: str, *, errors: Mapping[str, str] | None = None) -> str:
    if not found.is_open:
        raise IncidentClosed("Expected an incident that waits.")
    offer = next((offer for offer in offers_of(found) if offer.key == action), None)
    if offer is None:
        raise NotFound
    fields = {"skip": _skip_fields, "move": _move_fields}.get(action)
    return render_template(
        "desk/incidents/act.html",
        found=found,
        offer=offer,
        errors=errors or {},
        reason=request.form.get("reason", ""),
        back=_page(found),
        version=request.form.get("version", found.case.version),
        refund="refund" in request.form or request.method == "GET",
        **(fields(found) if fields is not None and not found.is_of_platform else {}),
    )


def _skip_fields(found: Standing) -> dict[str, Any]:
    names = [*_usual_results(found), *[""] * BLANK_ROWS]
    typed = [
        {
            "name": request.form.get(f"name-{index}", name),
            "kind": request.form.get(f"kind-{index}", "text"),
            "value": request.form.get(f"value-{index}", ""),
        }
        for index, name in enumerate(names[:MOST_VALUES])
    ]
    return {"values": typed, "ways": _ways(found), "chosen_way": request.form.get("flow", "")}


def _usual_results(found: Standing) -> list[str]:
    """Return the variables that the step writes when it succeeds, as its diagram declares them."""
    element = found.deployed.definition.find_element(found.incident.element or "")
    if element is None:
        return []
    if element.outputs:
        return list(element.outputs)
    return [name for name in (element.result or element.decision,) if name]


def _ways(found: Standing) -> list[dict[str, str]]:
    keys = found.standing[0].ways if found.standing else ()
    definition = found.deployed.definition
    flows = {
        key: flow for model in (definition.model, *definition.called.values()) for key, flow in model.flows.items()
    }
    return [
        {
            "key": key,
            "title": choose(flows[key].names, language()) or found.name_of(flows[key].target),
            "condition": flows[key].condition or "",
        }
        for key in keys
    ]


def _move_fields(found: Standing) -> dict[str, Any]:
    movable = [place for place in found.places if place.obstacle is None]
    standing = {place.key for place in found.standing}
    targets = dict.fromkeys(target for place in movable for target in found.targets(place.key))
    first = next((place.key for place in movable if place.key in standing), "")
    return {
        "tokens": [{"key": place.key, "title": found.name_of(place.element)} for place in movable],
        "targets": [{"key": target, "title": found.name_of(target)} for target in targets],
        "diagram_url": url_for("portal.diagram", deployment_id=found.case.deployment_id),
        "positions": [place.element for place in movable],
        "chosen_token": request.form.get("token", first),
        "chosen_target": request.form.get("target", ""),
    }


def _typed_values() -> dict[str, object]:
    """Return the values typed by name. Raises ValueError with the name of one that cannot be read."""
    values: dict[str, object] = {}
    for index in range(MOST_VALUES):
        name = request.form.get(f"name-{index}", "").strip()
        text = request.form.get(f"value-{index}", "")
        if not name or not text.strip():
            continue
        kind = request.form.get(f"kind-{index}", "text")
        try:
            values[name] = read_typed(kind if kind in KINDS else "text", text)
        except ValueError:
            raise ValueError(name) from None
    return values


def _page(found: Standing) -> str:
    return url_for("desk.incident", commune_slug=g.commune.slug, incident_id=found.incident.id)
