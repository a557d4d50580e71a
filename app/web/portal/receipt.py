"""The receipt of a filed request: its reference and code, what happens next, and the paper to keep."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.commands.opening import tracking_code
from app.commands.printing.receipt_facts import receipt_facts
from app.commands.printing.receipts import EnsureReceipt
from app.commands.printing.stages import stage_of
from app.commands.services import current_services
from app.domain.permissions import FOLLOW_CASE
from app.queries.receipts import find_receipt
from app.store import cases
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
    followed = enter_case(reference)
    services = current_services()
    deployed = services.deployments.get(followed.deployment_id)
    case = cases.get_case(followed.commune_id, followed.id)
    code = tracking_code(services.settings.secret_key, case.id)
    return render_template(
        "portal/receipt.html",
        case=followed,
        code=code,
        sheet=sheet_of(case.deployment_id),
        deadline=explain_deadline(followed),
        receipt=receipt_facts(case, stage_of(case, deployed), deployed, services, code),
    )


@portal.get("/cases/<reference>/receipt.pdf")
@permission(FOLLOW_CASE)
def receipt_pdf(reference: str) -> ResponseReturnValue:
    """The receipt as a paper (law 55-19, article 10); made now if the platform has not made it yet."""
    case = enter_case(reference)
    deployed = current_services().deployments.get(case.deployment_id)
    stage = stage_of(cases.get_case(case.commune_id, case.id), deployed)
    document = find_receipt(case.commune_id, case.id, stage.key)
    if document is None:
        document = run(EnsureReceipt(commune_id=case.commune_id, case_id=case.id))
    content = current_services().files.get(document.storage_key)
    response: Response = send_private(content, f"{case.reference}.pdf", "application/pdf")
    return response
