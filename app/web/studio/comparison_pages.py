"""What a comparison shows: two named sides, the drawings with their marks, the differences in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.deployments.published import published_package
from app.procedures import ProcedurePackage
from app.procedures.comparison import Difference, compare_packages
from app.queries.differences import group_differences
from app.queries.differences.groups import diagram_marks
from app.queries.studio import OpenDraft, read_draft
from app.store.models import Deployment
from app.web.interface import gettext, language


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of a comparison; `package` is None when its files cannot be read."""

    label: str
    diagram: str
    package: ProcedurePackage | None


def deployment_side(deployment: Deployment) -> Side:
    """Return a published version as a side."""
    return Side(
        label=gettext("Version %(version)s", version=deployment.version),
        diagram=url_for("portal.diagram", language=language(), deployment_id=deployment.id),
        package=published_package(deployment.id),
    )


def draft_side(draft: OpenDraft, *, newest: bool = True) -> Side:
    """Return a draft, or one of its revisions, as a side."""
    report = read_draft(draft)
    label = gettext("Brouillon, révision %(number)s", number=draft.revision)
    return Side(
        label=label if newest else gettext("Révision %(number)s", number=draft.revision),
        diagram=url_for(".revision_diagram", draft_id=draft.id, number=draft.revision),
        package=report.package,
    )


def comparison_view(before: Side, after: Side) -> dict[str, Any]:
    """Return what the templates of a comparison need: `groups`, `marks`, `count`, or `unreadable` sides."""
    unreadable = [side.label for side in (before, after) if side.package is None]
    if before.package is None or after.package is None:
        return {"before": before, "after": after, "unreadable": unreadable, "groups": (), "count": 0}
    differences = compare_packages(before.package, after.package)
    return {
        "before": before,
        "after": after,
        "unreadable": [],
        "groups": group_differences(differences, language()),
        "count": len(differences),
        "marks": marks_of(differences),
    }


def marks_of(differences: Sequence[Difference]) -> Mapping[str, Mapping[str, list[str]]]:
    """Return the marks of each drawing: what was removed stands on the old one only, what was added on the new one."""
    marks = diagram_marks(differences)
    shared = {"changed": marks["changed"], "moved": marks["moved"]}
    return {"before": {**shared, "removed": marks["removed"]}, "after": {**shared, "added": marks["added"]}}
