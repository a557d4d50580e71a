"""What the scenarios of a draft reach of its diagram, drawn and listed."""

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.domain.permissions import MODEL
from app.procedures import ProcedurePackage
from app.procedures.bpmn import Element
from app.queries.coverage import draft_coverage
from app.queries.studio import read_draft
from app.scenarios.coverage import Coverage
from app.web.access import permission
from app.web.desk.words import task_title
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.frame import opened, show


@studio.get("/<draft_id>/coverage")
@permission(MODEL)
def coverage(draft_id: str) -> ResponseReturnValue:
    """The diagram with what is reached, and the list of what is not."""
    draft = opened(draft_id)
    found, package = draft_coverage(draft), read_draft(draft).package
    return show(
        "studio/coverage.html",
        draft,
        "play",
        found=found,
        groups=[] if found is None or package is None else _missed(package, found),
        runnable=found is not None,
    )


def _missed(package: ProcedurePackage, found: Coverage) -> list[dict[str, object]]:
    """Return what is not reached: ends first, then tasks, then the rest, each by name."""
    elements = package.bpmn.elements
    titles = {
        "end": gettext("Fins"),
        "activity": gettext("Tâches et services"),
        "other": gettext("Événements et aiguillages"),
    }
    rows: dict[str, list[tuple[str, str]]] = {sort: [] for sort in titles}
    for each in found.missed:
        rows[_sort(elements[each])].append((each, task_title(package, each)))
    return [{"title": titles[sort], "rows": listed} for sort, listed in rows.items() if listed]


def _sort(element: Element) -> str:
    if element.kind == "endEvent":
        return "end"
    return "activity" if element.is_activity else "other"


@studio.get("/<draft_id>/coverage.json")
@permission(MODEL)
def coverage_json(draft_id: str) -> ResponseReturnValue:
    """The coverage for scripts; an empty one where the draft cannot be run."""
    draft = opened(draft_id)
    found = draft_coverage(draft)
    empty = Coverage(reached={}, missed=(), missed_ends=(), reports=())
    return jsonify(revision=draft.revision, runnable=found is not None, **(found or empty).to_json())


@studio.get("/<draft_id>/coverage.bpmn")
@permission(MODEL)
def coverage_diagram(draft_id: str) -> ResponseReturnValue:
    """The diagram of the draft."""
    package = read_draft(opened(draft_id)).package
    if package is None:
        raise NotFound
    return Response(package.bpmn_source, mimetype="application/xml")
