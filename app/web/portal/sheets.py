"""The sheet of a procedure, its diagram, and the button that begins a request."""

from collections.abc import Sequence

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.commands.drafts import ProcedureNotOffered, StartDraft
from app.commands.services import current_services
from app.domain.clock import local_day
from app.domain.permissions import PUBLIC
from app.procedures.bpmn import localised_diagram
from app.queries.catalogue import CatalogueEntry, find_entry
from app.queries.counters import ServiceRow, list_service_rows
from app.queries.sheet import Sheet, read_sheet
from app.queries.usual_time import usual_time
from app.store.models import Commune
from app.web.access import permission
from app.web.interface import language
from app.web.portal import portal
from app.web.portal.visitor import deployed_of, enter_commune, run

A_DAY = 86_400
DIAGRAM_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""A diagram is XML that an analyst wrote: opened alone in a browser it may run nothing at all."""


@portal.get("/communes/<commune_slug>/procedures/<slug>")
@permission(PUBLIC)
def procedure(commune_slug: str, slug: str) -> ResponseReturnValue:
    """The sheet as this commune offers it."""
    return _show(slug, enter_commune(commune_slug))


@portal.get("/procedures/<slug>")
@permission(PUBLIC)
def national_procedure(slug: str) -> ResponseReturnValue:
    """The national sheet."""
    return _show(slug, None)


@portal.post("/communes/<commune_slug>/procedures/<slug>/start")
@permission(PUBLIC)
def start(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Begin a request: a draft with a secret link."""
    commune = enter_commune(commune_slug)
    token = run(StartDraft(commune_id=commune.id, slug=slug, language=language()))
    return redirect(url_for("portal.resume", token=token))


@portal.get("/diagrams/<deployment_id>.bpmn")
@permission(PUBLIC)
def diagram(deployment_id: str) -> ResponseReturnValue:
    """The diagram with the names in the reader's language. Deployments never change: it may be kept for a day."""
    source = deployed_of(deployment_id).package.bpmn_source
    response = Response(localised_diagram(source, language()), mimetype="application/xml")
    response.headers["Content-Security-Policy"] = DIAGRAM_POLICY
    response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


def sheet_of(deployment_id: str) -> Sheet:
    """Return the sheet of a deployment with the values in force today, in the reader's language."""
    today = local_day(current_services().clock.now())
    return read_sheet(deployed_of(deployment_id).package, day=today, language=language())


def _counters_for(entry: CatalogueEntry, commune: Commune) -> Sequence[ServiceRow]:
    """Return the counters of the service that handles the procedure; all of the commune's where it has none."""
    services = list_service_rows(commune.id)
    own = [service for service in services if service.id == entry.service_id and service.counters]
    return own or services


def _show(slug: str, commune: Commune | None) -> ResponseReturnValue:
    entry: CatalogueEntry | None = find_entry(commune.id if commune else None, slug)
    if entry is None:
        raise ProcedureNotOffered(f"Expected a published procedure, found “{slug}”.", slug=slug)
    return render_template(
        "portal/sheet.html",
        entry=entry,
        sheet=sheet_of(entry.deployment_id),
        commune=commune,
        services=_counters_for(entry, commune) if commune else [],
        usual=usual_time(commune.id, slug) if commune else None,
    )
