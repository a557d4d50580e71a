"""The register of rules: a rule is one function in one file; the file's docstring is the rule's page."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.domain.findings import Finding, Severity
from app.procedures import ProcedurePackage


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What a rule found at one place; `file` is a path of the package, `severity` replaces the rule's own."""

    file: str
    message: str
    element: str | None = None
    line: int | None = None
    severity: Severity | None = None


Family = Literal["bpmn", "form", "translation", "security", "legal", "data"]
"""What a rule is about; only findings of the family “legal” may be exempted, with a written reason."""
FAMILIES: tuple[Family, ...] = ("legal", "bpmn", "form", "translation", "security", "data")
"""All families, in the order in which screens show them."""

Check = Callable[[ProcedurePackage], Iterator[Remark]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A check of a whole package. `page` says why, what is wrong, what is right, and the source."""

    name: str
    severity: Severity
    family: Family
    check: Check
    page: str

    def findings(self, package: ProcedurePackage) -> list[Finding]:
        """Return what the rule finds in a package."""
        return [
            Finding(
                rule=self.name,
                severity=remark.severity or self.severity,
                file=remark.file,
                element=remark.element,
                line=remark.line,
                message=remark.message,
            )
            for remark in self.check(package)
        ]


_rules: dict[str, Rule] = {}


def rule(name: str, *, severity: Severity, family: Family) -> Callable[[Check], Check]:
    """Register the decorated function as a rule; its module's docstring becomes the page."""

    def register(check: Check) -> Check:
        if name in _rules:
            raise ValueError(f"Expected one rule named “{name}”, found two: rename one of them.")
        page = (sys.modules[check.__module__].__doc__ or "").strip()
        _rules[name] = Rule(name=name, severity=severity, family=family, check=check, page=page)
        return check

    return register


def list_rules() -> list[Rule]:
    """Return every rule by name."""
    import app.linting.rules  # noqa: F401 - importing the folder registers its rules

    return [_rules[name] for name in sorted(_rules)]


def find_rule(name: str) -> Rule | None:
    """Return a rule by name, or None."""
    return next((known for known in list_rules() if known.name == name), None)
