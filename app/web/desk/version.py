"""The version that rules a case: national, a commune's variant, or the commune's own procedure."""

from flask import abort, g, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.languages import choose
from app.domain.permissions import TAKE_PART
from app.queries.variants.history import ruling_version
from app.store import variants
from app.web.access import permission
from app.web.desk import desk
from app.web.desk.caseroom import enter
from app.web.interface import language
from app.web.oversight.history import overlay_answer


@desk.get("/c/<commune_slug>/cases/<case_id>/version")
@permission(TAKE_PART)
def case_version(commune_slug: str, case_id: str) -> ResponseReturnValue:
    """Which version rules this case, since when, on whose decision, and how it differs from the national one."""
    case = enter(case_id).case
    found = ruling_version(case.commune_id, case.deployment_id, filed_at=case.filed_at, language=language())
    return render_template(
        "desk/version.html",
        case=case,
        found=found,
        title=choose(found.deployment.titles, language()),
        diagram_url=url_for("portal.diagram", deployment_id=case.deployment_id),
        file_href=url_for("desk.case_overlay", commune_slug=commune_slug, case_id=case.id) if found.overlay else None,
    )


@desk.get("/c/<commune_slug>/cases/<case_id>/version/overlay.yaml")
@permission(TAKE_PART)
def case_overlay(commune_slug: str, case_id: str) -> ResponseReturnValue:
    """The overlay under which the case runs, as its file."""
    case = enter(case_id).case
    overlay = variants.find_ruling_overlay(case.commune_id, case.deployment_id, filed_at=case.filed_at)
    if overlay is None:
        abort(404)
    return overlay_answer(overlay.content, f"{g.commune.slug}-{overlay.slug}-{overlay.number}.yaml")
