"""What pages about one case share: who may open it, its form's circumstances, its files."""

from collections.abc import Mapping
from typing import Any

from flask import g, url_for

from app.commands.drafts import attachment_refs
from app.commands.environment import environment_of, seen_by, sees_the_case
from app.commands.reading import QUIET, RecordReading, may_open
from app.commands.services import current_services
from app.domain import permissions
from app.domain.languages import choose
from app.forms import DisplaySection
from app.procedures.bpmn.model import SUB_PROCESS_KINDS
from app.queries.case_file import CaseFile, read_case_file
from app.store import cases, worklists
from app.store.models import Attachment, Case, Document, UserTask
from app.web.access import current_actor
from app.web.desk.moving import run
from app.web.desk.words import deployed_of
from app.web.interface import gettext, language, ngettext

INLINE_IMAGES = frozenset({"image/png", "image/jpeg", "image/webp"})
KILO = 1_000


def enter(case_id: str) -> CaseFile:
    """Return the file of a case of this commune and note that it was read. Raises CaseUnknown.

    A case of a service where the agent holds no role, or that never asked a professional, is as unknown as one of
    another commune.
    """
    case = cases.get_case(g.commune.id, case_id)
    if not may_open(current_actor(), case):
        raise cases.CaseUnknown("Expected a case of the agent’s service.")
    _note_reading(case)
    return read_case_file(cases.get_case(g.commune.id, case_id))


def _note_reading(case: Case) -> None:
    since = current_services().clock.now() - QUIET
    if not worklists.was_read_since(case, actor_id=current_actor().id or "", since=since):
        run(RecordReading(commune_id=case.commune_id, case_id=case.id))


def form_context(case: Case) -> dict[str, Any]:
    """Return what the forms of a case may see: its document, `case` and `parameters`."""
    services = current_services()
    environment = environment_of(case, deployed_of(case.deployment_id), services, services.clock.now())
    return {**case.document, **environment.context}


def task_document(task: UserTask, case: Case) -> dict[str, Any]:
    """Return the document that the form of a task shows and checks."""
    services, deployed = current_services(), deployed_of(case.deployment_id)
    if sees_the_case(task.element, deployed) or task.state not in ("ready", "claimed"):
        return dict(case.document)
    environment = environment_of(case, deployed, services, services.clock.now())
    return seen_by(task, case, deployed, services, environment)


def declared_answers(file: CaseFile, context: Mapping[str, Any]) -> tuple[DisplaySection, ...]:
    """Return what the applicant declared, as corrected since, without the questions left unanswered."""
    form = deployed_of(file.case.deployment_id).start_form
    sections = form.display(
        file.case.document,
        context=context,
        language=language(),
        now=current_services().clock.now(),
        files=attachment_refs(file.attachments),
    )
    answered = (
        DisplaySection(title=part.title, rows=tuple(row for row in part.rows if row.answered)) for part in sections
    )
    return tuple(part for part in answered if part.rows)


def list_pieces(file: CaseFile) -> list[dict[str, Any]]:
    """Return the attachments as `ui.file_list` shows them."""
    package = deployed_of(file.case.deployment_id).package
    return [
        {
            "name": row.filename,
            "title": package.text(f"fiche.pieces.{row.piece}.name", language()) or row.piece,
            "href": _file_address("desk.attachment", file.case, row),
            "details": _details(row),
            "preview": picture_address(file.case, row) if row.media_type in INLINE_IMAGES else None,
        }
        for row in file.attachments
    ]


def list_papers(file: CaseFile) -> list[dict[str, Any]]:
    """Return the documents of the platform as `ui.file_list` shows them, with their state."""
    states = {
        "draft": (gettext("Projet"), "neutral"),
        "valid": (gettext("Valable"), "success"),
        "revoked": (gettext("Annulé"), "danger"),
    }
    may_revoke = permissions.may(current_actor(), permissions.REVOKE_DOCUMENT, file.case.commune_id)
    papers = []
    for row in file.documents:
        title, tone = states.get(row.state, (row.state, "neutral"))
        papers.append(
            {
                "name": row.number or file.case.reference,
                "title": choose(row.titles, language()) or row.key,
                "href": _file_address("desk.document", file.case, row),
                "details": _listed("PDF", _size(row.size)),
                "state": {"title": title, "tone": tone},
                "revoke_href": _revoke_address(file.case, row) if may_revoke and row.state == "valid" else None,
            }
        )
    return papers


def _file_address(endpoint: str, case: Case, row: Attachment | Document) -> str:
    return url_for(endpoint, commune_slug=g.commune.slug, case_id=case.id, file_id=row.id)


def picture_address(case: Case, row: Attachment) -> str:
    """Return the address of the small picture of a file; a file from before there were any is its own."""
    endpoint = "desk.picture" if row.thumbnail_key else "desk.attachment"
    return _file_address(endpoint, case, row)


def _details(row: Attachment) -> str:
    told = _listed(_kind(row.media_type), _size(row.size))
    return told if row.pages is None else _listed(told, ngettext("%(num)s page", "%(num)s pages", row.pages))


def _revoke_address(case: Case, row: Document) -> str:
    return url_for("desk.revoke", commune_slug=g.commune.slug, case_id=case.id, document_id=row.id)


def _listed(first: str, second: str) -> str:
    return gettext("%(first)s, %(second)s", first=first, second=second)


def _kind(media_type: str) -> str:
    return "PDF" if media_type == "application/pdf" else gettext("image")


def _size(size: int) -> str:
    if size < KILO * KILO:
        return gettext("%(size)s Ko", size=max(1, round(size / KILO)))
    return gettext("%(size)s Mo", size=f"{size / KILO / KILO:.1f}".replace(".", ","))


def diagram_positions(file: CaseFile) -> tuple[str, ...]:
    """Return the elements where the case stands now."""
    if file.case.state != "open":
        return ()
    deployed = deployed_of(file.case.deployment_id)
    positions = current_services().engine.positions(deployed.definition, file.case.engine_state)
    package = deployed.package
    return tuple(
        place for place in package.places_of(positions) if package.bpmn.elements[place].kind not in SUB_PROCESS_KINDS
    )
