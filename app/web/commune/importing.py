"""Takes the changes of a file into the workshop: all of them, or none with every reason and its line."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.tailoring.changing import SaveOperations
from app.domain.findings import Finding, errors_of
from app.domain.permissions import TAILOR
from app.linting.sentences import say
from app.procedures.tailoring import Overlay, OverlayRefused, read_overlay, read_policy
from app.procedures.tailoring.resolving import another_base, refusals
from app.procedures.yaml_source import read_mapping
from app.queries.tailoring import Workshop
from app.store.tailoring import TailoringMoved
from app.web.access import current_actor, permission
from app.web.commune import commune
from app.web.commune.frame import opened, show
from app.web.interface import gettext, language

MOST_BYTES = 1_000_000
FILE = "overlay.yaml"


@commune.get("/procedures/<slug>/import")
@permission(TAILOR)
def import_page(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Ask for the file."""
    return _page(opened(slug))


@commune.post("/procedures/<slug>/import")
@permission(TAILOR)
def import_overlay(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Put the changes of the file in the place of those of the workshop; nothing is published."""
    workshop = opened(slug)
    upload = request.files.get("file")
    content = upload.stream.read(MOST_BYTES + 1) if upload else b""
    if not content or len(content) > MOST_BYTES:
        return _page(workshop, errors={"file": gettext("Choisissez un fichier YAML d’un mégaoctet au plus.")}), 422
    try:
        overlay = read_overlay(content, file=FILE)
    except OverlayRefused as refused:
        return _page(workshop, findings=refused.findings), 422
    found = _refusals(workshop, overlay, content)
    if found:
        return _page(workshop, findings=found), 422
    try:
        _save(workshop, overlay)
    except TailoringMoved:
        return _page(workshop, errors={"file": gettext("L’atelier vient de changer : relisez, puis recommencez.")}), 409
    flash(gettext("Les changements du fichier sont dans l’atelier. Rien n’est encore publié."), "success")
    return redirect(url_for("commune.changes", commune_slug=commune_slug, slug=slug))


def _refusals(workshop: Workshop, overlay: Overlay, content: bytes) -> list[Finding]:
    """Return what the version and its policy refuse, each at its line."""
    policy, _ = read_policy(workshop.base)
    found = another_base(workshop.base, overlay, file=FILE)
    found += errors_of(refusals(workshop.base, policy, overlay.operations, file=FILE))
    source = read_mapping(content, file=FILE)
    return [replace(one, line=_line(source, one)) for one in found]


def _line(source: Any, finding: Finding) -> int | None:
    parts = (finding.element or "").split(".")
    return source.line(tuple(int(part) if part.isdigit() else part for part in parts)) or finding.line


def _save(workshop: Workshop, overlay: Overlay) -> None:
    decision = overlay.decision
    details = {
        "reason": overlay.reason,
        "decision_reference": decision.reference if decision else "",
        "decision_taken": decision.taken.isoformat() if decision else "",
        "since": overlay.since.isoformat(),
        "until": overlay.until.isoformat() if overlay.until else "",
    }
    command = SaveOperations(
        commune_id=g.commune.id,
        slug=workshop.row.slug,
        seen=workshop.row.revision,
        operations=overlay.operations,
        details=details,
    )
    execute(command, actor=current_actor(), services=current_services())


def _page(workshop: Workshop, *, errors: dict[str, str] | None = None, findings: Sequence[Finding] = ()) -> str:
    said = [{"line": one.line, "words": say(one.message, language())} for one in findings]
    return show("commune/import.html", workshop, "commune.history", errors=errors or {}, findings=said)
