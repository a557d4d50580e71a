"""The receipt of a filed request: its reference and code, what happens next, and the paper to keep."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.commands.opening import tracking_code
from app.commands.printing.receipts import EnsureReceipt
from app.commands.services import current_services
from app.domain.permissions import FOLLOW_CASE
from app.queries.receipts import find_receipt
from app.web.access import permission
from app.web.portal import portal
from app.web.portal.deadline import explain_deadline
from app.web.portal.files import send_private
from app.web.portal.sheets import sheet_of
from app.web.portal.visitor import enter_case, run


@portal.get("/cases/<reference>/receipt")
@permission(FOLLOW_CASE)
def receipt(reference: str) -> ResponseReturnValue:
    """What to keep, and what happens next and when."""
    case = enter_case(reference)
    return render_template(
        "portal/receipt.html",
        case=case,
        code=tracking_code(current_services().settings.secret_key, case.id),
        sheet=sheet_of(case.deployment_id),
        deadline=explain_deadline(case),
    )


@portal.get("/cases/<reference>/receipt.pdf")
@permission(FOLLOW_CASE)
def receipt_pdf(reference: str) -> ResponseReturnValue:
    """The receipt as a paper (law 55-19, article 10); made now if the platform has not made it yet."""
    case = enter_case(reference)
    document = find_receipt(case.commune_id, case.id)
    if document is None:
        document = run(EnsureReceipt(commune_id=case.commune_id, case_id=case.id))
    content = current_services().files.get(document.storage_key)
    response: Response = send_private(content, f"{case.reference}.pdf", "application/pdf")
    return response
