"""Resolves a national version and an overlay to a variant: whole files, frozen, named by their content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from app.domain.findings import Finding, errors_of
from app.procedures.loader import PackageRefused, package_from_files
from app.procedures.package import ProcedurePackage
from app.procedures.tailoring.base import Base
from app.procedures.tailoring.kinds import KINDS
from app.procedures.tailoring.kinds.step import leave_out, switched_off
from app.procedures.tailoring.operation import Operation
from app.procedures.tailoring.overlay import Overlay
from app.procedures.tailoring.overlay_file import OVERLAY_RULE
from app.procedures.tailoring.policy import Policy, read_policy
from app.procedures.tailoring.verdict import may
from app.procedures.tailoring.workspace import Workspace

REMEMBERED_VARIANTS = 16
_ORDER = {do: rank for rank, do in enumerate(KINDS)}


@dataclass(frozen=True, kw_only=True)
class Variant:
    """What runs in a commune: a package like any other. Equal results of different communes have one `digest`."""

    package: ProcedurePackage
    files: Mapping[str, bytes]
    digest: str


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """The variant, None where any finding is an error: nothing is ever applied in part."""

    variant: Variant | None
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> list[Finding]:
        """What stands in the way of the variant."""
        return errors_of(list(self.findings))


def resolve(base: Base, overlay: Overlay | None, *, file: str | None = None) -> Resolution:
    """Return the variant of a base under an overlay; without one, the base with its optional steps as they stand.

    Operations are applied in one fixed order, so that their order in the file means nothing. `file` is where findings
    say that the overlay stands. A base whose optional steps are all in comes back byte for byte.
    """
    place = file or f"processes/{base.slug}/overlays/{overlay.commune if overlay else 'none'}.yaml"
    operations = overlay.operations if overlay is not None else ()
    policy, found = read_policy(base)
    if overlay is not None:
        found += another_base(base, overlay, file=place)
    found += refusals(base, policy, operations, file=place)
    if errors_of(found):
        return Resolution(variant=None, findings=tuple(found))
    made = _made(_Changes.of(base, operations))
    return Resolution(variant=made.variant, findings=(*found, *made.findings))


def untailored(base: Base) -> ProcedurePackage:
    """Return the national version as variants are, locked and without overlays: what differs is what a commune changed.

    Raises PackageRefused.
    """
    workspace = applied(base, ())
    workspace.manifest()
    return package_from_files(base.slug, _frozen(base, workspace))


def as_it_stands(slug: str, files: Mapping[str, bytes]) -> ProcedurePackage:
    """Return what runs in a commune that changes nothing: optional steps that only some communes want are left out.

    Raises PackageRefused.
    """
    package = package_from_files(slug, files)
    if any(step.left_out_at_first for step in package.bpmn.elements.values()):
        return untailored(Base(slug, files))
    return package


def refusals(base: Base, policy: Policy, operations: Sequence[Operation], *, file: str) -> list[Finding]:
    """Return a finding for each operation that has no meaning, stands twice, or that the policy refuses."""
    found: list[Finding] = []
    seen: dict[str, int] = {}
    added: set[str] = set()
    for index, operation in enumerate(operations):
        message = _why_not(base, policy, operation, operations)
        if operation.identity in seen:
            first = seen[operation.identity] + 1
            message = f"Expected one operation on {operation.identity}, found one more after number {first}: keep one."
        elif message is None:
            message = _taken(operation, added)
        seen.setdefault(operation.identity, index)
        if message:
            found.append(finding_at(file, index, message))
        elif all(operation.before(base).get(part) == value for part, value in operation.after(base).items()):
            message = f"The operation on {operation.identity} changes nothing: the national version says the same."
            found.append(finding_at(file, index, message, warning=True))
    return found


def _taken(operation: Operation, added: set[str]) -> str | None:
    """Return that an earlier operation adds a name that this one adds too, else note the names of this one."""
    again = sorted(operation.adds & added)
    added |= operation.adds
    return (
        f"Expected a new name, found “{again[0]}”, which another operation adds: rename one of them." if again else None
    )


def _why_not(base: Base, policy: Policy, operation: Operation, beside: Sequence[Operation]) -> str | None:
    problem = operation.problem(base)
    if problem is not None:
        return problem
    verdict = may(policy, operation, base, beside=beside)
    return None if verdict.allowed else verdict.message


def another_base(base: Base, overlay: Overlay, *, file: str) -> list[Finding]:
    """Return that an overlay was written for another procedure or another version of it."""
    if overlay.procedure != base.slug:
        message = f"Expected an overlay of “{base.slug}”, found one of “{overlay.procedure}”: it cannot be used here."
    elif overlay.base.version != base.version or overlay.base.digest not in (None, base.digest):
        message = (
            f"Expected an overlay for version {base.version} as it stands, found one for version "
            f"{overlay.base.version}: rebase it first."
        )
    else:
        return []
    return [Finding(rule=OVERLAY_RULE, severity="error", file=file, element="base", line=1, message=message)]


def applied(base: Base, operations: Sequence[Operation]) -> Workspace:
    """Return the files of a base with operations that nothing speaks against."""
    workspace = Workspace(base)
    leave_out(workspace, switched_off(base, operations))
    for operation in sorted(operations, key=lambda one: (_ORDER[one.do], one.identity)):
        operation.apply(workspace)
    return workspace


def _frozen(base: Base, workspace: Workspace) -> dict[str, bytes]:
    """Return the files of what runs: once anything was changed, nobody tailors it again.

    The policy locks everything and the overlays stay with the base: they speak of names that may be gone here.
    """
    if workspace.is_untouched:
        return workspace.files()
    manifest = workspace.manifest()
    manifest["policy"] = {"default": "locked"}
    manifest.pop("overlays", None)
    return {path: content for path, content in workspace.files().items() if not base.is_overlay(path)}


@dataclass(frozen=True, kw_only=True)
class _Changes:
    """What a variant is made from, the same for all communes that change the same things."""

    base: Base
    operations: Sequence[Operation] = field(compare=False)
    written: frozenset[str]

    @classmethod
    def of(cls, base: Base, operations: Sequence[Operation]) -> "_Changes":
        """Return the changes; their order means nothing."""
        return cls(base=base, operations=operations, written=frozenset(map(repr, operations)))


@lru_cache(maxsize=REMEMBERED_VARIANTS)
def _made(changes: _Changes) -> Resolution:
    """Return the variant of changes that nothing speaks against, made once for all who want the same."""
    base = changes.base
    files = _frozen(base, applied(base, changes.operations))
    try:
        package = package_from_files(base.slug, files)
    except PackageRefused as refused:
        return Resolution(variant=None, findings=tuple(refused.findings))
    return Resolution(variant=Variant(package=package, files=MappingProxyType(files), digest=package.digest))


def finding_at(file: str, index: int, message: str, *, warning: bool = False) -> Finding:
    """Return a finding about the operation at an index: whoever has the file knows its line."""
    return Finding(
        rule=OVERLAY_RULE,
        severity="warning" if warning else "error",
        file=file,
        element=f"operations.{index}",
        message=message,
    )
