"""Requests of approval for a second person, and the national rule that says when one is needed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.releasing.approval import DecideApproval, is_author
from app.commands.releasing.errors import ReleaseRefused
from app.commands.releasing.rule import RULES, DecideApprovalRule, current_rule
from app.domain import permissions
from app.domain.permissions import APPROVE
from app.store import modelling, releases
from app.store.models import ApprovalRequest
from app.web.access import current_actor, permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.frame import choose_text, opened
from app.web.studio.publish_pages import publish_view, standing_of
from app.web.studio.publishing import run
from app.web.studio.release_words import refusal_text, rule_title
from app.web.studio.scope import country_only, keep_in_scope, scope, scope_id


@studio.get("/approvals")
@permission(APPROVE)
def approvals() -> ResponseReturnValue:
    """The requests that wait for a second person."""
    rows = [{"row": row, "title": _title(row), "mine": _mine(row)} for row in releases.list_asked(scope_id())]
    return render_template("studio/approvals.html", rows=rows, owner=scope(), rule=rule_title(current_rule()))


@studio.get("/approvals/<request_id>")
@permission(APPROVE)
def approval(request_id: str) -> ResponseReturnValue:
    """What is asked: the check list, what changes, and the two answers."""
    return _page(request_id)


@studio.post("/approvals/<request_id>")
@permission(APPROVE)
def decide_approval(request_id: str) -> ResponseReturnValue:
    """Approve, or refuse with reasons."""
    approve, reasons = request.form.get("decision") == "approve", request.form.get("reasons", "")
    try:
        run(DecideApproval(request_id=request_id, approve=approve, reasons=reasons))
    except ReleaseRefused as refused:
        if refused.code == "release-reason-missing":
            return _page(request_id, reasons=reasons, errors={"reasons": refusal_text(refused)}), 422
        flash(refusal_text(refused), "warning")
        return redirect(url_for(".approval", request_id=request_id))
    done = (
        gettext("La version est approuvée : elle peut être publiée.") if approve else gettext("La version est refusée.")
    )
    flash(done, "success")
    return redirect(url_for(".approvals"))


@studio.get("/publication-rule")
@permission(APPROVE)
@country_only
def publication_rule() -> ResponseReturnValue:
    """When a second person is needed, and who decided so."""
    return _rule_page()


@studio.post("/publication-rule")
@permission(APPROVE)
@country_only
def decide_publication_rule() -> ResponseReturnValue:
    """Change the rule, with its reason."""
    rule, reason = request.form.get("rule", ""), request.form.get("reason", "")
    try:
        run(DecideApprovalRule(rule=rule, reason=reason))
    except ReleaseRefused as refused:
        return _rule_page(rule=rule, reason=reason, errors={"reason": refusal_text(refused)}), 422
    flash(gettext("La règle est changée."), "success")
    return redirect(url_for(".publication_rule"))


def _rule_page(*, rule: str = "", reason: str = "", errors: dict[str, str] | None = None) -> str:
    return render_template(
        "studio/publication_rule.html",
        rules=[{"key": one, "title": rule_title(one)} for one in RULES],
        chosen=rule or current_rule(),
        reason=reason,
        errors=errors or {},
        history=[{"row": row, "title": rule_title(row.rule)} for row in releases.list_rules()],
    )


def _page(request_id: str, *, reasons: str = "", errors: dict[str, str] | None = None) -> str:
    asked = releases.get_request(request_id)
    keep_in_scope(asked.draft_id)
    standing = standing_of(opened(asked.draft_id))
    is_last = standing.request is not None and standing.request.id == asked.id
    state = standing.approval if is_last else asked.state
    view: dict[str, Any] = publish_view(standing)
    return render_template(
        "studio/approval.html",
        asked=asked,
        title=_title(asked),
        owner=scope(),
        state=state,
        mine=_mine(asked),
        reasons=reasons,
        errors=errors or {},
        **view,
    )


def _title(row: ApprovalRequest) -> str:
    return choose_text(modelling.get_draft(row.draft_id).titles) or row.slug


def _mine(row: ApprovalRequest) -> bool:
    """Tell whether another person must decide: whoever asked or wrote it, and in a commune all but its president."""
    commune_id = scope_id()
    actor = current_actor()
    outside = commune_id is not None and not permissions.may(actor, permissions.APPROVE_LOCAL, commune_id)
    return outside or is_author(row, actor)
