"""The list of drafts, and the workspace of one: everything about a procedure on one page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.permissions import MODEL
from app.store import modelling
from app.web.access import permission
from app.web.studio import studio
from app.web.studio.frame import choose_text, opened, show


@studio.get("/")
@permission(MODEL)
def index() -> ResponseReturnValue:
    """The drafts in hand."""
    drafts = [{"row": row, "title": choose_text(row.titles) or row.slug} for row in modelling.list_drafts()]
    return render_template("studio/index.html", drafts=drafts)


@studio.get("/<draft_id>/")
@permission(MODEL)
def workspace_page(draft_id: str) -> ResponseReturnValue:
    """One draft: its parts, its checks, who works on it."""
    return show("studio/workspace_page.html", opened(draft_id), "workspace")
