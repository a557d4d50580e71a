"""Previews of a variant beside the national version: pages in frames of ours, in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.deployments.bases import base_of
from app.deployments.published import published_package
from app.domain.languages import read_language
from app.domain.permissions import SEE_TAILORING
from app.linting.sentences import say
from app.procedures import ProcedurePackage
from app.procedures.bpmn import localised_diagram
from app.procedures.comparison import compare_packages
from app.procedures.tailoring import Operation, resolve
from app.queries.changeable import Changeable
from app.queries.differences import group_differences
from app.queries.tailoring import Workshop
from app.web.access import permission
from app.web.commune import commune
from app.web.commune.frame import opened, show, today
from app.web.commune.surfaces import KINDS, list_names, no_surface, show_surface
from app.web.interface import gettext, language
from app.web.studio.framing import framed, framing

SIDES = ("national", "local")


@dataclass(frozen=True, kw_only=True)
class Surface:
    """Where a change is seen: a kind of page and, where there are several, which one."""

    kind: str
    name: str = ""


def surface_of(thing: Changeable) -> Surface:
    """Return where a change of a thing is seen best."""
    first, _, _ = thing.name.partition(".")
    if thing.group == "texts":
        return _surface_of_text(thing.name)
    if thing.group == "messages":
        return Surface(kind="message", name=first)
    if thing.group == "fields":
        return Surface(kind="form", name=first)
    if thing.group == "documents":
        return Surface(kind="document", name=first)
    return Surface(kind="diagram" if thing.group in ("roles", "steps", "elements") else "sheet")


def _surface_of_text(name: str) -> Surface:
    first, _, rest = name.partition(".")
    if first == "forms":
        return Surface(kind="form", name=rest.partition(".")[0])
    return Surface(kind="sheet") if first == "fiche" else Surface(kind="text", name=name)


@commune.get("/procedures/<slug>/preview")
@permission(SEE_TAILORING)
def preview(commune_slug: str, slug: str) -> ResponseReturnValue:
    """One surface, the national version and the commune's side by side; `kind`, `name` and `shown` choose it."""
    workshop = opened(slug)
    kind = request.args.get("kind", "sheet")
    package, problems = variant_of(workshop)
    names = list_names(package or published_package(workshop.row.base_id), kind)
    name = request.args.get("name", "")
    page = show(
        "commune/preview.html",
        workshop,
        "commune.preview",
        kinds=[(key, words) for key, words in _titles().items()],
        kind=kind if kind in KINDS else "sheet",
        names=names,
        name=name if name in dict(names) else (names[0][0] if names else ""),
        shown=read_language(request.args.get("shown"), default=language()),
        problems=problems,
    )
    return framing(page)


@commune.get("/procedures/<slug>/preview/<side>/<surface>")
@permission(SEE_TAILORING)
def preview_surface(commune_slug: str, slug: str, side: str, surface: str) -> ResponseReturnValue:
    """One surface of one side alone, for a frame."""
    if side not in SIDES or surface not in KINDS:
        raise NotFound
    workshop = opened(slug)
    g.language = read_language(request.args.get("shown"), default=language())
    package, problems = side_of(workshop, side)
    if package is None:
        return framed(no_surface(problems))
    address: dict[str, Any] = {"commune_slug": commune_slug, "slug": slug, "side": side, "shown": language()}
    url = url_for("commune.preview_diagram", **address)
    return framed(
        show_surface(package, surface, request.args.get("name", ""), diagram_url=url, of_commune=side == "local")
    )


@commune.get("/procedures/<slug>/preview/<side>.bpmn")
@permission(SEE_TAILORING)
def preview_diagram(commune_slug: str, slug: str, side: str) -> ResponseReturnValue:
    """The diagram of one side, with the names in one language."""
    if side not in SIDES:
        raise NotFound
    package, _ = side_of(opened(slug), side)
    if package is None:
        raise NotFound
    shown = read_language(request.args.get("shown"), default=language())
    return Response(localised_diagram(package.bpmn_source, shown), mimetype="application/xml")


def typed_preview(
    workshop: Workshop, operations: Sequence[Operation], thing: Changeable, *, problems: Sequence[str] = ()
) -> Response:
    """Return what operations that are not saved give, as a page for a frame."""
    if problems:
        return framed(no_surface(list(problems)))
    package, refused = variant_of(replace(workshop, operations=tuple(operations)))
    if package is None:
        return framed(no_surface(refused))
    surface = surface_of(thing)
    if surface.kind == "diagram" or (surface.kind == "message" and surface.name not in package.messages):
        return framed(_differences(workshop, package))
    return framed(show_surface(package, surface.kind, surface.name))


def side_of(workshop: Workshop, side: str) -> tuple[ProcedurePackage | None, list[str]]:
    """Return the package of one side, None with what stands in its way."""
    return (published_package(workshop.row.base_id), []) if side == "national" else variant_of(workshop)


def variant_of(workshop: Workshop) -> tuple[ProcedurePackage | None, list[str]]:
    """Return what the operations of the workshop give, None with what stands in the way in words."""
    overlay = workshop.overlay(today=today(), author="–", details={})
    resolution = resolve(base_of(workshop.row.base_id), overlay)
    if resolution.variant is None:
        return None, [say(finding.message, language()) for finding in resolution.errors]
    return resolution.variant.package, []


def _differences(workshop: Workshop, package: ProcedurePackage) -> str:
    """Return what differs from the national version, where no page of its own shows what is not saved yet."""
    differences = compare_packages(published_package(workshop.row.base_id), package)
    return render_template("commune/surface_differences.html", groups=group_differences(differences, language()))


def _titles() -> dict[str, str]:
    return {
        "sheet": gettext("Fiche"),
        "form": gettext("Formulaires"),
        "document": gettext("Documents"),
        "message": gettext("Messages"),
        "diagram": gettext("Schéma"),
    }
