"""Taking a request back, at any time before the decision (dossier Watiqa; law 55-19 knows no form for it)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.messages import NotAwaited, WithdrawCase
from app.domain.permissions import FOLLOW_CASE
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.portal import portal
from app.web.portal.visitor import deployed_of, enter_case, run


@portal.get("/cases/<reference>/withdraw")
@permission(FOLLOW_CASE)
def withdraw(reference: str) -> ResponseReturnValue:
    """Say what will happen, ask once."""
    case = enter_case(reference)
    if not case.may_withdraw:
        raise NotAwaited("Expected a case that may still be withdrawn.", reference=reference)
    package = deployed_of(case.deployment_id).package
    return render_template(
        "portal/withdraw.html",
        case=case,
        paid=[row for row in case.payments if row.state == "paid"],
        consequence=package.text("outcomes.withdrawn.explanation", language()),
    )


@portal.post("/cases/<reference>/withdraw")
@permission(FOLLOW_CASE)
def withdraw_case(reference: str) -> ResponseReturnValue:
    """Take the request back."""
    case = enter_case(reference)
    reason = request.form.get("reason", "").strip()
    run(WithdrawCase(commune_id=case.commune_id, case_id=case.id, reason=reason))
    flash(gettext("Votre demande est retirée."), "success")
    return redirect(url_for("portal.case", reference=reference))
