"""A shipped overlay can be read and changes only what the policy leaves to communes.

Why: a commune's tailoring that cannot be applied would leave its counter without the procedure.
Wrong: an overlay that sets a locked parameter, twice the same text, or a field that is gone.
Right: operations on names that the procedure has, within the bounds of its policy, each thing once.
Source: the layout of packages; organic law 113-14 (what councils decide themselves).
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from app.domain.findings import Finding, Severity
from app.linting.places import line_of
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.tailoring import Base, Overlay, OverlayRefused, read_overlay, read_policy
from app.procedures.tailoring.resolving import another_base, refusals


@rule("tailoring-overlay", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    base = Base(package.key, package.files)
    for name in package.manifest["overlays"]:
        yield from _in_file(package, base, f"processes/{package.key}/{name}")


def _in_file(package: ProcedurePackage, base: Base, file: str) -> Iterator[Remark]:
    try:
        overlay = read_overlay(package.files[file], file=file)
    except OverlayRefused as refused:
        for found in refused.findings:
            yield Remark(file=file, element=found.element, line=found.line, message=found.message)
        return
    if overlay.commune != PurePosixPath(file).stem:
        message = (
            f"Expected the overlay of “{PurePosixPath(file).stem}”, found one of “{overlay.commune}”: rename the file."
        )
        yield Remark(file=file, element="commune", line=line_of(package, file, "commune"), message=message)
    yield from _against(package, base, overlay, file)


def _against(package: ProcedurePackage, base: Base, overlay: Overlay, file: str) -> Iterator[Remark]:
    """Give what speaks against an overlay; one for another version waits to be rebased and stops nothing."""
    other = another_base(base, overlay, file=file)
    severity: Severity = "warning" if overlay.procedure == package.key else "error"
    for found in other:
        line = line_of(package, file, "base")
        yield Remark(file=file, element=found.element, line=line, message=found.message, severity=severity)
    if not other:
        policy, _ = read_policy(base)
        for found in refusals(base, policy, overlay.operations, file=file):
            yield _placed(package, found)


def _placed(package: ProcedurePackage, found: Finding) -> Remark:
    """Return a finding about an operation with the line at which it stands."""
    index = int((found.element or "operations.0").rpartition(".")[2])
    line = line_of(package, found.file, "operations", index)
    return Remark(file=found.file, element=found.element, line=line, message=found.message, severity=found.severity)
