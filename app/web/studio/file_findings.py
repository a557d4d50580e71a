"""What the checks found in one file of a draft, as a list that an editor shows under its canvas."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.permissions import MODEL
from app.queries.findings import shown_findings
from app.queries.studio import OpenDraft, read_draft
from app.web.access import permission
from app.web.interface import language
from app.web.studio import studio
from app.web.studio.frame import opened


@studio.get("/<draft_id>/file-findings")
@permission(MODEL)
def file_findings_page(draft_id: str) -> ResponseReturnValue:
    """The list for the file named by `file`, without the rest of the page, for the editors' scripts."""
    draft = opened(draft_id)
    found = file_findings(draft, request.args.get("file", ""))
    return render_template("studio/fragment.html", part="studio/_file_findings.html", findings=found)


def file_findings(draft: OpenDraft, path: str) -> list[dict[str, Any]]:
    """Return the findings of one file, errors first."""
    order = ("error", "warning", "info")
    found = [
        one for one in shown_findings(read_draft(draft), language(), rules=url_for(".rules")) if one["file"] == path
    ]
    return sorted(found, key=lambda one: order.index(str(one["severity"])))
