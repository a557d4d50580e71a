"""Compares a draft with a published version, an earlier revision, or the variant that a commune makes of it."""

from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.permissions import APPROVE, MODEL
from app.procedures.bpmn import localised_diagram
from app.procedures.xml import XmlRefused
from app.queries.draft_variants import DraftVariant, overlay_names, variant_of
from app.queries.studio import DraftUnknown, OpenDraft, read_draft
from app.store import modelling, publication, releases
from app.store.models import Deployment
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.comparison_pages import Side, comparison_view, deployment_side, draft_side
from app.web.studio.frame import opened, show
from app.web.studio.scope import country_only
from app.web.studio.variants import commune_name, files_in_effect

DIAGRAM_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
REVISION, VARIANT = "revision-", "variant-"
"""Before the number of a revision or the name of a commune, where an id of a deployment may stand too."""
LISTED_REVISIONS = 20
LONGEST_NUMBER = 9


@studio.get("/<draft_id>/compare")
@permission(MODEL)
def compare(draft_id: str) -> ResponseReturnValue:
    """What the draft changes, in words and on the drawings."""
    draft = opened(draft_id)
    choices = _choices(draft)
    chosen = request.args.get("with") or (choices[0]["value"] if choices else "")
    view: dict[str, Any] = {}
    if chosen:
        view = comparison_view(*_sides(draft, chosen))
    return show("studio/compare.html", draft, "compare", choices=choices, chosen=chosen, **view)


@studio.get("/<draft_id>/revisions/<number>/diagram.bpmn")
@permission(APPROVE)
def revision_diagram(draft_id: str, number: str) -> ResponseReturnValue:
    """The diagram of one revision with the names in the reader's language."""
    draft = opened(draft_id, revision=_number(number))
    source = _diagram_source(draft)
    response = Response(source, mimetype="application/xml")
    response.headers["Content-Security-Policy"] = DIAGRAM_POLICY
    return response


@studio.get("/<draft_id>/variants/<commune>/diagram.bpmn")
@permission(MODEL)
@country_only
def variant_diagram(draft_id: str, commune: str) -> ResponseReturnValue:
    """The diagram of the variant that a shipped overlay makes of the draft."""
    draft = opened(draft_id)
    package = _variant(draft, commune).package
    if package is None:
        raise DraftUnknown("Expected an overlay that fits the draft: read the findings first.")
    response = Response(localised_diagram(package.bpmn_source, language()), mimetype="application/xml")
    response.headers["Content-Security-Policy"] = DIAGRAM_POLICY
    return response


def _diagram_source(draft: OpenDraft) -> bytes:
    package = read_draft(draft).package
    name = f"processes/{draft.slug}/{draft.slug}.bpmn"
    source = package.bpmn_source if package else draft.files.get(name, b"")
    try:
        return localised_diagram(source, language())
    except XmlRefused as refused:
        raise DraftUnknown("Expected a diagram that can be read: correct the findings first.") from refused


def _sides(draft: OpenDraft, chosen: str) -> tuple[Side, Side]:
    """Return both sides, the earlier or national one first. Raises DraftUnknown or DeploymentUnknown."""
    if chosen.startswith(VARIANT):
        commune = chosen.removeprefix(VARIANT)
        address = url_for(".variant_diagram", draft_id=draft.id, commune=commune)
        variant = Side(label=_variant_label(commune), diagram=address, package=_variant(draft, commune).package)
        return draft_side(draft), variant
    return _side(draft, chosen), draft_side(draft)


def _variant(draft: OpenDraft, commune: str) -> DraftVariant:
    if commune not in overlay_names(draft):
        raise DraftUnknown(f"Expected an overlay of the draft, found “{commune[:40]}”.")
    return variant_of(draft, commune, files_in_effect(draft))


def _variant_label(commune: str) -> str:
    return gettext("Variante de %(commune)s", commune=commune_name(commune))


def _side(draft: OpenDraft, chosen: str) -> Side:
    if not chosen.startswith(REVISION):
        return deployment_side(_published(draft, chosen))
    return draft_side(opened(draft.id, revision=_number(chosen.removeprefix(REVISION))), newest=False)


def _published(draft: OpenDraft, deployment_id: str) -> Deployment:
    """Return a deployment of the country or of the draft's own commune. Raises DeploymentUnknown."""
    found = publication.get_deployment(deployment_id)
    if found.commune_id not in (None, draft.commune_id):
        raise publication.DeploymentUnknown(f"Expected a version to compare with, found “{deployment_id[:40]}”.")
    return found


def _number(written: str) -> int:
    """Return the number of a revision. Raises DraftUnknown."""
    if not written.isdecimal() or len(written) > LONGEST_NUMBER:
        raise DraftUnknown(f"Expected the number of a revision, found “{written[:40]}”.")
    return int(written)


def _choices(draft: OpenDraft) -> list[dict[str, str]]:
    """Return with what the draft may be compared: the version in effect first, other versions, earlier revisions."""
    current = publication.find_newest_deployment(draft.slug, draft.commune_id)
    rows = [row.deployment for row in releases.list_versions(draft.slug, draft.commune_id)]
    rows.sort(key=lambda row: (current is None or row.id != current.id, row.id != draft.based_on))
    found = []
    for row in rows:
        label = gettext("Version %(version)s", version=row.version)
        if current is not None and row.id == current.id:
            label = gettext("Version %(version)s, en vigueur", version=row.version)
        found.append({"value": row.id, "label": label})
    found += [{"value": f"{VARIANT}{name}", "label": _variant_label(name)} for name in overlay_names(draft)]
    earlier = [row for row in modelling.list_revisions(draft.id) if row.number != draft.revision]
    for revision in earlier[:LISTED_REVISIONS]:
        label = gettext("Révision %(number)s", number=revision.number)
        found.append(
            {"value": f"{REVISION}{revision.number}", "label": f"{label} – {revision.note}" if revision.note else label}
        )
    return found
