"""The register of fixes: what each says that it does, for which findings, and the files that it changes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.findings import Finding
from app.linting.linter import LintReport, lint_files
from app.procedures import ProcedurePackage

Changes = Mapping[str, bytes | None]
"""Files by path as they are to be written; None removes one."""


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A package with a finding that is to be corrected; `package` is None where it cannot be loaded."""

    slug: str
    files: Mapping[str, bytes]
    package: ProcedurePackage | None
    finding: Finding


Correct = Callable[[Broken], Changes]


@dataclass(frozen=True, kw_only=True)
class Fix:
    """One correction. `label` says in French what it does; `message` is what the finding must look like."""

    rule: str
    label: str
    message: re.Pattern[str]
    correct: Correct

    def fits(self, finding: Finding) -> bool:
        """Tell whether the correction is one for this finding."""
        return finding.rule == self.rule and self.message.search(finding.message) is not None


_fixes: list[Fix] = []


def fix(rule: str, label: str, *, message: str = "") -> Callable[[Correct], Correct]:
    """Register the decorated function as the correction of a rule's findings whose message matches."""

    def register(correct: Correct) -> Correct:
        _fixes.append(Fix(rule=rule, label=label, message=re.compile(message), correct=correct))
        return correct

    return register


def list_fixes() -> list[Fix]:
    """Return every correction by rule."""
    return sorted(_fixes, key=lambda known: known.rule)


def find_fix(finding: Finding) -> Fix | None:
    """Return the correction of a finding, or None; a note needs none."""
    if finding.severity == "info":
        return None
    return next((known for known in _fixes if known.fits(finding)), None)


def apply_fix(known: Fix, report: LintReport, files: Mapping[str, bytes], finding: Finding) -> Changes | None:
    """Return the files that the correction changes, None when it would not correct or would break something else."""
    changes = known.correct(Broken(slug=report.slug, files=files, package=report.package, finding=finding))
    if not changes:
        return None
    following = {path: content for path, content in {**files, **changes}.items() if content is not None}
    after = lint_files(report.slug, following)
    corrected = not any(_same(found, finding) for found in after.findings)
    worse = report.package is not None and len(after.errors) > len(report.errors)
    return changes if corrected and not worse else None


def _same(one: Finding, other: Finding) -> bool:
    return (one.rule, one.file, one.element, one.message) == (other.rule, other.file, other.element, other.message)
