"""Exemptions: a finding of a rule of law that stands in the manifest with a written reason stops nothing.

It is never hidden: the finding stays, as a note that gives the reason, who gave it and when.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.findings import Finding
from app.linting.places import manifest_file, manifest_line
from app.linting.registry import find_rule
from app.procedures import ProcedurePackage
from app.procedures.yaml_editing import edited

RULE = "exemptions"
SHORTEST_REASON = 15
"""Signs below which a reason explains nothing."""


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """One entry of `exemptions`; `element` None stands for findings that name no element."""

    index: int
    rule: str
    element: str | None
    reason: str
    by: str
    day: date | None

    def covers(self, finding: Finding) -> bool:
        """Tell whether the finding is the one that is exempted."""
        return (finding.rule, finding.element) == (self.rule, self.element)


def exemptions_of(package: ProcedurePackage) -> list[Exemption]:
    """Return the exemptions of the manifest in its order, usable or not."""
    entries = package.manifest["exemptions"]
    parts = ("rule", "element", "reason", "by")
    return [
        Exemption(index=index, day=entry["date"], **{part: entry[part] for part in parts})
        for index, entry in enumerate(entries)
    ]


def problem_of(exemption: Exemption) -> str | None:
    """Return what makes an exemption void, or None."""
    rule = find_rule(exemption.rule)
    if rule is None:
        return f"Expected the name of a rule in the exemption, found “{exemption.rule}”: correct it."
    if rule.family != "legal":
        return f"Expected a rule of law in the exemption, found “{rule.name}”: correct the package instead."
    if len(exemption.reason.strip()) < SHORTEST_REASON:
        return (
            f"Expected the reason of the exemption from “{rule.name}” in {SHORTEST_REASON} signs or more, found "
            f"“{exemption.reason}”: write why the law allows it here."
        )
    if not exemption.by.strip() or exemption.day is None:
        return f"Expected who gave the exemption from “{rule.name}” and on which day: fill in by and date."
    return None


def exempted(package: ProcedurePackage, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give the findings, those that are exempted as notes, and a warning for each exemption that exempts nothing."""
    usable = [exemption for exemption in exemptions_of(package) if problem_of(exemption) is None]
    used: set[int] = set()
    for finding in findings:
        exemption = next((one for one in usable if one.covers(finding)), None)
        if exemption is None:
            yield finding
        else:
            used.add(exemption.index)
            yield _noted(finding, exemption)
    for exemption in usable:
        if exemption.index not in used:
            yield _unused(package, exemption)


def with_exemption(manifest: bytes, file: str, entry: Mapping[str, object]) -> bytes:
    """Return the manifest with one exemption more; the rest of the file stays as it was written."""
    written: dict[str, object] = {key: value for key, value in entry.items() if value is not None}

    def change(sheet: MutableMapping[str, Any]) -> None:
        sheet.setdefault("exemptions", []).append(written)

    return edited(manifest, file, change)


def _noted(finding: Finding, exemption: Exemption) -> Finding:
    reason = exemption.reason.strip()
    message = f"Exempted by {exemption.by} on {exemption.day}: {reason} What was found: {finding.message}"
    return replace(finding, severity="info", message=message)


def _unused(package: ProcedurePackage, exemption: Exemption) -> Finding:
    place = f" at “{exemption.element}”" if exemption.element else ""
    return Finding(
        rule=RULE,
        severity="warning",
        file=manifest_file(package),
        element=f"exemptions.{exemption.index}",
        line=manifest_line(package, "exemptions", exemption.index),
        message=f"Expected a finding of “{exemption.rule}”{place} to exempt, found none: remove the exemption.",
    )
