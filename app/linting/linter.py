"""Runs every rule on a package and puts what they found in an order that does not change from run to run."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.findings import Finding, errors_of
from app.engine import support_findings
from app.linting.exemptions import exempted
from app.linting.registry import Rule, list_rules
from app.procedures import PackageRefused, ProcedurePackage, package_from_files
from app.procedures.layout import read_tree

Progress = Callable[[Rule], None]


@dataclass(frozen=True, kw_only=True)
class LintReport:
    """All findings about one package; `package` is None when it could not even be loaded."""

    slug: str
    package: ProcedurePackage | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> list[Finding]:
        """The findings that stop publication."""
        return errors_of(list(self.findings))

    def find(self, key: str) -> Finding | None:
        """Return the finding of that key, None when it is gone."""
        return next((finding for finding in self.findings if finding.key == key), None)

    @property
    def passed(self) -> bool:
        """True when nothing stops publication."""
        return not self.errors


def lint(package: ProcedurePackage, *, progress: Progress | None = None) -> list[Finding]:
    """Return what reading the package found, what would not run and what each rule finds, by file, line and rule.

    A finding that the manifest exempts with a reason stays in the list, as a note.
    """
    found = [*package.findings, *_not_run_as_drawn(package)]
    for known in list_rules():
        found += known.findings(package)
        if progress is not None:
            progress(known)
    return in_order(exempted(package, found))


def lint_files(slug: str, files: Mapping[str, bytes], *, progress: Progress | None = None) -> LintReport:
    """Load a package from its files and check it; a package that cannot be loaded is reported, not raised."""
    try:
        package = package_from_files(slug, files)
    except PackageRefused as refused:
        return LintReport(slug=slug, package=None, findings=tuple(in_order(refused.findings)))
    return LintReport(slug=slug, package=package, findings=tuple(lint(package, progress=progress)))


def lint_folder(processes_root: Path, forms_root: Path, slug: str, *, progress: Progress | None = None) -> LintReport:
    """Load a package from the two folders and check it."""
    return lint_files(slug, read_tree(processes_root, forms_root, slug), progress=progress)


def _not_run_as_drawn(package: ProcedurePackage) -> list[Finding]:
    """Return what the engine would refuse of the diagram, so that it is told while drawing and not at publication."""
    called = {**package.flows.models, **package.bpmn.included}
    return support_findings(package.bpmn, called, top=True)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without repetitions, by file, line, rule, element and message."""
    return sorted(set(findings), key=_place)


def _place(finding: Finding) -> tuple[str, int, str, str, str]:
    return (finding.file, finding.line or 0, finding.rule, finding.element or "", finding.message)
