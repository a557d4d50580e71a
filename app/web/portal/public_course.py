"""The public page of a case: its statuses without code, where the procedure says `public_follow_up`; nothing personal.

A reference that nobody has and one of another procedure look the same.
"""

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.domain.permissions import PUBLIC
from app.queries.public_course import find_public_course
from app.store import cases
from app.web.access import permission
from app.web.interface import language
from app.web.portal import portal
from app.web.portal.sentences import tell_events
from app.web.portal.visitor import deployed_of, enter_commune_of
from app.web.security import limiter

TRIES = "30 per 10 minutes"
LONGEST = 40


def _unknown(response: Response) -> bool:
    return response.status_code == 404


@portal.get("/public/<reference>")
@permission(PUBLIC)
@limiter.limit(TRIES, deduct_when=_unknown)
def public_course(reference: str) -> ResponseReturnValue:
    """The statuses of a case with their days. Raises CaseUnknown."""
    found = find_public_course(reference[:LONGEST])
    package = deployed_of(found.deployment_id).package if found is not None else None
    if found is None or package is None or not package.manifest["public_follow_up"]:
        raise cases.CaseUnknown("Expected a case whose course everybody may read.", reference=reference[:LONGEST])
    enter_commune_of(found.commune_id)
    told = [replace(moment, text="") for moment in tell_events(found.events, package, language())]
    if found.is_open and told:
        told[-1] = replace(told[-1], state="current")
    return render_template(
        "portal/public_course.html", course=found, title=package.text("fiche.title", language()), told=told
    )
