"""What the checks say of a commune's sub-procedure: read alone, held to the policy, then tried in its place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from app.deployments.bases import base_of, prepare_overlay
from app.domain.findings import Finding
from app.linting.linter import LintReport
from app.procedures.tailoring import Base, BaseReference, Overlay
from app.procedures.tailoring.kinds import PlugProcedure
from app.procedures.tailoring.operation import LOCAL, LOCAL_FIELD
from app.procedures.tailoring.sub_procedure import SubProcedureRefused, plug_of

MOST_KEPT = 16
_TRIED_ON = date(2020, 1, 1)
"""The first day of the overlay in which a sub-procedure is tried: it is never published."""


def sub_procedure_report(base_id: str, element: str, slug: str, files: Mapping[str, bytes]) -> LintReport:
    """Return the findings about a sub-procedure, at the places of its own files; it is no package by itself."""
    return _report(base_id, element, slug, tuple(sorted(files.items())))


@lru_cache(maxsize=MOST_KEPT)
def _report(base_id: str, element: str, slug: str, files: tuple[tuple[str, bytes], ...]) -> LintReport:
    try:
        operation = plug_of(element, slug, dict(files))
    except SubProcedureRefused as refused:
        return LintReport(slug=slug, package=None, findings=refused.findings)
    base = base_of(base_id)
    prepared = prepare_overlay(base, _overlay(base, operation))
    found = [_moved(one, base, slug) for one in prepared.findings if _concerns(one, operation)]
    return LintReport(slug=slug, package=None, findings=tuple(dict.fromkeys(found)))


def _overlay(base: Base, operation: PlugProcedure) -> Overlay:
    return Overlay(
        procedure=base.slug,
        base=BaseReference(version=base.version, digest=base.digest),
        commune=LOCAL.rstrip("-"),
        reason=LOCAL,
        author=LOCAL,
        since=_TRIED_ON,
        operations=(operation,),
    )


def _concerns(finding: Finding, operation: PlugProcedure) -> bool:
    """Tell whether a finding about the whole procedure is one about what the commune plugs in."""
    place = f"{finding.file} {finding.element or ''}"
    named = (*operation.forms, operation.element, LOCAL, LOCAL_FIELD)
    return finding.severity == "error" or any(name in place for name in named)


def _moved(finding: Finding, base: Base, slug: str) -> Finding:
    """Return a finding at the place where the commune's editors show it; lines are those of other files."""
    if finding.file.startswith(f"forms/{base.slug}/"):
        return replace(finding, file=finding.file.replace(f"forms/{base.slug}/", f"forms/{slug}/", 1), line=None)
    if finding.file.endswith((".bpmn", ".yaml")):
        return replace(finding, file=f"processes/{slug}/{slug}.bpmn", line=None)
    return finding
