"""Cases by reference or applicant, within the agent's communes."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.permissions import WORK
from app.queries.case_search import MOST, search_cases
from app.web.access import current_actor, permission
from app.web.desk import desk
from app.web.desk.words import standing

LONGEST = 120


@desk.get("/search")
@permission(WORK)
def search() -> ResponseReturnValue:
    """What was found, the newest first."""
    words = request.args.get("q", "")[:LONGEST].strip()
    found = search_cases(current_actor(), words)
    rows = [(row, standing(row.deployment_id, row.state, row.status, row.outcome)) for row in found]
    return render_template("desk/search.html", rows=rows, search_text=words, most=MOST)
