"""The list of drafts, and the workspace of one: everything about a procedure on one page."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.domain.permissions import MODEL
from app.procedures import ProcedurePackage
from app.queries.coverage import draft_coverage
from app.queries.first_hour import lessons
from app.queries.studio import OpenDraft, read_draft
from app.queries.workspace import DECISIONS, DOCUMENTS, FORMS, MESSAGES, SCENARIOS, Workspace, read_workspace
from app.store import modelling, publication
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.frame import choose_text, opened, show
from app.web.studio.scope import scope, scope_id

PATIENCE = 1.0
"""Seconds that the workspace waits for scenarios that were not run yet; their own page waits longer."""


@studio.get("/")
@permission(MODEL)
def index() -> ResponseReturnValue:
    """The drafts in hand, and the published procedures of which a next version may be begun."""
    newest = publication.list_newest_deployments(scope_id())
    return render_template(
        "studio/index.html",
        drafts=[_listed(row) for row in modelling.list_drafts(scope_id())],
        away=[_listed(row) for row in modelling.list_drafts(scope_id(), closed=True)],
        owner=scope(),
        published=[{"row": row, "title": choose_text(row.titles) or row.slug} for row in newest],
    )


def _listed(row: Any) -> dict[str, object]:
    return {"row": row, "title": choose_text(row.titles) or row.slug, "origin": _origins()[row.origin]}


def _origins() -> dict[str, str]:
    return {
        "template": gettext("composé d’étapes"),
        "copy": gettext("copie d’une démarche"),
        "import": gettext("fichier importé"),
        "deployment": gettext("prochaine version"),
        "practice": gettext("bonne pratique d’une commune"),
        "extension": gettext("étapes pour un point d’extension"),
        "local": gettext("démarche d’une commune"),
    }


@studio.get("/<draft_id>/")
@permission(MODEL)
def workspace_page(draft_id: str) -> ResponseReturnValue:
    """One draft: its parts, its checks, its versions, who works on it."""
    draft = opened(draft_id)
    if draft.extends is not None:
        return redirect(url_for(".diagram", draft_id=draft_id))
    report = read_draft(draft)
    read = read_workspace(draft, report, language(), now=current_services().clock.now())
    return show(
        "studio/workspace_page.html",
        draft,
        "workspace",
        read=read,
        groups=_groups(draft, read),
        origin=_origins()[draft.origin],
        born_at=_born_at(report.package),
        unread=report.package is None,
        coverage=draft_coverage(draft, within=PATIENCE),
        lessons_left=any(not lesson.done for lesson in lessons(draft, report)),
    )


def _born_at(package: ProcedurePackage | None) -> str:
    """Return the commune in which the procedure was born, "" for one that the country made."""
    origin = package.manifest.get("origin") if package is not None else None
    return choose_text(origin["names"]) if origin else ""


def _groups(draft: OpenDraft, read: Workspace) -> list[dict[str, object]]:
    """Return the kinds of files of the workspace with their titles and what to say where there are none."""
    home = url_for(".workspace_page", draft_id=draft.id)
    words = {
        FORMS: (
            gettext("Formulaires"),
            gettext("Chaque tâche d’une personne a un formulaire : dessinez la tâche d’abord."),
        ),
        DECISIONS: (gettext("Décisions"), gettext("Une table DMN décide d’un droit, d’un régime, d’une pièce.")),
        DOCUMENTS: (gettext("Documents"), gettext("Ce qui est imprimé, numéroté et scellé.")),
        MESSAGES: (gettext("Messages"), gettext("Ce qui est envoyé à l’usager, par courriel et par SMS.")),
        SCENARIOS: (gettext("Scénarios"), gettext("Essayez la démarche, puis gardez l’essai comme scénario.")),
    }
    return [
        {"kind": kind, "title": title, "empty": empty, "rows": read.parts[kind], "room": f"{home}{kind}"}
        for kind, (title, empty) in words.items()
    ]
